"""Samples of the inertial sensors in a FIT file: some hundred a second, a few dozen in each message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kernels.fit_stream import Index
from models.errors import UnusableFile
from models.terms import ProblemCode
from uploads.readers.fit.messages import Messages
from uploads.readers.fit.profile.kind import Kind
from uploads.readers.fit.profile.samples import ACCELEROMETER_DATA, GYROSCOPE_DATA, MAGNETOMETER_DATA
from uploads.readers.fit.sessions import FIT_EPOCH_S
from uploads.recording import Column

type Sensor = Literal["accelerometer", "gyroscope", "magnetometer"]

# Eleven hours at a hundred a second: more than 32 MB can hold of all three axes with their times.
MAX_SAMPLES = 4_000_000
_MS_PER_S = 1000.0
# What each sensor's axes are called, the best first, with their units and what the stored number is divided by.
_KINDS: Mapping[Sensor, tuple[Kind, tuple[tuple[str, str, float], ...]]] = {
    "accelerometer": (
        ACCELEROMETER_DATA,
        (("calibrated_accel", "g", 1.0), ("compressed_calibrated_accel", "g", 1000.0), ("accel", "counts", 1.0)),
    ),
    "gyroscope": (GYROSCOPE_DATA, (("calibrated_gyro", "deg/s", 1.0), ("gyro", "counts", 1.0))),
    "magnetometer": (MAGNETOMETER_DATA, (("calibrated_mag", "G", 1.0), ("mag", "counts", 1.0))),
}


@dataclass(frozen=True, slots=True)
class Samples:
    """What a sensor measured.

    Attributes:
        time_s: seconds since 1970 UTC, shape (n,); NaN where the file does not say.
        xyz: along the sensor's own axes, shape (n, 3).
        units: g, deg/s or G; counts where the file has no calibrated values.
    """

    time_s: Column
    xyz: Column
    units: str


def samples(file: Index, sensor: Sensor) -> Samples | None:
    """All samples of a sensor in the order of the file; None where it has none.

    Raises:
        UnusableFile: FILE_TOO_LARGE beyond ``MAX_SAMPLES``.
    """
    kind, ways = _KINDS[sensor]
    messages = Messages(file, kind)
    names = set(messages.names)
    for prefix, units, divisor in ways:
        axes = [f"{prefix}_{axis}" for axis in "xyz"]
        if names.isdisjoint(axes):
            continue
        starts = messages.starts("sample_time_offset", *axes)
        if starts[-1] > MAX_SAMPLES:
            raise UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {MAX_SAMPLES} samples of the {sensor}")
        time_s = messages.array("sample_time_offset", starts=starts)[0][:, 0]
        xyz = messages.array(*axes, starts=starts)[0]
        time_s /= _MS_PER_S
        time_s += np.repeat(_message_times(messages), np.diff(starts))
        if divisor != 1.0:
            xyz /= divisor
        return Samples(time_s, xyz, units)
    return None


def _message_times(messages: Messages) -> Column:
    found = messages.columns(("timestamp", "timestamp_ms"))
    nothing = np.full(len(messages), np.nan)
    return FIT_EPOCH_S + found.get("timestamp", nothing) + np.nan_to_num(found.get("timestamp_ms", nothing)) / _MS_PER_S
