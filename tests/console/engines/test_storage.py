"""The door to the embedded S3 lets through what is signed, and nothing else."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, quote, unquote_to_bytes, urlsplit

import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from console.engines.storage import MAX_EXPIRES_S
from console.keypair import KeyPair
from models import client, files
from models.entities import MAX_UPLOAD_BYTES

DATA = b"{}"
RAW = "raw/u/a"
DETAIL = "detail/u/a.json.gz"


def target(url):
    """Path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def signed(operation, seconds=900, **parameters):
    """Path and query of an address that this server's own secret signed."""
    return target(client.s3_presigner().generate_presigned_url(operation, Params=parameters, ExpiresIn=seconds))


def sign(path, settings, secret):
    """Path and query of a GET signed with this secret."""
    request = AWSRequest("GET", settings.s3_public_url + path)
    S3SigV4QueryAuth(Credentials("local", secret), "s3", settings.region, expires=900).add_auth(request)
    return target(request.url)


def status_of(http, address, *headers):
    """The status for a GET of exactly this address, which no client library put in order."""
    raw_path, _, query = address.encode("latin-1").partition(b"?")
    scope = {"type": "http", "method": "GET", "path": unquote_to_bytes(raw_path).decode("latin-1"), "root_path": ""}
    scope |= {"raw_path": raw_path, "query_string": query, "headers": [(b"host", b"testserver"), *headers]}
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(http.app(scope, receive, send))
    return sent[0]["status"]


def ahead(seconds):
    """A clock that runs this far ahead."""

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=seconds)

    return Later


