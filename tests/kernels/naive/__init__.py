"""Slow twins of the kernels: plain Python, one obvious loop each, no cleverness shared with what they check."""

from tests.kernels.naive.downsample import lttb, minmax
from tests.kernels.naive.efforts import best_effort
from tests.kernels.naive.elevation import climb
from tests.kernels.naive.filtering import sosfiltfilt
from tests.kernels.naive.grade import grade, level_speed
from tests.kernels.naive.load import halves, trimp
from tests.kernels.naive.meanmax import mean_max
from tests.kernels.naive.motion import drift, headway, moving, moving_seconds
from tests.kernels.naive.outliers import hampel
from tests.kernels.naive.path import distance, is_position, onward, path, plane, plausible, speeds
from tests.kernels.naive.polyline import decode, encode
from tests.kernels.naive.resampling import resample_gaps
from tests.kernels.naive.simplify import offset, simplify, tolerances, visvalingam
from tests.kernels.naive.smoothing import moving_mean
from tests.kernels.naive.splits import crossings, integrals
from tests.kernels.naive.summary import summary
from tests.kernels.naive.track import arcs, cross_likelihood, cv_smooth
from tests.kernels.naive.zones import zones

__all__ = [
    "arcs",
    "best_effort",
    "climb",
    "cross_likelihood",
    "crossings",
    "cv_smooth",
    "decode",
    "distance",
    "drift",
    "encode",
    "grade",
    "halves",
    "hampel",
    "headway",
    "integrals",
    "is_position",
    "level_speed",
    "lttb",
    "mean_max",
    "minmax",
    "moving",
    "moving_mean",
    "moving_seconds",
    "offset",
    "onward",
    "path",
    "plane",
    "plausible",
    "resample_gaps",
    "simplify",
    "sosfiltfilt",
    "speeds",
    "summary",
    "tolerances",
    "trimp",
    "visvalingam",
    "zones",
]
