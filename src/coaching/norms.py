"""What people of an age, sex and height walk like, and what runners of a height and speed run like: cited tables.

Brisk walking, the norm of the score: the Exercise Guide 2006 of Japan's Ministry of Health, Labour and Welfare, metres
in three minutes at "somewhat hard" for the twenties to sixties: what people of an age should manage, taken here for
what is typical. The decades above follow from it by the ratios of comfortable speeds (ours). Comfortable walking:
Bohannon & Andrews 2011, Physiotherapy 97:182, a meta-analysis of 23,111 people.

Cadence of running: 169.6 steps a minute at 3.0 m/s cost least (Lieberman et al. 2015, J Exp Biol 218:3406). With the
speed it rises by about 6 a minute for each m/s (5.6 in twenty elite runners: Burns et al. 2019, doi
10.1152/japplphysiol.00374.2018). With the height it falls as the frequency of a pendulum does (ours: the -123 a minute
for each metre of the same twenty are too steep for everybody).
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from models.terms import Sex

# The middles of the decades that the tables below are of, years: twenties to eighties.
DECADE_MIDDLES = (25.0, 35.0, 45.0, 55.0, 65.0, 75.0, 85.0)

BRISK_M_MIN: Mapping[Sex, tuple[float, ...]] = MappingProxyType(
    {
        Sex.MALE: (125.0, 120.0, 120.0, 115.0, 115.0, 108.4, 83.1),
        Sex.FEMALE: (115.0, 115.0, 110.0, 105.0, 100.0, 91.2, 76.0),
    }
)
COMFORTABLE_M_S: Mapping[Sex, tuple[float, ...]] = MappingProxyType(
    {
        Sex.MALE: (1.358, 1.433, 1.434, 1.433, 1.339, 1.262, 0.968),
        Sex.FEMALE: (1.341, 1.337, 1.390, 1.313, 1.241, 1.132, 0.943),
    }
)

# The speed at which a brisk step is half the height; at others the step goes with the root of the speed, for the walk
# ratio (step over cadence) stays the same (Murakami & Otaka 2017, Journal of Physical Therapy Science 29:722).
STEP_REFERENCE_M_MIN: Mapping[Sex, float] = MappingProxyType({Sex.MALE: 120.0, Sex.FEMALE: 115.0})

ADULT_YEARS = 18


def age_years(birth_date: date, day: date) -> float:
    """The age on a day in years with their fractions, so that nothing jumps on a birthday."""
    return (day - birth_date).days / 365.25


def whole_years(birth_date: date, day: date) -> int:
    """How many birthdays somebody has had on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def is_adult(birth_date: date, day: date) -> bool:
    """Whether somebody has had their eighteenth birthday: the norms are of adults."""
    return whole_years(birth_date, day) >= ADULT_YEARS


def at_age(by_decade: Sequence[float], age: float) -> float:
    """A table's value at an age: linear between the middles of the decades, level before the first, after the last."""
    place = (age - DECADE_MIDDLES[0]) / 10
    if place <= 0:
        return by_decade[0]
    before = int(place)
    if before >= len(by_decade) - 1:
        return by_decade[-1]
    return by_decade[before] + (by_decade[before + 1] - by_decade[before]) * (place - before)


def brisk_m_min(sex: Sex, age: float) -> float:
    """The brisk speed of people of a sex and age, m/min; of an unspecified sex, the mean of both."""
    return sum(at_age(BRISK_M_MIN[each], age) for each in sexes(sex)) / len(sexes(sex))


def comfortable_m_s(sex: Sex, age: float) -> float:
    """The comfortable speed of people of a sex and age, m/s; of an unspecified sex, the mean of both."""
    return sum(at_age(COMFORTABLE_M_S[each], age) for each in sexes(sex)) / len(sexes(sex))


def brisk_step_m(sex: Sex, age: float, height_m: float, per_height: float) -> float:
    """The step of people at their brisk speed, m; ``per_height`` is its share of the height at the reference speed."""
    lengths = [
        per_height * height_m * math.sqrt(at_age(BRISK_M_MIN[each], age) / STEP_REFERENCE_M_MIN[each])
        for each in sexes(sex)
    ]
    return sum(lengths) / len(lengths)


def running_cadence_spm(speed_m_s: float, height_m: float) -> float:
    """The cadence that costs a runner of a height least at a speed, steps/min."""
    return (170.0 + 6.0 * (speed_m_s - 3.0)) * math.sqrt(1.70 / height_m)


def sexes(sex: Sex) -> tuple[Sex, ...]:
    """Whose norms somebody is compared with."""
    return _BOTH if sex is Sex.UNSPECIFIED else (sex,)


_BOTH = (Sex.FEMALE, Sex.MALE)
