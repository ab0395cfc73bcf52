"""Every public wrapper with arguments it accepts; a test says which one is missing here."""

import numpy as np

from kernels import (
    downsample,
    efforts,
    elevation,
    filtering,
    fit_columns,
    fit_crc,
    fit_stream,
    grade,
    load,
    meanmax,
    motion,
    outliers,
    path,
    polyline,
    resampling,
    simplify,
    smoothing,
    splits,
    summary,
    track,
    xml,
    zones,
)
from tests.kernels import files

# Wrappers of columns of numbers, with arguments they accept: the columns by name, then the parameters.
WRAPPERS = [
    (path.path, ["latitude_deg", "longitude_deg"], []),
    (path.plane, ["latitude_deg", "longitude_deg"], []),
    (path.onward, ["longitude_deg"], []),
    (path.plausible, ["time_s", "latitude_deg", "longitude_deg"], [12.0]),
    (path.speeds, ["time_s", "latitude_deg", "longitude_deg"], [3.0]),
    (motion.moving, ["time_s", "speed_m_s"], [0.9, 5.0]),
    (smoothing.moving_mean, ["position", "values"], [2.0]),
    (elevation.climb, ["altitude_m"], [3.0]),
    (splits.crossings, ["time_s", "total"], [2.0]),
    (splits.integrals, ["time_s", "values", "starts_s", "ends_s"], []),
    (efforts.best_efforts, ["time_s", "cumulative_m", "targets_m"], []),
    (summary.summary, ["time_s", "values"], []),
    (downsample.lttb, ["position", "values"], [4]),
    (downsample.minmax, ["values"], [4]),
    (polyline.encode, ["latitude_deg", "longitude_deg"], []),
    (simplify.simplify, ["x_m", "y_m"], [1.0]),
    (simplify.visvalingam, ["x_m", "y_m"], []),
    (resampling.resample_gaps, ["time_s", "values"], [0.5, 12]),
    (outliers.hampel, ["values"], [2]),
    (simplify.tolerances, ["x_m", "y_m"], [1.0]),
    (zones.zones, ["values", "seconds", "bounds"], []),
    (meanmax.mean_max, ["values"], [[2.0]]),
    (meanmax.curve, ["values"], []),
    (grade.grade, ["distance_m", "altitude_m"], [2.0]),
    (grade.level_speed, ["speed_m_s", "slope"], [[0.5, 2.0], 0.45]),
    (load.trimp, ["heart_rate_bpm", "seconds"], [1.0, 9.0, 0.64, 1.92]),
    (load.halves, ["speed_m_s", "heart_rate_bpm", "seconds"], []),
    (motion.headway, ["time_s", "east_m", "north_m"], [3.0]),
    (motion.drift, ["time_s", "east_m", "north_m"], [3.0]),
    (track.cv_smooth, ["time_s", "east_m", "north_m", "agility_m2_s3"], [3.0]),
    (track.cross_likelihood, ["time_s", "east_m", "north_m", "agility_m2_s3"], [3.0, 5.0]),
    (track.arcs, ["time_s", "east_m", "north_m", "east_m_s", "north_m_s", "east_scale"], [9.0]),
]

# Wrappers of anything else: a function that draws arguments from a random generator.
OTHERS = [
    (filtering.sosfiltfilt, lambda draw: (filtering.lowpass(3, 5, 100), draw.random((40, 4)))),
    (polyline.decode, lambda draw: (polyline.encode(draw.random(9), draw.random(9)),)),
    (motion.moving_seconds, lambda draw: (np.arange(9.0), draw.random(9) < 0.5)),
    (fit_crc.crc, files.part_of_stream),
    (fit_stream.index, files.walk),
    (fit_columns.columns, files.columns),
    (fit_columns.arrays, files.columns),
    (fit_columns.accumulated, files.counters),
    (xml.points, files.document),
]
