"""What holds of every form, person and load: each with what to draw and how to check it, for tests and the campaign."""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from coaching import norms
from coaching.bounds import unsound
from coaching.components import COMPONENTS
from coaching.curves import AVERAGE_POINTS
from coaching.energy import keytel_kcal_min, resting_kcal_min, running_kcal, walking_kcal
from coaching.fitness import eased, fitness
from coaching.load import load_later
from coaching.scores import band_of, card_of, contributions, score_of, weighted
from models.entities import Form, FormFigures, Histogram, Profile
from models.terms import Band, Better, Component, RunGoal, SensorSite, Sex, Sport, Standing

DAY = date(2026, 6, 1)
DAY_LONG = timedelta(days=1)
# One day's ageing moves a score by no more.
MOST_A_DAY = 0.03
ROUNDING = 1e-9

FIGURES: dict[str, st.SearchStrategy[float]] = {
    "speed_m_s": st.floats(0.5, 6.5),
    "cadence_spm": st.floats(60, 220),
    "step_length_m": st.floats(0.3, 2.2),
    "vertical_oscillation_mm": st.floats(20, 200),
    "vertical_ratio_pct": st.floats(3, 20),
    "contact_ms": st.floats(120, 450),
    "contact_balance_pct": st.floats(40, 60),
    "step_time_cv_pct": st.floats(0, 15),
    "pelvis_drop_deg": st.floats(-2, 15),
    "trunk_lean_deg": st.floats(-15, 15),
}
NOTHING = st.sampled_from([None, math.nan, math.inf, -math.inf])


def figures(missing: st.SearchStrategy[Any]) -> st.SearchStrategy[FormFigures]:
    return st.builds(FormFigures, **{name: values | values | values | missing for name, values in FIGURES.items()})


def forms(sport: st.SearchStrategy[Sport], values: st.SearchStrategy[FormFigures]) -> st.SearchStrategy[Form]:
    return st.builds(Form, sport, values, site=st.sampled_from(SensorSite))


WALKS = forms(st.just(Sport.WALKING), figures(st.none()))
RUNS = forms(st.just(Sport.RUNNING), figures(st.none()))
EITHER = WALKS | RUNS
# With every figure, for what speaks of several.
WHOLE = st.builds(FormFigures, **FIGURES)
WHOLE_RUNS = forms(st.just(Sport.RUNNING), WHOLE)
BIRTHS = st.dates(DAY - timedelta(days=36_900), DAY - timedelta(days=6_700))
PEOPLE = st.builds(Profile, st.just("somebody"), BIRTHS, st.sampled_from(Sex), st.floats(1.3, 2.1))


def _value(form: Form, profile: Profile, day: date = DAY) -> float:
    value = score_of(form, profile, day).value
    assume(value is not None)
    assert value is not None
    return value


def _scored(form: Form, profile: Profile) -> set[Component]:
    """What has points."""
    return {each.key for each in score_of(form, profile, DAY).components if each.points is not None}


def bounded(form: Form, profile: Profile) -> None:
    found = score_of(form, profile, DAY)
    for goal in (None, *RunGoal):
        told = weighted(found, goal)
        assert (told.value is None) == (found.value is None)
        if told.value is None:
            assert found.missing is not None
            continue
        points = [each.points for each in told.components if each.weight and each.points is not None]
        assert 0 <= min(points) <= told.value <= max(points) <= 100
        assert math.isclose(math.fsum(contributions(told)), told.value, abs_tol=ROUNDING)
    assert weighted(weighted(found, RunGoal.FASTER), None) == found
    assert 0 <= found.coverage <= 1 + ROUNDING


def whole_card(form: Form, profile: Profile) -> None:
    found = score_of(form, profile, DAY)
    card = card_of(found)
    kept = [each for each in found.components if each.weight and each.points is not None]
    assert (card.version, card.value, card.coverage) == (found.version, found.value, found.coverage)
    assert card.components == (
        tuple((each.key, each.value, each.points) for each in kept) if found.value is not None else ()
    )


def expected_around(form: Form, profile: Profile) -> None:
    for each in score_of(form, profile, DAY).components:
        assert math.isfinite(each.value)
        assert (each.expected is None) == (each.missing is not None)
        band = band_of(each, form.sport)
        assert (band is None) == (each.expected is None)
        if each.expected is None:
            continue
        told = each.expected
        assert told.scale_min <= told.low <= told.typical <= told.high <= told.scale_max
        assert (band is Band.AVERAGE) == (told.low <= each.value <= told.high)
        better = COMPONENTS[form.sport][each.key].better
        if each.points is not None and each.key is not Component.SYMMETRY and better is not Better.MIDDLE:
            inside = AVERAGE_POINTS[0] <= each.points <= AVERAGE_POINTS[1]
            edge = min(abs(each.points - edge) for edge in AVERAGE_POINTS) < ROUNDING
            assert edge or inside == (band is Band.AVERAGE)


