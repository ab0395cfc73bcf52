"""S3: presigned PUTs and GETs, raw files, full-resolution series."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any

from botocore.exceptions import ClientError, HTTPClientError

from models import client
from models.errors import NotFound, RetryLater, UnusableFile
from models.settings import settings
from models.terms import ProblemCode

PUT_EXPIRES_S = 3600
GET_EXPIRES_S = 900
CONTENT_TYPE = "application/octet-stream"


def presign_put(key: str, size_bytes: int, sha256_hex: str) -> tuple[str, dict[str, str]]:
    """(URL, headers) with which a phone may put exactly this file, once; every header is signed."""
    checksum = b64encode(bytes.fromhex(sha256_hex)).decode()
    url = client.s3_presigner().generate_presigned_url(
        "put_object",
        Params={
            "Bucket": settings().bucket,
            "Key": key,
            "ContentLength": size_bytes,
            "ContentType": CONTENT_TYPE,
            "ChecksumSHA256": checksum,
            "IfNoneMatch": "*",
        },
        ExpiresIn=PUT_EXPIRES_S,
    )
    headers = {
        "Content-Length": str(size_bytes),
        "Content-Type": CONTENT_TYPE,
        "If-None-Match": "*",
        "x-amz-checksum-sha256": checksum,
    }
    return str(url), headers


def presign_get(key: str) -> str:
    """A URL that reads this object for a quarter of an hour."""
    parameters = {"Bucket": settings().bucket, "Key": key}
    return str(client.s3_presigner().generate_presigned_url("get_object", Params=parameters, ExpiresIn=GET_EXPIRES_S))


def read_checked(key: str, size_bytes: int, sha256_hex: str) -> bytes:
    """The object's bytes; raises NotFound, and UnusableFile unless they are the very ones that were promised."""
    try:
        answer = client.s3().get_object(Bucket=settings().bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            raise NotFound("file", key) from error
        raise
    length = int(answer["ContentLength"])
    if length != size_bytes:
        answer["Body"].close()
        raise UnusableFile(ProblemCode.SIZE_MISMATCH, f"{length} bytes arrived, {size_bytes} were promised")
    data: bytes = answer["Body"].read()
    if (found := hashlib.sha256(data).hexdigest()) != sha256_hex:
        raise UnusableFile(ProblemCode.CHECKSUM_MISMATCH, f"SHA-256 {found} arrived, {sha256_hex} was promised")
    return data


def read(key: str) -> bytes:
    """The object's bytes; raises NotFound."""
    try:
        data: bytes = client.s3().get_object(Bucket=settings().bucket, Key=key)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            raise NotFound("file", key) from error
        raise
    return data


def write_detail(key: str, packed: bytes) -> None:
    """Keep an activity's full-resolution series: gzip JSON that clients unpack by its content encoding."""
    client.s3().put_object(
        Bucket=settings().bucket,
        Key=key,
        Body=packed,
        ContentType="application/json",
        ContentEncoding="gzip",
    )


def delete_prefix(prefix: str) -> int:
    """Remove every version of every object below a prefix, a page at a time; how many there were. Repeatable."""
    bucket, count = settings().bucket, 0
    pages = client.s3().get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix)
    for page in pages:
        found = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
        doomed = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in found]
        if doomed:
            answer = client.s3().delete_objects(Bucket=bucket, Delete={"Objects": doomed, "Quiet": True})
            if answer.get("Errors"):
                raise RetryLater(f"the bucket kept {len(answer['Errors'])} objects")
        count += len(doomed)
    return count


def delete(*keys: str) -> None:
    """Remove objects; one that is not there is no error. Raises RetryLater where the bucket does not answer."""
    objects: list[dict[str, Any]] = [{"Key": key} for key in keys]
    try:
        client.s3_brief().delete_objects(Bucket=settings().bucket, Delete={"Objects": objects, "Quiet": True})
    except HTTPClientError as error:
        raise RetryLater("the bucket is out of reach") from error


def abort_uploads(prefix: str) -> int:
    """Give up every unfinished multipart upload below a prefix; how many there were."""
    bucket, count = settings().bucket, 0
    for page in client.s3().get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=prefix):
        for begun in page.get("Uploads", ()):
            client.s3().abort_multipart_upload(Bucket=bucket, Key=begun["Key"], UploadId=begun["UploadId"])
            count += 1
    return count


def keys_below(prefix: str) -> Iterator[tuple[str, int]]:
    """(key, size in bytes) of every object below a prefix, in order."""
    for page in client.s3().get_paginator("list_objects_v2").paginate(Bucket=settings().bucket, Prefix=prefix):
        for found in page.get("Contents", ()):
            yield found["Key"], found["Size"]


def begin_archive(key: str) -> str:
    """Begin an object that is written in parts; its upload's id."""
    made = client.s3().create_multipart_upload(Bucket=settings().bucket, Key=key, ContentType="application/x-tar")
    return str(made["UploadId"])


def write_part(key: str, upload: str, number: int, body: bytes) -> str:
    """Write one part, over an earlier one of this number; its tag."""
    made = client.s3().upload_part(Bucket=settings().bucket, Key=key, UploadId=upload, PartNumber=number, Body=body)
    return str(made["ETag"])


def end_archive(key: str, upload: str, tags: Sequence[str]) -> None:
    """Join the parts into the object; one that was joined before is no error."""
    parts = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]
    try:
        client.s3().complete_multipart_upload(
            Bucket=settings().bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchUpload":
            raise
        client.s3().head_object(Bucket=settings().bucket, Key=key)
