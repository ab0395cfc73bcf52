"""After an end without order: every file that arrived and was not measured is asked for again.

Files are on disk as soon as they arrive; tickets and messages may be older than they are. What was asked for twice, or
was measured before, does no harm: ``uploads.pipeline`` finds out.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

from models import files, uploads, users
from models.entities import Upload
from models.errors import NotFound
from models.object_keys import RAW_PREFIX, parse_raw_key, raw_key
from models.terms import UploadState

_UNMEASURED = {UploadState.WAITING, UploadState.PROCESSING}


def notify_again(sqs: Any, queue_url: str) -> int:
    """Put a message into the queue for each of them, as S3 would; how many there were."""
    count = 0
    for key, _ in files.keys_below(RAW_PREFIX):
        place = parse_raw_key(key)
        upload = _ticket(*place) if place else None
        if upload and upload.state in _UNMEASURED:
            record = {"s3": {"object": {"key": quote_plus(key)}}}
            sqs.send_message(QueueUrl=queue_url, MessageBody=json.dumps({"Records": [record]}))
            count += 1
    return count


def _ticket(uid: str, upload_id: str) -> Upload | None:
    """The ticket of a file: a new one where it was forgotten or is past its time, None where its person was."""
    now = datetime.now(UTC)
    if found := uploads.get(uid, upload_id, now):
        return found
    try:
        users.get_profile(uid)
    except NotFound:
        return None
    data = files.read(raw_key(uid, upload_id))
    promised = None, len(data), hashlib.sha256(data).hexdigest()
    return uploads.promise(uid, upload_id, now, file=promised, sport_hint=None)