BETTER = {Better.HIGHER: 1, Better.LOWER: -1}


def _changed(found: FormFigures, name: str, better: float) -> FormFigures:
    told = getattr(found, name)
    assume(told is not None)
    if name == "contact_balance_pct":
        return replace(found, contact_balance_pct=50 + (told - 50) * (1 - better))
    # Toward better: as far as the figure goes that way.
    ends = {"speed_m_s": 9.0, "step_length_m": 3.0, "vertical_ratio_pct": 0.5, "step_time_cv_pct": 0.0}
    return replace(found, **{name: told + better * (ends[name] - told)})


def improving_never_lowers(form: Form, profile: Profile, name: str, better: float) -> None:
    """Of a walk's figures one at a time, and of those of a run that nothing else is worked out from."""
    improved = replace(form, figures=_changed(form.figures, name, better))
    # Better than anybody is a fault; and an oscillation that nobody has over so short a step is left out until it is
    # less.
    assume(not unsound(improved.figures, form.sport) and _scored(improved, profile) == _scored(form, profile))
    assert _value(improved, profile) >= _value(form, profile) - ROUNDING


def stiffer_never_lowers(form: Form, profile: Profile, contact_ms: float) -> None:
    other = replace(form, figures=replace(form.figures, contact_ms=contact_ms))
    pair = [score_of(each, profile, DAY) for each in (form, other)]
    springs = [{each.key: each.value for each in one.components}.get(Component.SPRING) for one in pair]
    assume(None not in springs and None not in {one.value for one in pair})
    (soft, lower), (stiff, upper) = sorted(zip(springs, (one.value for one in pair), strict=True))
    assert soft == stiff or upper >= lower - ROUNDING


def toward_the_plateau_never_lowers(form: Form, profile: Profile, share: float) -> None:
    """Without a contact time: the stiffness is worked out from the cadence, too."""
    form = replace(form, figures=replace(form.figures, contact_ms=None))
    cadence, speed = form.figures.cadence_spm, form.figures.speed_m_s
    assume(cadence is not None and speed is not None)
    typical = norms.running_cadence_spm(speed, profile.height_m)
    nearer = cadence + share * (min(max(cadence, typical * 0.98), typical * 1.06) - cadence)
    other = replace(form, figures=replace(form.figures, cadence_spm=nearer))
    assert _value(other, profile) >= _value(form, profile) - ROUNDING


def sides_do_not_matter(form: Form, profile: Profile) -> None:
    assume(form.figures.contact_balance_pct is not None)
    swapped = replace(form.figures, contact_balance_pct=100 - form.figures.contact_balance_pct)
    assert math.isclose(_value(form, profile), _value(replace(form, figures=swapped), profile), abs_tol=ROUNDING)


def older_is_not_lower(form: Form, profile: Profile, days: int) -> None:
    born = profile.birth_date - timedelta(days=days)
    assume((DAY - born).days < 36_900)
    assert _value(form, replace(profile, birth_date=born)) >= _value(form, profile) - ROUNDING


def women_are_not_lower(form: Form, profile: Profile) -> None:
    told = [_value(form, replace(profile, sex=sex)) for sex in (Sex.MALE, Sex.UNSPECIFIED, Sex.FEMALE)]
    assert told[0] <= told[1] + ROUNDING
    assert told[1] <= told[2] + ROUNDING


def no_jump_overnight(form: Form, profile: Profile, days: int) -> None:
    day = DAY + timedelta(days=days)
    assert abs(_value(form, profile, day + DAY_LONG) - _value(form, profile, day)) <= MOST_A_DAY


def units_do_not_matter(form: Form, profile: Profile) -> None:
    speed, step = form.figures.speed_m_s, form.figures.step_length_m
    assume(speed is not None and step is not None)
    told = replace(form.figures, speed_m_s=speed * 3.6 / 3.6, step_length_m=step * 100 / 100)
    assert math.isclose(_value(form, profile), _value(replace(form, figures=told), profile), abs_tol=1e-6)


