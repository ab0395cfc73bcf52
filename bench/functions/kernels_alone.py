"""The processor's kernels and no more: those of a run's distance, climb, movement, bests and chart, over an hour."""

import numpy as np

from kernels import downsample, elevation, meanmax, motion, path, splits


def handler(event: object, context: object) -> dict[str, float]:
    """Answer with figures of an hour on a straight and hilly way."""
    del event, context
    time_s = np.arange(3600.0)
    way = path.path(35.0 + time_s * 3e-5, np.full(time_s.size, 139.0))
    speed_m_s = path.speeds(time_s, 35.0 + time_s * 3e-5, np.full(time_s.size, 139.0), 3.0)
    moving = motion.moving(time_s, speed_m_s, 0.5, 3.0, 10.0)
    return {
        "distance_m": float(way.cumulative_m[-1]),
        "moving_s": motion.moving_seconds(time_s, moving),
        "ascent_m": float(elevation.climb(40.0 + 20.0 * np.sin(time_s / 200), 3.0).ascent_m[-1]),
        "splits": float(splits.crossings(time_s, way.cumulative_m, 1000.0).size),
        "best_m_s": float(meanmax.mean_max(speed_m_s, np.array([60, 600])).mean[0]),
        "points": float(downsample.lttb(time_s, speed_m_s, 300).size),
    }
