"""The payloads in events/ are what the triggers send, and speak of things the service knows."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from graphql import build_schema, parse, validate

from console.sam.variables import Ports, document
from graph.aws import handler as api
from graph.schema import schema
from models import jobs
from models.object_keys import parse_raw_key
from models.settings import Settings, use
from models.terms import JobKind
from tests.house.template import FUNCTIONS, RESOURCES, variables
from uploads import aws, cohorts
from uploads.jobs import handler as jobs_function

ROOT = Path(__file__).parents[2]
EVENTS = {path.relative_to(ROOT / "events").as_posix(): path for path in (ROOT / "events").glob("*/*.json")}
MESSAGES = sorted(name for name in EVENTS if name.startswith(("ProcessFunction/", "JobsFunction/")))
JOBS = sorted(name for name in EVENTS if name.startswith("JobsFunction/"))
HANDLERS = {"ProcessFunction": aws.handler, "JobsFunction": jobs_function, "CohortFunction": cohorts.handler}
LOCAL = json.loads((ROOT / "sam-local.json").read_text())["Parameters"]


def event(name):
    return json.loads(EVENTS[name].read_text())


def test_each_function_has_its_folder():
    assert {name.split("/")[0] for name in EVENTS} == set(FUNCTIONS)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_carries_the_digest_of_its_body(name):
    (message,) = event(name)["Records"]

    assert hashlib.md5(message["body"].encode(), usedforsecurity=False).hexdigest() == message["md5OfBody"]


def test_the_file_that_arrives_is_an_upload_in_our_bucket():
    (record,) = json.loads(event("ProcessFunction/file_arrived.json")["Records"][0]["body"])["Records"]

    assert record["s3"]["bucket"]["name"] == Settings().bucket
    assert parse_raw_key(unquote_plus(record["s3"]["object"]["key"])) == ("3f9c1d70b28e4a65f0d1", "b5n2rsj4ceuw7ya3")


def test_every_kind_of_job_has_an_event():
    assert {jobs.parse(event(name)["Records"][0]["body"]).kind for name in JOBS} == set(JobKind)


def test_the_clock_sends_what_the_template_says():
    (target,) = RESOURCES["PublishCohorts"]["Targets"]

    assert event("JobsFunction/publish_cohorts.json")["Records"][0]["body"] == target["Input"]


@pytest.mark.parametrize("name", sorted(name for name in EVENTS if name.split("/")[0] in HANDLERS))
def test_each_event_is_taken(name, service):
    assert HANDLERS[name.split("/")[0]](event(name), None) == {"batchItemFailures": []}


def test_a_changed_activity_is_counted(service):
    """The record leads to its person's month: the function, told by it, looks for their activities."""
    touched = cohorts._touched(event("CohortFunction/table_changed.json")["Records"][:1], now=None)

    assert [(uid, month.isoformat()) for uid, month in touched] == [("3f9c1d70b28e4a65f0d1", "2026-11-01")]


def test_the_query_is_one_that_the_schema_answers(service):
    asked = event("ApiFunction/list_activities.json")
    body = json.loads(asked["body"])

    assert validate(build_schema(schema.as_str()), parse(body["query"])) == []
    assert body["variables"] == {"first": 10}
    assert len(asked["body"]) == int(asked["headers"]["content-length"])


def test_whoever_asks_is_signed_in_where_sam_runs_the_function(service):
    told = {"issuer": LOCAL["STRIDEGRAPH_ISSUER"], "client_id": LOCAL["STRIDEGRAPH_CLIENT_ID"]}
    use(replace(service.settings, jwks="", **told))

    assert api(event("ApiFunction/list_activities.json"), None)["statusCode"] == 200


def test_what_sam_tells_the_functions_is_where_the_engines_are():
    assert (ROOT / "sam-local.json").read_text() == document(Ports(), "http://127.0.0.1:8021/storage")


def test_what_sam_tells_the_functions_is_declared():
    """SAM hands on nothing else, and says nothing about it."""
    assert set(LOCAL) <= set(variables("ApiFunction"))
