"""Files written byte by byte, for what no sound writer would write."""

import struct
import zlib
from collections.abc import Sequence

FIT_EPOCH_S = 631_065_600
START_S = 1_700_000_000 - FIT_EPOCH_S  # 2023-11-14T22:13:20Z

# Field number, size in bytes, base type of the FIT profile.
TIMESTAMP = (253, 4, 0x86)
DISTANCE = (5, 4, 0x86)
HEART_RATE = (3, 1, 0x02)
LATITUDE = (0, 4, 0x85)
LONGITUDE = (1, 4, 0x85)
RECORD, SESSION, LAP, EVENT, ACTIVITY, FILE_ID, HRV = 20, 18, 19, 21, 34, 0, 78
_CODES = {0x00: "B", 0x02: "B", 0x84: "H", 0x85: "i", 0x86: "I"}

type Field = tuple[int, int, int]


def definition(local: int, message: int, fields: Sequence[Field]) -> bytes:
    """A definition message, little endian."""
    head = struct.pack("<BBBHB", 0x40 | local, 0, 0, message, len(fields))
    return head + b"".join(bytes(field) for field in fields)


def values(local: int, fields: Sequence[Field], *numbers: int) -> bytes:
    """A data message of the fields."""
    layout = "<B" + "".join(_CODES[field[2]] for field in fields)
    return struct.pack(layout, local, *numbers)


def message(local: int, number: int, fields: Sequence[Field], *rows: Sequence[int]) -> bytes:
    """A definition and its data messages."""
    return definition(local, number, fields) + b"".join(values(local, fields, *row) for row in rows)


def crc(data: bytes) -> int:
    """FIT's checksum, bit by bit."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ 0xA001 if register & 1 else register >> 1
    return register


def fit(*messages: bytes, size: int | None = None) -> bytes:
    """A FIT file of the messages; ``size`` is what the header claims, if not the truth."""
    body = b"".join(messages)
    head = struct.pack("<BBHI4sH", 14, 0x20, 2100, len(body) if size is None else size, b".FIT", 0)
    return head + body + struct.pack("<H", crc(head + body))


def file_id(kind: int = 4) -> bytes:
    """A file_id message; 4 is an activity, 6 a course."""
    return message(0, FILE_ID, [(0, 1, 0x00)], [kind])


def records(*times_s: int, local: int = 1) -> bytes:
    """A record a time (seconds after ``START_S``): three metres on, heart rate 120."""
    fields = [TIMESTAMP, DISTANCE, HEART_RATE]
    return message(local, RECORD, fields, *[(START_S + time_s, 300 * max(time_s, 0), 120) for time_s in times_s])


def session(start_s: int, elapsed_s: int, sport: int = 1, local: int = 2) -> bytes:
    """A session message: 1 is running, 2 cycling, 11 walking."""
    fields = [TIMESTAMP, (2, 4, 0x86), (7, 4, 0x86), (5, 1, 0x00)]
    row = (START_S + start_s + elapsed_s, START_S + start_s, elapsed_s * 1000, sport)
    return message(local, SESSION, fields, row)


def timer(*events: tuple[int, int], local: int = 3) -> bytes:
    """Timer events: pairs of seconds after ``START_S`` and type (0 start, 4 stop all)."""
    return message(
        local, EVENT, [TIMESTAMP, (0, 1, 0x00), (1, 1, 0x00)], *[(START_S + at, 0, kind) for at, kind in events]
    )


def point(time: str | None, latitude: str = "35.0", longitude: str = "139.0", inner: str = "") -> str:
    """A GPX track point."""
    told = f"<time>{time}</time>" if time else ""
    return f'<trkpt lat="{latitude}" lon="{longitude}">{told}{inner}</trkpt>'


def track(*segments: Sequence[str], head: str = "") -> str:
    """A GPX track of segments of points."""
    return f"<trk>{head}" + "".join(f"<trkseg>{''.join(points)}</trkseg>" for points in segments) + "</trk>"


def gpx(*tracks: str, creator: str = "test") -> bytes:
    """A GPX document."""
    return f'<?xml version="1.0"?><gpx version="1.1" creator="{creator}">{"".join(tracks)}</gpx>'.encode()


def clock(second: int) -> str:
    """A time of one morning, as XML has it."""
    return f"2024-05-01T{6 + second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z"


def tcx(laps: str, sport: str = "Running", after: str = "") -> bytes:
    """A TCX document of one activity."""
    activity = f'<Activity Sport="{sport}"><Id>{clock(0)}</Id>{laps}{after}</Activity>'
    return f"<TrainingCenterDatabase><Activities>{activity}</Activities></TrainingCenterDatabase>".encode()


def lap(*tracks: Sequence[str], start: int = 0, said: str = "") -> str:
    """A TCX lap of tracks of trackpoints."""
    held = "".join(f"<Track>{''.join(points)}</Track>" for points in tracks)
    return f'<Lap StartTime="{clock(start)}">{said}{held}</Lap>'


def trackpoint(second: int, inner: str = "") -> str:
    """A TCX trackpoint."""
    return f"<Trackpoint><Time>{clock(second)}</Time>{inner}</Trackpoint>"


def zeros_bomb(head: bytes, mebibytes: int) -> bytes:
    """Gzip of ``head`` and very many spaces."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    megabyte = b" " * 2**20
    return pack.compress(head) + b"".join(pack.compress(megabyte) for _ in range(mebibytes)) + pack.flush()
