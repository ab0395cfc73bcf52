"""Logs and figures, as Lambda writes them, of a request, an upload and their faults: nothing of whom they are about."""

import json
from dataclasses import replace

import pytest

from console.engines.poller import lambda_event
from graph.aws import handler as api
from graph.ids import UPLOAD, key_of
from models import users
from models.observation import user_hash
from models.settings import use
from resolvers import users as profiles
from tests.embedded_metrics import lines_of
from tests.gateway import LambdaContext, Request, answer_of, event_of
from tests.lambda_logs import written
from tests.uploads.builders import clock, gpx, point, track
from uploads import aws, pipeline, ready

SUBJECT, NAME, MAIL = "marker-subject-7c1f", "Marker Street Morning", "marker@example.org"
LATITUDE, LONGITUDE = "35.6812", "139.7671"
POINTS = [point(clock(n), f"{35.681236 + n * 3e-5:.6f}", f"139.7671{n % 90 + 10}") for n in range(400)]
FILE = gpx(track(POINTS, head=f"<name>{NAME}</name><type>running</type>"))
HINT = {"sportHint": "RUNNING"}
ASK = """query NobodyKnows($id: ID!) {
  viewer { profile { sex } activities(first: 5) { nodes { id name } } } activity(id: $id) { id }
}"""
EVERYTHING = f"{SUBJECT} {NAME} {MAIL} {LATITUDE}36, {LONGITUDE}10"


@pytest.fixture
def person(service):
    """Somebody whose figures are wanted."""
    use(replace(service.settings, metrics="stridegraph/test"))
    return service.person(SUBJECT)


def asked(person, query, variables=None, **headers):
    sent = {"content-type": "application/json", "authorization": f"Bearer {person.token}", **headers}
    body = json.dumps({"query": query, "variables": variables}).encode()
    return answer_of(api(event_of(Request(headers=sent, body=body)), LambdaContext())).json()


def clean(text, person, uid):
    """Fails where anything stands that a person sent, or is known by."""
    markers = [SUBJECT, NAME, MAIL, LATITUDE, LONGITUDE, "NobodyKnows", uid, person.token, *person.token.split(".")[1:]]
    assert [marker for marker in markers if marker in text] == []


def test_what_goes_well_tells_nothing_of_anybody(service, person, capsys):
    person.send(FILE, **HINT)
    uid = users.identify(service.settings.issuer, SUBJECT).uid
    capsys.readouterr()
    with written(LambdaContext().aws_request_id) as logged:
        assert aws.handler(lambda_event(service.receive()), LambdaContext()) == {"batchItemFailures": []}
        told = asked(person, ASK, {"id": MAIL})
        assert [each["name"] for each in told["data"]["viewer"]["activities"]["nodes"]] == [NAME]
        assert "errors" in asked(person, f"{{ viewer {{ {NAME.replace(' ', '')} }} }}", authorization=f"Basic {MAIL}")
        assert "errors" in asked(person, "query NobodyKnows { viewer { id ", {"name": NAME})
    output = capsys.readouterr().out
    clean(output + logged.text, person, uid)
    assert len(lines_of(output)) >= 4
    assert {line.get("user") for line in lines_of(output)} == {user_hash(uid), None}
    assert all(line["level"] in {"DEBUG", "INFO"} for line in logged.told())


def test_faults_tell_whose_they_are_and_where_and_not_what_was_sent(service, person, capsys, monkeypatch):
    def break_down(*_):
        raise ValueError(EVERYTHING)

    person.send(FILE, **HINT)
    uid = users.identify(service.settings.issuer, SUBJECT).uid
    capsys.readouterr()
    monkeypatch.setattr(profiles, "profile", break_down)
    monkeypatch.setattr(pipeline, "read", break_down)
    with written(LambdaContext().aws_request_id) as logged:
        assert "errors" in asked(person, ASK, {"id": MAIL})
        assert aws.handler(lambda_event(service.receive()), LambdaContext())["batchItemFailures"]
    clean(capsys.readouterr().out + logged.text, person, uid)
    faults = [line for line in logged.told() if line["level"] == "ERROR"]
    assert [line["logger"] for line in faults] == ["graph.errors", "uploads.aws"]
    for line in faults:
        assert line["errorType"] == "ValueError"
        assert "break_down" in "".join(line["stackTrace"])
        assert (line["requestId"], line["user"]) == (LambdaContext().aws_request_id, user_hash(uid))


def test_a_laptops_log_keeps_the_words(service, caplog, monkeypatch):
    def break_down(*_):
        raise ValueError("the words")

    monkeypatch.setattr(profiles, "profile", break_down)
    assert service.person().post("{ viewer { profile { sex } } }").json()["errors"]
    assert "ValueError: the words" in caplog.text


def test_a_file_that_is_quoted_in_its_problem_is_not_quoted_in_the_log(service, person):
    upload_id = person.send(f"<{NAME.replace(' ', '')}/>".encode(), **HINT)
    uid = users.identify(service.settings.issuer, SUBJECT).uid
    with written(LambdaContext().aws_request_id) as logged:
        assert aws.handler(lambda_event(service.receive()), LambdaContext()) == {"batchItemFailures": []}
    problem = person.ask("query ($id: ID!) { upload(id: $id) { problem { detail } } }", {"id": upload_id})
    assert "MarkerStreetMorning" in problem["upload"]["problem"]["detail"][: ready.MAX_DETAIL]
    assert "MarkerStreetMorning" not in logged.text
    assert f"upload {key_of(upload_id, UPLOAD)} failed: UNKNOWN_FORMAT" in logged.text
    clean(logged.text, person, uid)
