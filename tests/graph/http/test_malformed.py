"""Requests that clients should not send: each is answered in JSON with a code, and never as a fault of ours."""

import asyncio
import json
from dataclasses import dataclass, field, replace

import pytest

from graph.app import make_app
from graph.aws import handler
from graph.http.asked import MAX_BODY_BYTES, MAX_URL_BYTES
from tests.gateway import LambdaContext, Request, answer_of, event_of

JSON = {"content-type": "application/json"}
HELLO = b'{"query": "{ __typename }"}'
TWO = "query a { __typename } query b { viewer { id } }"


@dataclass(frozen=True)
class Case:
    name: str
    status: int
    code: str | None
    body: bytes = HELLO
    method: str = "POST"
    query: str = ""
    headers: dict[str, str] = field(default_factory=lambda: JSON)
    allow: str | None = None
    # (status, code) behind the gateway, where they are others; docs/gateway.md names each.
    behind: tuple[int, str | None] | None = None

    def request(self, token):
        return Request(
            self.method, "/graphql", self.query, {"authorization": f"Bearer {token}", **self.headers}, self.body
        )


def body(**given):
    return json.dumps(given).encode()


def accept(value):
    return {**JSON, "accept": value}


def get(query, *, status, code, name, **more):
    return Case(name, status, code, b"", "GET", query, {}, **more)


