"""What lists keep of a score, and what readers make of things that only later versions know."""

import struct
import zlib

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import scores
from models.entities import ComponentScore, Expected, Form, FormFigures, Score, ScoreCard
from models.terms import Component, MissingReason, SensorSite, Sport
from tests.models.strategies import CARDS, SCORES

CARD = ScoreCard(2, 72.69, 0.8, ((Component.BRISK_SPEED, 2.0, 69.01), (Component.STEP_LENGTH, 0.85, 76.37)))


def repacked(packed, **changes):
    """What a later version packed: the same and more."""
    return zlib.compress(orjson.dumps(orjson.loads(zlib.decompress(packed)) | changes))


def test_a_card_takes_five_bytes_and_seven_for_each_component():
    packed = scores.pack([CARD])
    assert len(packed) == 5 + 2 * 7
    (card,) = scores.unpack(packed)
    assert (card.version, card.value, card.coverage) == (2, 72.69, 0.8)
    assert [(key, points) for key, _, points in card.components] == [
        (key, points) for key, _, points in CARD.components
    ]
    assert [value for _, value, _ in card.components] == pytest.approx([2.0, 0.85], rel=1e-7)


@given(st.lists(CARDS, max_size=4, unique_by=lambda card: card.version))
def test_the_two_newest_versions_come_back_newest_first(cards):
    newest = tuple(sorted(cards, key=lambda card: -card.version)[:2])
    packed = scores.pack(cards)
    assert scores.unpack(packed) == newest
    assert scores.pack(scores.unpack(packed)) == packed
    assert (packed is None) == (cards == [])


def test_a_version_that_found_too_little_is_told_from_one_that_did_not_look():
    assert scores.unpack(scores.pack([ScoreCard(1, None, 0.25)])) == (ScoreCard(1, None, 0.25),)
    assert scores.unpack(None) == ()


def test_codes_of_components_never_change():
    """Rows keep them: a new component is appended."""
    assert [key.value for key in Component] == [
        "BRISK_SPEED",
        "STEP_LENGTH",
        "BOUNCE",
        "CADENCE",
        "SPRING",
        "SYMMETRY",
        "RHYTHM",
        "PELVIS",
        "TRUNK",
        "CONTACT_TIME",
        "VERTICAL_OSCILLATION",
        "DUTY_FACTOR",
        "WALK_RATIO",
    ]


def test_components_of_a_later_version_are_left_out_of_a_card():
    packed = bytearray(scores.pack([CARD]))
    struct.pack_into(">B", packed, 5, 250)
    (card,) = scores.unpack(bytes(packed))
    assert [key for key, _, _ in card.components] == [Component.STEP_LENGTH]


@given(SCORES)
def test_a_score_is_packed_alike_however_often(score):
    packed = scores.pack_score(score)
    assert scores.unpack_score(score.version, packed) == score
    assert scores.pack_score(scores.unpack_score(score.version, packed)) == packed


def test_points_are_kept_as_they_are_and_bounds_to_a_millionth():
    band = Expected(1 / 3, 1.0, 2.0, 0.0, 3.0)
    component = ComponentScore(Component.BOUNCE, 8.43, 200 / 3, 0.3, expected=band)
    (back,) = scores.unpack_score(1, scores.pack_score(Score(Sport.RUNNING, 1, 200 / 3, 0.5, (component,)))).components
    assert (back.points, back.expected.low) == (200 / 3, 0.333333)


def test_a_form_of_a_later_version_is_read_as_far_as_it_is_known():
    form = Form(Sport.RUNNING, FormFigures(speed_m_s=3.0), missing=MissingReason.NO_STEADY_RUNNING)
    later = {"site": "ANKLE", "missing": "TOO_WINDY", "figures": {"speed_m_s": 3.0, "knee_deg": 40}, "foot": 1}
    found = scores.unpack_form(repacked(scores.pack_form(form), **later))
    assert found == Form(
        Sport.RUNNING, FormFigures(speed_m_s=3.0), site=SensorSite.UNKNOWN, missing=MissingReason.OTHER
    )


def test_a_score_of_a_later_version_is_read_as_far_as_it_is_known():
    component = ComponentScore(Component.BOUNCE, 8.4, 40.0, 0.3)
    packed = scores.pack_score(Score(Sport.RUNNING, 3, 40.0, 0.5, (component,)))
    row = orjson.loads(zlib.decompress(packed))["components"][0]
    later = {"components": [[*row, "more"], ["KNEE", *row[1:]]], "missing": "TOO_WINDY", "mood": 1}
    found = scores.unpack_score(3, repacked(packed, **later))
    assert found == Score(Sport.RUNNING, 3, 40.0, 0.5, (component,), MissingReason.OTHER)
