"""The lines of the processing functions: what became of an upload or a job, and where its time went."""

import json
from dataclasses import replace
from datetime import date

import pytest

from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from graph.ids import UPLOAD, key_of
from models import keys, observation, uploads, users
from models.errors import RetryLater
from models.observation import user_hash
from models.settings import use
from models.terms import Sport
from tests.embedded_metrics import figures_of, lines_of
from tests.gateway import LambdaContext
from uploads import aws, cohorts, jobs, pipeline
from uploads.counting import months_until
from uploads.observed import Stage

RUN = file_bytes(recording(Sport.RUNNING, minutes=8))


@pytest.fixture
def sent(service, capsys):
    """A function that sends a file, has it processed, and gives (answer, line, person's hash, upload's id)."""
    use(replace(service.settings, metrics="stridegraph/test"))

    def send(data):
        upload_id = service.person().send(data)
        uid = users.identify(service.settings.issuer, "somebody").uid
        capsys.readouterr()
        answer = aws.handler(lambda_event(service.receive()), LambdaContext())
        lines = [line for line in lines_of(capsys.readouterr().out) if "Outcome" in line]
        return answer, lines, user_hash(uid), key_of(upload_id, UPLOAD)

    return send


def test_an_upload_tells_what_each_stage_took(sent):
    answer, (line,), user, upload_id = sent(RUN)

    assert answer == {"batchItemFailures": []}
    assert (line["Outcome"], figures_of(line, "Outcome")) == ("DONE", {"Uploads": 1})
    figures = figures_of(line, "Function")
    assert line["Function"] == "uploads"
    assert set(figures) >= {"Duration", *Stage, "ReadUnits", "WriteUnits"}
    assert 0 < sum(figures[each] for each in Stage) <= figures["Duration"] * 1.001
    assert all(figures[each] > 0 for each in Stage)
    assert (line["upload"], line["user"], line["requestId"]) == (upload_id, user, LambdaContext().aws_request_id)
    assert (line["format"], line["fileBytes"], line["activities"]) == ("FIT", len(RUN), 1)
    assert line["points"] >= 8 * 60
    assert "problem" not in line


def test_a_file_that_nothing_can_be_made_of_is_failed_and_no_fault(sent, caplog):
    caplog.set_level("INFO")
    _, (line,), _, upload_id = sent(b"Marker Street 12, no recording at all")
    assert (line["Outcome"], line["problem"]) == ("FAILED", "UNKNOWN_FORMAT")
    assert Stage.MEASURE not in line
    assert f"upload {upload_id} failed: UNKNOWN_FORMAT" in caplog.text
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


def test_what_another_worker_holds_comes_again_by_one_line_without_a_stack(sent, service, caplog, monkeypatch):
    monkeypatch.setattr(pipeline.uploads, "claim", lambda *_: (uploads.Claim.BUSY, None))
    answer, (line,), user, upload_id = sent(RUN)

    assert len(answer["batchItemFailures"]) == 1
    assert line["Outcome"] == "RETRIED"
    (told,) = [record for record in caplog.records if record.name == "uploads.aws"]
    assert (told.levelname, told.exc_info) == ("WARNING", None)
    assert told.getMessage().endswith(f"comes again: Try again in a moment: another worker holds upload {upload_id}.")
    assert told.user == user


def test_a_fault_of_ours_is_an_error_with_its_stack(sent, caplog, monkeypatch):
    def break_down(_):
        raise ZeroDivisionError("broken")

    monkeypatch.setattr(pipeline, "read", break_down)
    answer, (line,), user, _ = sent(RUN)

    assert len(answer["batchItemFailures"]) == 1
    assert (line["Outcome"], line["error"]) == ("FAULT", "ZeroDivisionError")
    assert line["Read"] >= 0
    (told,) = [record for record in caplog.records if record.name == "uploads.aws"]
    assert (told.levelname, told.user, told.exc_info[0]) == ("ERROR", user, ZeroDivisionError)
    assert told.exc_info[2] is not None


def test_work_that_its_process_leaves_is_not_done(service, capsys, monkeypatch):
    def leave(*_):
        raise SystemExit(0)

    use(replace(service.settings, metrics="stridegraph/test"))
    monkeypatch.setattr(pipeline.uploads, "claim", leave)
    with pytest.raises(SystemExit):
        pipeline.process("0123456789abcdef0123", "0" * 16)
    (line,) = lines_of(capsys.readouterr().out)
    assert (line["Outcome"], line["error"]) == ("FAULT", "SystemExit")


def test_a_delivery_too_many_is_nothing(sent, service, capsys):
    sent(RUN)
    uid = users.identify(service.settings.issuer, "somebody").uid
    pipeline.process(uid, "0" * 16)
    (line,) = lines_of(capsys.readouterr().out)
    assert line["Outcome"] == "NOTHING"


@pytest.mark.parametrize(
    ("raised", "outcome", "faults"), [(None, "DONE", 0), (RetryLater("busy"), "RETRIED", 0), (KeyError(), "FAULT", 1)]
)
def test_a_job_tells_its_kind(service, capsys, monkeypatch, raised, outcome, faults):
    def work(*_):
        observation.note(activities=3)
        if raised:
            raise raised

    monkeypatch.setattr(jobs, "rescore", work)
    use(replace(service.settings, metrics="stridegraph/test"))
    body = json.dumps({"kind": "RESCORE", "uid": "0123456789abcdef0123", "key": "job"})
    answer = jobs.handler({"Records": [{"messageId": "1", "body": body}]}, LambdaContext(left_ms=600_000))

    (line,) = lines_of(capsys.readouterr().out)
    assert (line["Job"], line["outcome"], line.get("Faults", 0)) == ("RESCORE", outcome, faults)
    assert len(answer["batchItemFailures"]) == (0 if raised is None else 1)
    assert line["activities"] == 3
    assert line["user"] == user_hash("0123456789abcdef0123")


def test_each_month_that_is_counted_is_a_sample(service, capsys, caplog, monkeypatch):
    use(replace(service.settings, metrics="stridegraph/test"))
    changed = {"PK": {"S": keys.user_pk("0123456789abcdef0123")}, "SK": {"S": keys.PROFILE_SK}}
    event = {"Records": [{"dynamodb": {"Keys": changed, "SequenceNumber": "7"}}]}
    assert cohorts.handler(event, LambdaContext()) == {"batchItemFailures": []}
    lines = lines_of(capsys.readouterr().out)
    assert {line["Function"] for line in lines} == {"cohorts"}
    assert len(lines) == len(list(months_until(date(2026, 5, 1))))

    def busy(*_):
        raise RetryLater("this month is being counted by others")

    monkeypatch.setattr(cohorts, "recount", busy)
    assert cohorts.handler(event, LambdaContext())["batchItemFailures"]
    assert {line["outcome"] for line in lines_of(capsys.readouterr().out)} == {"RETRIED"}
    assert {record.levelname for record in caplog.records if record.name == "uploads.cohorts"} == {"WARNING"}


def test_nothing_is_written_unless_it_is_wanted(service, capsys):
    service.person().send(RUN)
    assert aws.handler(lambda_event(service.receive()), LambdaContext()) == {"batchItemFailures": []}
    assert "_aws" not in capsys.readouterr().out
