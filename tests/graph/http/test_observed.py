"""The line of each request: named by known documents alone, with what became of it and what it took."""

import json
from dataclasses import replace

import pytest

from graph import documents
from graph.aws import handler
from graph.http import observed
from graph.schema import schema
from models import users
from models.observation import user_hash
from models.settings import use
from resolvers import users as profiles
from tests.embedded_metrics import figures_of, lines_of
from tests.gateway import LambdaContext, Request, answer_of, event_of

HOME = "query Home { viewer { id activities(first: 10) { nodes { id } } } }"
PROFILE = "query Profile { viewer { profile { sex } } }"
CHANGE = "mutation Change { rescore { id } }"
UNNAMED = "{ viewer { id } }"
FREE = "query NobodyKnows { viewer { id } }"
REQUEST_ID = LambdaContext().aws_request_id


@pytest.fixture
def asked(service, tmp_path, monkeypatch, capsys):
    """A function that asks the API function and gives (answer, line)."""
    texts = {"home": HOME, "profile": PROFILE, "change": CHANGE, "unnamed": UNNAMED}
    (tmp_path / "documents.json").write_text(json.dumps(texts))
    use(replace(service.settings, metrics="stridegraph/test", documents=str(tmp_path / "documents.json")))
    monkeypatch.setattr(schema, "documents", documents.Documents(schema._schema))

    def ask(query, *, token=None, **more):
        headers = {"content-type": "application/json"}
        headers |= {"authorization": f"Bearer {service.person().token if token is None else token}"}
        body = json.dumps({"query": query, **more}).encode()
        answer = answer_of(handler(event_of(Request(headers=headers, body=body)), LambdaContext()))
        (line,) = lines_of(capsys.readouterr().out)
        return answer, line

    return ask


def test_a_known_document_is_told_by_its_operation(service, asked):
    answer, line = asked(HOME)
    uid = users.identify(service.settings.issuer, "somebody").uid

    assert answer.json()["data"]["viewer"]["id"]
    assert line["Document"] == "Home"
    assert line["Duration"] > 0
    assert (line["outcome"], line["status"], line["bytes"]) == ("OK", 200, len(answer.content))
    assert (line["requestId"], line["user"]) == (REQUEST_ID, user_hash(uid))
    assert line["tableRequests"] >= 1
    assert "Faults" not in line
    assert asked(None, extensions={"documentId": "profile"})[1]["Document"] == "Profile"


def test_names_of_clients_are_in_no_line(asked):
    for query, more in (
        (FREE, {}),
        (HOME.replace("Home", "Forged"), {}),
        (HOME + " query NobodyKnows { viewer { id } }", {"operationName": "NobodyKnows"}),
        ("query NobodyKnows {", {}),
        (HOME, {"operationName": "NobodyKnows"}),
        (UNNAMED, {}),  # known, and without a name
    ):
        _, line = asked(query, **more)
        assert line["Document"] == "other"
        assert "NobodyKnows" not in json.dumps(line)


def test_who_is_not_signed_in_is_told_as_others_and_as_no_fault(asked):
    answer, line = asked(HOME, token="nothing.at.all")
    assert (answer.status_code, line["Document"], line["outcome"]) == (401, "other", "UNAUTHENTICATED")
    assert "Faults" not in line
    assert "user" not in line


def test_what_a_client_does_wrong_is_no_fault(asked):
    _, line = asked("query Home { nothing }")
    assert (line["outcome"], "Faults" in line) == ("GRAPHQL_VALIDATION_FAILED", False)


def test_a_fault_of_ours_is_counted_under_its_document(asked, monkeypatch):
    def break_down(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(profiles, "profile", break_down)
    answer, line = asked(PROFILE)
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert (line["Document"], line["outcome"]) == ("Profile", "INTERNAL")
    assert figures_of(line, "Document")["Faults"] == 1


def test_reads_and_writes_are_counted(asked):
    _, read = asked(HOME)
    _, written = asked(CHANGE)
    assert read["tableRequests"] >= 1
    assert written["tableRequests"] > 1
    assert read["ReadUnits"] > 0
    assert written["WriteUnits"] > 0
    assert "WriteUnits" not in asked(HOME)[1]


def test_the_first_request_of_an_environment_is_marked(asked, monkeypatch):
    monkeypatch.setattr(observed, "_environment", observed._Environment())
    assert asked(HOME)[1]["cold"] is True
    assert "cold" not in asked(HOME)[1]


def test_only_the_first_documents_have_names_of_their_own(service, tmp_path, monkeypatch):
    texts = {str(n): f"query Query{n} {{ viewer {{ id }} }}" for n in range(documents.MAX_NAMED + 3)}
    (tmp_path / "documents.json").write_text(json.dumps(texts))
    use(replace(service.settings, documents=str(tmp_path / "documents.json")))
    every = documents.Documents(schema._schema)
    names = [every.name_of(every.get(text, None)) for text in texts.values()]
    assert names == [f"Query{n}" for n in range(documents.MAX_NAMED)] + ["other"] * 3


def test_nothing_is_written_unless_it_is_wanted(service, capsys):
    assert service.person().ask(UNNAMED)["viewer"]["id"]
    assert "_aws" not in capsys.readouterr().out
