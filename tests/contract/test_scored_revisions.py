"""Forms and scores beside their activity: written with it, changed with its row and meta, gone with it."""

from dataclasses import replace

import pytest

from models import activities, keys, revisions, scores, store
from models.entities import ComponentScore, Form, FormFigures, Score, ScoreCard
from models.terms import ChangeKind, Component, MissingReason, Sport
from tests.models.builders import DETAIL, UID, activity, add, items

pytestmark = pytest.mark.usefixtures("any_table")
FORM = Form(Sport.RUNNING, FormFigures(speed_m_s=3.0, vertical_ratio_pct=8.1), 1020.0, 2890)


def score(version, points):
    return Score(Sport.RUNNING, version, points, 0.5, (ComponentScore(Component.BOUNCE, 8.1, points, 0.3),))


def card(version, points):
    return ScoreCard(version, points, 0.5)


SCORED = replace(DETAIL, form=FORM, scores=(score(1, 50.0),))
FIRST = scores.pack([card(1, 50.0)])
BOTH = scores.pack([card(2, 60.0), card(1, 50.0)])


@pytest.fixture
def made(any_table):
    """A scored activity's meta."""
    return add(activity(1, packed_scores=FIRST), SCORED)


def again(made, packed=BOTH, points=60.0):
    """Score it by a second version, from what was seen."""
    wanted = replace(made, activity=replace(made.activity, packed_scores=packed))
    return revisions.rescore(UID, made, wanted, [score(2, points)])


def whole(made):
    return activities.get_whole(UID, made.activity.aid, strong=True)


def row(made):
    (found,) = activities.page(UID, first=2).records
    return found


def test_form_and_scores_come_with_the_detail_and_a_card_with_the_row(made):
    found = whole(made)
    assert (found.detail.form, found.detail.scores) == (FORM, (score(1, 50.0),))
    assert (found.meta.activity.packed_scores, row(made).packed_scores) == (FIRST, FIRST)
    assert activities.get_scored(UID, found.meta) == (FORM, (score(1, 50.0),))


def test_a_new_version_lies_beside_the_old_one_and_row_and_meta_tell_both(made):
    assert again(made)
    found = whole(made)
    assert found.detail.scores == (score(2, 60.0), score(1, 50.0))
    assert found.detail.form == FORM
    assert found.meta.revision == made.revision + 1
    assert (found.meta.activity.packed_scores, row(made).packed_scores) == (BOTH, BOTH)
    assert found.meta.activity.updated_at > made.activity.updated_at
    assert replace(found.meta, revision=1, activity=made.activity) == made


def test_the_same_version_again_takes_its_place(made):
    assert again(made)
    assert again(whole(made).meta, points=70.0)
    assert whole(made).detail.scores == (score(2, 70.0), score(1, 50.0))


def test_what_was_made_from_an_older_revision_is_refused(made):
    assert revisions.change(
        UID, made.activity.aid, ChangeKind.EDITED, lambda seen: replace(seen, activity=replace(seen.activity, name="x"))
    )
    assert not again(made)
    assert (whole(made).detail.scores, row(made).packed_scores) == ((score(1, 50.0),), FIRST)


def test_a_deleted_activity_is_not_scored_and_leaves_no_form(made):
    assert revisions.delete(UID, made.activity.aid)
    assert not again(made)
    assert [item["SK"]["S"] for item in items("D#")] == [keys.meta_sk(made.activity.aid)]


def test_measuring_again_brings_its_own_form_and_drops_the_one_before(made):
    other = replace(DETAIL, form=Form(Sport.RUNNING, missing=MissingReason.NO_STEADY_RUNNING))
    assert revisions.remeasure(UID, made, replace(made, job="later"), other)
    assert whole(made).detail.form == other.form
    found = {item["SK"]["S"] for item in items("D#") if "3score" in item["SK"]["S"]}
    assert found == {keys.score_sk(made.activity.aid, "later")}


def test_an_activity_without_a_form_has_none_and_is_not_given_a_score(any_table):
    bare = add(activity(2), DETAIL)
    assert (whole(bare).detail.form, activities.get_scored(UID, bare)) == (None, None)
    assert not again(bare)
    assert whole(bare).meta.revision == bare.revision


@pytest.mark.undeclared  # a later version of the code writes
def test_what_a_later_version_keeps_beside_a_score_stays(made):
    aid = made.activity.aid
    (before,) = (item for item in items("D#") if "3score" in item["SK"]["S"])
    assert store.rewrite(before, before | {"later": {"S": "kept"}})
    assert again(made)
    (after,) = (item for item in items("D#") if "3score" in item["SK"]["S"])
    assert (after["later"], set(after["s"]["M"])) == ({"S": "kept"}, {"1", "2"})
    assert after["SK"]["S"] == keys.score_sk(aid, made.job)
