"""Documents that a request need not carry: by their hash, by an id, from a manifest."""

import json
import logging
import os
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from graph import documents
from graph.app import make_app
from graph.prepared import MAX_CHARACTERS, MAX_DOCUMENTS, Cache
from graph.query import Query
from graph.schema import Schema, schema
from graph.types.activity import Run, Walk
from models.settings import use
from tests.service import service_on

ID, OTHER = "{ viewer { id } }", "query Other { viewer { profile { sex } } }"
CHANGE = "mutation Again { rescore { id } }"
RESPONSE = "application/graphql-response+json"


def digest(text):
    return sha256(text.encode()).hexdigest()


def persisted(text, **more):
    return {"persistedQuery": {"version": 1, "sha256Hash": digest(text), **more}}


class Client:
    """Sends requests that hold whatever a test wants, to an application of its own."""

    def __init__(self, service, **settings):
        use(replace(service.settings, **settings))
        self._http = TestClient(make_app())
        self._headers = {"authorization": f"Bearer {service.person().token}", "accept": RESPONSE}

    def post(self, **given):
        return self._http.post("/graphql", json=given, headers=self._headers)

    def get(self, **given):
        texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        return self._http.get(f"/graphql?{urlencode(texts)}", headers=self._headers)


@pytest.fixture(scope="module")
def service(engines, keys):
    """One for all: nothing of them changes anything that another one reads."""
    with service_on(engines, keys) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_kept(service, monkeypatch):
    monkeypatch.setattr(schema, "documents", documents.Documents(schema._schema))
    yield
    use(service.settings)


def code(answer):
    assert "data" not in answer.json()
    (error,) = answer.json()["errors"]
    return answer.status_code, error["extensions"]["code"]


def test_a_hash_is_unknown_until_somebody_sends_its_text(service):
    client = Client(service)
    for send in (client.post, client.get):
        answer = send(extensions=persisted(ID))
        assert code(answer) == (200, "PERSISTED_QUERY_NOT_FOUND")
        assert answer.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    first = client.post(query=ID, extensions=persisted(ID))
    assert first.json()["data"]["viewer"]["id"]
    for send in (client.post, client.get):
        assert send(extensions=persisted(ID)).json()["data"] == first.json()["data"]


def test_a_text_may_come_by_get(service):
    client = Client(service)
    assert client.get(query=ID, extensions=persisted(ID)).status_code == 200
    answer = client.get(extensions=persisted(ID))
    assert answer.json()["data"]["viewer"]["id"]
    assert answer.headers["etag"]


def test_in_the_edition_of_september_an_unknown_hash_is_no_success(service):
    client = Client(service, http_edition="2026-09")
    assert code(client.get(extensions=persisted(ID))) == (422, "PERSISTED_QUERY_NOT_FOUND")


def test_a_mutation_by_its_hash_goes_by_post_alone(service):
    client = Client(service)
    client.post(query=CHANGE, extensions=persisted(CHANGE))
    assert code(client.get(extensions=persisted(CHANGE))) == (405, "METHOD_NOT_ALLOWED")
    assert client.post(extensions=persisted(CHANGE)).json()["data"]["rescore"]["id"]


def test_operations_of_a_kept_text_are_told_apart_by_name(service):
    client = Client(service)
    both = f"query A {ID} {OTHER}"
    assert code(client.post(query=both, extensions=persisted(both))) == (400, "BAD_OPERATION_NAME")
    assert client.get(extensions=persisted(both), operationName="Other").json()["data"]["viewer"]["profile"]


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        (persisted(ID, sha256Hash=digest(OTHER)), "PERSISTED_QUERY_MISMATCH"),
        (persisted(ID, sha256Hash=digest(ID).upper()), "PERSISTED_QUERY_MISMATCH"),
        (persisted(ID, sha256Hash=3), "PERSISTED_QUERY_MISMATCH"),
        ({"persistedQuery": {"version": 1}}, "PERSISTED_QUERY_MISMATCH"),
        (persisted(ID, version=2), "PERSISTED_QUERY_NOT_SUPPORTED"),
        ({"persistedQuery": 7}, "PERSISTED_QUERY_NOT_SUPPORTED"),
        ({"documentId": digest(ID)}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"documentId": 7}, "PERSISTED_QUERY_NOT_FOUND"),
    ],
)
def test_what_does_not_name_the_text_is_refused(service, extensions, expected):
    client = Client(service)
    assert code(client.post(query=ID, extensions=extensions))[1] == expected
    assert len(schema.documents.persisted) == 0


def test_a_hash_that_was_left_out_is_said(service):
    answer = Client(service).post(query=ID, extensions={"persistedQuery": {"version": 1}})
    assert answer.json()["errors"][0]["message"].startswith("persistedQuery needs a sha256Hash")


