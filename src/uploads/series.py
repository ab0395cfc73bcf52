"""The series of an activity as clients read them: previews at few points, and one object at full resolution.

All columns share one axis: elapsed time, distance, latitude, longitude and whether the person was moving.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np
import orjson

from kernels.downsample import lttb
from models.entities import PREVIEW_POINTS, Preview
from models.terms import Channel
from uploads.measures import Measures
from uploads.packing import pack, pack_flags, whole
from uploads.recording import Column, Recording

DETAIL_VERSION = 1
# Level 4 takes half as long again for 3 to 6 % less, level 6 two to five times as long for 5 to 11 % less.
_DETAIL_LEVEL = 2
# What zlib calls a stream with the header and the checksum of gzip.
_GZIP = 31

# Decimals that are kept: finer than the sensors, coarse enough to compress. Latitude and longitude: 1.1 m and 0.11 m.
_AXIS_DECIMALS = {"elapsedS": 1, "distanceM": 1, "latitude": 5, "longitude": 5}
_DETAIL_DECIMALS = {"elapsedS": 3, "distanceM": 2, "latitude": 7, "longitude": 7}
_CHANNEL_DECIMALS = {
    Channel.ALTITUDE_M: 1,
    Channel.SPEED_M_S: 2,
    Channel.HEART_RATE_BPM: 0,
    Channel.CADENCE_SPM: 0,
    Channel.POWER_W: 0,
    Channel.VERTICAL_OSCILLATION_MM: 1,
    Channel.VERTICAL_RATIO_PCT: 2,
    Channel.CONTACT_MS: 0,
    Channel.CONTACT_BALANCE_PCT: 2,
    Channel.STEP_LENGTH_M: 3,
    Channel.TEMPERATURE_C: 0,
}


@dataclass(frozen=True, slots=True)
class Series:
    """Columns of equal length n on one axis; missing values are NaN."""

    axis: dict[str, Column]
    moving: np.ndarray[tuple[int], np.dtype[np.bool_]]
    channels: dict[Channel, Column]


def series_of(recording: Recording, measures: Measures) -> Series:
    """The recording's columns on the axis of the distance that was chosen, with the speed that was used."""
    axis = {
        "elapsedS": recording.time_s,
        "distanceM": measures.cumulative_m,
        "latitude": recording.latitude_deg,
        "longitude": recording.longitude_deg,
    }
    channels = {**recording.channels, Channel.SPEED_M_S: measures.speed_m_s}
    present = {channel: channels[channel] for channel in Channel if channel in channels}
    return Series(axis, measures.moving, {c: v for c, v in present.items() if np.isfinite(v).any()})


def preview_of(series: Series) -> Preview:
    """The series at both resolutions of ``PREVIEW_POINTS``; the points are recorded ones, the same for all columns.

    The coarser points are among the finer ones, so that one set of columns holds both.
    """
    elapsed_s = series.axis["elapsedS"]
    shapes = np.array(list(series.channels.values()) or [series.axis["distanceM"]]).T
    few, many = PREVIEW_POINTS
    coarse = lttb(elapsed_s, shapes, few)
    rest = lttb(elapsed_s, shapes, many - few) if elapsed_s.size > many else np.arange(elapsed_s.size)
    keep = np.union1d(coarse, rest)
    columns = {name: pack(column[keep], _AXIS_DECIMALS[name]) for name, column in series.axis.items()}
    columns["moving"] = pack_flags(series.moving[keep])
    for channel, column in series.channels.items():
        columns[channel.value] = pack(column[keep], _CHANNEL_DECIMALS[channel])
    return Preview(int(keep.size), columns, tuple(np.searchsorted(keep, coarse).tolist()))


def detail_object(recording: Recording, series: Series) -> bytes:
    """Gzip JSON of scaled integers: value = integer / scale, null where nothing was measured.

    ``{"version": 1, "startedAt": ..., "points": n, "columns": {"elapsedS": {"scale": 1, "values": [0, 1]}}}``
    """
    head = {
        "version": DETAIL_VERSION,
        "startedAt": recording.started_at.isoformat().replace("+00:00", "Z"),
        "points": int(recording.time_s.size),
    }
    # No time stamp in the header: the same recording always gives the same bytes.
    stream = zlib.compressobj(_DETAIL_LEVEL, wbits=_GZIP)
    pieces = [stream.compress(orjson.dumps(head)[:-1] + b',"columns":')]
    for opening, (name, told) in zip(chain("{", repeat(",")), _detailed(series), strict=False):
        text = orjson.dumps(told, option=orjson.OPT_SERIALIZE_NUMPY)
        pieces.append(stream.compress(f'{opening}"{name}":'.encode() + text))
        # A column finds what it repeats in itself alone: what others left takes longer to search, and is a worse find.
        pieces.append(stream.flush(zlib.Z_FULL_FLUSH))
    pieces += [stream.compress(b"}}"), stream.flush()]
    return b"".join(pieces)


def _detailed(series: Series) -> Iterator[tuple[str, dict[str, object]]]:
    for name, column in series.axis.items():
        yield name, _scaled(column, _DETAIL_DECIMALS[name])
    yield "moving", {"scale": 1, "values": series.moving.astype(np.int64)}
    for channel, column in series.channels.items():
        yield channel.value, _scaled(column, _CHANNEL_DECIMALS[channel])


def _scaled(column: Column, decimals: int) -> dict[str, object]:
    told = whole(column, decimals)
    if told.known is None:
        return {"scale": 10**told.decimals, "values": told.numbers}
    values = told.numbers.astype(object)
    values[~told.known] = None
    return {"scale": 10**told.decimals, "values": values.tolist()}
