"""The uploads function at its door: batches, S3's test event, and messages that cannot be."""

import json
from pathlib import Path

from uploads.aws import handler

EVENTS = Path(__file__).parents[2] / "events"


def test_s3s_test_event_is_taken(service):
    event = json.loads((EVENTS / "ProcessFunction" / "s3_test_event.json").read_text())
    assert handler(event, None) == {"batchItemFailures": []}


def test_a_notification_for_an_unknown_upload_is_taken(service):
    event = json.loads((EVENTS / "ProcessFunction" / "file_arrived.json").read_text())
    assert handler(event, None) == {"batchItemFailures": []}


def test_only_the_messages_that_failed_come_again(service):
    good = json.loads((EVENTS / "ProcessFunction" / "file_arrived.json").read_text())["Records"][0]
    event = {
        "Records": [
            {**good, "messageId": "good"},
            {"messageId": "not json", "body": "{"},
            {"messageId": "no records", "body": "{}"},
        ]
    }
    failed = handler(event, None)["batchItemFailures"]
    assert failed == [{"itemIdentifier": "not json"}, {"itemIdentifier": "no records"}]


def test_objects_that_are_no_uploads_are_taken(service):
    body = json.dumps({"Records": [{"s3": {"object": {"key": "detail/somebody/x.json.gz"}}}]})
    assert handler({"Records": [{"messageId": "1", "body": body}]}, None) == {"batchItemFailures": []}
