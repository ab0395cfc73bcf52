"""The distance that a device counted: begun anew, late, leaping, standing, and what of it can be believed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coaching.motion import FASTEST_ON_FOOT_M_S, LONGEST_SILENCE_S, MOVING_SPEED_M_S, STANDING_HALF_WIDTH_S
from models.terms import Sport
from uploads.recording import Column, Recording

# So far a count may run ahead of the fastest person: clocks round to seconds, receivers correct themselves. Runs of
# real devices reach 2 m, rides 15 m.
_AHEAD_M = 2 * FASTEST_ON_FOOT_M_S
# What a device says beyond this as a whole is a fault of its own; rides are looked at, too, before they are refused.
FASTEST_COUNT_M_S = 2 * FASTEST_ON_FOOT_M_S
# A count that was not written for longer than this does not tell where in that time the way was made.
_LONGEST_BRIDGE_S = 60.0
_STANDING_M_S = MOVING_SPEED_M_S[Sport.WALKING]


@dataclass(frozen=True, slots=True)
class Count:
    """Metres by the device's count.

    Attributes:
        distance_m: so far, (n,); no NaN, never falling, nowhere faster than anybody for long.
        silent: (n,), before the first and behind the last count, where that is a silence and not a sample or two.
        leapt: whether some of the count was out of anybody's reach. Where it had stood before for long enough, that is
            laid out over the standing; else it is left out.
        told: for how much of the time it is known, from 0 to 1.
    """

    distance_m: Column
    silent: NDArray[np.bool_]
    leapt: bool
    told: float


def counted_up(time_s: Column, distance_m: Column) -> Column:
    """The count as one that never falls, (n,), NaN where it is NaN.

    Where it falls to what can be reached from zero since the sample before, and goes on from there, it began anew: it
    is added to what was counted until then. Other falls are held.
    """
    known = np.flatnonzero(np.isfinite(distance_m))
    at_s, count_m = time_s[known], distance_m[known]
    step, reach = np.diff(count_m, prepend=count_m[:1]), FASTEST_ON_FOOT_M_S * np.diff(at_s, prepend=at_s[:1])
    before_m = count_m - step
    anew = np.flatnonzero((before_m > _AHEAD_M) & (count_m < 0.5 * before_m) & (count_m <= reach))
    if anew.size:
        # One that leaps back never began anew: zeros, or two counts in one file.
        climb = np.where(step < 0, 0.0, step - reach)
        anew = anew[np.maximum.reduceat(climb, anew) <= _AHEAD_M]
    added = np.zeros(known.size)
    added[anew] = before_m[anew]
    result = np.full(distance_m.size, np.nan)
    result[known] = np.maximum.accumulate(count_m + np.cumsum(added))
    return result


def count_of(recording: Recording) -> Count | None:
    """What the device counted; None where that is missing, stands still, spans too little time, or cannot be at all."""
    time_s = recording.time_s
    known = np.flatnonzero(np.isfinite(recording.distance_m))
    if known.size < 2 or time_s[known[-1]] - time_s[known[0]] < 0.5 * (time_s[-1] - time_s[0]):
        return None
    at_s, count_m = time_s[known], counted_up(time_s, recording.distance_m)[known]
    told = (np.diff(at_s) <= _LONGEST_BRIDGE_S) | (np.diff(known) == 1)
    told_s = float(np.diff(at_s)[told].sum())
    silent = (time_s < at_s[0]) & (at_s[0] > LONGEST_SILENCE_S)
    silent |= (time_s > at_s[-1]) & (time_s[-1] - at_s[-1] > LONGEST_SILENCE_S)
    if count_m[0] > FASTEST_ON_FOOT_M_S * (at_s[0] + LONGEST_SILENCE_S):
        # A few metres before the first sample belong to the activity; a count that started long ago does not.
        count_m = count_m - count_m[0]
    elif count_m[0] > 0 and known[0] > 0:
        at_s, count_m = np.append(time_s[:1], at_s), np.append(0.0, count_m)
        silent[: known[0]] = False
    kept, count_m, leapt = _in_step(at_s, count_m)
    total_m = float(count_m[-1])
    if total_m <= count_m[0] or not in_reach(total_m, float(time_s[-1])):
        return None
    distance_m = np.interp(time_s, at_s[kept], count_m)
    return Count(distance_m, silent, leapt, told_s / float(time_s[-1] - time_s[0]))


def in_reach(distance_m: float, elapsed_s: float) -> bool:
    """Whether somebody can have got so far at all, and got on."""
    return 0.0 < distance_m <= FASTEST_COUNT_M_S * (elapsed_s + 1.0)


def stood_still(time_s: Column, said_m: Column, other_m: Column) -> tuple[NDArray[np.bool_], float]:
    """Where one distance stands for half a minute and more while another gets on, (n,), and by how many metres.

    Standing is slower than the slowest walk; the other one has to be faster by as much.
    """
    if time_s.size < 2:
        return np.zeros(time_s.size, np.bool_), 0.0
    edges = np.append(np.arange(time_s[0], time_s[-1], STANDING_HALF_WIDTH_S), time_s[-1])
    said, other = np.diff(np.interp(edges, time_s, said_m)), np.diff(np.interp(edges, time_s, other_m))
    slow_m = _STANDING_M_S * np.diff(edges)
    stood = (said < slow_m) & (other > said + slow_m)
    window = np.clip(np.searchsorted(edges, time_s) - 1, 0, stood.size - 1)
    return stood[window], float((other - said)[stood].sum())


def _in_step(at_s: Column, count_m: Column) -> tuple[NDArray[np.bool_], Column, bool]:
    """Which samples to keep, their count without leaps, and whether there was one."""
    step, seconds = np.diff(count_m, prepend=count_m[:1]), np.diff(at_s, prepend=at_s[:1])
    ahead = count_m - FASTEST_ON_FOOT_M_S * at_s
    ahead -= np.minimum.accumulate(ahead)
    # From where it leaves anybody's reach to where they have caught up again.
    starts = np.flatnonzero(ahead == 0)
    furthest = np.repeat(np.maximum.reduceat(ahead, starts), np.diff(starts, append=ahead.size))
    leap = (step > FASTEST_ON_FOOT_M_S * seconds) & (furthest > _AHEAD_M)
    if not leap.any():
        return np.ones(at_s.size, np.bool_), count_m, False
    # A count that stood, and then makes up for it, was late: how it got on in the meantime is not known.
    grew = np.flatnonzero(np.append(True, step[1:] > 0))
    late = np.append(False, leap[grew[1:]] & (step[grew[1:]] <= FASTEST_ON_FOOT_M_S * np.diff(at_s[grew])))
    leap[grew[late]] = False
    after = np.minimum(np.searchsorted(grew, np.arange(at_s.size)), grew.size - 1)
    kept = (grew[after] <= np.arange(at_s.size)) | ~late[after]
    return kept, (count_m - np.cumsum(np.where(leap, step, 0.0)))[kept], True
