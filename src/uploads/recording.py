"""A recording: what one file says of one activity, as columns on one time axis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from models.entities import Device, DeviceTotals, Problem
from models.terms import Channel, FileFormat, LapTrigger, SensorSite, Sport

type Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LapMark:
    """Where a lap starts and ends, in seconds from the start of the recording."""

    start_s: float
    end_s: float
    trigger: LapTrigger = LapTrigger.OTHER


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the device's timer stood still, in seconds from the start."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Recording:
    """Columns of equal length n; missing values are NaN.

    Attributes:
        started_at: instant of ``time_s == 0``, aware UTC.
        time_s: seconds from the start, strictly increasing, shape (n,).
        latitude_deg: WGS 84, shape (n,); NaN together with the longitude.
        longitude_deg: WGS 84, shape (n,).
        distance_m: the distance the device accumulated, shape (n,), never falling; all NaN where it recorded none.
        channels: the measured series that hold at least one number; every column of shape (n,).
        sport: the file's sport where it is one of ours; None where the file says nothing useful.
        foreign_sport: the file's own word where it is a sport that is not ours ("cycling"); else None.
        utc_offset_s: the clock the person saw, where the file tells.
        barometric: whether the altitude comes from a barometer, as far as the file tells.
        site: where on the body running dynamics were measured, as far as the file tells.
    """

    format: FileFormat
    started_at: datetime
    time_s: Column
    latitude_deg: Column
    longitude_deg: Column
    distance_m: Column
    channels: Mapping[Channel, Column] = field(default_factory=dict)
    sport: Sport | None = None
    foreign_sport: str | None = None
    name: str | None = None
    utc_offset_s: int | None = None
    barometric: bool | None = None
    site: SensorSite = SensorSite.UNKNOWN
    device: Device = field(default_factory=Device)
    device_totals: DeviceTotals = field(default_factory=DeviceTotals)
    laps: tuple[LapMark, ...] = ()
    pauses: tuple[Pause, ...] = ()
    problems: tuple[Problem, ...] = ()

    def column(self, channel: Channel) -> Column:
        """The channel's column, or one of NaN where it was not recorded."""
        found = self.channels.get(channel)
        return found if found is not None else np.full(self.time_s.size, np.nan)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a reader made of a file: its activities in order of their start, and what was wrong."""

    format: FileFormat
    recordings: tuple[Recording, ...]
    problems: tuple[Problem, ...] = ()
