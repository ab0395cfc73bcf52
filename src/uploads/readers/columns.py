"""From points to columns: one strictly increasing time axis, and nothing on it that cannot be."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from kernels.path import speeds
from models.entities import Problem
from models.terms import Channel, ProblemCode, Sport
from uploads.counts import counted_up
from uploads.readers.points import Axis, Key, Points
from uploads.recording import Column

DAY_S = 86_400.0
# GPS time begins on 1980-01-06: a file that claims to be older has no clock.
GPS_EPOCH_S = 315_964_800.0
LAST_INSTANT_S = 4_102_444_800.0  # 2100-01-01
# Where a file claims no start and end: wide enough for a six-day race, narrow enough to notice a broken clock.
HALF_SPAN_S = 6 * DAY_S

# Step length over cadence hardly changes with the speed of a walk (0.0065 m min: Sekiya & Nagasaki 1998, Gait & Posture
# 7:225): so the steps that a speed takes follow. Slower than this a receiver's wandering is as fast.
_WALK_RATIO_M_MIN = 0.0065
_SLOWEST_TOLD_M_S = 0.5
_SPEED_HALF_WIDTH_S = 15.0

# What a sensor can report at all, of anybody; not what is likely.
_BOUNDS: dict[Key, tuple[float, float]] = {
    Axis.LATITUDE_DEG: (-90.0, 90.0),
    Axis.LONGITUDE_DEG: (-180.0, 180.0),
    Axis.DISTANCE_M: (0.0, 1e7),
    Channel.ALTITUDE_M: (-500.0, 12_000.0),
    Channel.SPEED_M_S: (0.0, 100.0),
    Channel.HEART_RATE_BPM: (20.0, 250.0),
    Channel.CADENCE_SPM: (0.0, 400.0),
    Channel.POWER_W: (0.0, 5_000.0),
    Channel.VERTICAL_OSCILLATION_MM: (1.0, 500.0),
    Channel.VERTICAL_RATIO_PCT: (0.1, 100.0),
    Channel.CONTACT_MS: (20.0, 5_000.0),
    Channel.CONTACT_BALANCE_PCT: (1.0, 99.0),
    Channel.STEP_LENGTH_M: (0.01, 5.0),
    Channel.TEMPERATURE_C: (-60.0, 80.0),
}
# Writers that have no value write 0 here; a heart that stood still is no reading.
_ZERO_IS_MISSING = frozenset(
    {
        Channel.HEART_RATE_BPM,
        Channel.VERTICAL_OSCILLATION_MM,
        Channel.VERTICAL_RATIO_PCT,
        Channel.CONTACT_MS,
        Channel.CONTACT_BALANCE_PCT,
        Channel.STEP_LENGTH_M,
    }
)


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time that a file claims for an activity, in seconds since 1970."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of equal length on one time axis; ``origin_s`` is the instant of ``time_s == 0`` since 1970."""

    origin_s: float
    time_s: Column
    latitude_deg: Column
    longitude_deg: Column
    distance_m: Column
    channels: dict[Channel, Column]
    problems: tuple[Problem, ...]

    @property
    def started_at(self) -> datetime:
        """The instant of the first row, aware UTC."""
        return datetime.fromtimestamp(self.origin_s, UTC)


