"""FIT, Garmin's Flexible and Interoperable Data Transfer, decoded by fitdecode.

The units of the profile: positions in semicircles (2^31 to 180 degrees), running dynamics in millimetres and
milliseconds, cadence in strides per minute with a fraction of its own, times in seconds since 1989-12-31 UTC.
"""

import struct
from collections.abc import Iterator

import fitdecode

from models.entities import Problem
from models.terms import Channel, FileFormat, ProblemCode
from uploads.readers.drafts import Draft, admit
from uploads.readers.mend import mend
from uploads.readers.points import Axis, Key, Rows
from uploads.readers.sessions import FitFile, Message, drafts_of, instant_s, number_of

FORMAT = FileFormat.FIT

_DEGREES_PER_SEMICIRCLE = 180.0 / 2**31

_VALUES: dict[str, tuple[Key, float]] = {
    "position_lat": (Axis.LATITUDE_DEG, _DEGREES_PER_SEMICIRCLE),
    "position_long": (Axis.LONGITUDE_DEG, _DEGREES_PER_SEMICIRCLE),
    "distance": (Axis.DISTANCE_M, 1.0),
    "altitude": (Channel.ALTITUDE_M, 1.0),
    "enhanced_altitude": (Channel.ALTITUDE_M, 1.0),
    "speed": (Channel.SPEED_M_S, 1.0),
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
# A course has records with times that nobody ran.
_NOT_RECORDED = frozenset({"course", "segment", "workout", "schedules"})
# What fitdecode lets through of a malformed message, beside its own errors.
_DECODER_ERRORS = (
    fitdecode.FitError,
    AssertionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
)


def read(data: bytes) -> tuple[list[Draft], list[Problem]]:
    """The sessions of all files of the chain as activities."""
    mended = mend(data)
    problems = list(mended.problems)
    drafts: list[Draft] = []
    for stream in mended.files:
        file = FitFile()
        problems += _gather(file, stream)
        if file.said("file_id", "type") not in _NOT_RECORDED and (file.sessions or len(file.points)):
            drafts += drafts_of(file)
            admit(activities=len(drafts))
    return drafts, problems


def _gather(file: FitFile, stream: bytes) -> list[Problem]:
    rows = Rows()
    try:
        for name, message in _messages(stream):
            match name:
                case "record":
                    _add_record(rows, message)
                case "session":
                    file.sessions.append(message)
                case "lap":
                    file.laps.append(message)
                case "event" if message.get("event") == "timer":
                    file.timer_events.append(message)
                    admit(timer_events=len(file.timer_events))
                case "device_info":
                    file.sensors.add(message.get("local_device_type"))
                case "file_id" | "activity" | "sport" | "device_settings":
                    file.single.setdefault(name, message)
    except _DECODER_ERRORS as error:
        return [Problem(ProblemCode.BAD_VALUES, f"decoding stopped: {type(error).__name__}: {error}"[:200])]
    finally:
        file.points = rows.points()
    return []


def _messages(stream: bytes) -> Iterator[tuple[str, Message]]:
    """Name and fields of every data message. Developer fields are left out: their names mean what an app wants."""
    reader = fitdecode.FitReader(
        stream,
        processor=None,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    for frame in reader:
        if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.mesg_type is not None:
            yield (
                frame.name,
                {
                    value.field.name: value.value
                    for value in frame.fields
                    if value.field is not None and value.value is not None and value.field.field_type != "devfield"
                },
            )


def _add_record(rows: Rows, message: Message) -> None:
    values: dict[Key, float] = {}
    for name, value in message.items():
        if name in _VALUES and isinstance(value, int | float):
            key, factor = _VALUES[name]
            values[key] = value * factor
    cadence = number_of(message.get("cadence"))
    if cadence is not None:
        values[Channel.CADENCE_SPM] = cadence + (number_of(message.get("fractional_cadence")) or 0.0)
    rows.add(instant_s(message.get("timestamp")), values)
