"""Recordings as FIT activity files, the format of sports watches.

A file is a header of 14 bytes, definition messages that name the fields to come, data messages packed without gaps,
and a CRC, all little endian, as the public FIT protocol says. ``fit_profile`` lists the messages field by field.
"""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from console.athlete.synthetic import SyntheticRecording
from console.writers import fit_profile as profile
from console.writers.fit_profile import Field, Message
from models.entities import DeviceTotals
from uploads.recording import LapMark

FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
PROTOCOL_VERSION = 0x20
PROFILE_VERSION = 21_158
CRC_POLYNOMIAL = 0xA001  # CRC-16/ARC, bits reflected

type Values = Mapping[str, ArrayLike | None]


def fit_file(recording: SyntheticRecording, *, header_crc: bool = True) -> bytes:
    """The recording as a FIT activity file.

    Args:
        recording: what to write; at least one row.
        header_crc: False leaves the header's own CRC 0, as the protocol allows and many devices do.
    """
    body = b"".join((*_opening(recording), *_timeline(recording), *_closing(recording)))
    header = struct.pack("<BBHI4s", 14, PROTOCOL_VERSION, PROFILE_VERSION, len(body), b".FIT")
    content = header + struct.pack("<H", crc16(header) if header_crc else 0) + body
    return content + struct.pack("<H", crc16(content))


def crc16(data: bytes) -> int:
    """FIT's CRC over the data (CRC-16/ARC).

    The CRC is linear: that of two halves is the first one's, moved on by the length of the second, plus the second
    one's. So neighbours are joined pairwise, all pairs at once, doubling the length each round. Zeros put in front
    change nothing.
    """
    rounds = max(len(data) - 1, 0).bit_length()
    padded = np.zeros(1 << rounds, np.uint8)
    padded[padded.size - len(data) :] = np.frombuffer(data, np.uint8)
    crc = _moved_on(0)[padded]
    for done in range(rounds):
        crc = _moved_on(done)[crc[0::2]] ^ crc[1::2]
    return int(crc[0])


@cache
def _moved_on(doublings: int) -> NDArray[np.uint16]:
    """What becomes of each of the 65,536 CRCs when ``2 ** doublings`` zero bytes follow."""
    if doublings:
        half = _moved_on(doublings - 1)
        return half[half]
    crc = np.arange(1 << 16)
    for _ in range(8):
        crc = (crc >> 1) ^ (crc & 1) * CRC_POLYNOMIAL
    return crc.astype(np.uint16)


def _opening(recording: SyntheticRecording) -> tuple[bytes, ...]:
    start = _timestamp(recording, 0)
    device: Values = {
        "manufacturer": profile.DEVELOPMENT,
        "product": 1,
        "serial_number": _serial_number(recording),
        "product_name": _product_name(recording),
    }
    return (
        *_messages(profile.FILE_ID, {"type": 4, "time_created": start, **device}),
        *_messages(profile.DEVICE_INFO, {"timestamp": start, "device_index": 0, **device}),
    )


def _timeline(recording: SyntheticRecording) -> list[bytes]:
    """Records with timer events and laps among them, in the order in which a device writes them."""
    definition, records = _messages(profile.RECORD, _record_values(recording))
    row_bytes = len(records) // recording.time_s.size
    chunks, written = [definition], 0
    for time_s, rank, mark in sorted(_marks(recording)):
        upto = int(np.searchsorted(recording.time_s, time_s, side="right" if rank else "left"))
        chunks += [records[written * row_bytes : upto * row_bytes], mark]
        written = upto
    return chunks


def _marks(recording: SyntheticRecording) -> list[tuple[float, int, bytes]]:
    """Messages that stand between the records: seconds from the start, rank at the same second, bytes.

    Rank 0 goes before the record of its second, the others after it.
    """
    starts_s = [0.0, *(pause.end_s for pause in recording.pauses)]
    stops_s = [*(pause.start_s for pause in recording.pauses), recording.end_s]
    return [
        *((time_s, 0, _timer_event(recording, time_s, profile.TIMER_START)) for time_s in starts_s),
        *((time_s, 1, _timer_event(recording, time_s, profile.TIMER_STOP_ALL)) for time_s in stops_s),
        *((lap.end_s, 2, _lap(recording, index, lap)) for index, lap in enumerate(recording.laps)),
    ]


def _timer_event(recording: SyntheticRecording, time_s: float, event_type: int) -> bytes:
    values = {"timestamp": _timestamp(recording, time_s), "event": 0, "event_type": event_type, "event_group": 0}
    return b"".join(_messages(profile.TIMER_EVENT, values))


def _lap(recording: SyntheticRecording, index: int, lap: LapMark) -> bytes:
    values = {
        **_totals(recording.totals(lap.start_s, lap.end_s)),
        "timestamp": _timestamp(recording, lap.end_s),
        "message_index": index,
        "start_time": _timestamp(recording, lap.start_s),
        "event": 9,
        "event_type": 1,
        "lap_trigger": profile.LAP_TRIGGERS[lap.trigger],
        "sport": profile.SPORTS[recording.sport],
    }
    return b"".join(_messages(profile.LAP, values))


