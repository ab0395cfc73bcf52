"""What brings scores names the profile that they were made by, and writes nothing where the person told otherwise."""

from dataclasses import replace

import pytest

from models import activities, revisions, scores, users
from models.entities import ComponentScore, Form, FormFigures, Profile, Score, ScoreCard
from models.errors import ProfileChanged
from models.terms import Component, Sex, Sport
from models.uploads import TicketClosing
from tests.models.builders import DETAIL, UID, activity, add, claim, items, meta, promise
from tests.models.capacity import fill
from tests.models.recount import recount, stored

TOLD = {"birth_date": "1987-03-14", "sex": "FEMALE", "height_m": 1.64}
OTHERS = [{name: None} for name in TOLD] + [{"birth_date": "1987-03-15"}, {"sex": "MALE"}, {"height_m": 1.6400001}]
FORM = Form(Sport.RUNNING, FormFigures(speed_m_s=3.0, vertical_ratio_pct=8.1), 1020.0, 2890)
CLOSING = TicketClosing(("aid0001",), ())


@pytest.fixture
def profile(any_table):
    """The profile of somebody who told all that scores depend on."""
    fill([{"PK": {"S": f"U#{UID}"}, "SK": {"S": "#P"}, "v": {"N": "1"}}])
    return users.update_profile(UID, TOLD)


def score(points):
    """A score of the first version."""
    return Score(Sport.RUNNING, 1, points, 0.5, (ComponentScore(Component.BOUNCE, 8.1, points, 0.3),))


def finish(profile):
    """An upload's activity made visible."""
    promise()
    claim()
    return revisions.finish(UID, meta(activity(1)), DETAIL, CLOSING, profile)


def remeasure(profile):
    """An activity measured again."""
    made = add(activity(1), DETAIL)
    return revisions.remeasure(UID, made, replace(made, job="later"), DETAIL, profile)


def rescore(profile):
    """An activity scored again."""
    detail = replace(DETAIL, form=FORM, scores=(score(50.0),))
    made = add(activity(1), detail)
    packed = scores.pack([ScoreCard(1, 60.0, 0.5)])
    wanted = replace(made, activity=replace(made.activity, packed_scores=packed))
    return revisions.rescore(UID, made, wanted, [score(60.0)], profile)


@pytest.mark.parametrize("write", [finish, remeasure, rescore])
@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_scores_of_another_profile_are_refused_and_nothing_is_written(profile, write, other):
    users.update_profile(UID, other)
    with pytest.raises(ProfileChanged):
        write(profile)
    found = activities.get_meta(UID, "aid0001", strong=True)
    assert (found.revision, found.activity.packed_scores) == (1, None) if found else items("A#") == []
    assert stored(UID) == recount(UID)


@pytest.mark.parametrize("write", [finish, remeasure, rescore])
def test_scores_of_the_profile_as_it_is_are_written_whatever_else_was_told(profile, write):
    users.update_profile(UID, {"weight_kg": 60, "locale": "JA"})
    users.update_profile(UID, {"height_m": 1.8})
    users.update_profile(UID, {"height_m": 1.64})  # there and back
    assert write(profile)


@pytest.mark.parametrize("sex", [None, Sex.UNSPECIFIED])
def test_a_sex_that_was_never_told_is_the_same_as_an_unspecified_one(profile, sex):
    silent = users.update_profile(UID, {"sex": sex})
    users.update_profile(UID, {"sex": Sex.UNSPECIFIED if sex is None else None})
    assert finish(silent)


@pytest.mark.usefixtures("any_table")
def test_an_activity_of_nobody_is_not_made():
    with pytest.raises(ProfileChanged):
        finish(Profile(UID))
    assert items("A#") == []
