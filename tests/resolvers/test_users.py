"""What a profile may say."""

from datetime import date, timedelta

import pytest

from models import users
from models.entities import Identity, Profile
from models.errors import NotFound, Unauthenticated
from models.terms import Locale
from resolvers.access import Caller
from resolvers.users import Updated, profile, update_profile
from resolvers.validation import InputProblemCode, Refused

TODAY = date(2026, 6, 1)
RANGES = [
    ("height_m", "heightM", 0.5, 2.5),
    ("weight_kg", "weightKg", 20, 300),
    ("resting_heart_rate_bpm", "restingHeartRateBpm", 25, 120),
    ("max_heart_rate_bpm", "maxHeartRateBpm", 80, 240),
]


@pytest.fixture
def caller(service):
    return Caller(users.identify("issuer", "somebody"))


def refusals(caller, **changes):
    """(field, code) of each problem; fails the test where anything was changed in spite of it."""
    before = profile(caller)
    done = update_profile(caller, changes, TODAY)
    assert isinstance(done, Refused)
    assert profile(caller) == before
    return [(problem.field, problem.code) for problem in done.problems]


def test_figures_may_lie_on_the_ends_of_their_range_and_not_beyond(caller):
    for name, shown, low, high in RANGES:
        for value in (low, high, None):
            assert getattr(update_profile(caller, {name: value}, TODAY).profile, name) == value
        for value in (low - 1, high + 1, float("nan"), float("inf")):
            assert refusals(caller, **{name: value}) == [(shown, InputProblemCode.OUT_OF_RANGE)]


def test_every_problem_is_named_at_once(caller):
    wrong = {name: high + 1 for name, _, _, high in RANGES} | {"birth_date": TODAY + timedelta(days=1)}
    named = [*(shown for _, shown, _, _ in RANGES), "birthDate"]
    assert [field for field, _ in refusals(caller, **wrong)] == named


def test_nobody_is_born_tomorrow_or_older_than_anybody(caller):
    for born in (TODAY, date(1906, 6, 2), None):
        assert update_profile(caller, {"birth_date": born}, TODAY).profile.birth_date == born
    for born in (TODAY + timedelta(days=1), date(1900, 1, 1), date.min, date.max):
        assert refusals(caller, birth_date=born) == [("birthDate", InputProblemCode.OUT_OF_RANGE)]


def test_resting_heart_rate_stays_below_the_maximum_given_or_stored(caller):
    inconsistent = [("restingHeartRateBpm", InputProblemCode.INCONSISTENT)]
    assert refusals(caller, resting_heart_rate_bpm=100, max_heart_rate_bpm=100) == inconsistent
    update_profile(caller, {"max_heart_rate_bpm": 100}, TODAY)
    assert refusals(caller, resting_heart_rate_bpm=100) == inconsistent
    assert update_profile(caller, {"resting_heart_rate_bpm": 99}, TODAY).profile.resting_heart_rate_bpm == 99
    assert refusals(caller, max_heart_rate_bpm=90) == inconsistent
    both = update_profile(caller, {"resting_heart_rate_bpm": 110, "max_heart_rate_bpm": None}, TODAY).profile
    assert (both.resting_heart_rate_bpm, both.max_heart_rate_bpm) == (110, None)


def test_a_refused_update_sets_none_of_its_fields(caller):
    refusals(caller, locale=Locale.JA, height_m=3)
    assert profile(caller).locale is Locale.EN


def test_a_profile_needs_a_person():
    with pytest.raises(Unauthenticated):
        profile(Caller(None))
    with pytest.raises(Unauthenticated):
        update_profile(Caller(None), {"height_m": 1.7}, TODAY)


def test_a_person_without_a_profile_is_not_found(service):
    stranger = Caller(Identity("issuer", "stranger", "nobody"))
    with pytest.raises(NotFound):
        profile(stranger)
    with pytest.raises(NotFound):
        update_profile(stranger, {"height_m": 1.7}, TODAY)


def test_an_update_of_nothing_answers_the_profile(caller):
    assert update_profile(caller, {}, TODAY) == Updated(Profile(caller.identity.uid), None)