def _closing(recording: SyntheticRecording) -> tuple[bytes, ...]:
    end = _timestamp(recording, recording.end_s)
    totals = recording.totals()
    session: Values = {
        **_totals(totals),
        "timestamp": end,
        "message_index": 0,
        "start_time": _timestamp(recording, 0),
        "start_position_lat": recording.latitude_deg[0],
        "start_position_long": recording.longitude_deg[0],
        "sport": profile.SPORTS[recording.sport],
        "sub_sport": 0,
        "enhanced_avg_speed": totals.distance_m / totals.timer_s if totals.distance_m and totals.timer_s else None,
        "first_lap_index": 0,
        "num_laps": len(recording.laps),
        "event": 8,
        "event_type": 1,
        "trigger": 0,
    }
    activity: Values = {
        "timestamp": end,
        "total_timer_time": totals.timer_s,
        "local_timestamp": end + recording.utc_offset_s,
        "num_sessions": 1,
        "type": 0,
        "event": 26,
        "event_type": 1,
    }
    return (*_messages(profile.SESSION, session), *_messages(profile.ACTIVITY, activity))


def _totals(totals: DeviceTotals) -> dict[str, ArrayLike | None]:
    """The totals that laps and sessions share; a cycle of a runner or walker is a stride, two steps."""
    return {
        "total_elapsed_time": totals.elapsed_s,
        "total_timer_time": totals.timer_s,
        "total_distance": totals.distance_m,
        "total_cycles": totals.steps / 2 if totals.steps is not None else None,
        "total_calories": totals.calories_kcal,
        "total_ascent": totals.ascent_m,
        "total_descent": totals.descent_m,
        "avg_heart_rate": totals.average_heart_rate_bpm,
        "max_heart_rate": totals.max_heart_rate_bpm,
    }


def _record_values(recording: SyntheticRecording) -> Values:
    strides_128 = np.rint(recording.cadence_spm / 2 * 128)
    return {
        "timestamp": _timestamp(recording, 0) + recording.time_s,
        "position_lat": recording.latitude_deg,
        "position_long": recording.longitude_deg,
        "distance": recording.distance_m,
        "enhanced_speed": recording.speed_m_s,
        "enhanced_altitude": recording.altitude_m,
        "power": recording.power_w,
        "vertical_oscillation": recording.vertical_oscillation_mm,
        "stance_time": recording.contact_ms,
        "vertical_ratio": recording.vertical_ratio_pct,
        "stance_time_balance": recording.contact_balance_pct,
        "step_length": recording.step_length_m * 1000,
        "heart_rate": recording.heart_rate_bpm,
        "cadence": strides_128 // 128,
        "fractional_cadence": strides_128 % 128 / 128,
    }


def _messages(message: Message, values: Values) -> tuple[bytes, bytes]:
    """The definition, and one data message for each entry of the values (numbers count as columns of one row)."""
    columns = {found.name: column for found in message.fields if (column := _column(found, values)) is not None}
    known = [found for found in message.fields if found.name in columns]
    layout = np.dtype([("header", "u1"), *((found.name, columns[found.name].dtype) for found in known)])
    rows = np.zeros(max(column.size for column in columns.values()), layout)
    rows["header"] = message.local
    for name, column in columns.items():
        rows[name] = column
    sizes = b"".join(bytes((found.number, layout[found.name].itemsize, found.type.code)) for found in known)
    definition = struct.pack("<BBBHB", 0x40 | message.local, 0, 0, message.number, len(known)) + sizes
    return definition, rows.tobytes()


def _column(found: Field, values: Values) -> NDArray[np.generic] | None:
    """The field's integers as stored, or None where there is nothing to store."""
    value = values.get(found.name)
    if value is None:
        return None
    if found.type is profile.STRING:
        return np.atleast_1d(np.asarray(value, found.type.dtype))
    stored = np.rint((np.atleast_1d(np.asarray(value, np.float64)) + found.offset) * found.scale)
    limits = np.iinfo(found.type.dtype)
    # NaN compares false, so one test refuses what is missing and what does not fit.
    fits = (stored >= limits.min) & (stored <= limits.max)
    return np.where(fits, stored, found.type.invalid).astype(found.type.dtype) if fits.any() else None


def _timestamp(recording: SyntheticRecording, time_s: float) -> float:
    return (recording.started_at - FIT_EPOCH).total_seconds() + time_s


def _serial_number(recording: SyntheticRecording) -> int | None:
    serial = recording.device.serial or ""
    return int(serial) if serial.isdecimal() else None


def _product_name(recording: SyntheticRecording) -> bytes | None:
    """Cut to leave room for the zero that ends it, and never inside a character."""
    room = np.dtype(profile.STRING.dtype).itemsize - 1
    return (recording.device.product or "").encode()[:room].decode(errors="ignore").encode() or None