BAD, TYPE, METHOD = "BAD_REQUEST", "UNSUPPORTED_MEDIA_TYPE", "METHOD_NOT_ALLOWED"
INVALID, PARSE, NAME = "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "BAD_OPERATION_NAME"
GRAPHQL = "application/graphql-response+json"
CASES = [
    Case("well formed", 200, None),
    Case("null", 400, BAD, b"null"),
    Case("a number", 400, BAD, b"3"),
    Case("a text", 400, BAD, b'"x"'),
    Case("nothing", 400, BAD, b""),
    Case("no JSON", 400, BAD, b"{"),
    Case("not UTF-8", 400, BAD, b'{"query": "\xff\xfe"}', behind=(200, PARSE)),
    Case("UTF-16", 400, BAD, '{"query": "{ __typename }"}'.encode("utf-16")),
    Case("deep JSON", 400, BAD, b'{"query": "{ __typename }", "variables": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    Case("a batch", 400, BAD, b"[" + HELLO + b"]"),
    Case("an empty batch", 400, BAD, b"[]"),
    Case("NaN", 400, BAD, b'{"query": "{ __typename }", "variables": {"a": NaN}}'),
    Case("a lone surrogate", 400, BAD, b'{"query": "{ __typename }", "variables": {"a": "\\ud800"}}'),
    Case("no query", 400, BAD, b"{}"),
    Case("an empty query", 400, BAD, body(query="")),
    Case("a null query", 400, BAD, body(query=None)),
    Case("a query that is an object", 400, BAD, body(query={"a": 1})),
    Case("variables in a list", 400, BAD, body(query="{ __typename }", variables=[])),
    Case("variables in a text", 400, BAD, body(query="{ __typename }", variables="{}")),
    Case("extensions in a text", 400, BAD, body(query="{ __typename }", extensions="{}")),
    Case("a number as the name", 400, BAD, body(query="{ __typename }", operationName=1)),
    Case("null beside the query", 200, None, body(query="{ __typename }", variables=None, extensions=None)),
    Case("an empty name", 200, None, body(query="query a { __typename }", operationName="")),
    Case("two operations without a name", 400, NAME, body(query=TWO), headers=accept(GRAPHQL)),
    Case("two operations, an empty name", 400, NAME, body(query=TWO, operationName=""), headers=accept(GRAPHQL)),
    Case("two operations, one named", 200, None, body(query=TWO, operationName="a")),
    Case("an unknown name", 400, NAME, body(query=TWO, operationName="c"), headers=accept(GRAPHQL)),
    Case("fragments alone", 400, NAME, body(query="fragment a on User { id }"), headers=accept(GRAPHQL)),
    Case("no GraphQL", 400, PARSE, body(query="{"), headers=accept(GRAPHQL)),
    Case("an unknown field", 400, INVALID, body(query="{ nothing }"), headers=accept(GRAPHQL)),
    Case("a subscription", 400, INVALID, body(query="subscription { a }"), headers=accept(GRAPHQL)),
    Case("no GraphQL, as JSON", 200, PARSE, body(query="{")),
    Case("an unknown field, as JSON", 200, INVALID, body(query="{ nothing }")),
    Case("JSON alone accepted", 200, None, headers=accept("application/json")),
    Case("anything accepted", 200, None, headers=accept("*/*")),
    Case("any application accepted", 200, None, headers=accept("application/*;q=0.1, text/html")),
    Case("CSV accepted", 406, "NOT_ACCEPTABLE", headers=accept("text/csv")),
    Case("nothing accepted", 406, "NOT_ACCEPTABLE", headers=accept("application/json;q=0")),
    Case("an encoding accepted", 406, "NOT_ACCEPTABLE", headers=accept("application/json; charset=latin-1")),
    Case("almost JSON", 415, TYPE, headers={"content-type": "application/jsonx"}),
    Case("text", 415, TYPE, headers={"content-type": "text/plain"}),
    Case("a form", 415, TYPE, b"query=%7B__typename%7D", headers={"content-type": "application/x-www-form-urlencoded"}),
    Case("multipart", 415, TYPE, b"--a--", headers={"content-type": "multipart/form-data; boundary=a"}),
    Case("GraphQL as the body", 415, TYPE, b"{ __typename }", headers={"content-type": "application/graphql"}),
    Case("no content type", 415, TYPE, headers={"content-type": ""}),
    Case("UTF-8 said", 200, None, headers={"content-type": "application/json; charset=UTF-8"}),
    Case("another charset", 415, TYPE, headers={"content-type": "application/json; charset=shift_jis"}),
    Case("compressed", 415, TYPE, headers={**JSON, "content-encoding": "gzip"}),
    Case("too long", 413, "PAYLOAD_TOO_LARGE", b'{"query": "#' + b"x" * MAX_BODY_BYTES + b'"}'),
    *(
        Case(method, 405, METHOD, b"", method, headers={}, allow="GET, POST")
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS")
    ),
    get("query=%7B__typename%7D", status=200, code=None, name="a query by GET"),
    get("", status=400, code=BAD, name="GET of nothing"),
    get("query=%7B__typename%7D&query=x", status=400, code=BAD, name="two queries by GET"),
    get("query=%7B__typename%7D&variables=%7B", status=400, code=BAD, name="variables by GET that are no JSON"),
    get("query=%7B__typename%7D&variables=3", status=400, code=BAD, name="variables by GET that are a number"),
    get("query=%7B__typename%7D&extensions=%5B%5D", status=400, code=BAD, name="extensions by GET in a list"),
    get("query=%7B__typename%7D&utm=1&utm=2", status=200, code=None, name="parameters of somebody else, twice"),
    get("query=%7B__typename%7D%23%FF", status=400, code=BAD, name="a query by GET that is not UTF-8"),
    get("query=%7B__typename%7D%23%ED%A0%80", status=400, code=BAD, name="a surrogate by GET"),
    get(
        "query=%7B__typename%7D" + "".join(f"&a{n}=1" for n in range(100)),
        status=400,
        code=BAD,
        name="too many parameters",
    ),
    get("query=" + "x" * MAX_URL_BYTES, status=414, code="PAYLOAD_TOO_LARGE", name="a long URL"),
    get(
        "query=mutation%7Brescore%7Bid%7D%7D",
        status=405,
        code=METHOD,
        name="a mutation by GET",
        allow="POST",
    ),
]


def check(answer, case):
    assert answer.status_code == case.status, answer.text
    assert answer.headers["content-type"] in {"application/json; charset=utf-8", f"{GRAPHQL}; charset=utf-8"}
    assert "accept" in answer.headers["vary"]
    assert answer.headers.get("allow") == case.allow
    told = answer.json()
    if case.code is None:
        assert told["data"] == {"__typename": "Query"}
        assert "errors" not in told
    else:
        assert "data" not in told
        (error,) = told["errors"]
        assert error["extensions"]["code"] == case.code
        assert error["message"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_server_answers(service, case):
    sent = case.request(service.person().token)
    url = f"/graphql?{sent.query}" if sent.query else "/graphql"
    check(service.http.request(sent.method, url, content=sent.body, headers=sent.headers), case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_function_answers_alike(service, case):
    told = handler(event_of(case.request(service.person().token)), LambdaContext())
    assert told["isBase64Encoded"] is False
    status, code = case.behind or (case.status, case.code)
    check(answer_of(told), replace(case, status=status, code=code))


@pytest.mark.parametrize(
    ("encodings", "status"), [(["identity", "gzip"], 415), (["gzip", "identity"], 415), (["identity", "identity"], 200)]
)
def test_each_of_several_encodings_is_looked_at(service, encodings, status):
    """Also where a server's headers stand beside each other; a gateway joins them."""
    given = [("authorization", f"Bearer {service.person().token}"), *JSON.items()]
    headers = [*given, *(("content-encoding", each) for each in encodings)]
    assert service.http.post("/graphql", content=HELLO, headers=headers).status_code == status


def test_head_is_refused_without_a_body(service):
    answer = service.http.head("/graphql")
    assert (answer.status_code, answer.headers["allow"], answer.content) == (405, "GET, POST", b"")


@pytest.mark.parametrize("path", ["/graphql/", "/graphql/x", "/graphql/x/y"])
def test_a_path_beside_it_is_no_way_to_it(service, path):
    sent = Request("POST", path, headers=accept(GRAPHQL), body=HELLO)
    for answer in (
        service.http.post(path, content=HELLO, headers=sent.headers, follow_redirects=False),
        answer_of(handler(event_of(sent), None)),
    ):
        assert (answer.status_code, answer.headers["content-type"]) == (404, f"{GRAPHQL}; charset=utf-8")
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == "NOT_FOUND"


def test_a_body_in_pieces_is_read_no_further_than_it_may_be_long(service):
    """Nobody says beforehand how long it is, and it would never end."""
    taken, sent = [], []

    async def receive():
        taken.append(b" " * 65_536)
        assert len(taken) < 100
        return {"type": "http.request", "body": taken[-1], "more_body": True}

    async def send(message):
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
    asyncio.run(make_app()(scope, receive, send))
    assert sent[0]["status"] == 413
    assert len(taken) == 5


def test_a_body_of_the_largest_size_is_read(service):
    text = b'{"query": "{ __typename }", "a": "' + b"x" * (MAX_BODY_BYTES - 36) + b'"}'
    assert len(text) == MAX_BODY_BYTES
    headers = {**JSON, "authorization": f"Bearer {service.person().token}"}
    assert service.http.post("/graphql", content=text, headers=headers).status_code == 200
    assert service.http.post("/graphql", content=text + b" ", headers=headers).status_code == 413
    assert service.http.post("/graphql", content=iter([text, b" "]), headers=headers).status_code == 413


@pytest.mark.parametrize("authorization", [None, "Bearer x", "Basic x", "Bearer"])
def test_whoever_is_not_signed_in_is_told_in_the_type_they_take(service, authorization):
    headers = {**accept(GRAPHQL), **({"authorization": authorization} if authorization else {})}
    for answer in (
        service.http.post("/graphql", content=body(query="{ viewer { id } }"), headers=headers),
        answer_of(handler(event_of(Request(headers=headers, body=body(query="{ viewer { id } }"))), None)),
    ):
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == "UNAUTHENTICATED"
        assert answer.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
