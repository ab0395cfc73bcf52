"""The endpoint's edges: languages, errors, the open doors beside it, and API Gateway's."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph.app import make_app
from graph.aws import handler
from graph.http.negotiation import language_of
from models import activities
from models.settings import use
from models.terms import Locale

EVENT = Path(__file__).parents[3] / "events" / "ApiFunction" / "list_activities.json"


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("ja", Locale.JA),
        ("ja-JP,ja;q=0.9,en;q=0.8", Locale.JA),
        ("fr, en;q=0.5, ja;q=0.6", Locale.JA),
        ("en-GB", Locale.EN),
        ("fr;q=0.9", None),
        ("ja;q=0", None),
        ("", None),
        ("ja;q=x, en", Locale.EN),
        ("*", None),
    ],
)
def test_the_language_is_the_first_of_ours_by_weight(header, locale):
    assert language_of(header) is locale


def test_health_is_open_and_everything_else_is_not_there(service):
    assert (service.http.get("/health").status_code, service.http.get("/health").text) == (200, "ok")
    assert service.http.get("/anything").status_code == 404


@pytest.mark.parametrize("path", ["/api/graphql", "/v1/api/graphql", "/graphql/v1"])
def test_a_path_beside_the_endpoint_is_told_as_clients_read_it(service, path):
    answer = service.http.post(path, json={"query": "{ __typename }"})
    assert answer.status_code == 404
    (error,) = answer.json()["errors"]
    assert error == {
        "message": "There is nothing here: the endpoint is /graphql.",
        "extensions": {"code": "NOT_FOUND"},
    }


def test_a_wrong_query_is_told_with_a_code(service):
    person = service.person()
    for query, code in (("{ nothing }", "GRAPHQL_VALIDATION_FAILED"), ("{", "GRAPHQL_PARSE_FAILED")):
        (error,) = person.post(query).json()["errors"]
        assert error["extensions"]["code"] == code


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ("first: 0", "first"),
        ("first: 101", "first"),
        ('from: "2026-03-01T00:00:00"', "from"),
        ('from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z"', "to"),
    ],
)
def test_an_argument_that_cannot_be_used_is_named(service, arguments, field):
    body = service.person().post(f"{{ viewer {{ id activities({arguments}) {{ nodes {{ id }} }} }} }}").json()
    assert body["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "field": field, "argument": [field]}
    assert body["data"]["viewer"]["id"]


def test_a_fault_of_ours_is_masked_and_logged_under_one_id(service, monkeypatch, caplog):

    def break_down(*_, **__):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(activities, "page", break_down)
    body = service.person().post("{ viewer { id activities { nodes { id } } } }").json()
    (error,) = body["errors"]
    assert error["message"] == "Something went wrong on our side."
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["path"] == ["viewer", "activities"]
    assert "the secret inside" not in json.dumps(body)
    assert error["extensions"]["requestId"] in caplog.text
    assert "the secret inside" in caplog.text


def test_a_body_that_is_no_json_is_a_bad_request(service):
    person = service.person()
    headers = {"authorization": f"Bearer {person.token}", "content-type": "application/json"}
    assert service.http.post("/graphql", content=b"{", headers=headers).status_code == 400


def test_browsers_of_the_named_origins_may_call(service):

    use(replace(service.settings, cors_origins=("https://app.example",)))
    http = TestClient(make_app())
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}
    allowed = http.options("/graphql", headers={"origin": "https://app.example", **asked})
    assert allowed.headers["access-control-allow-origin"] == "https://app.example"
    assert http.options("/graphql", headers={"origin": "https://evil.example", **asked}).status_code == 400


def test_the_gateways_claims_sign_in(service):
    """The real payload of the HTTP API, through the function's own handler; no key set is configured behind it."""
    event = json.loads(EVENT.read_text())
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    use(replace(service.settings, jwks="", issuer=claims["iss"], client_id=claims["client_id"]))

    answer = handler(event, None)
    assert answer["statusCode"] == 200
    assert answer["isBase64Encoded"] is False
    assert json.loads(answer["body"])["data"]["viewer"]["activities"]["nodes"] == []
    claims["token_use"] = "id"
    assert handler(event, None)["statusCode"] == 401
    del event["requestContext"]["authorizer"]
    assert handler(event, None)["statusCode"] == 401
