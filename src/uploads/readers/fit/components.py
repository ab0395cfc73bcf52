"""Fields that stand inside other fields: the components of the FIT profile, as far as our messages have them."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from kernels.arrays import Integers
from kernels.fit_columns import accumulated
from uploads.readers.fit.profile.kind import Kind
from uploads.recording import Column

# Three bytes: 12 bits of speed in 1/100 m/s, 12 bits of a distance in 1/16 m that starts over every 256 m.
COMPRESSED = "compressed_speed_distance"
# Fields that are arrays as they are stored.
PACKED = frozenset({COMPRESSED})
_PACKED_BYTES = 3
_SPEED_SCALE = 100.0
_DISTANCE_SCALE = 16.0
_DISTANCE_BITS = 12
# Totals by the counter that they are counted from, and its bits.
_COUNTERS = {"total_cycles": ("cycles", 8), "accumulated_power": ("compressed_accumulated_power", 16)}
_SAME = {"data": "data16"}
# What has more room under a longer name: ``enhanced_speed`` of ``speed``.
_ROOMIER = "enhanced_"


@cache
def sources(kind: Kind, name: str) -> frozenset[str]:
    """The fields that a field can be a component of, at one remove or more."""
    direct = {_same(name)}
    if name in _COUNTERS:
        direct.add(_COUNTERS[name][0])
    if name in {"speed", "distance"}:
        direct.add(COMPRESSED)
    direct &= kind.fields.keys()
    return frozenset(direct).union(*(sources(kind, source) for source in direct))


def expand(columns: dict[str, Column], packed: Mapping[str, tuple[Column, Integers]]) -> None:
    """Gives the columns the values of their sources, where they have none of their own.

    Args:
        columns: by name, each of shape (n,); sources and what comes of them.
        packed: the arrays of fields in ``PACKED``: values one after the other, and where those of each message begin.
    """
    if COMPRESSED in packed:
        speed, travelled = _unpack(*packed[COMPRESSED])
        _fill(columns, "speed", speed)
        if "distance" in columns:
            columns["distance"] = accumulated(travelled, columns["distance"], _DISTANCE_BITS, _DISTANCE_SCALE)
    for name, (counter, bits) in _COUNTERS.items():
        if name in columns and counter in columns:
            columns[name] = accumulated(columns[counter], columns[name], bits, 1.0)
    for name in columns:
        if (source := _same(name)) in columns:
            _fill(columns, name, columns[source])


def _same(name: str) -> str:
    """The field whose value a field repeats; no field has the empty name."""
    return name.removeprefix(_ROOMIER) if name.startswith(_ROOMIER) else _SAME.get(name, "")


def _fill(columns: dict[str, Column], name: str, values: Column) -> None:
    if name in columns and np.isnan(columns[name]).any():
        columns[name] = np.where(np.isnan(columns[name]), values, columns[name])


def _unpack(values: Column, starts: Integers) -> tuple[Column, Column]:
    """Speed in m/s and the counter of the distance, NaN where a message has no three bytes."""
    octets = np.full((starts.size - 1, _PACKED_BYTES), np.nan)
    whole = np.diff(starts) == _PACKED_BYTES
    octets[whole] = values[starts[:-1][whole, np.newaxis] + np.arange(_PACKED_BYTES), 0]
    low, middle, high = octets.T
    return (low + middle % 16 * 256) / _SPEED_SCALE, middle // 16 + high * 16
