"""What may be asked of a list, and what a deletion takes with it."""

from datetime import UTC, datetime, timedelta

import pytest

from models import client, revisions, uploads
from models.entities import Detail, Identity
from models.errors import BadCursor, InvalidInput, Unauthenticated
from models.object_keys import detail_key, raw_key
from models.terms import Sport
from resolvers.access import Caller
from resolvers.activities import MAX_PAGE, delete_activity, detail_url, get_meta, get_whole, list_activities
from tests.models.builders import DETAIL, NOW, START, UID, activity, add, claim, meta, promise

CALLER = Caller(Identity("issuer", "somebody", UID))
STRANGER = Caller(Identity("issuer", "another", "another"))
ASKED = {"first": 10, "after": None, "sport": None, "since": None, "until": None}
NAIVE = datetime(2026, 5, 4)  # noqa: DTZ001 -- what a client must not send


def listed(caller=CALLER, **asked):
    return list_activities(caller, **ASKED | asked)


def shown(caller=CALLER, **asked):
    """The ids of a page."""
    return [card.aid for card in listed(caller, **asked).records]


def objects(service):
    found = client.s3().list_objects_v2(Bucket=service.settings.bucket).get("Contents", ())
    return {each["Key"] for each in found}


def add_file(service, *cards):
    """Activities of one file, with their objects."""
    promise("file")
    claim("file")
    for card in cards:
        siblings = tuple(other.aid for other in cards if other is not card)
        closing = uploads.TicketClosing((card.aid, *siblings), ()) if card is cards[-1] else None
        known = meta(card, "file", siblings=siblings)
        revisions.finish(UID, known, Detail(), closing)
        client.s3().put_object(Bucket=service.settings.bucket, Key=detail_key(UID, card.aid, known.job), Body=b"series")
    client.s3().put_object(Bucket=service.settings.bucket, Key=raw_key(UID, "file"), Body=b"file")


@pytest.mark.parametrize("first", [0, -1, MAX_PAGE + 1, 2**31 - 1])
def test_a_page_has_a_size(first):
    with pytest.raises(InvalidInput) as refused:
        listed(first=first)
    assert refused.value.field == "first"


def test_the_smallest_and_the_largest_page_are_answered(service):
    add(activity())
    assert listed(first=1) == listed(first=MAX_PAGE)
    assert shown(first=1) == ["aid0000"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"since": NAIVE}, "from"),
        ({"until": NAIVE}, "to"),
        ({"since": NOW, "until": NAIVE}, "to"),
        ({"since": NOW, "until": NOW}, "to"),
        ({"since": NOW, "until": START}, "to"),
    ],
)
def test_instants_need_an_offset_and_an_order(asked, field):
    with pytest.raises(InvalidInput) as refused:
        listed(**asked)
    assert refused.value.field == field


def test_the_shortest_range_is_answered(exact_service):
    add(activity())
    assert shown(since=START, until=START + timedelta(milliseconds=1)) == ["aid0000"]


def test_what_never_was_a_cursor_is_told(service):
    for cursor in ("nonsense", "QUJD", "A" * 5000):
        with pytest.raises(BadCursor):
            listed(after=cursor)


def test_a_stolen_cursor_is_refused(service):
    add(activity())
    cursor = listed().cursors[0]
    with pytest.raises(BadCursor):
        listed(STRANGER, after=cursor)
    with pytest.raises(BadCursor):
        listed(sport=Sport.RUNNING, after=cursor)


def test_nothing_of_another_person_is_there(service):
    add(activity(), detail=DETAIL)
    assert get_meta(CALLER, "aid0000").activity.distance_m == activity().distance_m
    assert get_whole(CALLER, "aid0000").detail == DETAIL
    assert listed(STRANGER).records == ()
    assert get_meta(STRANGER, "aid0000") is None
    assert get_whole(STRANGER, "aid0000") is None
    assert not delete_activity(STRANGER, "aid0000", NOW)
    assert shown() == ["aid0000"]


@pytest.mark.undeclared
def test_odd_ids_find_nothing(service):
    add(activity())
    for aid in ("", "none", "aid0000#0", "aid000", "aid0000#", "#P", "%"):
        assert get_meta(CALLER, aid) is None
        assert not delete_activity(CALLER, aid, NOW)
    assert shown() == ["aid0000"]


def test_the_file_stays_until_its_last_activity_is_deleted(service):
    add_file(service, activity(0), activity(1, sport=Sport.WALKING))
    details = [detail_key(UID, aid, "job") for aid in ("aid0000", "aid0001")]
    assert objects(service) == {*details, raw_key(UID, "file")}
    assert delete_activity(CALLER, "aid0000", NOW)
    assert objects(service) == {details[1], raw_key(UID, "file")}
    assert delete_activity(CALLER, "aid0000", NOW)  # again: what an interrupted deletion left is taken away
    assert objects(service) == {details[1], raw_key(UID, "file")}
    assert delete_activity(CALLER, "aid0001", NOW)
    assert objects(service) == set()


def test_the_series_address_names_its_object_and_its_end(service):
    url = detail_url(CALLER, meta(activity()))
    assert detail_key(UID, "aid0000", "job") in url
    assert "X-Amz-Expires=900" in url


@pytest.mark.parametrize(
    "ask",
    [
        listed,
        lambda who: get_meta(who, "aid"),
        lambda who: get_whole(who, "aid"),
        lambda who: delete_activity(who, "aid", datetime.now(UTC)),
    ],
)
def test_activities_need_a_person(ask):
    with pytest.raises(Unauthenticated):
        ask(Caller(None))
