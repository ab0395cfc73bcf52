"""Files that hold the same recordings: each stays as long as an activity needs it, and no longer."""

from datetime import UTC, datetime, timedelta

import pytest

from console.athlete.recordings import file_bytes, recording
from models import activities, client, users
from models.object_keys import raw_key
from models.terms import Sport
from resolvers.access import Caller
from resolvers.activities import delete_activity

START = datetime(2026, 5, 4, 6, tzinfo=UTC)


def two_in_one():
    runs = [recording(Sport.RUNNING, minutes=3, seed=n, started_at=START + timedelta(hours=n)) for n in range(2)]
    return b"".join(map(file_bytes, runs))


@pytest.fixture
def person_of_two(exact_service):
    """Two runs that came in one file, of which the second was deleted and came again in another upload of it."""
    person = exact_service.person()
    person.send(two_in_one())
    assert exact_service.deliver() == {"batchItemFailures": []}
    caller = Caller(users.identify(exact_service.settings.issuer, "somebody"))
    late, early = [card.aid for card in activities.page(caller.identity.uid, first=3).records]
    assert delete_activity(caller, late, datetime.now(UTC))
    person.send(two_in_one(), clientKey="again")
    assert exact_service.deliver() == {"batchItemFailures": []}
    return exact_service, caller, early, late


def raw_files(service):
    return {each["Key"] for each in client.s3().list_objects_v2(Bucket=service.settings.bucket).get("Contents", ())}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_file_goes_with_the_last_activity_in_it(person_of_two, order):
    service, caller, *aids = person_of_two
    gone, stays = (activities.get_meta(caller.identity.uid, aids[n], strong=True) for n in order)
    assert gone.upload_id != stays.upload_id
    assert delete_activity(caller, gone.activity.aid, datetime.now(UTC))
    assert raw_key(caller.identity.uid, stays.upload_id) in raw_files(service)
    assert delete_activity(caller, stays.activity.aid, datetime.now(UTC))
    assert raw_files(service) == set()
