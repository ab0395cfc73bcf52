"""The door to the embedded S3 lets through what is signed, and nothing else."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from models import client, files


@pytest.fixture
def address(service):
    """(path and query of a presigned GET, the http client behind the door)."""
    client.s3().put_object(Bucket=service.settings.bucket, Key="detail/u/a.json.gz", Body=b"inside")
    parts = urlsplit(files.presign_get("detail/u/a.json.gz"))
    return f"{parts.path}?{parts.query}", service.http


def test_a_presigned_get_reads_its_object(address):
    path, http = address
    answer = http.get(path)
    assert (answer.status_code, answer.content) == (200, b"inside")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("detail/u/a.json.gz", "detail/u/b.json.gz"),
        ("X-Amz-Expires=900", "X-Amz-Expires=90000"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("X-Amz-Date=20", "X-Amz-Date=21"),
        ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders="),
        ("X-Amz-Credential=", "X-Amz-Credential=x"),
        ("X-Amz-Expires=900", "X-Amz-Expires=soon"),
        ("?", "?list-type=2&"),
    ],
)
def test_a_changed_address_is_refused(address, old, new):
    path, http = address
    assert old in path
    assert http.get(path.replace(old, new, 1)).status_code == 403


@pytest.mark.parametrize("method", ["HEAD", "DELETE", "POST", "PUT", "OPTIONS"])
def test_another_method_is_refused(address, method):
    path, http = address
    assert http.request(method, path).status_code == 403


def test_listing_and_unsigned_reading_are_refused(service):
    bucket = service.settings.bucket
    for path in (f"/storage/{bucket}", "/storage/", f"/storage/{bucket}/detail/u/a.json.gz"):
        assert service.http.get(path).status_code == 403


def test_an_address_ends_with_its_time(address, monkeypatch):
    path, http = address

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=files.GET_EXPIRES_S + 1)

    monkeypatch.setattr("console.storage.datetime", Later)
    assert http.get(path).status_code == 403
    assert datetime.now(UTC).tzinfo is UTC
