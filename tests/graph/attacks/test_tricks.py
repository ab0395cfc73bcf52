"""Batches, requests that a foreign page can make a browser send, and methods that are not what they say."""

import json
from dataclasses import dataclass, field, replace
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from graph.app import make_app
from graph.aws import handler
from models.settings import use
from tests.gateway import Request, answer_of, event_of
from tests.service import service_on

JSON = {"content-type": "application/json"}
READ, CHANGE = "{ viewer { id } }", "mutation { rescore { id } }"
BOTH = f"query Read {READ} mutation Change {{ rescore {{ id }} }}"
ONE = json.dumps({"query": CHANGE})
BAD, TYPE, METHOD = "BAD_REQUEST", "UNSUPPORTED_MEDIA_TYPE", "METHOD_NOT_ALLOWED"
FORM = "application/x-www-form-urlencoded"
PARTS = (
    '--a\r\nContent-Disposition: form-data; name="operations"\r\n\r\n' + ONE + "\r\n--a\r\n"
    'Content-Disposition: form-data; name="map"\r\n\r\n{}\r\n--a--\r\n'
)


@pytest.fixture(scope="module")
def service(engines, keys):
    """One for all: nothing of them changes anything that another one reads."""
    with service_on(engines, keys) as made:
        yield made


@dataclass(frozen=True)
class Trick:
    name: str
    status: int
    code: str
    body: str = ""
    method: str = "POST"
    query: str = ""
    headers: dict[str, str] = field(default_factory=lambda: JSON)

    def request(self, token):
        body = b"" if self.method in {"GET", "HEAD"} and not self.body else self.body.encode()
        return Request(self.method, "/graphql", self.query, {"authorization": f"Bearer {token}", **self.headers}, body)


def by_get(name, query, status, code, headers=None):
    return Trick(name, status, code, "", "GET", query, headers or {})


BATCHES = [
    Trick("two operations in an array", 400, BAD, f"[{ONE}, {ONE}]"),
    Trick("one operation in an array", 400, BAD, f"[{ONE}]"),
    Trick("an array of a hundred", 400, BAD, f"[{', '.join([ONE] * 100)}]"),
    Trick("an array in an array", 400, BAD, f"[[{ONE}]]"),
    Trick("numbered operations", 400, BAD, f'{{"0": {ONE}, "1": {ONE}}}'),
    Trick("queries in an array", 400, BAD, json.dumps({"query": [CHANGE, CHANGE]})),
    Trick("variables in an array", 400, BAD, json.dumps({"query": CHANGE, "variables": [{}, {}]})),
    Trick("JSON Lines", 400, BAD, f"{ONE}\n{ONE}"),
    by_get("an array by GET", f"query={quote('[' + ONE + ']')}", 200, "GRAPHQL_PARSE_FAILED"),
    by_get("query[] by GET", f"query[]={quote(READ)}&query[]={quote(READ)}", 400, BAD),
    by_get("two queries by GET", f"query={quote(READ)}&query={quote(READ)}", 400, BAD),
]
# What a page of somebody else can send without asking first: three types of content, and no header of its own.
FOREIGN = [
    Trick("a form", 415, TYPE, f"query={quote(CHANGE)}", headers={"content-type": FORM}),
    Trick("text", 415, TYPE, ONE, headers={"content-type": "text/plain"}),
    Trick("text that says JSON", 415, TYPE, ONE, headers={"content-type": "text/plain; application/json"}),
    Trick("multipart", 415, TYPE, PARTS, headers={"content-type": "multipart/form-data; boundary=a"}),
    Trick("no type", 415, TYPE, ONE, headers={"content-type": ""}),
    Trick("GraphQL as text", 415, TYPE, CHANGE, headers={"content-type": "application/graphql"}),
    Trick("a type of two", 415, TYPE, ONE, headers={"content-type": "text/plain, application/json"}),
    by_get("a change by GET", f"query={quote(CHANGE)}", 405, METHOD),
    by_get("the change of a document by GET", f"query={quote(BOTH)}&operationName=Change", 405, METHOD),
    by_get("a hidden change by GET", f"query={quote('# query' + chr(10) + CHANGE)}", 405, METHOD),
]
OVERRIDES = ("x-http-method-override", "x-http-method", "x-method-override")
METHODS = [
    *(by_get(f"GET, {name}: POST", f"query={quote(CHANGE)}", 405, METHOD, {name: "POST"}) for name in OVERRIDES),
    by_get("GET, _method=POST", f"query={quote(CHANGE)}&_method=POST", 405, METHOD),
    Trick("GET with a body", 400, BAD, ONE, "GET"),
    *(
        Trick(name, 405, METHOD, ONE, name)
        for name in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "PROPFIND")
    ),
    Trick("HEAD of a change", 405, METHOD, "", "HEAD", f"query={quote(CHANGE)}", {}),
    Trick("POST with the query in the address", 400, BAD, "", query=f"query={quote(CHANGE)}"),
    Trick(
        "POST, a query and X-HTTP-Method-Override: GET",
        400,
        BAD,
        "",
        "POST",
        f"query={quote(READ)}",
        {**JSON, "x-http-method-override": "GET"},
    ),
]


def check(trick, answer):
    assert answer.status_code == trick.status, answer.text
    assert len(answer.content) <= 1_024
    if trick.status == 405:
        assert answer.headers["allow"] in {"GET, POST", "POST"}
    if trick.method == "HEAD":
        assert answer.content == b""
        return
    told = answer.json()
    assert "data" not in told
    assert [error["extensions"]["code"] for error in told["errors"]] == [trick.code]


@pytest.mark.parametrize("trick", [*BATCHES, *FOREIGN, *METHODS], ids=lambda trick: trick.name)
def test_it_is_refused_and_nothing_is_done(service, trick):
    person = service.person()
    sent = trick.request(person.token)
    url = f"/graphql?{sent.query}" if sent.query else "/graphql"
    check(trick, service.http.request(sent.method, url, content=sent.body, headers=sent.headers))
    if trick.method != "HEAD":  # the gateway has routes for GET and POST alone
        check(trick, answer_of(handler(event_of(sent), None)))
    assert person.ask("{ viewer { rescores { id } } }")["viewer"]["rescores"] == []


def test_a_foreign_page_is_not_let_in_by_the_browser(service):
    """Whatever it asks first for, or sends along; a page of ours is."""
    use(replace(service.settings, cors_origins=("https://ours.example",)))
    http = TestClient(make_app())
    use(service.settings)
    ask = {"access-control-request-method": "POST", "access-control-request-headers": "content-type, authorization"}
    foreign = http.options("/graphql", headers={"origin": "https://evil.example", **ask})
    assert foreign.status_code == 400
    assert "access-control-allow-origin" not in foreign.headers
    ours = http.options("/graphql", headers={"origin": "https://ours.example", **ask})
    assert (ours.status_code, ours.headers["access-control-allow-origin"]) == (200, "https://ours.example")
    assert "access-control-allow-credentials" not in ours.headers


def test_a_cookie_signs_nobody_in(service):
    """So that there is nothing of the person's that a browser would send along by itself."""
    token = service.person().token
    headers = {**JSON, "cookie": f"token={token}; authorization=Bearer {token}"}
    assert service.http.post("/graphql", content=json.dumps({"query": READ}), headers=headers).status_code == 401
    by_address = service.http.get(f"/graphql?query={quote(READ)}&access_token={token}&authorization=Bearer%20{token}")
    assert by_address.status_code == 401
