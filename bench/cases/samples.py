"""Samples: which to show, what lies out, what lies between, means of neighbours."""

from typing import Any

import numpy as np

from bench.cases.case import Case, Peer, bytes_of, close, equal, holds, package
from bench.cases.inputs import RUN, SENSOR, Column, run, seconds_of_sensor, sensor
from bench.loops import Loops
from bench.rounds import Work
from kernels import downsample, filtering, outliers, resampling, smoothing

_SHOWN = 1000
_HALF_WIDTH_S = 5.0
_HALF, _DEVIATIONS = 5, 3.0
_STEP_S = 0.8
_WAY = run()
_COLUMN = bytes_of(_WAY.time_s)


def _tsdownsample(name: str, *columns: Column) -> Work:
    sampler = getattr(package("tsdownsample"), name)()
    return lambda: sampler.downsample(*columns, n_out=_SHOWN)


def _lttbc(x: Column, y: Column) -> Work:
    module = package("lttbc")
    return lambda: module.downsample(x, y, _SHOWN)


def _lttb(given: str, target: float, x: Column, y: Column, why: str = "") -> Case:
    def loop(loops: Loops) -> Work:
        chosen = np.empty(_SHOWN, np.int64)
        return loops.filling("lttb", x, y, x.size, _SHOWN, chosen, found=chosen)

    def lttbc_same(ours: Any, theirs: tuple[Column, Column]) -> None:
        # Its third corner is another one: most of the choice is the same.
        holds(np.isin(x[ours], theirs[0]).mean() > 0.6, "most of the choice is the same")

    return Case(
        kernel="downsample.lttb",
        given=given,
        ours=lambda: downsample.lttb(x, y, _SHOWN),
        peers={
            "tsdownsample": Peer(lambda: _tsdownsample("LTTBDownsampler", x, y), equal),
            "lttbc": Peer(lambda: _lttbc(x, y), lttbc_same),
        },
        target=target,
        loop=loop,
        loop_same=equal,
        moved_bytes=bytes_of(x, y) + 8 * _SHOWN,
        why=why,
    )


def _minmax_loop(loops: Loops) -> Work:
    chosen = np.empty(_SHOWN, np.int64)
    return loops.filling("minmax", sensor(), SENSOR, _SHOWN, chosen, found=chosen)


def _move_mean() -> Work:
    module = package("bottleneck")
    return lambda: module.move_mean(_WAY.heart_rate_bpm, 11, min_count=1)


def _centred(ours: Column, theirs: Column) -> None:
    """Theirs look back: the mean of a window stands at its end."""
    close()(ours[5:-5], theirs[10:])


def _rolling() -> Work:
    series = package("pandas").Series(_WAY.heart_rate_bpm)
    return lambda: series.rolling(11, center=True, min_periods=1).mean().to_numpy()


def _convolve() -> Work:
    window = np.ones(11) / 11
    return lambda: np.convolve(_WAY.heart_rate_bpm, window, "same")


def _moving_mean_loop(loops: Loops) -> Work:
    mean = np.empty(RUN)
    return loops.filling("moving_mean", _WAY.time_s, _WAY.heart_rate_bpm, RUN, _HALF_WIDTH_S, mean, found=mean)


def _interp() -> Work:
    count = int(RUN / _STEP_S)
    grid = np.arange(count) * _STEP_S
    return lambda: np.interp(grid, _WAY.time_s, _WAY.speed_m_s)


def _resampled() -> object:
    return resampling.resample_gaps(_WAY.time_s, _WAY.speed_m_s, _STEP_S, int(RUN / _STEP_S), max_gap_s=10.0)


def _resampled_same(ours: Column, theirs: Column) -> None:
    known = np.isfinite(ours)
    holds(known.mean() > 0.999, "nearly all is known")
    close()(ours[known], theirs[known])


def _median_filter() -> Work:
    ndimage = package("scipy.ndimage")
    return lambda: ndimage.median_filter(_WAY.speed_m_s, 2 * _HALF + 1)


