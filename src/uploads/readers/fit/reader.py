"""FIT, Garmin's Flexible and Interoperable Data Transfer: from its bytes to the activities in them.

The units of the profile: positions in semicircles (2^31 to 180 degrees), running dynamics in millimetres and
milliseconds, cadence in strides per minute with a fraction of its own, times in seconds since 1989-12-31 UTC.
"""

import numpy as np

from kernels.fit_stream import Index
from models.entities import Problem
from models.terms import Channel, FileFormat
from uploads.readers.drafts import Draft, admit
from uploads.readers.fit.chain import open_chain
from uploads.readers.fit.messages import Messages
from uploads.readers.fit.profile.context import ACTIVITY, DEVICE_INFO, DEVICE_SETTINGS, EVENT, FILE_ID, SPORT
from uploads.readers.fit.profile.kind import Kind
from uploads.readers.fit.profile.samples import RECORD
from uploads.readers.fit.profile.summaries import LAP, SESSION
from uploads.readers.fit.sessions import FIT_EPOCH_S, Gathered, drafts_of
from uploads.readers.fit.site import NAMES, site_of
from uploads.readers.points import Axis, Key, Points
from uploads.recording import Column

FORMAT = FileFormat.FIT

_DEGREES_PER_SEMICIRCLE = 180.0 / 2**31
_VALUES: dict[str, tuple[Key, float]] = {
    "position_lat": (Axis.LATITUDE_DEG, _DEGREES_PER_SEMICIRCLE),
    "position_long": (Axis.LONGITUDE_DEG, _DEGREES_PER_SEMICIRCLE),
    "distance": (Axis.DISTANCE_M, 1.0),
    "enhanced_altitude": (Channel.ALTITUDE_M, 1.0),
    "enhanced_speed": (Channel.SPEED_M_S, 1.0),
    "heart_rate": (Channel.HEART_RATE_BPM, 1.0),
    "power": (Channel.POWER_W, 1.0),
    "vertical_oscillation": (Channel.VERTICAL_OSCILLATION_MM, 1.0),
    "vertical_ratio": (Channel.VERTICAL_RATIO_PCT, 1.0),
    "stance_time": (Channel.CONTACT_MS, 1.0),
    "stance_time_balance": (Channel.CONTACT_BALANCE_PCT, 1.0),
    "step_length": (Channel.STEP_LENGTH_M, 0.001),
    "temperature": (Channel.TEMPERATURE_C, 1.0),
}
_TOTALS = (
    "start_time",
    "total_elapsed_time",
    "total_timer_time",
    "total_distance",
    "total_cycles",
    "total_calories",
    "avg_heart_rate",
    "max_heart_rate",
    "total_ascent",
    "total_descent",
    "sport",
)
_SINGLE: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (FILE_ID, ("type", "manufacturer", "product", "serial_number")),
    (ACTIVITY, ("timestamp", "local_timestamp")),
    (SPORT, ("sport",)),
    (DEVICE_SETTINGS, ("time_offset",)),
)
# A course has records with times that nobody ran: FIT profile, type file: workout, course, schedules, segment.
_NOT_RECORDED = frozenset({5, 6, 7, 34})
_TIMER = 0  # FIT profile, type event
_LOCAL = 5  # FIT profile, type source_type


def read(data: bytes) -> tuple[list[Draft], list[Problem]]:
    """The sessions of all files of the chain as activities.

    Raises:
        UnusableFile: FILE_TOO_LARGE beyond what ``chain`` and ``drafts.admit`` grant.
    """
    chain = open_chain(data)
    drafts: list[Draft] = []
    for index in chain.files:
        file = _gather(index)
        if file.said("file_id", "type") not in _NOT_RECORDED and (file.sessions or len(file.points)):
            drafts += drafts_of(file)
            admit(activities=len(drafts))
    return drafts, chain.problems


def _gather(index: Index) -> Gathered:
    file_id = Messages(index, FILE_ID, most=1)
    devices = Messages(index, DEVICE_INFO)
    return Gathered(
        points=_points(Messages(index, RECORD)),
        sessions=Messages(index, SESSION).rows(_TOTALS),
        laps=Messages(index, LAP).rows(
            ("start_time", "total_elapsed_time", "total_timer_time", "lap_trigger", "sport")
        ),
        timer_events=_timer_events(Messages(index, EVENT)),
        sensors=_sensors(devices),
        site=site_of(devices.rows(NAMES)),
        single={kind.name: _first(Messages(index, kind, most=1), names) for kind, names in _SINGLE},
        product=file_id.text("product_name") if len(file_id) else None,
    )


def _points(records: Messages) -> Points:
    found = records.columns(("timestamp", *_VALUES, "cadence", "fractional_cadence"))
    values: dict[Key, Column] = {
        key: found[name] * factor if factor != 1.0 else found[name]
        for name, (key, factor) in _VALUES.items()
        if name in found
    }
    if "cadence" in found:
        values[Channel.CADENCE_SPM] = found["cadence"] + np.nan_to_num(found.get("fractional_cadence", 0.0))
    return Points(FIT_EPOCH_S + found.get("timestamp", np.full(len(records), np.nan)), values)


def _timer_events(events: Messages) -> list[dict[str, float]]:
    found = events.columns(("event", "event_type", "timestamp"))
    rows = np.flatnonzero(found["event"] == _TIMER) if "event" in found else np.empty(0, np.intp)
    admit(timer_events=rows.size)
    told = [
        dict(zip(found, values, strict=True))
        for values in zip(*(found[name][rows].tolist() for name in found), strict=True)
    ]
    return [{name: value for name, value in event.items() if not np.isnan(value)} for event in told]


def _sensors(devices: Messages) -> set[float]:
    """What of the device's own parts is named, as the profile numbers them."""
    found = devices.columns(("source_type", "device_type"))
    if len(found) < 2:
        return set()
    return set(np.unique(found["device_type"][found["source_type"] == _LOCAL]).tolist())


def _first(messages: Messages, names: tuple[str, ...]) -> dict[str, float]:
    found = messages.columns(names) if len(messages) else {}
    return {name: float(column[0]) for name, column in found.items() if not np.isnan(column[0])}
