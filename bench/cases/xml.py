"""GPX and TCX: the scan of the points."""

from collections.abc import Callable
from functools import cache
from importlib import import_module

import numpy as np

from bench import parsers
from bench.cases.case import Case, Peer, holds
from bench.rounds import Work
from kernels import xml
from models.terms import Channel
from uploads.readers import gpx, tcx
from uploads.readers.points import MAX_POINTS, Axis, Key
from uploads.readers.scan import Plan

_POINTS = 10_800
_KEYS: dict[str, Key] = {
    "latitude_deg": Axis.LATITUDE_DEG,
    "longitude_deg": Axis.LONGITUDE_DEG,
    "altitude_m": Channel.ALTITUDE_M,
    "heart_rate_bpm": Channel.HEART_RATE_BPM,
    "cadence_spm": Channel.CADENCE_SPM,
}


@cache
def _file(name: str) -> bytes:
    data: bytes = getattr(import_module("tests.uploads.readers.xml_files"), name)()
    return data


def _scan(name: str, plan: Plan) -> Work:
    return lambda: xml.points(_file(name), plan.vocabulary, MAX_POINTS)


def _same_columns(plan: Plan) -> Callable[[xml.Scan, parsers.Columns], None]:
    def same(ours: xml.Scan, theirs: parsers.Columns) -> None:
        np.testing.assert_array_equal(ours.instants, theirs["time_s"])
        for name, key in _KEYS.items():
            mine = ours.values[plan.keys.index(key)].copy()
            # A few have more digits than the scan can judge: it leaves them to Python.
            doubtful = ours.doubts[ours.doubts[:, 1] == plan.keys.index(key), 0]
            holds(np.isnan(mine[doubtful]).all(), "doubts have no value")
            mine[doubtful] = theirs[name][doubtful]
            np.testing.assert_array_equal(mine, theirs[name])

    return same


def _case(name: str, given: str, plan: Plan, parse: Callable[[bytes], parsers.Columns]) -> Case:
    return Case(
        kernel="xml.points",
        given=given,
        ours=_scan(name, plan),
        peers={"ElementTree.iterparse": Peer(lambda: lambda: parse(_file(name)), _same_columns(plan))},
        target=10,
        moved_bytes=len(_file(name)) + 8 * _POINTS * (2 + len(plan.keys)),
    )


CASES = (
    _case("three_hours_gpx", "GPX of 3 h at 1 Hz", gpx.PLAN, parsers.element_tree_gpx),
    _case("three_hours_tcx", "TCX of 3 h at 1 Hz", tcx.PLAN, parsers.element_tree_tcx),
)
