"""The messages of the public FIT profile that our files hold, and how their fields are stored.

Each message (number) lists its fields as *name, number, type, scale, offset*. A value ``x`` is stored as
``round((x + offset) * scale)``, a missing one as its type's invalid number:

* ``file_id`` (0) and ``device_info`` (23): what recorded it;
* ``event`` (21): the timer started or stopped, which tells a pause from a gap;
* ``record`` (20): one row of the recording; speed and altitude in their ``enhanced`` fields only;
* ``lap`` (19), ``session`` (18), ``activity`` (34): totals; the activity also holds the local clock.
"""

from typing import NamedTuple

from models.terms import LapTrigger, Sport

DEVELOPMENT = 255  # the manufacturer's number of devices that are nobody's
TIMER_START, TIMER_STOP_ALL = 0, 4
SPORTS = {Sport.RUNNING: 1, Sport.WALKING: 11}
LAP_TRIGGERS = {
    LapTrigger.MANUAL: 0,
    LapTrigger.TIME: 1,
    LapTrigger.DISTANCE: 2,
    LapTrigger.SESSION_END: 7,
    LapTrigger.OTHER: 0,
}


class BaseType(NamedTuple):
    """How a field is stored: the protocol's code, NumPy's type, and the number that says "missing"."""

    code: int
    dtype: str
    invalid: int


ENUM = BaseType(0x00, "u1", 0xFF)
UINT8 = BaseType(0x02, "u1", 0xFF)
UINT16 = BaseType(0x84, "<u2", 0xFFFF)
SINT32 = BaseType(0x85, "<i4", 0x7FFFFFFF)
UINT32 = BaseType(0x86, "<u4", 0xFFFFFFFF)
UINT32Z = BaseType(0x8C, "<u4", 0)
STRING = BaseType(0x07, "S24", 0)


class Field(NamedTuple):
    """One field of a message: its number in the profile and how a value becomes an integer."""

    name: str
    number: int
    type: BaseType
    scale: float = 1
    offset: float = 0


class Message(NamedTuple):
    """A message of the profile, as far as we write it, under the local number that our files use for it."""

    local: int
    number: int
    fields: tuple[Field, ...]


SEMICIRCLES_PER_DEG = 2**31 / 180
TIMESTAMP = Field("timestamp", 253, UINT32)
MESSAGE_INDEX = Field("message_index", 254, UINT16)
EVENT = (Field("event", 0, ENUM), Field("event_type", 1, ENUM))

FILE_ID = Message(
    0,
    0,
    (
        Field("type", 0, ENUM),
        Field("manufacturer", 1, UINT16),
        Field("product", 2, UINT16),
        Field("serial_number", 3, UINT32Z),
        Field("time_created", 4, UINT32),
        Field("product_name", 8, STRING),
    ),
)
DEVICE_INFO = Message(
    1,
    23,
    (
        TIMESTAMP,
        Field("device_index", 0, UINT8),
        Field("manufacturer", 2, UINT16),
        Field("serial_number", 3, UINT32Z),
        Field("product", 4, UINT16),
        Field("product_name", 27, STRING),
    ),
)
TIMER_EVENT = Message(2, 21, (TIMESTAMP, *EVENT, Field("event_group", 4, UINT8)))
RECORD = Message(
    3,
    20,
    (
        TIMESTAMP,
        Field("position_lat", 0, SINT32, SEMICIRCLES_PER_DEG),
        Field("position_long", 1, SINT32, SEMICIRCLES_PER_DEG),
        Field("distance", 5, UINT32, 100),
        Field("enhanced_speed", 73, UINT32, 1000),
        Field("enhanced_altitude", 78, UINT32, 5, 500),
        Field("power", 7, UINT16),
        Field("vertical_oscillation", 39, UINT16, 10),
        Field("stance_time", 41, UINT16, 10),
        Field("vertical_ratio", 83, UINT16, 100),
        Field("stance_time_balance", 84, UINT16, 100),
        Field("step_length", 85, UINT16, 10),
        Field("heart_rate", 3, UINT8),
        Field("cadence", 4, UINT8),
        Field("fractional_cadence", 53, UINT8, 128),
    ),
)
LAP = Message(
    4,
    19,
    (
        TIMESTAMP,
        MESSAGE_INDEX,
        Field("start_time", 2, UINT32),
        Field("total_elapsed_time", 7, UINT32, 1000),
        Field("total_timer_time", 8, UINT32, 1000),
        Field("total_distance", 9, UINT32, 100),
        Field("total_cycles", 10, UINT32),
        Field("total_calories", 11, UINT16),
        Field("total_ascent", 21, UINT16),
        Field("total_descent", 22, UINT16),
        *EVENT,
        Field("avg_heart_rate", 15, UINT8),
        Field("max_heart_rate", 16, UINT8),
        Field("lap_trigger", 24, ENUM),
        Field("sport", 25, ENUM),
    ),
)
SESSION = Message(
    5,
    18,
    (
        TIMESTAMP,
        MESSAGE_INDEX,
        Field("start_time", 2, UINT32),
        Field("start_position_lat", 3, SINT32, SEMICIRCLES_PER_DEG),
        Field("start_position_long", 4, SINT32, SEMICIRCLES_PER_DEG),
        Field("total_elapsed_time", 7, UINT32, 1000),
        Field("total_timer_time", 8, UINT32, 1000),
        Field("total_distance", 9, UINT32, 100),
        Field("total_cycles", 10, UINT32),
        Field("total_calories", 11, UINT16),
        Field("total_ascent", 22, UINT16),
        Field("total_descent", 23, UINT16),
        Field("first_lap_index", 25, UINT16),
        Field("num_laps", 26, UINT16),
        *EVENT,
        Field("sport", 5, ENUM),
        Field("sub_sport", 6, ENUM),
        Field("avg_heart_rate", 16, UINT8),
        Field("max_heart_rate", 17, UINT8),
        Field("trigger", 28, ENUM),
        Field("enhanced_avg_speed", 124, UINT32, 1000),
    ),
)
ACTIVITY = Message(
    6,
    34,
    (
        TIMESTAMP,
        Field("total_timer_time", 0, UINT32, 1000),
        Field("local_timestamp", 5, UINT32),
        Field("num_sessions", 1, UINT16),
        Field("type", 2, ENUM),
        Field("event", 3, ENUM),
        Field("event_type", 4, ENUM),
    ),
)
