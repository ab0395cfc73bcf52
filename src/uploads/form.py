"""How somebody moved, from a recording: medians over brisk walking and steady running, which scores are made from.

A sample speaks for the time since the one before it, for 15 s at most, or half as long again as the recorder's usual
step; medians are over time, so that neither the rate of the samples nor a shift of the clock changes them. Where the
slope is unknown it counts as level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coaching.energy import walking_kcal
from coaching.motion import LEAST_CADENCE_SPM, LONGEST_SILENCE_S
from coaching.stretches import (
    BRISK_CADENCE_SPM,
    BRISK_HOLD_S,
    BRISK_LEAST_S,
    BRISK_SLOWEST_M_S,
    BRISK_SPEED_M_S,
    LEVEL_GRADE,
    LONG_REST_S,
    LONGEST_STEP_S,
    SPEED_BIN_LEAST_S,
    SPEED_BIN_M_S,
    STEADY_AFTER_S,
    STEADY_LEAST_S,
    STEADY_LEAST_STEPS,
    STEADY_SPEEDS_M_S,
    STEP_LENGTHS_M,
    WALKING_FASTEST_M_S,
)
from kernels.smoothing import moving_mean
from models.entities import Brisk, Form, FormFigures, SpeedBin, Stretch
from models.terms import Channel, DistanceSource, MissingReason, Sport
from uploads.axis import Axis, spans_of
from uploads.recording import Column, Recording
from uploads.stretches import positive

type Rows = NDArray[np.bool_]
type Indices = NDArray[np.int64]
type Columns = dict[str, Column]

# A receiver's speed jumps from second to second: how fast somebody walks is the mean over this time to either side.
_HELD_HALF_WIDTH_S = 5.0
# Where positions alone tell the speed, their wandering passes for faster and slower for half a minute.
_HELD_HALF_WIDTH_POSITIONS_S = 15.0
# So many instants tell a median to a hundredth of its spread; more take memory that a hostile file would ask for.
_MOST_INSTANTS = 50_000
# A figure that is known for less of the time says little of it.
_KNOWN_SHARE = 0.5
# Brisk stretches that are kept, the first ones.
_MOST_STRETCHES = 200
_CHANNELS = (
    ("cadence_spm", Channel.CADENCE_SPM),
    ("step_length_m", Channel.STEP_LENGTH_M),
    ("vertical_oscillation_mm", Channel.VERTICAL_OSCILLATION_MM),
    ("vertical_ratio_pct", Channel.VERTICAL_RATIO_PCT),
    ("contact_ms", Channel.CONTACT_MS),
    # As the watches tell it: the left foot's share.
    ("contact_balance_pct", Channel.CONTACT_BALANCE_PCT),
)
_DECIMALS = {"speed_m_s": 4, "step_length_m": 4, "vertical_ratio_pct": 3}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What both sports are looked at by.

    Attributes:
        longest_s: beyond, the time between two samples is a silence.
        seconds: for how long each sample speaks, (n,): in motion, and not over a silence.
        level: whether it was in motion and not on a slope, (n,).
    """

    recording: Recording
    axis: Axis
    sport: Sport
    longest_s: float
    seconds: Column
    level: Rows

    def figures(self, rows: Rows) -> Columns:
        """What is known of the rows at instants evenly over their time."""
        return _columns(self, _evenly(rows, self.seconds))

    def cadence(self) -> Column:
        """The cadence; NaN where a sensor never counted, for then it was not there."""
        cadence = self.recording.column(Channel.CADENCE_SPM)
        return cadence if (cadence > 0).any() else np.full(cadence.size, np.nan)

    def steps(self, rows: Rows) -> int | None:
        """Steps at the mean cadence; None where it is known for too little of the time."""
        mean = self.mean(Channel.CADENCE_SPM, rows)
        return round(mean * float(self.seconds[rows].sum()) / 60) if mean else None

    def mean(self, channel: Channel, rows: Rows, least: float = -1.0) -> float | None:
        """The mean over time of the values above ``least``; None where they are known for too little of it."""
        values, seconds = self.recording.column(channel)[rows], self.seconds[rows]
        known = values > least
        known_s = float(seconds[known].sum())
        if known_s <= 0 or known_s < _KNOWN_SHARE * float(seconds.sum()):
            return None
        return float((values[known] * seconds[known]).sum()) / known_s


