"""The two scores, 0 to 100, with all they are made of: of a walk's brisk parts, and of a run's steady one.

Each component is a figure of the form, turned into points by a bounded curve on which 50 is typical. The score is the
mean of the points by their weights, over what is known; below half of all weights there is none, but a reason. Numbers
lie in ``coaching.parameters``, pages with worked examples in docs/active-form-score.md and docs/run-form-score.md.

The score that is kept has balanced weights. A goal is a way to look at it: ``weighted`` needs nothing but its points.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from coaching.bounds import sound, unsound
from coaching.components import COMPONENTS
from coaching.curves import AVERAGE_Z, SLIGHT_POINTS, SLIGHT_Z
from coaching.expectations import VALUES, Case, judged, person_of
from coaching.parameters import VERSIONS, Parameters
from coaching.wants import most_helpful, suffices
from models.entities import ComparedWith, ComponentScore, Form, Profile, Score, ScoreCard
from models.terms import Band, Better, Component, MissingReason, RunGoal, Sport, Standing

# The percentile of these points of a component among people of the same age and sex, and of how many of ours that is
# told (None where of the published norm alone); None where nothing tells one.
type PercentileOf = Callable[[Component, float], tuple[float, int | None] | None]

# Versions that new scores have. Those before stay what they are.
CURRENT: dict[Sport, int] = {Sport.RUNNING: 1, Sport.WALKING: 1}

# Thirds of a run that differ more in speed have no drift: the form follows the speed.
LIKE_SPEED = 0.10


def score_of(
    form: Form,
    profile: Profile,
    day: date,
    version: int | None = None,
    percentile_of: PercentileOf | None = None,
) -> Score:
    """The score of a form for a person on the local day of the activity, by the current version unless told.

    Percentiles are those of ``percentile_of``, else of the published norm where there is one.

    Raises:
        KeyError: there is no such version.
    """
    parameters = VERSIONS[form.sport, CURRENT[form.sport] if version is None else version]
    figures = form.figures
    case = Case(
        sound(figures, form.sport),
        form.site,
        person_of(profile, day),
        unsound(figures, form.sport),
        frozenset(form.partial),
    )
    components = tuple(_components(parameters, case, percentile_of))
    counted = _counted(components)
    weight = sum(each for each, _ in counted)
    score = Score(
        form.sport,
        parameters.version,
        None,
        weight / parameters.total,
        components,
        compared_with=_compared_with(form.sport, case),
    )
    if not suffices(weight, parameters):
        return replace(score, missing=_reason(form, case, parameters))
    return replace(score, value=_mean(counted), drift_points=_drift(form, case, parameters))


def weighted(score: Score, goal: RunGoal | None) -> Score:
    """The same score by the weights of a goal; None for the balanced ones. What a goal does not know, stays.

    Whether there is a score does not depend on the goal, and its drift is always that by balanced weights.
    """
    parameters = VERSIONS[score.sport, score.version]
    weights = parameters.weights if goal is None else parameters.goals.get(goal, parameters.weights)
    components = tuple(replace(each, weight=weights.get(each.key, 0.0)) for each in score.components)
    counted = _counted(components)
    coverage = sum(weight for weight, _ in counted) / sum(weights.values())
    value = None if score.value is None else _mean(counted)
    return replace(score, value=value, coverage=coverage, components=components)


def contributions(score: Score) -> tuple[float, ...]:
    """What each component adds, in the order of ``score.components``: they sum to the value. 0 without a score."""
    total = sum(weight for weight, _ in _counted(score.components))
    if score.value is None or not total:
        return (0.0,) * len(score.components)
    return tuple(each.weight * (each.points or 0.0) / total for each in score.components)


def card_of(score: Score) -> ScoreCard:
    """What a list keeps of a score; without a value, that this version looked and found too little."""
    if score.value is None:
        return ScoreCard(score.version, None, score.coverage)
    parts = score.components
    kept = tuple((each.key, each.value, each.points) for each in parts if each.weight and each.points is not None)
    return ScoreCard(score.version, score.value, score.coverage, kept)


def band_of(component: ComponentScore, sport: Sport) -> Band | None:
    """Where the value lies among people: of the value itself, whether or not more of it is better.

    None where nothing is expected, or neither more nor less is better.
    """
    expected = component.expected
    if expected is None or COMPONENTS[sport][component.key].better is None:
        return None
    if expected.low <= component.value <= expected.high:
        return Band.AVERAGE
    higher = component.value > expected.high
    if component.points is None:
        end = expected.high if higher else expected.low
        slight = (component.value - expected.typical) / (end - expected.typical) <= SLIGHT_Z / AVERAGE_Z
    else:
        # More points are nearer to a best middle, and better than slightly off it is nothing beyond the range.
        middle = COMPONENTS[sport][component.key].better is Better.MIDDLE
        slight = SLIGHT_POINTS[0] <= component.points and (middle or component.points <= SLIGHT_POINTS[1])
    if higher:
        return Band.SLIGHTLY_HIGHER if slight else Band.CLEARLY_HIGHER
    return Band.SLIGHTLY_LOWER if slight else Band.CLEARLY_LOWER


def _components(parameters: Parameters, case: Case, percentile_of: PercentileOf | None) -> Iterable[ComponentScore]:
    definitions = COMPONENTS[parameters.sport]
    for key, value in VALUES[parameters.sport](case).items():
        if value is None:
            continue
        found = judged(parameters, key, value, case)
        percentile = people = None
        definition = definitions[key]
        if found.points is not None and definition.standing is Standing.SCORED:
            told = percentile_of(key, found.points) if percentile_of else None
            percentile, people = told or (found.points if definition.by_norm else None, None)
        weight = parameters.weights.get(key, 0.0)
        yield ComponentScore(key, value, found.points, weight, percentile, people, found.expected, found.missing)


def _counted(components: Iterable[ComponentScore]) -> list[tuple[float, float]]:
    """Weights and points of what counts: of what has both."""
    return [(each.weight, each.points) for each in components if each.weight and each.points is not None]


def _mean(weighed: Iterable[tuple[float, float]]) -> float:
    """The mean of points by their weights, never outside of them by rounding."""
    pairs = list(weighed)
    points = [each for _, each in pairs]
    mean = sum(weight * each for weight, each in pairs) / sum(weight for weight, _ in pairs)
    return min(max(mean, min(points)), max(points))


def _compared_with(sport: Sport, case: Case) -> ComparedWith:
    person = case.person
    if sport is Sport.WALKING:
        return ComparedWith(person.age, person.sex, person.height_m)
    return ComparedWith(person.age, person.sex, person.height_m, case.figures.speed_m_s, case.site)


def _drift(form: Form, case: Case, parameters: Parameters) -> float | None:
    """The last third's score minus the first third's, over what both know, at like speed."""
    if form.first_third is None or form.last_third is None:
        return None
    first, last = (replace(case, figures=sound(each, form.sport)) for each in (form.first_third, form.last_third))
    before, after = first.figures.speed_m_s, last.figures.speed_m_s
    if before is None or after is None or abs(after / before - 1) > LIKE_SPEED:
        return None
    start, end = (_points(parameters, each) for each in (first, last))
    both = {key: weight for key, weight in parameters.weights.items() if key in start and key in end}
    if not suffices(sum(both.values()), parameters):
        return None
    return _mean((weight, end[key]) for key, weight in both.items()) - _mean(
        (weight, start[key]) for key, weight in both.items()
    )


def _points(parameters: Parameters, case: Case) -> dict[Component, float]:
    """The points of all that is scored and known."""
    values = VALUES[parameters.sport](case)
    known = ((key, values[key]) for key in parameters.weights)
    found = {key: judged(parameters, key, value, case).points for key, value in known if value is not None}
    return {key: points for key, points in found.items() if points is not None}


def _reason(form: Form, case: Case, parameters: Parameters) -> MissingReason:
    """Nothing helps a child, nothing but another recording helps one that has no form."""
    if case.person.refused is MissingReason.UNDER_18:
        return MissingReason.UNDER_18
    return form.missing or most_helpful(parameters, case)
