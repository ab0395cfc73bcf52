"""The payloads in events/ are what the triggers send, and speak of things the service knows."""

import hashlib
import json
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from graphql import build_schema, parse, validate

from graph.schema import schema
from models.object_keys import parse_raw_key
from models.settings import Settings

EVENTS = Path(__file__).parents[2] / "events"


def event(name):
    return json.loads((EVENTS / f"{name}.json").read_text())


@pytest.mark.parametrize("name", ["upload_arrived", "s3_test"])
def test_a_message_carries_the_digest_of_its_body(name):
    (message,) = event(name)["Records"]

    assert hashlib.md5(message["body"].encode(), usedforsecurity=False).hexdigest() == message["md5OfBody"]


def test_the_file_that_arrives_is_an_upload_in_our_bucket():
    (record,) = json.loads(event("upload_arrived")["Records"][0]["body"])["Records"]

    assert record["s3"]["bucket"]["name"] == Settings().bucket
    assert parse_raw_key(unquote_plus(record["s3"]["object"]["key"])) == ("3f9c1d70b28e4a65f0d1", "b5n2rsj4ceuw7ya3")


def test_the_query_is_one_that_the_schema_answers():
    body = json.loads(event("graphql_query")["body"])

    assert validate(build_schema(schema.as_str()), parse(body["query"])) == []
    assert body["variables"] == {"first": 5}
