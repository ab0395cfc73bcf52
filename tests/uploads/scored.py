"""What it means that all of a person's activities are scored, held against their forms and the profile of now."""

from datetime import UTC, date, datetime

from coaching.scores import score_of
from models import activities, scores, users
from tests.models.recount import recount, stored

START = datetime(2026, 5, 4, 6, tzinfo=UTC)
TODAY = date(2026, 6, 1)
HERSELF = {"birth_date": date(1987, 3, 14), "sex": "FEMALE", "height_m": 1.64}


def wholes(uid):
    """Every activity, hidden ones too, with its detail, by id."""
    cards = activities.page(uid, first=50).records + activities.hidden_page(uid, first=50).records
    return {card.aid: activities.get_whole(uid, card.aid, strong=True) for card in cards}


def is_scored(uid, versions=(1,)):
    """Every activity has exactly the scores that its form and the profile of now give, in its row, too."""
    profile = users.get_profile(uid, strong=True)
    found = wholes(uid)
    for whole in found.values():
        card, form = whole.meta.activity, whole.detail.form
        expected = [score_of(form, profile, card.local_start.date(), version) for version in versions]
        assert list(map(scores.pack_score, whole.detail.scores)) == list(map(scores.pack_score, expected))
        told = [(each.version, each.value) for each in scores.unpack(card.packed_scores)]
        assert told == [(each.version, each.value and round(each.value, 2)) for each in expected]
    rows = {activity.aid: activity for activity in activities.page(uid, first=50).records}
    assert {aid: row.packed_scores for aid, row in rows.items()} == {
        aid: found[aid].meta.activity.packed_scores for aid in rows
    }
    assert stored(uid) == recount(uid)
