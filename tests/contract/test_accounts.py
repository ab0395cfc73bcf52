"""Accounts that end: refused at once, and remembered for as long as something might come back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models import accounts, client, jobs, users
from models.errors import AccountClosed
from models.jobs import Message
from models.settings import settings, use
from models.terms import AccountState, JobKind

ISSUER = "https://issuer.example"
NOW = datetime.now(UTC).replace(microsecond=0)
MINUTE = timedelta(minutes=1)
LONG = timedelta(days=accounts.REMEMBERED_DAYS + 1)


@pytest.fixture
def identity(any_table):
    """Somebody who signed in, and a queue for what is asked of the background."""
    queue = client.sqs().create_queue(QueueName=any_table.table)["QueueUrl"]
    use(replace(any_table, jobs_queue_url=queue))
    yield users.identify(ISSUER, "somebody")
    client.sqs().delete_queue(QueueUrl=queue)


def asked():
    """The messages that wait."""
    url = settings().jobs_queue_url
    found = client.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    for message in found:
        client.sqs().delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [jobs.parse(message["Body"]) for message in found]


def test_an_account_that_stays_has_no_deletion(identity):
    assert not accounts.is_deleted(identity.uid)
    assert accounts.deletion(identity.uid) is None
    accounts.nudge(identity, NOW)
    accounts.note(identity.uid, NOW, swept=True)
    assert accounts.deletion(identity.uid) is None
    assert asked() == []


def test_a_closed_account_is_known_as_such_and_its_deletion_asked_for(identity):
    accounts.close(identity, NOW)
    assert users.identify(ISSUER, "somebody") == replace(identity, state=AccountState.CLOSING)
    found = accounts.deletion(identity.uid)
    assert (found.heard_at, found.swept_at) == (NOW, None)
    assert asked() == [Message(JobKind.DELETE_ACCOUNT, identity.uid, "")]


def test_an_account_is_closed_once(identity):
    accounts.close(identity, NOW)
    with pytest.raises(AccountClosed):
        accounts.close(identity, NOW + MINUTE)
    assert accounts.deletion(identity.uid).heard_at == NOW
    assert len(asked()) == 1


def test_nobody_closes_an_account_through_another_ones_identity(identity):
    other = users.identify(ISSUER, "other")
    accounts.close(other, NOW)
    with pytest.raises(AccountClosed):
        accounts.close(replace(identity, subject="other"), NOW)
    assert not accounts.is_deleted(identity.uid)
    assert users.identify(ISSUER, "somebody").state is AccountState.ACTIVE


def test_a_deletion_that_was_not_heard_of_is_asked_for_again(identity):
    accounts.close(identity, NOW)
    asked()
    accounts.nudge(identity, NOW + 4 * MINUTE)
    assert asked() == []
    accounts.nudge(identity, NOW + 6 * MINUTE)
    accounts.nudge(identity, NOW + 7 * MINUTE)
    assert len(asked()) == 1
    assert accounts.deletion(identity.uid).heard_at == NOW + 6 * MINUTE


def test_a_sweep_is_noted_and_taken_back(identity):
    accounts.close(identity, NOW)
    accounts.note(identity.uid, NOW + MINUTE, swept=True)
    assert accounts.deletion(identity.uid).swept_at == NOW + MINUTE
    accounts.note(identity.uid, NOW + 2 * MINUTE)
    assert accounts.deletion(identity.uid).swept_at == NOW + MINUTE
    accounts.note(identity.uid, NOW + 3 * MINUTE, swept=False)
    found = accounts.deletion(identity.uid)
    assert (found.heard_at, found.swept_at) == (NOW + 3 * MINUTE, None)


def test_an_ended_account_is_refused_while_it_is_remembered(identity):
    accounts.close(identity, NOW)
    accounts.end(identity.uid, accounts.deletion(identity.uid), NOW)
    assert users.identify(ISSUER, "somebody") == replace(identity, state=AccountState.CLOSED)
    accounts.end(identity.uid, accounts.deletion(identity.uid), NOW - LONG)  # ended once is ended
    assert users.identify(ISSUER, "somebody").state is AccountState.CLOSED


def test_a_person_may_begin_anew_once_the_old_account_is_forgotten(identity):
    """DynamoDB keeps what has expired for days: it is as good as gone."""
    accounts.close(identity, NOW)
    accounts.end(identity.uid, accounts.deletion(identity.uid), NOW - LONG)
    anew = users.identify(ISSUER, "somebody")
    assert (anew.state, users.get_profile(anew.uid).uid) == (AccountState.ACTIVE, anew.uid)
    assert anew.uid != identity.uid
    assert users.identify(ISSUER, "somebody") == anew
