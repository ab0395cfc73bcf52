"""What an activity asked of the heart.

The training impulse of Banister (1991, in Physiological Testing of the High-Performance Athlete): minutes times the
share x of the heart-rate reserve, weighted by how lactate rises with it. Edwards (1993, The Heart Rate Monitor Book):
minutes times 1 to 5 over five zones of the maximum. Aerobic decoupling (Friel, The Triathlete's Training Bible): how
much less way a heartbeat carries in the second half of the time than in the first.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date

from coaching.zones import HEART_RATE_SHARES, max_heart_rate, seconds_in
from models.entities import Histogram, Load, Profile
from models.terms import MissingReason, Sex

# Seconds in the zones that begin at these rates, lowest first.
type TimeInZones = Callable[[Sequence[float]], Sequence[float]]
# The training impulse for a resting and a maximal heart rate, a factor and an exponent.
type Impulse = Callable[[float, float, float, float], float]

# Factor and exponent of 0.64 e^(1.92 x) and 0.86 e^(1.67 x). There is none for people of an unspecified sex.
BANISTER = {Sex.MALE: (0.64, 1.92), Sex.FEMALE: (0.86, 1.67)}

# Friel compares the halves of steady endurance efforts; below 20 minutes the heart is still rising to the effort.
DECOUPLING_MIN_S = 20 * 60.0

# Of the time in motion, and of either half of it, for which the heart rate has to be known: a figure of less says
# nothing of the whole. Ours, not Friel's.
DECOUPLING_KNOWN_SHARE = 0.8


def edwards(minutes: Sequence[float]) -> float:
    """The load of so many minutes in each of the five zones of the maximum, lowest first."""
    return sum(zone * spent for zone, spent in enumerate(minutes, start=1))


def load_of(profile: Profile, day: date, seconds_from: TimeInZones, impulse: Impulse) -> Load:
    """Both loads of a heart rate that is known, by a person's profile; or why there is none."""
    known = max_heart_rate(profile, day)
    if known is None:
        return Load(missing=MissingReason.MAX_HEART_RATE_UNKNOWN)
    top, resting = known[0], profile.resting_heart_rate_bpm
    by_zones = edwards([spent / 60 for spent in seconds_from([share * top for share in HEART_RATE_SHARES])])
    if resting is None or resting >= top:
        return Load(edwards=by_zones, missing=MissingReason.RESTING_HEART_RATE_UNKNOWN)
    if profile.sex not in BANISTER:
        return Load(edwards=by_zones, missing=MissingReason.SEX_UNSPECIFIED)
    return Load(impulse(resting, top, *BANISTER[profile.sex]), by_zones)


def load_later(profile: Profile, day: date, told: Histogram) -> Load:
    """The same from what is kept of an activity, for one whose person's profile was filled after it was measured."""

    def impulse(resting: float, top: float, factor: float, exponent: float) -> float:
        shares = [
            min(max((told.start + place * told.step - resting) / (top - resting), 0.0), 1.0)
            for place in range(len(told.seconds))
        ]
        weighted = zip(told.seconds, shares, strict=True)
        return sum(spent / 60 * share * factor * math.exp(exponent * share) for spent, share in weighted)

    return load_of(profile, day, lambda lows: seconds_in(told, lows)[1:], impulse)


def decoupling_pct(first: float, second: float) -> float:
    """How much lower the speed a heartbeat is in the second half, % of the first; negative where it is higher."""
    return (first - second) / first * 100