def build(points: Points, window: Window | None, sport: Sport | None, *, foreign: bool) -> Columns | None:
    """Columns of the points that have a usable time; None where no point has one.

    Rows outside the claimed window (a day is granted on both sides) and rows whose time runs backwards are dropped and
    reported; rows of one instant become one row.
    """
    # The service keeps milliseconds: what differs by less is one instant.
    instants = np.round(points.instants, 3)
    rows, problems = _usable_rows(instants, window)
    if rows.size == 0:
        return None
    instants = instants[rows]
    firsts = np.flatnonzero(np.concatenate(([True], np.diff(instants) > 0)))
    columns = {key: _merged(column[rows], firsts) for key, column in points.columns.items()}
    problems += [problem for key, column in columns.items() if (problem := _bound(key, column))]
    time_s = np.round(instants[firsts] - instants[0], 3)
    latitude_deg, longitude_deg = _positions(columns, time_s.size)
    if Channel.CADENCE_SPM in columns and not foreign:
        cadence = columns[Channel.CADENCE_SPM]
        usual_m_s = _usual_speed(time_s, latitude_deg, longitude_deg, columns, cadence > 0)
        columns[Channel.CADENCE_SPM] = steps_per_minute(cadence, sport, usual_m_s)
    problems += _missing_positions(latitude_deg)
    return Columns(
        origin_s=float(instants[0]),
        time_s=time_s,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        distance_m=_never_falling(time_s, columns.get(Axis.DISTANCE_M), problems),
        channels={key: columns[key] for key in Channel if key in columns and np.isfinite(columns[key]).any()},
        problems=tuple(problems),
    )


def steps_per_minute(cadence: Column, sport: Sport | None, usual_m_s: float | None = None) -> Column:
    """Cadence as steps of both feet; ``usual_m_s`` is the usual speed of its rows, where it is known.

    FIT, TCX and GPX all define cadence as revolutions, that is strides, per minute, and watches follow; a few programs
    write steps. Strides per minute lie near 55 walking and 85 running, steps per minute at twice that: the median of
    the moving rows tells them apart. Slow walkers take few steps and short ones: which of the two lies closer to the
    steps that a speed takes decides.
    """
    moving = cadence[cadence > 0]
    if moving.size == 0:
        return cadence
    most_strides = 80.0 if sport is Sport.WALKING else 120.0
    if usual_m_s is not None and usual_m_s >= _SLOWEST_TOLD_M_S:
        steps = (usual_m_s * 60 / _WALK_RATIO_M_MIN) ** 0.5
        most_strides = min(steps / 2**0.5, 120.0)
    return cadence if np.median(moving) > most_strides else cadence * 2.0


def _usual_speed(
    time_s: Column, latitude_deg: Column, longitude_deg: Column, columns: dict[Key, Column], rows: NDArray[np.bool_]
) -> float | None:
    """The median speed over the rows by whatever is known of most of them: recorded, by distance or by positions."""
    if time_s.size < 2 or not rows.any():
        return None
    counted, speed = columns.get(Axis.DISTANCE_M), columns.get(Channel.SPEED_M_S)
    known = np.flatnonzero(np.isfinite(counted)) if counted is not None else np.empty(0, np.intp)
    tries = [] if speed is None else [speed]
    if counted is not None and known.size >= 2:
        made = np.diff(np.interp(time_s, time_s[known], counted[known]), prepend=np.nan)
        tries.append(made / np.diff(time_s, prepend=np.nan))
    if np.isfinite(latitude_deg).any():
        tries.append(speeds(time_s, latitude_deg, longitude_deg, _SPEED_HALF_WIDTH_S))
    for each in tries:
        told = each[rows & (each > 0)]
        if 2 * told.size >= np.count_nonzero(rows):
            return float(np.median(told))
    return None


def _usable_rows(instants: Column, window: Window | None) -> tuple[NDArray[np.intp], list[Problem]]:
    """Indices of the rows to keep, in order of time."""
    known = np.flatnonzero((instants >= GPS_EPOCH_S) & (instants < LAST_INSTANT_S))
    problems: list[Problem] = []
    outside = int(np.count_nonzero(np.isfinite(instants))) - known.size
    if known.size:
        window = window or _span(instants[known])
        near = _within(instants[known], window)
        if 2 * np.count_nonzero(near) < known.size:
            # Most of the points disagree with the claim: the claim is what is wrong.
            near = _within(instants[known], _span(instants[known]))
        outside += int(np.count_nonzero(~near))
        known = known[near]
    ordered = _forward(known, instants)
    for count, what in ((outside, "outside the activity"), (known.size - ordered.size, "running backwards")):
        if count:
            problems.append(Problem(ProblemCode.BAD_TIMESTAMPS, f"{count} points with times {what} were left out"))
    if missing := int(np.count_nonzero(np.isnan(instants))):
        problems.append(Problem(ProblemCode.BAD_TIMESTAMPS, f"{missing} points without a time were left out"))
    return ordered, problems


