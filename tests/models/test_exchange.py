"""Requests as botocore would sign and answer them, and answers that broke off."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import botocore.session
import orjson
import pytest
from botocore import auth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials, RefreshableCredentials
from botocore.exceptions import ClientError, IncompleteReadError, NoCredentialsError
from hypothesis import given
from hypothesis import strategies as st

from models.exchange import Exchange, signed

URLS = ("https://dynamodb.eu-west-1.amazonaws.com/", "http://127.0.0.1:8000/", "http://[::1]:8000/", "https://h:443/")
GET = {"TableName": "t", "Key": {"PK": {"S": "é"}, "SK": {"B": b"\x00\xff"}}}
KEYS = st.text("ABCDEFGHabcdefgh0123456789/+", min_size=1, max_size=40)
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1))  # noqa: DTZ001 -- as botocore's clock is
REFUSAL = b'{"__type":"com.amazonaws.dynamodb.v20120810#%s"%s}'
REFUSALS = {
    "condition": (400, REFUSAL % (b"ConditionalCheckFailedException", b',"message":"no","Item":{"PK":{"S":"x"}}')),
    "cancelled": (
        400,
        REFUSAL
        % (
            b"TransactionCanceledException",
            b',"Message":"[None, Conflict]","CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict"}]',
        ),
    ),
    "throttled": (400, REFUSAL % (b"ThrottlingException", b',"message":"Rate exceeded"')),
    "unknown": (400, REFUSAL % (b"ToBeInventedException", b"")),
    "broken": (500, REFUSAL % (b"InternalServerError", b"")),
    "a gateway's": (503, b"<html>Service Unavailable</html>"),
    "empty": (502, b""),
}


class Body:
    def __init__(self, content):
        self.content = content

    def stream(self, **_):
        yield self.content


class Answers:
    """What is answered before anything is sent, and what was to be sent."""

    def __init__(self, status=200, content=b"{}", headers=None):
        self.answer, self.sent = (status, headers or {}, content), []

    def __call__(self, request, **_):
        self.sent.append(request)
        status, headers, content = self.answer
        return AWSResponse(request.url, status, headers, Body(content))


def client(answers, credentials=None):
    session = botocore.session.Session()
    session.set_credentials("access", "secret")
    config = Config(retries={"mode": "standard", "total_max_attempts": 1}, user_agent="tests")
    made = session.create_client("dynamodb", region_name="eu-west-1", config=config)
    made._request_signer._credentials = credentials or Credentials("access", "secret")
    made.meta.events.register("before-send.dynamodb", answers)
    return made


@given(st.binary(max_size=200), KEYS, KEYS, st.none() | KEYS, st.sampled_from(URLS), INSTANTS)
def test_a_signature_is_the_one_that_botocore_makes(body, access, secret, token, url, instant):
    credentials = Credentials(access, secret, token)
    headers = {"X-Amz-Target": "DynamoDB_20120810.Query", "Content-Type": "application/x-amz-json-1.0"}
    theirs = AWSRequest("POST", url, {**headers, "User-Agent": "not signed"}, body)
    with patch.object(auth, "get_current_datetime", lambda: instant):
        auth.SigV4Auth(credentials, "dynamodb", "eu-west-1").add_auth(theirs)
    ours = signed(url, "eu-west-1", credentials, headers["X-Amz-Target"], body, f"{instant:%Y%m%dT%H%M%SZ}")
    assert ours["authorization"] == theirs.headers["Authorization"]
    assert ours.get("x-amz-security-token") == theirs.headers["X-Amz-Security-Token"]


def test_a_request_says_what_botocores_says():
    answers = Answers()
    made = client(answers)
    Exchange(made).ask("GetItem", GET)
    made.get_item(**GET)
    ours, theirs = answers.sent
    assert (ours.method, ours.url) == (theirs.method, theirs.url)
    plain = [{name.lower(): value for name, value in request.headers.items()} for request in answers.sent]
    for name in ("x-amz-target", "content-type", "user-agent"):
        assert plain[0][name].encode() == plain[1][name]
    assert orjson.loads(ours.body) == orjson.loads(theirs.body)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_the_error_that_botocore_raises(name):
    made = client(Answers(*REFUSALS[name], {"x-amzn-requestid": "1", "content-type": "application/x-amz-json-1.0"}))
    with pytest.raises(ClientError) as theirs:
        made.get_item(**GET)
    with pytest.raises(ClientError) as ours:
        Exchange(made).ask("GetItem", GET)
    expected = theirs.value.response
    for of_retries in ("RetryAttempts", "MaxAttemptsReached"):
        expected["ResponseMetadata"].pop(of_retries, None)
    assert type(ours.value) is type(theirs.value)
    assert ours.value.response == expected


@pytest.mark.parametrize(("status", "content"), [(200, b""), (200, b'{"It'), (400, b'{"__type":"x#Condit')])
def test_an_answer_that_broke_off_is_no_answer(status, content):
    with pytest.raises(IncompleteReadError):
        Exchange(client(Answers(status, content, {"Content-Length": "57"}))).ask("GetItem", GET)


def test_nothing_is_not_an_empty_answer():
    with pytest.raises(orjson.JSONDecodeError):
        Exchange(client(Answers(content=b""))).ask("GetItem", GET)


def test_credentials_are_renewed_when_they_run_out():
    made = []

    def renew():
        made.append(len(made))
        soon = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()  # renewed when ten minutes are left
        return {"access_key": f"key{len(made)}", "secret_key": "s", "token": f"token{len(made)}", "expiry_time": soon}

    answers = Answers()
    credentials = RefreshableCredentials.create_from_metadata(renew(), renew, "test")
    exchange = Exchange(client(answers, credentials))
    for _ in range(2):
        exchange.ask("GetItem", GET)
    assert [request.headers["x-amz-security-token"] for request in answers.sent] == ["token2", "token3"]
    assert all(f"Credential=key{n}/" in answers.sent[n - 2].headers["authorization"] for n in (2, 3))


def test_nothing_is_sent_without_credentials():
    answers = Answers()
    made = client(answers)
    made._request_signer._credentials = None
    with pytest.raises(NoCredentialsError):
        Exchange(made).ask("GetItem", GET)
    assert answers.sent == []


def test_what_is_no_attribute_value_is_not_sent():
    with pytest.raises(TypeError):
        Exchange(client(Answers())).ask("PutItem", {"Item": {"SS": {"a", "b"}}})
