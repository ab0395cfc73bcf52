"""What several tests of uploads do with a file."""

from datetime import date

import pytest

from console.athlete.recordings import file_bytes
from models import activities, users
from resolvers.access import Caller
from resolvers.users import update_profile
from tests.models.wire import items


@pytest.fixture
def uploaded(exact_service):
    """A function from (profile, recording) to the activity that its upload became."""

    def upload(told, recording):
        person = exact_service.person()
        caller = Caller(users.identify(exact_service.settings.issuer, "somebody"))
        update_profile(caller, told, date(2026, 6, 1))
        person.send(file_bytes(recording), sportHint=recording.sport)
        assert exact_service.deliver() == {"batchItemFailures": []}
        uid = caller.identity.uid
        (row,) = items(uid, "A#")
        return activities.get_whole(uid, row["SK"]["S"].rsplit("#", 1)[1])

    return upload
