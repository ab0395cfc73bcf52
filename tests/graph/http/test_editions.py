"""Statuses by the edition of September 2026, beside those of the draft that the audit suite follows."""

import json
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from graph.app import make_app
from graph.http.asked import MAX_BODY_BYTES, MAX_URL_BYTES
from models import activities
from models.settings import use

JSON, RESPONSE = "application/json", "application/graphql-response+json"
GOOD = {"query": "{ viewer { id } }"}
UNPARSED = {"query": "{"}
INVALID = {"query": "{ nothing }"}
UNNAMED = {"query": "query a { __typename } query b { __typename }"}
UNKNOWN = {**GOOD, "operationName": "c"}
VARIABLES = {"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": {"id": {}}}
PARTIAL = {"query": "{ viewer { id activities(first: 0) { nodes { id } } } }"}
# What is asked, then the statuses: of the draft in both types, of the edition in both types.
TABLE = [
    (GOOD, 200, 200, 200, 200),
    (UNPARSED, 400, 200, 400, 400),
    (INVALID, 400, 200, 422, 422),
    (UNNAMED, 400, 200, 422, 422),
    (UNKNOWN, 400, 200, 422, 422),
    (VARIABLES, 400, 200, 422, 422),
    (PARTIAL, 200, 200, 294, 200),
]


@pytest.fixture(params=["audit", "2026-09"])
def edition(request, service):
    """The application by one edition, and which."""
    use(replace(service.settings, http_edition=request.param))
    return request.param, TestClient(make_app())


def post(service, http, asked, accept, token=True):
    headers = {"accept": accept, "authorization": f"Bearer {service.person().token}"} if token else {"accept": accept}
    return http.post("/graphql", json=asked, headers=headers)


@pytest.mark.parametrize(("asked", "response", "as_json", "response_2026", "as_json_2026"), TABLE)
def test_the_status_tells_what_became_of_it(service, edition, asked, response, as_json, response_2026, as_json_2026):
    name, http = edition
    wanted = (response, as_json) if name == "audit" else (response_2026, as_json_2026)
    answers = [post(service, http, asked, accept) for accept in (RESPONSE, JSON)]
    assert tuple(answer.status_code for answer in answers) == wanted
    # A legacy client of the edition reads JSON where it succeeded; who refused it, it knows by GraphQL's own type.
    as_told = JSON if name == "audit" or wanted[1] < 300 else RESPONSE
    assert [answer.headers["content-type"].partition(";")[0] for answer in answers] == [RESPONSE, as_told]
    for answer in answers:
        assert ("data" in answer.json()) is (asked in (GOOD, PARTIAL))


def test_what_cannot_be_read_has_one_status_in_both(service, edition):
    _, http = edition
    headers = {"authorization": f"Bearer {service.person().token}", "content-type": JSON}
    assert http.post("/graphql", content=b"{", headers=headers).status_code == 400
    assert http.post("/graphql", content=b'{"query": "\xff"}', headers=headers).status_code == 400
    assert http.get("/graphql?query=%7B__typename%7D&variables=%7B", headers=headers).status_code == 400
    assert http.put("/graphql", headers=headers).status_code == 405
    assert http.post("/graphql", content=b"{}", headers={**headers, "accept": "text/csv"}).status_code == 406
    assert http.post("/graphql", content=b"{}", headers={**headers, "content-type": "text/plain"}).status_code == 415
    assert http.get("/graphql?query=mutation%7Brescore%7Bid%7D%7D", headers=headers).status_code == 405
    assert http.post("/graphql", content=b" " * (MAX_BODY_BYTES + 1), headers=headers).status_code == 413
    assert http.get("/graphql?query=" + "x" * MAX_URL_BYTES, headers=headers).status_code == 414
    assert post(service, http, GOOD, RESPONSE, token=False).status_code == 401


@pytest.mark.parametrize(
    "text",
    ["null", "3", "[]", "{}", '{"document": "{ __typename }"}', '{"query": 3}', '{"query": "{ a }", "variables": [7]}'],
)
def test_json_that_asks_for_nothing_is_unprocessable_in_the_edition(service, edition, text):
    name, http = edition
    for accept in (RESPONSE, JSON):
        headers = {"authorization": f"Bearer {service.person().token}", "content-type": JSON, "accept": accept}
        answer = http.post("/graphql", content=text, headers=headers)
        assert answer.status_code == (400 if name == "audit" else 422)
        assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_no_answer_without_data_is_a_success_in_the_edition(service, edition):
    """In the draft's mode an unknown hash is one: clients that read no body of another status must hear of it."""
    name, http = edition
    unknown = {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}}
    answers = [post(service, http, unknown, accept) for accept in (RESPONSE, JSON)]
    assert [answer.json()["errors"][0]["extensions"]["code"] for answer in answers] == ["PERSISTED_QUERY_NOT_FOUND"] * 2
    assert [answer.status_code for answer in answers] == ([200, 200] if name == "audit" else [422, 422])


def test_an_unknown_edition_does_not_start(service):
    use(replace(service.settings, http_edition="2027"))
    with pytest.raises(ValueError, match="2027"):
        make_app()


def test_a_null_of_the_root_is_data(service, edition, monkeypatch):
    """It was executed: its error says where, and the answer says null."""

    def break_down(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(activities, "get_meta", break_down)
    name, http = edition
    answer = post(service, http, {"query": '{ activity(id: "QWN0aXZpdHk6YQ") { id } }'}, RESPONSE)
    assert answer.status_code == (200 if name == "audit" else 294)
    assert json.loads(answer.text)["data"] == {"activity": None}