@pytest.fixture
def put(service):
    """(path and query of a presigned PUT of DATA, its headers, the http client behind the door)."""
    url, headers = files.presign_put(RAW, len(DATA), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
    return target(url), headers, service.http


@pytest.fixture
def address(service):
    """(path and query of a presigned GET, the http client behind the door)."""
    client.s3().put_object(Bucket=service.settings.bucket, Key=DETAIL, Body=b"inside")
    return target(files.presign_get(DETAIL)), service.http


def test_a_presigned_get_reads_its_object(address):
    path, http = address
    answer = http.get(path)
    assert (answer.status_code, answer.content) == (200, b"inside")


def test_a_presigned_export_is_read(service):
    client.s3().put_object(Bucket=service.settings.bucket, Key="export/u/a.tar", Body=b"all of it")
    answer = service.http.get(target(files.presign_get("export/u/a.tar")))
    assert (answer.status_code, answer.content) == (200, b"all of it")


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
        ("X-Amz-Expires=900", f"X-Amz-Expires={'9' * 30}"),
        ("X-Amz-Expires=900", f"X-Amz-Expires={'9' * 5000}"),
        ("X-Amz-Expires=900", "X-Amz-Expires=900&X-Amz-Expires=900"),
        ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=host%3B%0A"),
        ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=host%3B%E6%97%A5"),
        ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=host%3Brange"),
        ("X-Amz-Signature=", "X-Amz-Signature=%C3%A9"),
        ("?", "?list-type=2&"),
        ("?", "?acl&"),
        ("?", "?tagging=&"),
        ("?", "?versionId=null&"),
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
    monkeypatch.setattr("console.engines.storage.datetime", ahead(files.GET_EXPIRES_S + 1))
    assert http.get(path).status_code == 403
    assert datetime.now(UTC).tzinfo is UTC


def test_no_address_outlives_a_week(service, monkeypatch):
    path = signed("get_object", seconds=2 * MAX_EXPIRES_S, Bucket=service.settings.bucket, Key=DETAIL)
    assert service.http.get(path).status_code == 404
    monkeypatch.setattr("console.engines.storage.datetime", ahead(MAX_EXPIRES_S + 1))
    assert service.http.get(path).status_code == 403


def test_a_query_hidden_in_the_path_does_not_prolong_an_address(address, monkeypatch):
    path, http = address
    path, _, query = path.partition("?")
    hidden, _, signature = query.partition("&X-Amz-Signature=")
    date = parse_qs(query)["X-Amz-Date"][0]
    longer = f"X-Amz-Date={date}&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature={signature}"
    monkeypatch.setattr("console.engines.storage.datetime", ahead(files.GET_EXPIRES_S + 1))
    # The embedded engine asks for any sign of a signature, and is content with this one.
    authorization = (b"authorization", b"AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/s3/aws4_request")
    assert status_of(http, f"{path}{quote(f'?{hidden}#')}?{longer}", authorization) == 403


def test_a_secret_that_can_be_guessed_signs_nothing(address, service):
    path = f"/{service.settings.bucket}/{DETAIL}"
    own = client.session().get_credentials().secret_key
    assert service.http.get(sign(path, service.settings, own)).status_code == 200
    for guessed in ("local", "", "testing"):
        assert service.http.get(sign(path, service.settings, guessed)).status_code == 403, guessed


def test_each_key_pair_signs_with_a_secret_of_its_own(keys, tmp_path):
    other = KeyPair(tmp_path)
    assert other.storage_secret() == KeyPair(tmp_path).storage_secret()
    assert len({keys.storage_secret(), keys.cursor_secret(), other.storage_secret(), other.cursor_secret()}) == 4


def test_no_other_object_is_read_though_its_address_is_signed(service):
    bucket = service.settings.bucket
    for key in (RAW, "detail", "detail/", "detail//a", "detail/ä", "detail/a b", "detail/a?b", "else/a"):
        client.s3().put_object(Bucket=bucket, Key=key, Body=b"inside")
        assert service.http.get(signed("get_object", Bucket=bucket, Key=key)).status_code == 403, key


def test_no_other_object_is_written_though_its_address_is_signed(service):
    for key in (DETAIL, "raw", "raw/", "raw//a", "raw/a#b", "raw/%2e%2e/a"):
        path = signed("put_object", Bucket=service.settings.bucket, Key=key)
        assert service.http.put(path, content=DATA).status_code == 403, key


def test_no_other_operation_and_no_other_bucket_is_reached_though_it_is_signed(service):
    bucket = service.settings.bucket
    client.s3().create_bucket(Bucket="another")
    client.s3().put_object(Bucket="another", Key=DETAIL, Body=b"inside")
    client.s3().put_object(Bucket=bucket, Key=DETAIL, Body=b"inside")
    for path in (
        signed("list_buckets"),
        signed("list_objects_v2", Bucket=bucket),
        signed("get_object", Bucket="another", Key=DETAIL),
        signed("get_object_acl", Bucket=bucket, Key=DETAIL),
        signed("get_object_tagging", Bucket=bucket, Key=DETAIL),
        signed("get_object", Bucket=bucket, Key=DETAIL, ResponseContentType="text/html"),
    ):
        # The list of buckets has the door's own path, without anything behind it: nothing is there.
        assert service.http.get(path).status_code in {403, 404}, path


def test_a_path_that_is_no_plain_name_is_refused_though_it_is_signed(service):
    secret = client.session().get_credentials().secret_key
    for name in ("..", ".", "", "u/../../raw/u/a", "u//a", "u/.a", "%2e%2e", "u%3Fa", "u%23a", "u%00", "u;a", "u\xff"):
        address = sign(f"/{service.settings.bucket}/detail/{name}", service.settings, secret)
        assert status_of(service.http, address) == 403, name


def test_a_date_that_cannot_be_is_refused(service):
    address = target(files.presign_get(DETAIL))
    signed_at = parse_qs(address)["X-Amz-Date"][0]
    for date in ("99991231T235959Z", "00000101T000000Z", "", "now", "%D9%A3"):
        assert status_of(service.http, address.replace(signed_at, date)) == 403, date


def test_a_query_that_makes_no_sense_is_refused(service):
    path = target(files.presign_get(DETAIL)).partition("?")[0]
    for query in ("", "\xff", "X-Amz-Signature=\xc3\xa9", "&" * 5000, "%", "a=1&" * 5000):
        assert status_of(service.http, f"{path}?{query}") == 403, query[:20]


@pytest.mark.parametrize(
    "unsigned",
    [
        {
            "x-amz-target": "DynamoDB_20120810.ListTables",
            "authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
            "SignedHeaders=host, Signature=0",
            "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
        },
        {"x-amz-copy-source": f"/stridegraph-test/{DETAIL}"},
    ],
)
def test_headers_that_were_not_signed_do_not_reach_the_engine(service, put, unsigned):
    path, headers, http = put
    client.s3().put_object(Bucket=service.settings.bucket, Key=DETAIL, Body=b"another person's")
    answer = http.put(path, content=DATA, headers=headers | unsigned)
    assert (answer.status_code, answer.content) == (200, b"")
    assert client.s3().get_object(Bucket=service.settings.bucket, Key=RAW)["Body"].read() == DATA


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [("bytes=1-3", 206, b"nsi"), ("bytes=-2", 206, b"de"), ("bytes", 200, b"inside"), ("a=b=c", 200, b"inside")],
)
def test_a_part_of_an_object_can_be_read(address, asked, status, content):
    path, http = address
    answer = http.get(path, headers={"range": asked})
    assert (answer.status_code, answer.content) == (status, content)


def test_a_put_tells_its_length(put):
    path, headers, http = put
    del headers["Content-Length"]
    assert http.put(path, content=iter([DATA]), headers=headers).status_code == 411
    for told in ("-1", "+2", "many", "9" * 5000):
        assert http.put(path, content=DATA, headers=headers | {"Content-Length": told}).status_code == 411


def test_a_put_that_tells_too_much_is_refused(put):
    path, headers, http = put
    told = headers | {"Content-Length": str(MAX_UPLOAD_BYTES + 1)}
    assert http.put(path, content=DATA, headers=told).status_code == 413


def test_a_body_ends_where_its_length_said(put):
    path, headers, http = put
    assert http.put(path, content=DATA + b"}", headers=headers).status_code == 413
    assert http.put(path, content=DATA[:1], headers=headers).status_code == 400
    assert http.put(path, content=DATA, headers=headers).status_code == 200


def test_a_get_has_no_body(address):
    path, http = address
    assert http.request("GET", path, content=b"x").status_code == 413
