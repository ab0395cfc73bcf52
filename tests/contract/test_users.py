"""People: one uid for one subject, and profiles that lose nothing."""

from datetime import date

import pytest

from models import client, keys, users
from models.entities import Identity, Profile
from models.errors import NotFound
from models.table import IdentityItem
from models.terms import AccountState, Locale, Sex, Sport

ISSUER = "https://issuer.example"


@pytest.fixture
def uid(any_table):
    """Somebody who signed in once."""
    return users.identify(ISSUER, "somebody").uid


def stored(uid, table):
    key = {"PK": {"S": keys.user_pk(uid)}, "SK": {"S": keys.PROFILE_SK}}
    return client.dynamodb().get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]


def test_a_person_keeps_the_uid_and_gets_a_profile(uid):
    assert users.identify(ISSUER, "somebody") == Identity(ISSUER, "somebody", uid)
    assert users.get_profile(uid) == Profile(uid)


def test_uids_are_ours_and_tell_nothing(uid):
    others = {users.identify(ISSUER, "anybody").uid, users.identify("https://other.example", "somebody").uid}
    assert len(others | {uid}) == 3
    assert all(len(made) == 20 and int(made, 16) for made in others)


def test_a_blocked_person_is_known_but_not_active(uid):
    item = IdentityItem.get(keys.identity_pk(ISSUER, "somebody"), keys.IDENTITY_SK)
    item.update([IdentityItem.state.set("BLOCKED")])
    assert users.identify(ISSUER, "somebody") == Identity(ISSUER, "somebody", uid, AccountState.BLOCKED)


def test_an_update_sets_and_removes_the_named_fields_alone(uid, any_table):
    first = {"birth_date": "1987-04-05", "sex": Sex.FEMALE, "height_m": 1.62, "weight_kg": 54.3, "locale": Locale.JA}
    everything = Profile(uid, date(1987, 4, 5), Sex.FEMALE, 1.62, 54.3, locale=Locale.JA)
    assert users.update_profile(uid, first) == everything == users.get_profile(uid)
    changed = users.update_profile(uid, {"weight_kg": None, "sex": None, "wanted_sport": Sport.WALKING})
    expected = Profile(uid, date(1987, 4, 5), height_m=1.62, locale=Locale.JA, wanted_sport=Sport.WALKING)
    assert changed == expected == users.get_profile(uid)
    assert set(stored(uid, any_table.table)) == {"PK", "SK", "v", "birth_date", "height_m", "locale", "wanted_sport"}


def test_an_update_of_nothing_changes_nothing(uid, any_table):
    before = stored(uid, any_table.table)
    assert users.update_profile(uid, {}) == Profile(uid)
    assert stored(uid, any_table.table) == before


def test_removing_what_was_never_set_is_no_error(uid):
    assert users.update_profile(uid, {"height_m": None, "max_heart_rate_bpm": None}) == Profile(uid)


def test_fields_of_a_later_version_survive(uid, any_table):
    later = {**stored(uid, any_table.table), "shoe_size": {"N": "38"}, "v": {"N": "2"}}
    client.dynamodb().put_item(TableName=any_table.table, Item=later)
    assert users.update_profile(uid, {"weight_kg": 60}).weight_kg == 60
    assert users.get_profile(uid).weight_kg == 60
    assert stored(uid, any_table.table) == {**later, "weight_kg": {"N": "60"}}


def test_nobody_has_no_profile_and_gets_none_by_an_update(any_table):
    with pytest.raises(NotFound):
        users.get_profile("nobody")
    with pytest.raises(NotFound):
        users.update_profile("nobody", {"height_m": 1.7})
    assert client.dynamodb().scan(TableName=any_table.table)["Items"] == []
