"""What an activity asked of the heart.

The training impulse of Banister (1991, in Physiological Testing of the High-Performance Athlete): minutes times the
share x of the heart-rate reserve, weighted by how lactate rises with it. Edwards (1993, The Heart Rate Monitor Book):
minutes times 1 to 5 over five zones of the maximum. Aerobic decoupling (Friel, The Triathlete's Training Bible): how
much less way a heartbeat carries in the second half of the time than in the first.
"""

from collections.abc import Sequence

from models.terms import Sex

# Factor and exponent of 0.64 e^(1.92 x) and 0.86 e^(1.67 x). There is none for people of an unspecified sex.
BANISTER = {Sex.MALE: (0.64, 1.92), Sex.FEMALE: (0.86, 1.67)}

# Friel compares the halves of steady endurance efforts; below 20 minutes the heart is still rising to the effort.
DECOUPLING_MIN_S = 20 * 60.0


def edwards(minutes: Sequence[float]) -> float:
    """The load of so many minutes in each of the five zones of the maximum, lowest first."""
    return sum(zone * spent for zone, spent in enumerate(minutes, start=1))


def decoupling_pct(first: float, second: float) -> float:
    """How much lower the speed a heartbeat is in the second half, % of the first; negative where it is higher."""
    return (first - second) / first * 100
