"""Shoes and recorders."""

from datetime import date

import pytest

from models import devices, gear, users
from models.entities import Amounts, Device, Gear
from models.terms import Sport
from tests.models.builders import activity, add

ISSUER = "https://issuer.example"


@pytest.fixture
def uid(any_table):
    """Somebody who signed in once."""
    return users.identify(ISSUER, "somebody").uid


def test_a_new_pair_is_there_with_nothing_worn(uid):
    made = gear.create(uid, "雨の日 \U0001f45f")
    assert made == Gear(made.gear_id, "雨の日 \U0001f45f", retired=False, amounts=Amounts())
    assert gear.get(uid, made.gear_id) == made
    assert gear.every(uid) == [made]


def test_pairs_come_by_name_and_two_of_one_name_are_two(uid):
    names = ["trail", "road", "Road", "road"]
    for name in names:
        gear.create(uid, name)
    assert [pair.name for pair in gear.every(uid)] == sorted(names)


def test_a_pair_is_renamed_and_retired_on_its_own(uid):
    made, other = gear.create(uid, "road"), gear.create(uid, "trail")
    assert gear.update(uid, made.gear_id, retired=True)
    assert gear.update(uid, made.gear_id, name="old road")
    assert gear.update(uid, made.gear_id)
    found = gear.get(uid, made.gear_id)
    assert (found.name, found.retired) == ("old road", True)
    assert gear.get(uid, other.gear_id) == other


def test_what_is_not_there_is_neither_changed_nor_made(uid):
    made = gear.create(uid, "road")
    for somebody, pair in ((uid, "none"), ("somebody else", made.gear_id)):
        assert gear.get(somebody, pair) is None
        assert not gear.update(somebody, pair, name="x")
        assert not gear.update(somebody, pair)
        assert not gear.delete(somebody, pair)
    assert gear.every(uid) == [made]
    assert gear.every("somebody else") == []


def test_a_deleted_pair_is_gone(uid):
    made = gear.create(uid, "road")
    assert gear.delete(uid, made.gear_id)
    assert not gear.delete(uid, made.gear_id)
    assert gear.get(uid, made.gear_id) is None


def test_a_pair_is_worn_by_default_until_another_one_is(uid):
    road, trail = gear.create(uid, "road"), gear.create(uid, "trail")
    gear.wear(uid, Sport.RUNNING, road.gear_id)
    gear.wear(uid, Sport.WALKING, road.gear_id)
    gear.wear(uid, Sport.RUNNING, trail.gear_id)
    worn = {Sport.RUNNING: trail.gear_id, Sport.WALKING: road.gear_id}
    assert dict(users.get_profile(uid).default_gear) == worn
    gear.wear(uid, Sport.RUNNING, None)
    assert dict(users.get_profile(uid).default_gear) == {Sport.WALKING: road.gear_id}
    gear.wear("somebody else", Sport.RUNNING, road.gear_id)  # who has no profile gets none by it
    assert users.get_profile(uid).uid == uid


def test_a_recorder_is_known_from_its_first_to_its_newest_day(uid):
    watch, phone = Device("maker", "watch", "123"), Device("maker", "phone")
    for day in (4, 9, 1, 5):
        devices.see(uid, watch, date(2026, 5, day))
    devices.see(uid, phone, date(2026, 5, 30))
    devices.see(uid, Device(), date(2026, 5, 31))
    found = [(each.product, each.serial, each.first_day.day, each.last_day.day) for each in devices.every(uid)]
    assert found == [("phone", None, 30, 30), ("watch", "123", 1, 9)]
    assert devices.every("somebody else") == []


def test_shoes_do_not_move_by_what_others_wear(uid):
    made = gear.create(uid, "road")
    add(activity(gear_id=made.gear_id))  # somebody else's activity, in shoes of this name
    assert gear.get(uid, made.gear_id) == made
