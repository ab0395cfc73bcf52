"""Parts of an activity: laps as the device marked them, splits of one length, best efforts, the simplified track."""

from collections.abc import Sequence

import numpy as np

from coaching.motion import (
    BEST_EFFORT_DISTANCES_M,
    LONGEST_SILENCE_S,
    TRACK_MAX_POINTS,
    TRACK_TOLERANCE_M,
    fastest_m_s,
)
from kernels.efforts import best_efforts
from kernels.elevation import Climb
from kernels.path import onward, plane
from kernels.polyline import encode
from kernels.simplify import tolerances
from kernels.splits import crossings, integrals
from models.entities import BestEffort, Lap, Split, Track
from models.terms import Sport
from models.tracks import ROUNDING_M, levels_of
from uploads.axis import Axis
from uploads.positions import Way
from uploads.recording import Column, LapMark

# A remainder that rounding left behind is no split.
_SHORTEST_SPLIT_M = 1.0
# Laps or splits of one activity: more are no exercise, and would not fit into the table's item.
MOST = 1000


def laps_of(axis: Axis, marks: Sequence[LapMark], heart_rate: Column, cadence: Column) -> tuple[Lap, ...]:
    """The device's laps, measured on the axis; marks beyond the recording are cut to it, empty ones left out.

    At most ``MOST``, the first ones.
    """
    if not axis.time_s.size:
        return ()
    last_s = float(axis.time_s[-1])
    spans = [(mark, max(mark.start_s, 0.0), min(mark.end_s, last_s)) for mark in marks]
    spans = [span for span in spans if span[2] > span[1]][:MOST]
    starts, ends = np.array([span[1] for span in spans]), np.array([span[2] for span in spans])
    length = np.interp(ends, axis.time_s, axis.cumulative_m) - np.interp(starts, axis.time_s, axis.cumulative_m)
    moving_s = integrals(axis.time_s, axis.moving_share, starts, ends).total
    heart = integrals(axis.time_s, heart_rate, starts, ends, LONGEST_SILENCE_S).mean
    steps = integrals(axis.time_s, cadence, starts, ends, LONGEST_SILENCE_S).mean
    return tuple(
        Lap(
            index=k + 1,
            start_s=span[1],
            elapsed_s=span[2] - span[1],
            moving_s=float(moving_s[k]),
            distance_m=float(length[k]),
            average_heart_rate_bpm=known(heart[k]),
            average_cadence_spm=known(steps[k]),
            trigger=span[0].trigger,
        )
        for k, span in enumerate(spans)
    )


def splits_of(
    axis: Axis, unit_m: float, heart_rate: Column, cadence: Column, climb: Climb | None, level_m: Column | None = None
) -> tuple[Split, ...]:
    """Stretches of ``unit_m``, the last one shorter; none where the way between start and end is not known.

    None either where there would be more than ``MOST``: nobody goes that far. ``level_m`` is the distance so far as it
    would have been on the level.
    """
    if not axis.measured or axis.time_s.size < 2:
        return ()
    total = float(axis.cumulative_m[-1])
    if total > MOST * unit_m:
        return ()
    crossed = crossings(axis.time_s, axis.cumulative_m, unit_m)
    lengths = [unit_m] * crossed.size
    if total - crossed.size * unit_m >= _SHORTEST_SPLIT_M:
        crossed = np.append(crossed, axis.time_s[-1])
        lengths.append(total - len(lengths) * unit_m)
    starts = np.concatenate((axis.time_s[:1], crossed[:-1]))[: crossed.size]
    moving_s = integrals(axis.time_s, axis.moving_share, starts, crossed).total
    heart = integrals(axis.time_s, heart_rate, starts, crossed, LONGEST_SILENCE_S).mean
    steps = integrals(axis.time_s, cadence, starts, crossed, LONGEST_SILENCE_S).mean
    up, down = (_gained(axis, column, starts, crossed) for column in climb or (None, None))
    level = _gained(axis, level_m, starts, crossed)
    pace = np.divide(1000 * moving_s, level, out=np.full(level.size, np.nan), where=(level > 0) & (moving_s > 0))
    return tuple(
        Split(
            index=k + 1,
            distance_m=length,
            elapsed_s=float(crossed[k] - starts[k]),
            moving_s=float(moving_s[k]),
            average_heart_rate_bpm=known(heart[k]),
            average_cadence_spm=known(steps[k]),
            ascent_m=known(up[k]),
            descent_m=known(down[k]),
            grade_adjusted_pace_s_per_km=known(pace[k]),
        )
        for k, length in enumerate(lengths)
    )


def efforts_of(axis: Axis, sport: Sport) -> tuple[BestEffort, ...]:
    """The best elapsed time over each standard distance that was covered, without those that nobody has reached."""
    if not axis.measured:
        return ()
    found = best_efforts(axis.time_s, axis.cumulative_m, BEST_EFFORT_DISTANCES_M)
    rows = zip(BEST_EFFORT_DISTANCES_M, found.duration_s.tolist(), found.start_s.tolist(), strict=True)
    return tuple(BestEffort(*row) for row in rows if row[1] > 0 and row[0] <= fastest_m_s(row[0], sport) * row[1])


def track_of(way: Way) -> Track | None:
    """The route within the standard tolerance, or a doubled one where that would take too many points.

    Enlarged, the plane shows no offset from the line smaller than it is, however far north and south the line goes.
    Across the date line its longitudes go on beyond 180 degrees.
    """
    if not way.known:
        return None
    finest_m = TRACK_TOLERANCE_M - ROUNDING_M
    reach_m = tolerances(*plane(way.latitude_deg, way.longitude_deg, enlarged=True), finest_m)
    while np.count_nonzero(reach_m > finest_m) > TRACK_MAX_POINTS:
        finest_m = 2 * (finest_m + ROUNDING_M) - ROUNDING_M
    kept = reach_m > finest_m
    levels = levels_of(reach_m[kept].tolist(), finest_m)
    line = encode(way.latitude_deg[kept], onward(way.longitude_deg)[kept])
    return Track(line, finest_m + ROUNDING_M, len(levels), levels)


def positive(values: Column) -> Column:
    """The values above zero, the others NaN: sensors say 0 where they lost contact."""
    return np.where(values > 0, values, np.nan)


def known(value: float) -> float | None:
    """The number, or None where it is missing."""
    return float(value) if np.isfinite(value) else None


def _gained(axis: Axis, total: Column | None, starts: Column, ends: Column) -> Column:
    if total is None:
        return np.full(starts.size, np.nan)
    return np.interp(ends, axis.time_s, total) - np.interp(starts, axis.time_s, total)
