"""Zones of the heart rate and of the pace: where they begin, and for how long somebody was in each.

What is kept of an activity is for how long the heart beat at each rate, and for how long each speed was held. Zones are
laid over it when they are asked for, by what the person's profile and best efforts say then.

Heart rate: five zones from 50 % on in steps of 10 %, of the reserve where the resting rate is known (Karvonen, Kentala
& Mustala 1957, Ann Med Exp Biol Fenn 35:307), else of the maximum (Edwards 1993). Without a maximum it is estimated
from the age (Tanaka, Monahan & Seals 2001, J Am Coll Cardiol 37:153: 208 - 0.7 age; standard error about 10 bpm).

Pace of a run: five zones around the threshold, the speed that somebody holds for an hour (Friel, "A Quick Guide to
Setting Zones", 2009; his 5a to 5c are one here). The threshold is estimated from the best efforts of the
person's year by Riegel's law (1981, Am Sci 69:285). Pace of a walk: bands of speed. 5 km/h is where brisk walking
begins and 100 steps a minute are reached (CADENCE-Adults: Tudor-Locke et al. 2019, Int J Behav Nutr Phys Act 16:8);
from 7 km/h on walking asks for more than running does.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from coaching.bests import distance_m
from coaching.norms import age_years
from models.entities import Histogram, PersonalBest, Profile
from models.terms import HeartRateZoneMethod, MissingReason, PaceZoneMethod, Sport

# Where the zones begin, as shares of the reserve or the maximum.
HEART_RATE_SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)
# Where the zones from the second on begin, as shares of the threshold pace.
THRESHOLD_PACE_SHARES = (1.29, 1.14, 1.06, 0.99)
WALKING_BANDS_KM_H = (3.0, 5.0, 6.0, 7.0)

RIEGEL_EXPONENT = 1.06
THRESHOLD_S = 3600.0
# Riegel's law holds for 3.5 to 230 minutes; near the hour it has least to bridge.
EFFORT_S = (10 * 60.0, 150 * 60.0)

# Older than that nobody is: the date of birth is a slip of the pen.
OLDEST_YEARS = 120

# What is kept: a second at each beat a minute, and at each tenth of a metre a second.
HEART_RATE_STEP_BPM = 1.0
SPEED_STEP_M_S = 0.1


@dataclass(frozen=True, slots=True)
class HeartRateBounds:
    """Where each zone begins, bpm, and what that follows from."""

    method: HeartRateZoneMethod
    lows_bpm: tuple[float, ...]
    max_bpm: float
    max_estimated: bool
    resting_bpm: float | None


@dataclass(frozen=True, slots=True)
class PaceBounds:
    """Where each zone but the first begins, m/s, and what that follows from."""

    method: PaceZoneMethod
    lows_m_s: tuple[float, ...]
    threshold_m_s: float | None


def tanaka_bpm(age_years: float) -> float:
    """The maximal heart rate that people of an age have on average."""
    return 208 - 0.7 * age_years


def karvonen_bpm(share: float, resting_bpm: float, max_bpm: float) -> float:
    """The heart rate at a share of the reserve."""
    return resting_bpm + share * (max_bpm - resting_bpm)


def riegel_s(duration_s: float, distance: float, target: float) -> float:
    """How long another distance takes whoever covers this one in this time."""
    return duration_s * math.pow(target / distance, RIEGEL_EXPONENT)


def riegel_speed_m_s(duration_s: float, distance: float, held_s: float) -> float:
    """The speed that whoever covers a distance in this time holds for another time."""
    return distance * math.pow(held_s / duration_s, 1 / RIEGEL_EXPONENT) / held_s


def max_heart_rate(profile: Profile, day: date) -> tuple[float, bool] | None:
    """The maximum by the profile, and whether it is estimated; None where neither it nor an age of people is told."""
    if profile.max_heart_rate_bpm is not None:
        return float(profile.max_heart_rate_bpm), False
    if profile.birth_date is None:
        return None
    age = age_years(profile.birth_date, day)
    return (tanaka_bpm(age), True) if 0 <= age <= OLDEST_YEARS + 1 else None


def heart_rate_bounds(profile: Profile, day: date) -> HeartRateBounds | MissingReason:
    """The zones of a person on a day, in whole beats as watches show them; or why there are none."""
    known = max_heart_rate(profile, day)
    if known is None:
        return MissingReason.MAX_HEART_RATE_UNKNOWN
    top, estimated = known
    rest = profile.resting_heart_rate_bpm
    if rest is None or rest >= top:
        lows = tuple(float(round(share * top)) for share in HEART_RATE_SHARES)
        return HeartRateBounds(HeartRateZoneMethod.MAXIMUM, lows, top, estimated, None)
    lows = tuple(float(round(karvonen_bpm(share, rest, top))) for share in HEART_RATE_SHARES)
    return HeartRateBounds(HeartRateZoneMethod.RESERVE, lows, top, estimated, float(rest))


def pace_bounds(sport: Sport, bests: Iterable[PersonalBest]) -> PaceBounds | MissingReason:
    """The zones of a person with these best efforts; or why there are none."""
    if sport is Sport.WALKING:
        return PaceBounds(PaceZoneMethod.WALKING_SPEEDS, tuple(speed / 3.6 for speed in WALKING_BANDS_KM_H), None)
    threshold_m_s = max(_hour_speeds(bests), default=None)
    if threshold_m_s is None:
        return MissingReason.NO_BEST_EFFORT
    lows = tuple(threshold_m_s / share for share in THRESHOLD_PACE_SHARES)
    return PaceBounds(PaceZoneMethod.THRESHOLD, lows, threshold_m_s)


def _hour_speeds(bests: Iterable[PersonalBest]) -> Iterable[float]:
    for best in bests:
        length_m, seconds = distance_m(best.position), best.duration_ms / 1000
        if best.sport is Sport.RUNNING and length_m and EFFORT_S[0] <= seconds <= EFFORT_S[1]:
            yield riegel_speed_m_s(seconds, length_m, THRESHOLD_S)


def seconds_in(histogram: Histogram, lows: Sequence[float]) -> list[float]:
    """Seconds below the first of these bounds, and from each of them on to the next.

    A step of the histogram that a bound cuts is shared out as if it were filled evenly.
    """
    found = [0.0] * (len(lows) + 1)
    for place, seconds in enumerate(histogram.seconds):
        begin = histogram.start + place * histogram.step
        end = begin + histogram.step
        edges = [begin, *(low for low in lows if begin < low < end), end]
        for low, high in pairwise(edges):
            found[bisect_right(lows, low)] += seconds * (high - low) / histogram.step
    return found
