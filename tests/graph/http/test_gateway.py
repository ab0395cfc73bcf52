"""Behind API Gateway: each difference to the local server that docs/gateway.md names, and no other."""

import json
import re
import time
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph.app import make_app
from graph.aws import handler
from graph.http import gateway
from graph.http.asked import MAX_BODY_BYTES, MAX_URL_BYTES
from graph.http.endpoint import GraphQLEndpoint
from graph.limits import bounds
from models import users
from models.connections import LEAST_WAIT_S
from models.settings import use
from tests.gateway import EVENT, MOST_BYTES, LambdaContext, Request, answer_of, bridge, claims_of, event_of
from tests.house.template import RESOURCES, routes

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "gateway.md").read_text(encoding="utf-8")
JSON = {"content-type": "application/json"}
HELLO = b'{"query": "{ __typename }"}'
VIEWER = b'{"query": "{ viewer { id } }"}'
# Of a request line and headers together.
GATEWAYS_HEAD_BYTES = 10_240
GATEWAYS_PATIENCE_S = 30


@pytest.fixture
def claims(service):
    return claims_of(service.settings, "somebody") | {"exp": "1795392000"}


def told(event):
    return answer_of(handler(event, LambdaContext()))


def code_of(answer):
    return answer.json()["errors"][0]["extensions"]["code"]