def what_is_no_number_is_absent(form: Form, profile: Profile) -> None:
    """NaN and infinities make no figure: all is as if nothing had been there."""
    cleaned = {
        field.name: told if told is not None and math.isfinite(told) else None
        for field in fields(FormFigures)
        for told in [getattr(form.figures, field.name)]
    }
    found, expected = (
        score_of(form, profile, DAY),
        score_of(replace(form, figures=FormFigures(**cleaned)), profile, DAY),
    )
    assert found == expected
    for each in found.components:
        assert math.isfinite(each.value)
        assert each.points is None or math.isfinite(each.points)


def absent_is_not_nought(form: Form, profile: Profile, name: str) -> None:
    """Without a component the score is the mean of the others."""
    found = score_of(form, profile, DAY)
    less = score_of(replace(form, figures=replace(form.figures, **{name: None})), profile, DAY)
    kept = {each.key: each for each in found.components if each.weight and each.points is not None}
    left = {each.key for each in less.components if each.weight and each.points is not None}
    assert left <= set(kept)
    assume(less.value is not None)
    same = [kept[key] for key in left]
    mean = math.fsum(each.weight * each.points for each in same) / math.fsum(each.weight for each in same)
    # The bounce follows from the oscillation where no ratio is recorded.
    assume(not (name == "vertical_ratio_pct" and Component.BOUNCE in left))
    assert math.isclose(less.value, mean, abs_tol=ROUNDING)


def norms_are_fifty(profile: Profile) -> None:
    """Both figures of the norm exactly, of whatever age, sex and height."""
    told = [each.expected for each in score_of(_walk(2.0, 0.8), profile, DAY).components[:2]]
    at_norm = _walk(told[0].typical, told[1].typical)
    assert math.isclose(_value(at_norm, profile), 50, abs_tol=ROUNDING)


def _walk(speed_m_s: float, step_length_m: float) -> Form:
    return Form(Sport.WALKING, FormFigures(speed_m_s=speed_m_s, step_length_m=step_length_m))


def typical_is_fifty(form: Form, profile: Profile) -> None:
    for each in score_of(form, profile, DAY).components:
        standing = COMPONENTS[form.sport][each.key].standing
        names = {Component.BRISK_SPEED: "speed_m_s", Component.BOUNCE: "vertical_ratio_pct"}
        if standing is Standing.SCORED and each.expected and each.key in names:
            typical = replace(form.figures, **{names[each.key]: each.expected.typical})
            again = score_of(replace(form, figures=typical), profile, DAY).components
            points = {other.key: other.points for other in again}[each.key]
            assert math.isclose(points, 50, abs_tol=1e-6)


def gain_is_what_seventy_would_add(form: Form, profile: Profile) -> None:
    """What advice promises: with 70 points of a component the score has its gain more."""
    found = score_of(form, profile, DAY)
    assume(found.value is not None)
    parts = [each for each in found.components if each.weight and each.points is not None]
    total = math.fsum(each.weight for each in parts)
    for each in parts:
        gain = each.weight * max(0, 70 - each.points) / total
        risen = [replace(one, points=max(70, one.points)) if one is each else one for one in found.components]
        again = weighted(replace(found, components=tuple(risen)), None)
        assert math.isclose(again.value - found.value, gain, abs_tol=ROUNDING)


def load_is_additive_and_rises(seconds: list[float], other: list[float], sex: Sex, faster: int) -> None:
    person = Profile("somebody", sex=sex, resting_heart_rate_bpm=60, max_heart_rate_bpm=190)

    def impulse(held: list[float], start: float = 70.0) -> float:
        found = load_later(person, DAY, Histogram(start, 1.0, tuple(held))).banister
        assert found is not None
        return found

    width = max(len(seconds), len(other))
    padded = [[*held, *[0.0] * (width - len(held))] for held in (seconds, other)]
    both = [sum(pair) for pair in zip(*padded, strict=True)]
    assert impulse(seconds) >= 0
    assert math.isclose(impulse(both), impulse(seconds) + impulse(other), rel_tol=ROUNDING, abs_tol=ROUNDING)
    assert impulse(seconds, 70.0 + faster) >= impulse(seconds) * (1 - ROUNDING)


def means_lie_among_the_loads(loads: list[float]) -> None:
    days = {DAY + timedelta(days=number): load for number, load in enumerate(loads)}
    states = fitness(days, DAY, DAY + timedelta(days=len(loads) - 1))
    assert len(states) == len(loads)
    for number, state in enumerate(states):
        highest = max(loads[: number + 1])
        assert 0 <= state.chronic <= highest * (1 + ROUNDING)
        assert 0 <= state.acute <= highest * (1 + ROUNDING)
        if number:
            before = states[number - 1]
            assert state.balance == before.chronic - before.acute
            low, high = sorted((before.chronic, loads[number]))
            assert low - ROUNDING <= eased(before.chronic, loads[number], 42.0) <= high + ROUNDING


