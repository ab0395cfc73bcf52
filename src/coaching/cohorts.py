"""People of the same age and sex: what published norms say of them at first, and our own people once there are enough.

A cohort is a sport, a sex, an age band and a version of the score. Of each person it knows one number a month and
component: the mean of the points of that month's activities, in one of ``BINS`` bins. Points already allow for age, sex
and height: within a band of ten years a cohort corrects the norm, it does not replace it.

The rule by which people take over from the norm: the norm counts as much as ``PRIOR_PEOPLE`` people, each of ours
beyond the first ``FEWEST_PEOPLE`` as one. A cohort of fewer than that is never shown, and tells nothing.

Nor does the difference of two days tell of somebody: a month is told as it was until at least ``FEWEST_CHANGES`` people
came or left, how many people there are in tens, and what rests on them in whole per cent.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from statistics import NormalDist

from coaching.norms import age_years
from models.entities import CohortCounts, CohortName, ScoreCard
from models.terms import Component, Sex, Sport

# Bins are an eighth of a standard deviation wide, so that they stay fine where most people of a fit cohort are.
_EDGES = (0.0, *(100 * NormalDist().cdf(step / 8) for step in range(-24, 25)), 100.0)
BINS = len(_EDGES) - 1
FEWEST_PEOPLE = 50
PRIOR_PEOPLE = 200
# Of a month, between two states that are told.
FEWEST_CHANGES = 10
# How many people there are is told in steps of so many, rounded down.
PEOPLE_STEP = 10
# Months of the past that speak for the present.
MONTHS = 12

_BAND_STARTS = (18, 30, 40, 50, 60, 70, 80)
_SEXES = {Sex.FEMALE: "F", Sex.MALE: "M"}


def band_of(age: float) -> int | None:
    """The first year of the age band: 18, 30, 40 ... 80; None for children."""
    place = bisect_right(_BAND_STARTS, age)
    return _BAND_STARTS[place - 1] if place else None


def cohort_of(sport: Sport, version: int, sex: Sex, birth_date: date | None, month: date) -> CohortName | None:
    """The cohort of a person in a month, by the age on its first day.

    None for those of whom age or sex are not told, and for children.
    """
    if birth_date is None or sex not in _SEXES:
        return None
    band = band_of(age_years(birth_date, month))
    return None if band is None else CohortName(sport, version, sex, band)


def every_cohort(versions: Mapping[Sport, int]) -> list[CohortName]:
    """All cohorts of these versions of the scores."""
    return [
        CohortName(sport, version, sex, band)
        for sport, version in versions.items()
        for sex in _SEXES
        for band in _BAND_STARTS
    ]


def bin_of(points: float) -> int:
    """The bin of these points; 100 lies in the last one."""
    return min(bisect_right(_EDGES, points) - 1, BINS - 1)


def bins_of(cards: Iterable[ScoreCard], version: int) -> dict[Component, int]:
    """What one person adds to a cohort by a month's scores: the bin of the mean points of each component."""
    rows = sorted((key, points) for card in cards if card.version == version for key, _, points in card.components)
    found = {}
    for key, group in groupby(rows, key=lambda row: row[0]):
        known = [points for _, points in group]
        found[key] = bin_of(sum(known) / len(known))
    return found


def percentile(points: float, counts: Sequence[float]) -> float:
    """Of how many per cent of a cohort's people the points are lower; within a bin people are spread evenly."""
    at = bin_of(points)
    within = (points - _EDGES[at]) / (_EDGES[at + 1] - _EDGES[at])
    return 100 * (sum(counts[:at]) + within * counts[at]) / sum(counts)


def blended(points: float, norm: float | None, counts: Sequence[float]) -> tuple[float, int | None] | None:
    """The percentile of these points, and of how many people it was told; None where nothing tells one.

    ``norm`` is the percentile by the published norm, None where there is none; ``counts`` are the cohort's people in
    each bin. People are told in tens and weigh as many as are told: a weight is found out by asking for many points,
    and must not say more than the number does. What rests on people is told in whole per cent.
    """
    people = round(sum(counts))
    if people < FEWEST_PEOPLE:
        return None if norm is None else (norm, None)
    people -= people % PEOPLE_STEP
    ours = percentile(points, counts)
    weight = people - FEWEST_PEOPLE
    told = ours if norm is None else (PRIOR_PEOPLE * norm + weight * ours) / (PRIOR_PEOPLE + weight)
    return float(round(told)), people


def percentile_of(
    told: CohortCounts, has_norm: Callable[[Component], bool]
) -> Callable[[Component, float], tuple[float, int | None] | None]:
    """How a score finds percentiles (``coaching.scores.PercentileOf``) by what is known of a cohort."""

    def found(key: Component, points: float) -> tuple[float, int | None] | None:
        return blended(points, points if has_norm(key) else None, told.get(key, ()))

    return found


def settled(before: CohortCounts, now: CohortCounts) -> CohortCounts:
    """A month's counts as they may be told: those of ``before`` until enough people came or left since.

    Whoever compares two days learns what differs between them, so that this is either nothing or of many people, to
    either side: ten who come hide none who leaves. What was told is kept also while the month has too few people to be
    told at all, for they may come back together with somebody else.
    """
    enough = ((key, counts) for key, counts in now.items() if sum(counts) >= FEWEST_PEOPLE)
    anew = {key: counts for key, counts in enough if _many_moved(before.get(key) or (0,) * BINS, counts)}
    return {**before, **anew}


def _many_moved(before: Sequence[float], now: Sequence[float]) -> bool:
    """Whether as many as may be told, or nobody, came into bins and left them; False where nobody did either."""
    moves = [count - known for known, count in zip(before, now, strict=True)]
    came, left = sum(each for each in moves if each > 0), -sum(each for each in moves if each < 0)
    return came + left > 0 and all(each == 0 or each >= FEWEST_CHANGES for each in (came, left))


def published(told: Sequence[CohortCounts], now: Sequence[CohortCounts]) -> dict[Component, tuple[float, ...]]:
    """What of a cohort may be told: the shape of its months together, of as many people as the largest month has.

    Months that have fewer than ``FEWEST_PEOPLE`` now are left out: whoever moved in several months is in several
    counts, so that only a month by itself tells how many people there are, and in a month of many nobody weighs much.

    Args:
        told: each month's counts as they may be told (``settled``).
        now: the same months' counts as they are.
    """
    found = {}
    for key in Component:
        months = zip(told, now, strict=True)
        known = [counts[key] for counts, present in months if sum(present.get(key, ())) >= FEWEST_PEOPLE]
        if known:
            together = [sum(bins) for bins in zip(*known, strict=True)]
            share = max(map(sum, known)) / sum(together)
            found[key] = tuple(round(count * share, 3) for count in together)
    return found
