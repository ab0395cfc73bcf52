"""A random history in DynamoDB Local: after every step the sums are those of what is visible."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from models import activities, revisions
from models.terms import ChangeKind, Sport
from tests.models.builders import START, UID, activity, add
from tests.models.recount import recount, stored

pytestmark = pytest.mark.usefixtures("exact_table")


def edited(aid, **changes):
    revisions.change(
        UID, aid, ChangeKind.EDITED, lambda seen: replace(seen, activity=replace(seen.activity, **changes))
    )


def test_a_random_history_leaves_the_sums_of_what_is_visible():
    chance = random.Random(20260504)
    alive = set()
    for _ in range(60):
        n = chance.randrange(12)
        aid = activity(n).aid
        if aid in alive and chance.random() < 0.5:
            assert revisions.delete(UID, aid) is not None
            alive.discard(aid)
        elif aid in alive:
            edited(aid, sport=chance.choice(list(Sport)), distance_m=chance.randrange(10**6) / 1000)
        else:
            add(
                activity(
                    n,
                    sport=chance.choice(list(Sport)),
                    started_at=START
                    + timedelta(days=chance.randrange(-150, 300), milliseconds=chance.randrange(10**8)),
                    utc_offset_s=chance.choice([-36_000, 0, 20_700, 50_400]),
                    steps=chance.choice([None, 0, 4321]),
                    ascent_m=chance.choice([None, 0.0, 12.3]),
                ),
                efforts_ms=tuple(chance.choice([0, 90_000, 91_000, 92_000]) for _ in range(3)),
            )
            alive.add(aid)
        assert stored(UID) == recount(UID)
    assert {card.aid for card in activities.page(UID, first=20).records} == alive
