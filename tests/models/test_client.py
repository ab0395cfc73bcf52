"""One client for everything, and what happens when the table says no."""

import json

import botocore.session
import pytest
from botocore.awsrequest import AWSResponse
from pynamodb.exceptions import TransactWriteError

from models import client, table, users
from models.errors import RetryLater
from models.settings import Settings, settings, use
from models.store import Transaction
from models.table import Item
from models.transport import TRIES


class Body:
    """The body of an answer, as botocore reads it."""

    def __init__(self, content):
        self.content = content

    def stream(self, **_):
        yield self.content


class Refusals:
    """Answers of the service to transactions, given before anything is sent; then it lets them through."""

    def __init__(self):
        self.waiting = []
        self.given = 0

    def __call__(self, request, **_):
        if not self.waiting:
            return None
        self.given += 1
        headers = {"content-type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, 400, headers, Body(json.dumps(self.waiting.pop(0)).encode()))


def cancelled(*codes):
    kind = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"
    return {"__type": kind, "Message": "cancelled", "CancellationReasons": [{"Code": code} for code in codes]}


CONFLICT = {"__type": "com.amazonaws.dynamodb.v20120810#TransactionConflictException", "message": "busy"}


@pytest.fixture
def refusals(exact_table):
    """What the table answers to the next transactions."""
    refusals = Refusals()
    events = client.dynamodb().meta.events
    events.register("before-send.dynamodb.TransactWriteItems", refusals)
    yield refusals
    events.unregister("before-send.dynamodb.TransactWriteItems", refusals)


@pytest.fixture
def local():
    """This process with clients that no engine stands behind."""
    before = settings()
    use(Settings(local_secret="local", s3_url="http://127.0.0.1:9", s3_public_url="https://storage.example"))
    client.reset()
    yield
    use(before)
    client.reset()


def saved():
    """What refused a transaction of one item."""
    transaction = Transaction()
    transaction.put(Item("PK", "SK"), "item")
    return transaction.commit()


def models():
    """Item and every class below it."""
    found = [Item]
    for model in found:
        found += model.__subclasses__()
    return found


def test_all_models_share_one_connection_and_one_client(exact_table):
    users.identify("issuer", "subject")
    connections = {id(model._get_connection()) for model in models()}
    assert connections == {id(table.connection())}
    assert table.connection().connection.client is client.dynamodb()
    assert {model.Meta.table_name for model in models()} == {exact_table.table}
    assert len(models()) > 8


def test_no_request_makes_a_client_of_its_own(exact_table, monkeypatch):
    made = []
    real = botocore.session.Session.create_client
    monkeypatch.setattr(botocore.session.Session, "create_client", lambda *a, **k: made.append(a) or real(*a, **k))
    person = users.identify("issuer", "subject")
    users.update_profile(person.uid, {"height_m": 1.7})
    table.connection().query("nobody")
    assert made == []


def test_clients_are_made_once_until_they_are_reset(local):
    makers = (client.session, client.dynamodb, client.sqs, client.s3, client.s3_presigner)
    before = [make() for make in makers]
    assert [make() for make in makers] == before
    client.reset()
    assert all(make() is not old for make, old in zip(makers, before, strict=True))


def test_objects_are_signed_with_the_newest_signature(local):
    assert client.s3().meta.config.signature_version == "s3v4"
    assert client.s3_presigner().meta.config.signature_version == "s3v4"


def test_urls_are_signed_for_the_host_that_phones_reach(local):
    assert client.s3_presigner().meta.endpoint_url == "https://storage.example"
    assert client.s3().meta.endpoint_url == "http://127.0.0.1:9"


def test_the_transport_alone_sends_again(local):
    assert client.dynamodb().meta.config.retries["total_max_attempts"] == 1


def test_the_worthless_key_pair_is_only_for_local_engines(local, monkeypatch):
    assert client.session().get_credentials().access_key == client.LOCAL_ACCESS_KEY
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "from-lambda")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "from-lambda")
    use(Settings())
    client.reset()
    assert client.session().get_credentials().access_key == "from-lambda"


@pytest.mark.parametrize(
    "refusal",
    [CONFLICT, cancelled("None", "TransactionConflict"), cancelled("ThrottlingError", "None")],
)
def test_a_transient_refusal_is_tried_again(refusals, refusal):
    refusals.waiting = [refusal, refusal]
    assert users.get_profile(users.identify("issuer", "subject").uid)
    assert refusals.given == 2


def test_a_transaction_that_only_meets_conflicts_is_given_back(refusals):
    refusals.waiting = [cancelled("TransactionConflict", "None")] * 50
    with pytest.raises(RetryLater):
        users.identify("issuer", "subject")
    assert refusals.given == TRIES


@pytest.mark.undeclared
def test_a_refused_condition_is_an_answer_and_not_tried_again(refusals):
    refusals.waiting = [cancelled("ConditionalCheckFailed")]
    assert saved() == {"item"}
    assert refusals.given == 1


@pytest.mark.undeclared
def test_a_fault_of_ours_is_not_hidden(refusals):
    refusals.waiting = [cancelled("ValidationError")]
    with pytest.raises(TransactWriteError):
        saved()
    assert refusals.given == 1