def energy_rises_and_is_never_below_rest(speed: float, more: float, bpm: float, weight: float, age: float) -> None:
    resting = resting_kcal_min(weight)
    for kcal in (running_kcal, walking_kcal):
        slow, fast = kcal(speed, 60, weight), kcal(speed + more, 60, weight)
        assert resting <= slow * (1 + ROUNDING)
        assert slow <= fast * (1 + ROUNDING)
    for sex in (Sex.FEMALE, Sex.MALE):
        slow, fast = (keytel_kcal_min(sex, each, weight, age) for each in (bpm, min(bpm + 10, 175.0)))
        assert resting <= slow <= fast


@dataclass(frozen=True, slots=True)
class Invariant:
    """What to draw, and what then has to hold."""

    check: Callable[..., None]
    draws: tuple[st.SearchStrategy[Any], ...]


_PARTS = st.floats(0, 1)
_LOADS = st.floats(0, 500)
_SECONDS = st.lists(st.floats(0, 3600), min_size=1, max_size=130)
_RUN_FIGURES = ("vertical_ratio_pct", "contact_balance_pct", "step_time_cv_pct")
_WALK_FIGURES = ("speed_m_s", "step_length_m", "contact_balance_pct", "step_time_cv_pct")
_OF_RUNS, _OF_WALKS, _ABSENT = (st.sampled_from(names) for names in (_RUN_FIGURES, _WALK_FIGURES, tuple(FIGURES)))
_SPOILED = forms(st.sampled_from(Sport), figures(NOTHING))

INVARIANTS: dict[str, Invariant] = {
    each.check.__name__ + suffix: each
    for suffix, each in (
        ("", Invariant(bounded, (EITHER, PEOPLE))),
        ("", Invariant(whole_card, (EITHER, PEOPLE))),
        ("", Invariant(expected_around, (EITHER, PEOPLE))),
        ("_of_a_walk", Invariant(improving_never_lowers, (WALKS, PEOPLE, _OF_WALKS, _PARTS))),
        ("_of_a_run", Invariant(improving_never_lowers, (RUNS, PEOPLE, _OF_RUNS, _PARTS))),
        ("", Invariant(stiffer_never_lowers, (WHOLE_RUNS, PEOPLE, FIGURES["contact_ms"]))),
        ("", Invariant(toward_the_plateau_never_lowers, (WHOLE_RUNS, PEOPLE, _PARTS))),
        ("", Invariant(sides_do_not_matter, (EITHER, PEOPLE))),
        ("", Invariant(older_is_not_lower, (WALKS, PEOPLE, st.integers(0, 25_000)))),
        ("", Invariant(women_are_not_lower, (WALKS, PEOPLE))),
        ("", Invariant(no_jump_overnight, (EITHER, PEOPLE, st.integers(0, 800)))),
        ("", Invariant(units_do_not_matter, (forms(st.sampled_from(Sport), WHOLE), PEOPLE))),
        ("", Invariant(what_is_no_number_is_absent, (_SPOILED, PEOPLE))),
        ("", Invariant(absent_is_not_nought, (EITHER, PEOPLE, _ABSENT))),
        ("", Invariant(norms_are_fifty, (PEOPLE,))),
        ("", Invariant(typical_is_fifty, (EITHER, PEOPLE))),
        ("", Invariant(gain_is_what_seventy_would_add, (EITHER, PEOPLE))),
        (
            "",
            Invariant(
                load_is_additive_and_rises,
                (_SECONDS, _SECONDS, st.sampled_from([Sex.FEMALE, Sex.MALE]), st.integers(0, 40)),
            ),
        ),
        ("", Invariant(means_lie_among_the_loads, (st.lists(_LOADS, min_size=1, max_size=100),))),
        (
            "",
            Invariant(
                energy_rises_and_is_never_below_rest,
                (st.floats(0, 6), st.floats(0, 2), st.floats(90, 175), st.floats(30, 150), st.floats(18, 90)),
            ),
        ),
    )
}


def hold(name: str, count: int, seed: int | None = None) -> None:
    """Draw so many examples of one, the same each time, and check them; raises with the smallest example that fails."""
    invariant = INVARIANTS[name]
    quietly = [HealthCheck.filter_too_much, HealthCheck.too_slow]

    @settings(max_examples=count, deadline=None, derandomize=seed is None, database=None, suppress_health_check=quietly)
    @given(st.tuples(*invariant.draws))
    def holds(drawn: tuple[Any, ...]) -> None:
        invariant.check(*drawn)

    (holds if seed is None else seeded(seed)(holds))()