@pytest.mark.parametrize("text", ["{", "{ nothing }", "{ __typename " * 50, "{ viewer { " + "id " * 21 + "} }"])
def test_a_text_that_may_not_be_executed_is_not_kept(service, text):
    client = Client(service)
    assert "errors" in client.post(query=text, extensions=persisted(text)).json()
    assert len(schema.documents.persisted) == 0
    assert code(client.post(extensions=persisted(text))) == (200, "PERSISTED_QUERY_NOT_FOUND")


def test_kept_texts_are_bounded():
    kept = documents.Persisted()
    for n in range(documents.MAX_PERSISTED + 3):
        kept.keep(str(n), "x")
        kept.get("0")
    assert len(kept) == documents.MAX_PERSISTED
    assert (kept.get("0"), kept.get("1"), kept.get("4")) == ("x", None, "x")
    long = "x" * documents.MAX_PERSISTED_TEXT
    for n in range(documents.MAX_PERSISTED_CHARACTERS // len(long) + 5):
        kept.keep(f"long {n}", long)
    assert len(kept) == documents.MAX_PERSISTED_CHARACTERS // len(long)
    kept.keep("too long", long + "x")
    assert kept.get("too long") is None


def test_made_ready_documents_are_the_same_trees_and_bounded():
    cache = Cache(schema._schema)
    first = cache.get(ID, locked=False)
    assert cache.get(ID, locked=False) is first
    for n in range(MAX_DOCUMENTS):
        cache.get(f"query q{n} {{ __typename }}", locked=False)
    assert cache.get(ID, locked=False) is not first
    pinned = cache.get(OTHER, locked=False, pin=True)
    for n in range(MAX_CHARACTERS // 40_000 + 2):
        cache.get(f"query q{n} {{ __typename }}".ljust(40_000), locked=False)
    assert cache._characters <= MAX_CHARACTERS
    assert cache.get(OTHER, locked=False) is pinned


def test_what_one_stage_found_valid_is_not_valid_in_the_other(service):
    """A cache by the text alone would answer introspection in the locked stage."""
    asked = "{ __schema { queryType { name } } }"
    assert Client(service).post(query=asked).status_code == 200
    use(replace(service.settings, stage="locked", documents_only=False))
    token = service.person().token
    answer = service.http.post("/graphql", json={"query": asked}, headers={"authorization": f"Bearer {token}"})
    assert code(answer)[1] == "INTROSPECTION_OFF"


def test_schemas_do_not_share_documents():
    one, other = (Schema(query=Query, types=[Run, Walk]) for _ in "12")
    assert one.documents.get(ID, None) is not other.documents.get(ID, None)


TEXTS = [ID, OTHER, CHANGE]
MANIFESTS = {
    "relay": {digest(text): text for text in TEXTS},
    "codegen": {f"sha256:{digest(text)}": text for text in TEXTS},
    "apollo": {
        "format": "apollo-persisted-query-manifest",
        "version": 1,
        "operations": [
            {"id": digest(text), "name": f"O{n}", "type": "query", "body": text} for n, text in enumerate(TEXTS)
        ],
    },
}


@pytest.fixture(params=MANIFESTS)
def trusted(request, tmp_path):
    """A manifest, as one of the tools writes it."""
    path = tmp_path / "documents.json"
    path.write_text(json.dumps(MANIFESTS[request.param]))
    return str(path)


def test_trusted_documents_are_known_from_the_start(service, trusted):
    client = Client(service, documents=trusted)
    for answer in (
        client.post(documentId=f"sha256:{digest(ID)}"),
        client.post(documentId=digest(ID)),
        client.get(documentId=f"sha256:{digest(ID)}"),
        client.get(extensions=persisted(ID)),
        client.post(extensions=persisted(ID)),
        client.post(query=ID),
        client.post(query=ID, documentId=digest(ID)),
    ):
        assert answer.json()["data"]["viewer"]["id"]
    assert code(client.post(query=OTHER, documentId=digest(ID)))[1] == "PERSISTED_QUERY_MISMATCH"
    assert client.post(query="{ __typename }").json()["data"] == {"__typename": "Query"}
    assert len(schema.documents.persisted) == 0


@pytest.mark.parametrize("settings", [{"documents_only": True}, {"stage": "locked"}])
def test_where_they_alone_are_allowed_nothing_else_is_answered(service, trusted, settings):
    client = Client(service, documents=trusted, **settings)
    assert client.post(documentId=digest(ID)).json()["data"]["viewer"]["id"]
    assert client.post(query=ID).json()["data"]["viewer"]["id"]
    assert client.get(extensions=persisted(OTHER)).json()["data"]["viewer"]["profile"]
    free = "{ __typename }"
    for answer in (
        client.post(query=free),
        client.get(query=free),
        client.post(query=f"{ID} "),
        client.post(query=free, extensions=persisted(free)),
        client.post(extensions=persisted(free)),
        client.post(documentId=digest(free)),
        client.post(query="{"),
    ):
        assert code(answer) == (400, "DOCUMENT_NOT_ALLOWED")
    assert len(schema.documents.persisted) == 0


def test_they_are_made_ready_before_the_first_request(service, trusted, monkeypatch):
    Client(service, documents=trusted)
    assert len(schema.documents.cache._pinned) == len(TEXTS)
    monkeypatch.setattr("graph.prepared.prepare", None)
    assert schema.documents.get(None, {"documentId": digest(ID)}).operations.keys() == {None}


def test_one_that_asks_for_the_schema_is_logged_in_the_locked_stage(service, tmp_path, caplog):
    (tmp_path / "documents.json").write_text(json.dumps({"schema": "{ __schema { queryType { name } } }"}))
    with caplog.at_level(logging.ERROR):
        Client(service, documents=str(tmp_path / "documents.json"), stage="locked")
    assert "the trusted document schema cannot be used: The schema is not told here." in caplog.text


def test_what_is_refused_is_logged_by_a_hash(service, tmp_path, caplog):
    (tmp_path / "documents.json").write_text(json.dumps({"home": ID}))
    client = Client(service, documents=str(tmp_path / "documents.json"), documents_only=True)
    free = "{ __typename }"
    for asked in ({"query": free}, {"extensions": persisted(free)}, {"documentId": digest(free)}):
        caplog.clear()
        assert code(client.post(**asked))[1] == "DOCUMENT_NOT_ALLOWED"
        assert f"a document that is not trusted was refused: {digest(free)}" in caplog.text
    caplog.clear()
    client.post(documentId="somebody@example.org")
    assert f"refused: {digest('somebody@example.org')}" in caplog.text
    assert "somebody" not in caplog.text


def test_several_manifests_count_together(service, tmp_path):
    for name, text in (("android", ID), ("ios", OTHER)):
        (tmp_path / f"{name}.json").write_text(json.dumps({digest(text): text, "same": CHANGE}))
    both = os.pathsep.join(str(tmp_path / f"{name}.json") for name in ("android", "ios"))
    client = Client(service, documents=both, documents_only=True)
    assert client.post(documentId=digest(ID)).json()["data"]["viewer"]["id"]
    assert client.post(documentId=digest(OTHER)).json()["data"]["viewer"]["profile"]
    (tmp_path / "ios.json").write_text(json.dumps({"same": OTHER}))
    documents.manifest.cache_clear()
    with pytest.raises(ValueError, match=r"ios.json has another document under the id same"):
        Client(service, documents=both)


@pytest.mark.parametrize("prefix", ["", "sha256:"])
def test_a_hash_that_is_another_texts_does_not_start(service, tmp_path, prefix):
    (tmp_path / "documents.json").write_text(json.dumps({prefix + digest(OTHER): ID}))
    with pytest.raises(ValueError, match=f"has a document under {digest(OTHER)}, which is not the SHA-256 of its text"):
        Client(service, documents=str(tmp_path / "documents.json"))


def test_an_id_need_not_be_a_hash(service, tmp_path):
    (tmp_path / "documents.json").write_text(json.dumps({"home": ID}))
    client = Client(service, documents=str(tmp_path / "documents.json"), documents_only=True)
    assert client.post(documentId="home").json()["data"]["viewer"]["id"]
    assert client.post(extensions=persisted(ID)).json()["data"]["viewer"]["id"]


@pytest.mark.parametrize("settings", [{"documents_only": True}, {"stage": "locked"}])
def test_one_that_does_not_fit_is_logged_and_the_others_are_answered(service, tmp_path, caplog, settings):
    (tmp_path / "documents.json").write_text(json.dumps({"old": "{ nothing more }", "good": ID}))
    with caplog.at_level(logging.ERROR):
        client = Client(service, documents=str(tmp_path / "documents.json"), **settings)
    told = "the trusted document old cannot be used: Cannot query field 'nothing' on type 'Query'."
    assert f"{told} (line 1, column 3); Cannot query field 'more'" in caplog.text
    refused = client.post(documentId="old")
    assert refused.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert ("nothing" in refused.text) is ("stage" not in settings)
    assert client.post(documentId="good").json()["data"]["viewer"]["id"]


def test_trusted_documents_alone_and_none_of_them_is_said(service, caplog):
    with caplog.at_level(logging.ERROR):
        Client(service, stage="locked")
    assert "only trusted documents are answered, and there are none" in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "3",
        '{"a": 3}',
        '{"format": "apollo-persisted-query-manifest", "version": 2, "operations": []}',
        '{"format": "apollo-persisted-query-manifest", "version": 1}',
        '{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [3]}',
        '{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": "a"}]}',
        '{"format": "another", "version": 1, "operations": []}',
        "{",
    ],
)
def test_what_is_no_manifest_does_not_start(service, tmp_path, text):
    (tmp_path / "documents.json").write_text(text)
    with pytest.raises(ValueError, match=r"documents.json is no manifest of documents: "):
        Client(service, documents=str(tmp_path / "documents.json"))