def _hampel_by_filters() -> Work:
    ndimage = package("scipy.ndimage")
    values, size = _WAY.speed_m_s, 2 * _HALF + 1
    windows = np.lib.stride_tricks.sliding_window_view(values, size)

    def work() -> object:
        middle = ndimage.median_filter(values, size)[_HALF:-_HALF]
        distance = np.median(np.abs(windows - middle[:, None]), axis=1)
        out = np.abs(values[_HALF:-_HALF] - middle) > _DEVIATIONS * outliers.NORMAL * distance
        return np.where(out, middle, values[_HALF:-_HALF]), out

    return work


def _hampel_same(ours: outliers.Hampel, theirs: tuple[Column, Any]) -> None:
    inner = slice(_HALF, -_HALF)
    equal(ours.outlier[inner], theirs[1])
    close()(ours.filtered[inner], theirs[0])


def _median_same(ours: outliers.Hampel, theirs: Column) -> None:
    np.testing.assert_array_equal(ours.filtered[ours.outlier][1:-1], theirs[ours.outlier][1:-1])


_SECTIONS = filtering.lowpass(4, 5.0, 100.0)
_THREE = np.column_stack([np.roll(sensor(), 1000 * k) for k in range(3)])


def _sosfiltfilt(values: Column) -> Work:
    signal = package("scipy.signal")
    return lambda: signal.sosfiltfilt(_SECTIONS, values, axis=0)


def _filtered(given: str, values: Column, target: float | None) -> Case:
    return Case(
        kernel="filtering.sosfiltfilt",
        given=given,
        ours=lambda: filtering.sosfiltfilt(_SECTIONS, values),
        peers={"scipy": Peer(lambda: _sosfiltfilt(values), close(1e-9, 1e-8))},
        target=target,
        moved_bytes=4 * bytes_of(values),
    )


CASES = (
    _lttb("3 h at 1 Hz to 1,000", 1.4, _WAY.time_s, _WAY.speed_m_s),
    _lttb("1 h at 100 Hz to 1,000", 1.0, seconds_of_sensor(), sensor()),
    Case(
        kernel="downsample.minmax",
        given="1 h at 100 Hz to 1,000",
        ours=lambda: downsample.minmax(sensor(), _SHOWN),
        peers={"tsdownsample": Peer(lambda: _tsdownsample("MinMaxDownsampler", sensor()), equal)},
        target=0.7,
        loop=_minmax_loop,
        loop_same=equal,
        moved_bytes=bytes_of(sensor()),
    ),
    Case(
        kernel="smoothing.moving_mean",
        given="3 h at 1 Hz, 11 s",
        ours=lambda: smoothing.moving_mean(_WAY.time_s, _WAY.heart_rate_bpm, _HALF_WIDTH_S),
        peers={
            "bottleneck, by count": Peer(_move_mean, _centred),
            "pandas rolling, by count": Peer(_rolling, close()),
            "numpy.convolve, by count": Peer(_convolve, lambda ours, theirs: close()(ours[5:-5], theirs[5:-5])),
        },
        loop=_moving_mean_loop,
        loop_same=close(),
        moved_bytes=3 * _COLUMN,
    ),
    Case(
        kernel="resampling.resample_gaps",
        given="3 h at 1 Hz to 1.25 Hz",
        ours=_resampled,
        peers={"numpy.interp": Peer(_interp, _resampled_same)},
        target=1,
        moved_bytes=4 * _COLUMN,
    ),
    Case(
        kernel="outliers.hampel",
        given="3 h at 1 Hz, 11 samples",
        ours=lambda: outliers.hampel(_WAY.speed_m_s, _HALF, _DEVIATIONS),
        peers={
            "scipy median_filter alone": Peer(_median_filter, _median_same),
            "scipy and NumPy, the whole": Peer(_hampel_by_filters, _hampel_same),
        },
        target=1,
        moved_bytes=2 * _COLUMN + RUN,
        why="the peer finds the medians alone, not the deviations from them: half of the work",
    ),
    _filtered("1 h at 100 Hz, order 4", sensor(), None),
    _filtered("1 h at 100 Hz, order 4, 3 axes", _THREE, 3.5),
)