def test_every_difference_that_is_named_is_held_by_a_test():
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "graph").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)` \|$", PAGE, re.MULTILINE)
    assert len(named) == 8
    assert [name for name in named if f"def {name}(" not in tests] == []


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/graphql"), ("HEAD", "/graphql"), ("POST", "/graphql/x"), ("POST", "/api/graphql")]
)
def test_what_has_no_route_never_reaches_the_function(service, method, path):
    def never(*_):
        raise AssertionError("it was asked")

    answer = TestClient(bridge(never, routes=routes())).request(method, path)
    assert answer.status_code == 404
    assert service.http.request(method, path).status_code in {404, 405}


def test_browsers_are_let_in_alike(service):
    allowed = RESOURCES["Api"]["CorsConfiguration"]
    use(replace(service.settings, cors_origins=("https://app.example",)))
    asked = {"origin": "https://app.example", "access-control-request-method": "POST"}
    http = TestClient(make_app())
    preflight = http.options("/graphql", headers=asked).headers
    assert set(allowed["AllowMethods"]) == set(preflight["access-control-allow-methods"].split(", "))
    assert set(allowed["AllowHeaders"]) <= set(preflight["access-control-allow-headers"].lower().split(", "))
    assert str(allowed["MaxAge"]) == preflight["access-control-max-age"]
    exposed = http.get("/health", headers=asked).headers["access-control-expose-headers"]
    assert set(allowed["ExposeHeaders"]) == set(exposed.split(", "))


def test_every_route_of_the_endpoint_asks_for_a_token():
    auth = RESOURCES["Api"]["Auth"]
    assert auth["DefaultAuthorizer"] in auth["Authorizers"]
    routes = [event["Properties"] for event in RESOURCES["ApiFunction"]["Events"].values()]
    of_endpoint = [route for route in routes if route["Path"] == "/graphql"]
    assert {route["Method"] for route in of_endpoint} == {"GET", "POST"}
    assert [route for route in of_endpoint if "Auth" in route] == []


def test_bodies_are_refused_by_their_size(service, claims):
    http = TestClient(bridge(handler, claims, routes()))
    fits = HELLO[:-1] + b', "a": "' + b"x" * (MAX_BODY_BYTES - len(HELLO) - 9) + b'"}'
    assert len(fits) == MAX_BODY_BYTES
    assert http.post("/graphql", content=fits, headers=JSON).status_code == 200
    for much in (fits + b" ", fits + b" " * (5 << 20)):
        answer = http.post("/graphql", content=much, headers=JSON)
        assert (answer.status_code, code_of(answer)) == (413, "PAYLOAD_TOO_LARGE")
    answer = http.post("/graphql", content=b" " * (MOST_BYTES + 1), headers=JSON)
    assert (answer.status_code, answer.json()) == (413, {"message": "Request Entity Too Large"})


@pytest.mark.parametrize("length", ["right", "absent"])
def test_a_body_in_base64_may_be_as_long_and_no_longer(service, claims, length):
    for size, status in ((MAX_BODY_BYTES, 200), (MAX_BODY_BYTES + 1, 413)):
        body = HELLO + b" " * (size - len(HELLO))
        event = event_of(Request(headers=JSON, body=body), claims)
        event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
        if length == "absent":
            del event["headers"]["content-length"]
        assert told(event).status_code == status


def test_what_arrives_is_shorter_than_what_is_taken():
    assert MAX_URL_BYTES > GATEWAYS_HEAD_BYTES


def test_a_function_answers_before_it_is_ended():
    timeout_s = RESOURCES["ApiFunction"]["Timeout"]
    assert bounds.OPERATION_S + bounds.GRACE_S + LEAST_WAIT_S < timeout_s < GATEWAYS_PATIENCE_S
    assert bounds.GRACE_S + LEAST_WAIT_S < gateway.SPARE_S


@pytest.mark.parametrize(
    "event",
    [
        {},
        None,
        "ping",
        {"version": "2.0"},
        {"source": "aws.events", "detail": {"secret": "x"}},
        EVENT | {"version": "1.0", "httpMethod": "POST", "path": "/graphql", "resource": "/graphql"},
        {"httpMethod": "POST", "path": "/graphql", "requestContext": {"elb": {}}, "headers": {}, "body": ""},
        EVENT | {"requestContext": {"http": {}}},
        EVENT | {"headers": None},
        EVENT | {"headers": {"accept": ["a list"]}},
        EVENT | {"body": "secret", "isBase64Encoded": True},
    ],
)
def test_what_is_no_request_is_refused(service, event, caplog):
    answer = told(event)
    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")
    assert "secret" not in answer.text + caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("host", ["[::1]:3000", "a:b", "127.0.0.1:3000", ""])
def test_any_name_of_the_host_will_do(service, claims, host):
    event = event_of(Request(headers=JSON, body=HELLO), claims)
    event["headers"]["host"] = host
    assert told(event).status_code == 200


def test_a_path_is_not_decoded_twice(service, claims):
    assert told(event_of(Request(path="/%67raphql", headers=JSON, body=HELLO), claims)).status_code == 200
    assert told(event_of(Request(path="/%2567raphql", headers=JSON, body=HELLO), claims)).status_code == 404


class TestTrust:
    """Behind a gateway that verifies: no key set is configured."""

    @pytest.fixture(autouse=True)
    def stage(self, service):
        use(replace(service.settings, jwks=""))

    def asked(self, claims, **changes):
        return told(event_of(Request(headers=JSON, body=VIEWER), claims | changes))

    def test_claims_of_the_authorizer_sign_in(self, claims):
        assert self.asked(claims).json()["data"]["viewer"]["id"]

    @pytest.mark.parametrize("audience", ["[other {}]", "{}", ["other", "{}"]])
    def test_a_list_of_audiences_comes_as_a_text(self, service, claims, audience):
        """The gateway writes all claims as texts."""
        client_id = service.settings.client_id
        said = [each.format(client_id) for each in audience] if isinstance(audience, list) else audience
        told = {name: value for name, value in claims.items() if name != "client_id"}
        assert self.asked(told, aud=said.format(client_id) if isinstance(said, str) else said).status_code == 200

    @pytest.mark.parametrize(
        "changes",
        [
            {"iss": "https://other.example"},
            {"client_id": "other"},
            {"aud": "[other another]"},
            {"token_use": "id"},
            {"sub": ""},
        ],
    )
    def test_issuer_client_and_kind_are_looked_at_once_more(self, claims, changes):
        answer = self.asked(claims, **changes)
        assert (answer.status_code, code_of(answer)) == (401, "UNAUTHENTICATED")

    @pytest.mark.parametrize(
        "authorizer",
        [
            None,
            {"iam": {"userId": "AIDA"}},
            {"lambda": {"jwt": {"claims": {"sub": "somebody"}}}},
            {"jwt": None},
            {"jwt": {"claims": {}}},
            {"claims": {"sub": "somebody"}},
        ],
    )
    def test_nobody_else_says_who_asks(self, service, claims, authorizer):
        """A function's own address, other authorizers, and headers, which anybody can write."""
        headers = {**JSON, "authorization": f"Bearer {service.person().token}", "x-amzn-claims": json.dumps(claims)}
        event = event_of(Request(headers=headers, body=VIEWER))
        event["requestContext"]["authorizer"] = authorizer
        answer = told(event)
        assert (answer.status_code, code_of(answer)) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("fault", [MemoryError, RecursionError, ValueError("a surrogate: \ud800")])
def test_whatever_fails_is_told_in_one_form(service, claims, monkeypatch, fault):
    """Also where there is no memory, or no JSON can be made of an answer."""

    def fail(*_):
        raise fault

    monkeypatch.setattr(GraphQLEndpoint, "_told", fail)
    answer = told(event_of(Request(headers=JSON, body=HELLO), claims))
    assert (answer.status_code, code_of(answer)) == (500, "INTERNAL")
    assert answer.json()["errors"][0]["extensions"]["requestId"] == LambdaContext().aws_request_id


def test_work_ends_before_the_function(service, claims, monkeypatch):
    """Also that of signing in: whoever waits for the table knows when to give up."""
    seen = []

    def slow(*_):
        seen.append(gateway.deadline.left())
        time.sleep(0.05)
        return users.Identity("x" * 20, *_)

    monkeypatch.setattr(users, "identify", slow)
    event = event_of(Request(headers=JSON, body=HELLO), claims | {"sub": "somebody new"})
    assert handler(event, LambdaContext(left_ms=4_000))["statusCode"] == 200
    assert seen[0] <= 4 - gateway.SPARE_S
    assert handler(event | {}, LambdaContext(left_ms=60_000))["statusCode"] == 200
