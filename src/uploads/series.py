"""The series of an activity as clients read them: previews at few points, and one object at full resolution.

All columns share one axis: elapsed time, distance, latitude, longitude and whether the person was moving.
"""

import gzip
from dataclasses import dataclass

import numpy as np
import orjson

from kernels.downsample import lttb
from models.columns import pack
from models.entities import PREVIEW_POINTS, Preview
from models.terms import Channel
from uploads.measures import Measures
from uploads.recording import Column, Recording

DETAIL_VERSION = 1

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
    shapes = np.column_stack(list(series.channels.values()) or [series.axis["distanceM"]])
    few, many = PREVIEW_POINTS
    coarse = lttb(elapsed_s, shapes, few)
    rest = lttb(elapsed_s, shapes, many - few) if elapsed_s.size > many else np.arange(elapsed_s.size)
    keep = np.union1d(coarse, rest)
    columns = {name: _packed(column[keep], _AXIS_DECIMALS[name]) for name, column in series.axis.items()}
    columns["moving"] = pack(series.moving[keep].tolist(), 0)
    for channel, column in series.channels.items():
        columns[channel.value] = _packed(column[keep], _CHANNEL_DECIMALS[channel])
    return Preview(int(keep.size), columns, tuple(np.searchsorted(keep, coarse).tolist()))


def detail_object(recording: Recording, series: Series) -> bytes:
    """Gzip JSON of scaled integers: value = integer / scale, null where nothing was measured.

    ``{"version": 1, "startedAt": ..., "points": n, "columns": {"elapsedS": {"scale": 1000, "values": [0, 1000]}}}``
    """
    columns = {name: _scaled(column, _DETAIL_DECIMALS[name]) for name, column in series.axis.items()}
    columns["moving"] = {"scale": 1, "values": series.moving.astype(np.int64).tolist()}
    for channel, column in series.channels.items():
        columns[channel.value] = _scaled(column, _CHANNEL_DECIMALS[channel])
    document = {
        "version": DETAIL_VERSION,
        "startedAt": recording.started_at.isoformat().replace("+00:00", "Z"),
        "points": int(recording.time_s.size),
        "columns": columns,
    }
    # No time stamp in the header: the same recording always gives the same bytes. Level 6 takes four times as long for
    # 6 % less.
    return gzip.compress(orjson.dumps(document), 4, mtime=0)


def _scaled(column: Column, decimals: int) -> dict[str, object]:
    scale = 10**decimals
    return {"scale": scale, "values": _with_nulls(np.rint(column * scale), whole=True)}


def _packed(column: Column, decimals: int) -> bytes:
    return pack(_with_nulls(column, whole=False), decimals)


def _with_nulls(column: Column, *, whole: bool) -> list[int | float | None]:
    missing = ~np.isfinite(column)
    values = np.where(missing, 0, column)
    plain: list[int | float | None] = values.astype(np.int64).tolist() if whole else values.tolist()
    for index in np.flatnonzero(missing).tolist():
        plain[index] = None
    return plain
