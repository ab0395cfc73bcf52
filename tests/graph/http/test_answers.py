"""How an answer travels: its tag, its compression, and the gateway's way of both."""

import gzip
import json
from base64 import b64decode, b64encode
from urllib.parse import urlencode

import pytest

from graph.aws import handler
from graph.http import endpoint
from graph.http.answer import COMPRESSED_FROM_BYTES
from graph.limits import bounds
from tests.gateway import LambdaContext, Request, answer_of, event_of

PROFILE = "{ viewer { id profile { heightM } } }"
TALL = "mutation { updateProfile(input: {heightM: 1.8}) { __typename } }"
LONG = "{ __schema { types { name fields { name } } } }"


def get(service, query, token=None, **headers):
    asked = urlencode({"query": query})
    sent = {"authorization": f"Bearer {token or service.person().token}", **headers}
    return service.http.get(f"/graphql?{asked}", headers=sent)


def test_whoever_has_the_answer_already_is_told_so(service):
    first = get(service, PROFILE)
    assert first.status_code == 200
    assert first.headers["cache-control"] == "private, no-cache"
    tag = first.headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = get(service, PROFILE, **{"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert {"accept", "authorization"} <= set(again.headers["vary"].split(", "))


def test_a_changed_answer_has_another_tag(service):
    tag = get(service, PROFILE).headers["etag"]
    service.person().ask(TALL)
    changed = get(service, PROFILE, **{"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    assert changed.json()["data"]["viewer"]["profile"]["heightM"] == 1.8


def test_another_persons_answer_has_another_tag(service):
    tag = get(service, PROFILE).headers["etag"]
    assert get(service, PROFILE, service.person("other").token, **{"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("query", ["{ nothing }", "{ viewer { activities(first: 0) { nodes { id } } } }"])
def test_what_has_errors_is_kept_nowhere(service, query):
    answer = get(service, query)
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_what_is_too_large_is_kept_nowhere(service, monkeypatch):
    monkeypatch.setattr(bounds, "MAX_ANSWER_BYTES", 100)
    answer = get(service, LONG)
    assert answer.json()["errors"][0]["extensions"]["code"] == "RESPONSE_TOO_LARGE"
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("accept", ["application/graphql-response+json", "application/json"])
def test_a_fault_outside_of_operations_is_masked_too(service, monkeypatch, caplog, accept):
    """Under the id that the function's own log has."""

    async def break_down(*_):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(endpoint, "caller_of", break_down)
    headers = {"content-type": "application/json", "accept": accept}
    event = event_of(Request(headers=headers, body=json.dumps({"query": PROFILE}).encode()))
    answer = answer_of(handler(event, LambdaContext("c6af9ac6")))
    assert (answer.status_code, answer.headers["content-type"]) == (500, f"{accept}; charset=utf-8")
    told = {"code": "INTERNAL", "requestId": "c6af9ac6"}
    assert answer.json() == {"errors": [{"message": "Something went wrong on our side.", "extensions": told}]}
    assert "c6af9ac6" in caplog.text
    assert "the secret inside" in caplog.text


def test_cookies_and_unknown_headers_of_the_gateway_do_no_harm(service):
    headers = {"content-type": "application/json", "authorization": f"Bearer {service.person().token}"}
    more = {"cookie": "a=1; b=2", "x-forwarded-for": "192.0.2.1, 192.0.2.2", "accept": "text/html,application/json"}
    event = event_of(Request(headers={**headers, **more}, body=json.dumps({"query": PROFILE}).encode()))
    assert event["cookies"] == ["a=1", "b=2"]
    told = handler(event, None)
    assert json.loads(told["body"])["data"]["viewer"]["id"]
    assert told["headers"]["content-type"] == "application/json; charset=utf-8"
    assert not told.get("cookies")


def test_an_answer_to_post_is_kept_nowhere(service):
    answer = service.person().post(PROFILE)
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("accepted", "compressed"), [("gzip", True), ("br, gzip;q=0.5", True), ("identity", False)])
def test_a_long_answer_is_compressed_for_whoever_takes_it(service, accepted, compressed):
    headers = {"authorization": f"Bearer {service.person().token}", "accept-encoding": accepted}
    with service.http.stream("POST", "/graphql", json={"query": LONG}, headers=headers) as answer:
        raw = b"".join(answer.iter_raw())
    assert (answer.headers.get("content-encoding") == "gzip") is compressed
    text = gzip.decompress(raw) if compressed else raw
    assert len(text) > COMPRESSED_FROM_BYTES
    assert json.loads(text)["data"]["__schema"]["types"]
    assert answer.headers["content-length"] == str(len(raw))


def test_a_short_answer_is_sent_as_it_is(service):
    assert "content-encoding" not in service.person().post(PROFILE, **{"accept-encoding": "gzip"}).headers


def test_the_gateway_gets_bytes_as_base64_and_text_as_text(service):
    headers = {"content-type": "application/json", "authorization": f"Bearer {service.person().token}"}
    body = json.dumps({"query": LONG}).encode()
    plain = handler(event_of(Request(headers=headers, body=body)), None)
    packed = handler(event_of(Request(headers={**headers, "accept-encoding": "gzip"}, body=body)), None)
    assert plain["isBase64Encoded"] is False
    assert packed["isBase64Encoded"] is True
    assert packed["headers"]["content-encoding"] == "gzip"
    assert gzip.decompress(b64decode(packed["body"])).decode() == plain["body"]


def test_the_gateway_hands_on_queries_by_get(service):
    headers = {"authorization": f"Bearer {service.person().token}"}
    query = urlencode({"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": '{"id": "é&=%"}'})
    told = handler(event_of(Request("GET", query=query, headers=headers)), None)
    assert (told["statusCode"], json.loads(told["body"])["data"]) == (200, {"node": None})
    assert told["headers"]["etag"].startswith('W/"')
    again = handler(event_of(Request("GET", query=query, headers={**headers, "if-none-match": "*"})), None)
    assert (again["statusCode"], again.get("body") or "") == (304, "")


def test_a_body_that_the_gateway_sends_as_base64_is_read(service):
    headers = {"content-type": "application/json", "authorization": f"Bearer {service.person().token}"}
    event = event_of(Request(headers=headers, body=b'{"query": "{ __typename }"}'))
    event |= {"body": b64encode(event["body"].encode()).decode(), "isBase64Encoded": True}
    assert json.loads(handler(event, None)["body"])["data"] == {"__typename": "Query"}