def _within(instants: Column, window: Window) -> NDArray[np.bool_]:
    return (instants >= window.start_s - DAY_S) & (instants <= window.end_s + DAY_S)


def _span(instants: Column) -> Window:
    middle = float(np.median(instants))
    return Window(middle - HALF_SPAN_S, middle + HALF_SPAN_S)


def _forward(rows: NDArray[np.intp], instants: Column) -> NDArray[np.intp]:
    """The longest selection of the rows whose times never fall; of a file written newest first, its reverse."""
    steps = np.diff(instants[rows])
    if not (steps < 0).any():
        return rows
    if np.count_nonzero(steps < 0) > np.count_nonzero(steps > 0):
        rows = rows[::-1]
    return rows[_longest_rise(instants[rows].tolist())]


def _longest_rise(values: list[float]) -> list[int]:
    """Indices of a longest non-falling subsequence (patience sorting, O(n log n))."""
    tops: list[float] = []
    top_index: list[int] = []
    previous: list[int] = []
    for index, value in enumerate(values):
        pile = bisect_right(tops, value)
        previous.append(top_index[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [value]
        top_index[pile : pile + 1] = [index]
    chain = []
    index = top_index[-1] if top_index else -1
    while index >= 0:
        chain.append(index)
        index = previous[index]
    return chain[::-1]


def _merged(column: Column, firsts: NDArray[np.intp]) -> Column:
    """One value per instant: the first that is there. Some writers spread an instant over several rows."""
    if firsts.size == column.size:
        return column.copy()
    finite = np.flatnonzero(~np.isnan(column))
    groups, first_finite = np.unique(np.searchsorted(firsts, finite, side="right") - 1, return_index=True)
    merged = np.full(firsts.size, np.nan)
    merged[groups] = column[finite[first_finite]]
    return merged


def _bound(key: Key, column: Column) -> Problem | None:
    """Blanks what cannot be, in place."""
    if key in _ZERO_IS_MISSING:
        column[column == 0] = np.nan
    low, high = _BOUNDS[key]
    impossible = ~np.isnan(column) & ~((column >= low) & (column <= high))
    column[impossible] = np.nan
    count = int(np.count_nonzero(impossible))
    return Problem(ProblemCode.BAD_VALUES, f"{count} impossible values of {key}") if count else None


def _positions(columns: dict[Key, Column], n: int) -> tuple[Column, Column]:
    latitude = columns.get(Axis.LATITUDE_DEG, np.full(n, np.nan))
    longitude = columns.get(Axis.LONGITUDE_DEG, np.full(n, np.nan))
    # Exactly 0, 0 lies in the sea and is what a receiver without a fix writes.
    nowhere = np.isnan(latitude) | np.isnan(longitude) | ((latitude == 0) & (longitude == 0))
    latitude[nowhere] = np.nan
    longitude[nowhere] = np.nan
    return latitude, longitude


def _missing_positions(latitude_deg: Column) -> list[Problem]:
    missing = int(np.count_nonzero(np.isnan(latitude_deg)))
    # A receiver may take a minute to its first fix; that is worth no mention.
    if missing <= 0.05 * latitude_deg.size:
        return []
    return [Problem(ProblemCode.MISSING_POSITIONS, f"{missing} of {latitude_deg.size} points have no position")]


def _never_falling(time_s: Column, distance: Column | None, problems: list[Problem]) -> Column:
    """The device's distance, added up where it began anew, else held; all NaN where it only ever wrote 0."""
    if distance is None or not (distance > 0).any():
        return np.full(time_s.size, np.nan)
    # A centimetre is rounding.
    if fallen := int(np.count_nonzero(np.diff(distance[~np.isnan(distance)]) < -0.01)):
        problems.append(Problem(ProblemCode.BAD_VALUES, f"the distance falls at {fallen} points"))
    return counted_up(time_s, distance)
