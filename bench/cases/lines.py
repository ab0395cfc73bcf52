"""Lines: Douglas-Peucker, all its tolerances at once, polylines."""

from functools import cache, partial

import numpy as np

from bench.cases.case import Case, Peer, bytes_of, close, equal, package
from bench.cases.inputs import HOUR, RUN, Run, run
from bench.loops import Loops
from bench.rounds import Work
from kernels import polyline, simplify

_TOLERANCE_M = 5.0
_FINEST_M = 1.0
_AREA_M2 = 25.0
_WAY = run()


def _coordinates(way: Run) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.column_stack((way.east_m, way.north_m))


def _shapely(way: Run, tolerance_m: float = _TOLERANCE_M) -> Work:
    shapely = package("shapely")
    points = _coordinates(way)
    return lambda: shapely.get_coordinates(
        shapely.simplify(shapely.linestrings(points), tolerance_m, preserve_topology=False)
    )


def _simplification(way: Run) -> Work:
    cutil = package("simplification.cutil")
    points = _coordinates(way)
    return lambda: cutil.simplify_coords_idx(points, _TOLERANCE_M)


def _simplified(n: int, given: str) -> Case:
    way = run(n)

    def loop(loops: Loops) -> Work:
        stack, kept = np.empty(4 * n, np.int64), np.empty(n, np.bool_)
        return loops.filling("simplify", way.east_m, way.north_m, n, _TOLERANCE_M, stack, kept, found=kept)

    return Case(
        kernel="simplify.simplify",
        given=given,
        ours=lambda: simplify.simplify(way.east_m, way.north_m, _TOLERANCE_M),
        peers={
            "shapely": Peer(lambda: _shapely(way), lambda ours, theirs: equal(_coordinates(way)[ours], theirs)),
            "simplification": Peer(
                lambda: _simplification(way), lambda ours, theirs: equal(np.flatnonzero(ours), theirs)
            ),
        },
        target=2,
        loop=loop,
        loop_same=equal,
        moved_bytes=bytes_of(way.east_m, way.north_m) + n,
    )


def _simplification_vw() -> Work:
    cutil = package("simplification.cutil")
    points = _coordinates(_WAY)
    return lambda: cutil.simplify_coords_vw_idx(points, _AREA_M2)


def _visvalingam_loop(loops: Loops) -> Work:
    scratch, area, found = np.empty(4 * RUN, np.int64), np.empty(RUN), np.empty(RUN)
    return loops.filling("visvalingam", _WAY.east_m, _WAY.north_m, RUN, scratch, area, found, found=found)


def _polyline() -> Work:
    peer = package("polyline")
    points = list(zip(_WAY.latitude_deg.tolist(), _WAY.longitude_deg.tolist(), strict=True))
    return lambda: peer.encode(points, 5)


def _polyline_rs() -> Work:
    peer = package("polyline_rs")
    points = list(zip(_WAY.latitude_deg.tolist(), _WAY.longitude_deg.tolist(), strict=True))
    return lambda: peer.encode_latlon(points, 5)


def _polyline_loop(loops: Loops) -> Work:
    out = np.empty(14 * RUN, np.uint8)
    call = loops.counting("polyline", _WAY.latitude_deg, _WAY.longitude_deg, RUN, 1e5, out)
    return lambda: out[: call()].tobytes().decode("ascii")


@cache
def _text() -> str:
    return polyline.encode(_WAY.latitude_deg, _WAY.longitude_deg)


def _decode() -> Work:
    return partial(package("polyline").decode, _text(), 5)


def _decode_rs() -> Work:
    return partial(package("polyline_rs").decode_latlon, _text(), 5)


def _decode_loop(loops: Loops) -> Work:
    text = np.frombuffer(_text().encode(), np.uint8)
    found = np.empty(RUN), np.empty(RUN)
    return loops.filling("polyline_decode", text, text.size, 1e5, *found, found=found)


def _pairs_same(ours: polyline.Positions, theirs: list[tuple[float, float]]) -> None:
    close(0, 1e-12)(tuple(ours), tuple(np.array(theirs).T))


_POSITIONS = bytes_of(_WAY.latitude_deg, _WAY.longitude_deg)

CASES = (
    _simplified(HOUR, "1 h at 1 Hz, 5 m"),
    _simplified(RUN, "3 h at 1 Hz, 5 m"),
    Case(
        kernel="simplify.tolerances",
        given="3 h at 1 Hz, from 1 m",
        ours=lambda: simplify.tolerances(_WAY.east_m, _WAY.north_m, _FINEST_M),
        peers={
            "shapely, at 1 m alone": Peer(
                lambda: _shapely(_WAY, _FINEST_M),
                lambda ours, theirs: equal(_coordinates(_WAY)[ours > _FINEST_M], theirs),
            )
        },
        moved_bytes=bytes_of(_WAY.east_m, _WAY.north_m, _WAY.time_s),
    ),
    Case(
        kernel="simplify.visvalingam",
        given="3 h at 1 Hz, every area",
        ours=lambda: simplify.visvalingam(_WAY.east_m, _WAY.north_m),
        peers={
            "simplification, at 25 m² alone": Peer(
                _simplification_vw, lambda ours, theirs: equal(np.flatnonzero(ours > _AREA_M2), theirs)
            )
        },
        target=2,
        loop=_visvalingam_loop,
        loop_same=close(),
        moved_bytes=bytes_of(_WAY.east_m, _WAY.north_m, _WAY.time_s),
    ),
    Case(
        kernel="polyline.encode",
        given="3 h at 1 Hz, 5 decimals",
        ours=lambda: polyline.encode(_WAY.latitude_deg, _WAY.longitude_deg),
        peers={"polyline-rs": Peer(_polyline_rs, equal), "polyline": Peer(_polyline, equal)},
        target=10,
        loop=_polyline_loop,
        loop_same=equal,
        moved_bytes=_POSITIONS,
    ),
    Case(
        kernel="polyline.decode",
        given="3 h at 1 Hz, 5 decimals",
        ours=lambda: polyline.decode(_text()),
        peers={"polyline-rs": Peer(_decode_rs, _pairs_same), "polyline": Peer(_decode, _pairs_same)},
        target=10,
        loop=_decode_loop,
        loop_same=lambda ours, theirs: close(0, 1e-12)(tuple(ours), theirs),
        moved_bytes=_POSITIONS,
    ),
)
