"""The calculator's figures are what the running service takes: in DynamoDB Local, and of real files."""

import gzip
from datetime import date

import pytest

from coaching.cohorts import every_cohort
from coaching.scores import CURRENT
from console.athlete.recordings import file_bytes, profile, training_log
from console.cost import measured
from console.cost.storage import SMALLEST_MOVED_BYTES
from graph.signin import forget_identities
from models import client, keys
from models.catalog import PATTERNS
from models.metering.units import INDEX_SORTS, size_bytes
from models.settings import settings
from tests.models import runner
from tests.models.capacity import READS, measuring
from tests.models.test_capacity_of_uploads import HOME_SCREEN, six_channels
from uploads.counting import recount
from uploads.measures import measure, sport_of
from uploads.readers.detect import read
from uploads.series import detail_object, series_of

POLL = "query ($id: ID!) { upload(id: $id) { state activities { id } } }"
DETAIL = """query ($id: ID!) { activity(id: $id) {
  id name startedAt distanceM movingS score { value } splits { distanceM movingS }
  series(maxPoints: 1024) { elapsedS distanceM latitudeDeg longitudeDeg channels { channel values } }
} }"""
ITEM_OVERHEAD_BYTES = 100


def partition(uid):
    """A person's items by their sort keys, read beside the meter."""
    asked = {"TableName": settings().table, "KeyConditionExpression": "PK = :pk", "ConsistentRead": True}
    found = client.dynamodb()._client.query(**asked, ExpressionAttributeValues={":pk": {"S": keys.user_pk(uid)}})
    assert "LastEvaluatedKey" not in found
    return {item["SK"]["S"]: item for item in found["Items"]}


def stored_bytes(items):
    """What DynamoDB bills of items: with their index entries, and its own bytes for each of both."""
    return sum(
        (size_bytes(item) + ITEM_OVERHEAD_BYTES) * (1 + sum(sort in item for sort in INDEX_SORTS.values()))
        for item in items
    )


def units(asked, *, reads):
    return sum(each.units for each in asked if (each.operation in READS) == reads)


def answer_bytes(person, query, variables=None):
    """The bytes of an answer as it is sent: compressed where that pays."""
    answer = person.post(query, variables, **{"accept-encoding": "gzip"})
    assert "errors" not in answer.json()
    return int(answer.headers["content-length"])


def test_an_upload_and_its_screens(exact_service):
    person, uid = runner.at_home(exact_service)
    before = partition(uid)
    with measuring() as uploaded:
        upload_id = person.send(six_channels())
        assert exact_service.deliver() == {"batchItemFailures": []}
    with measuring() as polled:
        (made,) = person.ask(POLL, {"id": upload_id})["upload"]["activities"]
    with measuring() as shown:
        person.ask(DETAIL, made)
    with measuring() as at_start:
        home = person.ask(HOME_SCREEN)["viewer"]
    forget_identities()
    with measuring() as unknown:
        person.ask("{ viewer { id } }")
    with measuring() as recounted:
        recount(uid, date(2025, 12, 1))

    assert len(home["activities"]["nodes"]) == 20
    assert units(uploaded, reads=False) == measured.UPLOAD_WRITE_UNITS
    assert units(uploaded, reads=True) == measured.UPLOAD_READ_UNITS
    assert units(polled, reads=True) == measured.POLL_READ_UNITS
    assert units(shown, reads=True) == measured.DETAIL_READ_UNITS
    assert units(at_start, reads=True) == measured.HOME_READ_UNITS
    assert units(unknown, reads=True) == measured.SIGN_IN_READ_UNITS
    assert units(recounted, reads=True) == measured.COUNT_READ_UNITS
    assert 0 < units(recounted, reads=False) <= measured.COUNT_WRITE_UNITS
    check_table(before, partition(uid))
    assert answer_bytes(person, HOME_SCREEN) == pytest.approx(measured.HOME_ANSWER_BYTES, rel=0.1)
    assert answer_bytes(person, DETAIL, made) == pytest.approx(measured.DETAIL_ANSWER_BYTES, rel=0.1)
    assert answer_bytes(person, POLL, {"id": upload_id}) < measured.SMALL_ANSWER_BYTES


def check_table(before, after):
    """What the upload left in the table, and what a person's sums take in two years."""
    fresh = {sk: item for sk, item in after.items() if sk not in before}
    lasting = [item for sk, item in fresh.items() if sk[:2] in {"A#", "D#"}]
    tickets = [item for sk, item in fresh.items() if sk.startswith("T#")]
    sums = [item for sk, item in before.items() if sk[:2] in {"TW", "TY"}]
    others = [item for sk, item in before.items() if sk[:2] in {"#P", "G#", "V#", "Q#"}]

    assert (len(lasting), len(tickets)) == (4, 1)
    assert stored_bytes(lasting) == pytest.approx(measured.ACTIVITY_TABLE_BYTES, rel=0.03)
    assert stored_bytes(tickets) == pytest.approx(measured.TICKET_BYTES, rel=0.1)
    assert stored_bytes(sums) / (runner.WEEKS * 7 / 30) == pytest.approx(measured.SUMS_BYTES_A_MONTH, rel=0.1)
    assert measured.PERSON_BYTES / 2 < stored_bytes(others) < measured.PERSON_BYTES * 2


def test_what_is_declared_in_the_catalog():
    declared = {pattern.name: pattern.units for pattern in PATTERNS}
    assert declared["new person"] == measured.NEW_PERSON_WRITE_UNITS
    assert declared["count month"] == measured.COUNT_WRITE_UNITS
    assert declared["histograms"] == measured.COHORT_READ_UNITS
    assert declared["publish"] == measured.COHORT_WRITE_UNITS
    assert len(list(every_cohort(CURRENT))) == measured.COHORTS


def test_the_sizes_of_files_and_of_their_series():
    raw = [file_bytes(recording) for recording in training_log(date(2026, 11, 22))]
    large = [len(data) for data in raw if len(data) >= SMALLEST_MOVED_BYTES]
    small = [len(data) for data in raw if len(data) < SMALLEST_MOVED_BYTES]
    details = [len(series_bytes(data)) for data in raw[::3]]

    assert len(large) / len(raw) == pytest.approx(measured.RAW_LARGE_SHARE, abs=0.02)
    assert mean(large) == pytest.approx(measured.RAW_LARGE_BYTES, rel=0.03)
    assert mean(small) == pytest.approx(measured.RAW_SMALL_BYTES, rel=0.03)
    assert mean([len(gzip.compress(data)) for data in raw]) == pytest.approx(measured.RAW_GZIP_BYTES, rel=0.03)
    assert mean(details) == pytest.approx(measured.DETAIL_BYTES, rel=0.1)
    assert sum(size >= SMALLEST_MOVED_BYTES for size in details) / len(details) == measured.DETAIL_LARGE_SHARE


def series_bytes(data):
    (recording,) = read(data).recordings
    return detail_object(recording, series_of(recording, measure(recording, profile("u"), sport_of(recording, None))))


def mean(figures):
    return sum(figures) / len(figures)
