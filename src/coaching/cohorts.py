"""People of the same age and sex: what published norms say of them at first, and our own people once there are enough.

A cohort is a sport, a sex, an age band and a version of the score. Of each person it knows one number a month and
component: the mean of the points of that month's activities, in one of ``BINS`` bins. Points already allow for age, sex
and height: within a band of ten years a cohort corrects the norm, it does not replace it.

The rule by which people take over from the norm: the norm counts as much as ``PRIOR_PEOPLE`` people, each of ours
beyond the first ``FEWEST_PEOPLE`` as one. A cohort of fewer than that is never shown, and tells nothing.
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
    each bin.
    """
    people = round(sum(counts))
    if people < FEWEST_PEOPLE:
        return None if norm is None else (norm, None)
    ours = percentile(points, counts)
    if norm is None:
        return ours, people
    weight = people - FEWEST_PEOPLE
    return (PRIOR_PEOPLE * norm + weight * ours) / (PRIOR_PEOPLE + weight), people


def percentile_of(
    told: CohortCounts, has_norm: Callable[[Component], bool]
) -> Callable[[Component, float], tuple[float, int | None] | None]:
    """How a score finds percentiles (``coaching.scores.PercentileOf``) by what is known of a cohort."""

    def found(key: Component, points: float) -> tuple[float, int | None] | None:
        return blended(points, points if has_norm(key) else None, told.get(key, ()))

    return found


def published(months: Sequence[CohortCounts]) -> dict[Component, tuple[float, ...]]:
    """What of a cohort may be told: the shape of these months together, of as many people as the largest month has.

    Months of fewer than ``FEWEST_PEOPLE`` are left out: whoever moved in several months is in several counts, so that
    only a month by itself tells how many people there are, and in a month of many nobody weighs much.
    """
    found = {}
    for key in Component:
        known = [counts[key] for counts in months if sum(counts.get(key, ())) >= FEWEST_PEOPLE]
        if known:
            together = [sum(bins) for bins in zip(*known, strict=True)]
            share = max(map(sum, known)) / sum(together)
            found[key] = tuple(round(count * share, 3) for count in together)
    return found