def form_of(
    recording: Recording, axis: Axis, sport: Sport, grade: Column | None, weight_kg: float | None = None
) -> Form:
    """The form over what is scored of a recording: steady running of a run, brisk walking of a walk.

    ``grade`` is metres risen a metre, (n,), NaN where it is unknown; None where all of it is. The person's weight is
    for the energy of brisk walking; nothing else depends on who it was.
    """
    time_s = axis.time_s
    steps_s = np.diff(time_s, prepend=time_s[:1])
    usual_s = float(np.median(steps_s)) if steps_s.size else 0.0
    longest_s = min(max(LONGEST_SILENCE_S, 1.5 * usual_s), LONGEST_STEP_S)
    seconds = np.minimum(steps_s, longest_s) * axis.moving_share
    level = axis.moving if grade is None else axis.moving & ~(np.abs(grade) >= LEVEL_GRADE)
    seen = _Seen(recording, axis, sport, longest_s, seconds, level)
    return _walk(seen, weight_kg) if sport is Sport.WALKING else _run(seen)


def _run(seen: _Seen) -> Form:
    axis, site = seen.axis, seen.recording.site
    slowest, fastest = STEADY_SPEEDS_M_S
    steady = (axis.speed_m_s >= slowest) & (axis.speed_m_s <= fastest) & (_running_s(axis) > STEADY_AFTER_S)
    rows = seen.level & steady & (seen.seconds > 0)
    duration_s, steps = float(seen.seconds[rows].sum()), seen.steps(rows)
    if duration_s < STEADY_LEAST_S if steps is None else steps < STEADY_LEAST_STEPS:
        known = axis.speed_m_s.size < 2 or bool(np.isfinite(axis.speed_m_s).any())
        missing = MissingReason.NO_STEADY_RUNNING if known else MissingReason.NO_DISTANCE
        return Form(Sport.RUNNING, site=site, missing=missing)
    columns = seen.figures(rows)
    count = columns["speed_m_s"].size
    figures = _figures(columns, slice(count))
    return Form(
        Sport.RUNNING,
        figures,
        round(duration_s, 1),
        steps,
        site,
        first_third=_figures(columns, slice(count // 3)),
        last_third=_figures(columns, slice(count - count // 3, count)),
        by_speed=_by_speed(columns, duration_s / count),
        partial=_partial(columns, figures),
    )


def _running_s(axis: Axis) -> Column:
    """Seconds since the start, or since the last long rest."""
    moved_until = np.maximum.accumulate(np.where(axis.moving, axis.time_s, -LONG_REST_S))
    rested = np.diff(moved_until, prepend=-LONG_REST_S) >= LONG_REST_S
    return axis.time_s - np.maximum.accumulate(np.where(rested, axis.time_s, 0.0))


def _walk(seen: _Seen, weight_kg: float | None) -> Form:
    stretches, site = _brisk_stretches(seen), seen.recording.site
    if not stretches:
        return Form(Sport.WALKING, site=site, missing=MissingReason.NO_BRISK_WALKING)
    rows = np.zeros(seen.seconds.size, np.bool_)
    for first, end in stretches:
        rows[first:end] = True
    rows &= seen.seconds > 0
    columns = seen.figures(rows)
    brisk = _brisk(seen, rows, stretches, weight_kg)
    figures = _figures(columns, slice(columns["speed_m_s"].size))
    partial = _partial(columns, figures)
    return Form(Sport.WALKING, figures, brisk.duration_s, brisk.steps, site, brisk=brisk, partial=partial)


def _brisk_stretches(seen: _Seen) -> list[tuple[int, int]]:
    """First row and end of each brisk stretch; a row stands for the time since the one before it."""
    axis, time_s, cadence = seen.axis, seen.axis.time_s, seen.cadence()
    guessed = axis.source is DistanceSource.POSITIONS and Channel.SPEED_M_S not in seen.recording.channels
    held = moving_mean(time_s, axis.speed_m_s, _HELD_HALF_WIDTH_POSITIONS_S if guessed else _HELD_HALF_WIDTH_S)
    # Quick steps on the spot are none of a brisk walk, and a way without steps is none of a walk.
    quick = (cadence >= BRISK_CADENCE_SPM) & ~(held < BRISK_SLOWEST_M_S)
    stepless = moving_mean(time_s, cadence, _HELD_HALF_WIDTH_S) < LEAST_CADENCE_SPM
    brisk = seen.level & (quick | (held >= BRISK_SPEED_M_S)) & ~(held > WALKING_FASTEST_M_S) & ~stepless
    # Nobody knows what was done in a silence. The hold bridges short dips, and leaves short spurts out.
    brisk &= np.diff(time_s, prepend=time_s[:1]) <= seen.longest_s
    spans = spans_of(time_s, brisk, BRISK_HOLD_S)
    return [(first, end) for first, end in spans if seen.seconds[first:end].sum() >= BRISK_LEAST_S]


def _brisk(seen: _Seen, rows: Rows, stretches: Sequence[tuple[int, int]], weight_kg: float | None) -> Brisk:
    axis = seen.axis
    duration_s, steps = float(seen.seconds[rows].sum()), seen.steps(rows)
    steps_m = np.diff(axis.cumulative_m, prepend=axis.cumulative_m[:1])
    distance_m = float(steps_m[rows].sum()) if axis.measured else None
    speed_m_s = distance_m / duration_s if distance_m else None
    counted = rows & (seen.cadence() >= 0)
    counted_m, counted_steps = float(steps_m[counted].sum()), seen.steps(counted)
    step_length_m = counted_m / counted_steps if distance_m and steps and counted_steps else None
    return Brisk(
        duration_s=round(duration_s, 1),
        segments=tuple(
            Stretch(round(float(axis.time_s[max(first - 1, 0)]), 1), round(float(axis.time_s[end - 1]), 1))
            for first, end in stretches[:_MOST_STRETCHES]
        ),
        distance_m=_rounded(distance_m, 2),
        steps=steps,
        speed_m_s=_rounded(speed_m_s, 4),
        step_length_m=_rounded(_possible(step_length_m, Sport.WALKING), 4),
        calories_kcal=_rounded(walking_kcal(speed_m_s, duration_s, weight_kg) if speed_m_s and weight_kg else None, 2),
        heart_rate_bpm=_rounded(seen.mean(Channel.HEART_RATE_BPM, rows, least=0.0), 1),
    )


def _evenly(rows: Rows, seconds: Column) -> Indices:
    """The row of each instant of the rows' time, one after the other: a median over them is one over time.

    The instants are a second apart, or the usual step of samples that are closer; more where they would be too many.
    """
    taken = np.flatnonzero(rows)
    spoken_s = seconds[taken]
    if taken.size <= _MOST_INSTANTS and spoken_s.min() == spoken_s.max() <= 1.0:
        return taken
    until_s = np.cumsum(spoken_s)
    total_s = float(until_s[-1])
    step_s = min(float(np.median(spoken_s)), 1.0)
    count = max(round(min(total_s / step_s, _MOST_INSTANTS)), 1)
    return taken[np.searchsorted(until_s, (np.arange(count) + 0.5) * (total_s / count))]


def _columns(seen: _Seen, taken: Indices) -> Columns:
    """The figures instant by instant, where any is known; what is not recorded is worked out where it can be."""
    channels, axis = seen.recording.channels, seen.axis
    told = {name: positive(channels[channel][taken]) for name, channel in _CHANNELS if channel in channels}
    told["speed_m_s"] = axis.speed_m_s[taken]
    if "cadence_spm" in told:
        # Step by step, not of the medians: counters tell a cadence in twos, and its median is off by up to one.
        _fill(told, "step_length_m", told["speed_m_s"] * 60 / told["cadence_spm"])
    if "step_length_m" in told:
        shortest_m, longest_m = STEP_LENGTHS_M[seen.sport]
        step_m = told["step_length_m"]
        told["step_length_m"] = np.where((step_m >= shortest_m) & (step_m <= longest_m), step_m, np.nan)
    if "vertical_oscillation_mm" in told and "step_length_m" in told:
        _fill(told, "vertical_ratio_pct", told["vertical_oscillation_mm"] / told["step_length_m"] / 10)
    return told


def _fill(columns: Columns, name: str, values: Column) -> None:
    found = columns.get(name)
    columns[name] = values if found is None else np.where(np.isfinite(found), found, values)


def _by_speed(columns: Columns, step_s: float) -> tuple[SpeedBin, ...]:
    bins = (columns["speed_m_s"] / SPEED_BIN_M_S).astype(np.int16)
    order = np.argsort(bins, kind="stable")
    sorted_columns = {name: values[order] for name, values in columns.items()}
    ends = np.cumsum(np.bincount(bins)).tolist()
    spans = ((number, slice(first, end)) for number, (first, end) in enumerate(pairwise((0, *ends))))
    return tuple(
        SpeedBin(number * SPEED_BIN_M_S, round((span.stop - span.start) * step_s, 1), _figures(sorted_columns, span))
        for number, span in spans
        if (span.stop - span.start) * step_s >= SPEED_BIN_LEAST_S
    )


def _figures(columns: Columns, span: slice) -> FormFigures:
    """The medians of a span of rows; without those that are known for too little of it."""
    found = {}
    for name, column in columns.items():
        values = column[span]
        known = values[np.isfinite(values)]
        if known.size and known.size >= _KNOWN_SHARE * values.size:
            found[name] = round(float(np.median(known)), _DECIMALS.get(name, 2))
    return FormFigures(**found)


def _partial(columns: Columns, figures: FormFigures) -> tuple[str, ...]:
    """The names of what is known of some of the time, and of too little to tell."""
    return tuple(
        name for name, values in columns.items() if getattr(figures, name) is None and np.isfinite(values).any()
    )


def _possible(step_length_m: float | None, sport: Sport) -> float | None:
    """The step length, or None where nobody takes such steps."""
    shortest_m, longest_m = STEP_LENGTHS_M[sport]
    return step_length_m if step_length_m and shortest_m <= step_length_m <= longest_m else None


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)
