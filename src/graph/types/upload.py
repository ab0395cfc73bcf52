"""Uploads: how to send a file, and what became of it."""

import asyncio
from datetime import datetime

import strawberry

from graph.context import RequestInfo
from graph.ids import UPLOAD, global_id
from graph.types.activity import ActivityType, activity_type
from graph.types.enums import FileFormat, Sport, UploadState
from graph.types.node import Node
from graph.types.problem import FileProblemType, file_problem
from models.entities import MAX_UPLOAD_BYTES, Upload
from resolvers.uploads import NewUpload, PutRequest, put_request
from resolvers.validation import MAX_CLIENT_KEY


@strawberry.type(description="A header that must be sent with the PUT.")
class PutHeader:
    name: str = strawberry.field(description="Its name.")
    value: str = strawberry.field(description="Its value, exactly.")


@strawberry.type(name="Upload", description="One file: promised, sent by a PUT to putUrl, read and measured.")
class UploadType(Node):
    activity_ids: strawberry.Private[tuple[str, ...]]
    state: UploadState = strawberry.field(description="How far it is.")
    format: FileFormat | None = strawberry.field(description="Format as the client declared it.")
    size_bytes: int = strawberry.field(description="Size of the file as promised, bytes.")
    sha256: str = strawberry.field(description="SHA-256 of the file as promised, hexadecimal.")
    created_at: datetime = strawberry.field(description="When it was promised, UTC.")
    put_url: str | None = strawberry.field(
        description="Where to PUT the file; fresh each time it is asked for, null unless WAITING."
    )
    put_headers: list[PutHeader] = strawberry.field(description="Headers of that PUT; all are signed.")
    expires_at: datetime | None = strawberry.field(description="When putUrl stops working; then ask again.")
    skipped: list[FileProblemType] = strawberry.field(description="Parts of the file that were not taken, and why.")
    problem: FileProblemType | None = strawberry.field(description="Why it failed; null unless FAILED.")

    @strawberry.field(description="The file's activities, in order of their start; those deleted since are left out.")
    async def activities(self, info: RequestInfo) -> list[ActivityType]:
        metas = await asyncio.gather(*(info.context.meta(info, aid) for aid in self.activity_ids))
        return [activity_type(meta.activity) for meta in metas if meta is not None]


@strawberry.input(description="The promise of a file.")
class CreateUploadInput:
    size_bytes: int = strawberry.field(description=f"Size of the file, bytes; at most {MAX_UPLOAD_BYTES}.")
    sha256: str = strawberry.field(description="SHA-256 of the file, 64 hexadecimal digits.")
    format: FileFormat | None = strawberry.field(
        description="What the client thinks it is; the content decides.", default=strawberry.UNSET
    )
    sport_hint: Sport | None = strawberry.field(
        description="The sport, used where the file says nothing useful.", default=strawberry.UNSET
    )
    client_key: str | None = strawberry.field(
        description=f"Makes retries safe: the same key gives the same upload. 1 to {MAX_CLIENT_KEY} characters; "
        "the SHA-256 unless given.",
        default=strawberry.UNSET,
    )

    def to_record(self) -> NewUpload:
        return NewUpload(
            size_bytes=self.size_bytes,
            sha256=self.sha256,
            format=self.format or None,
            sport_hint=self.sport_hint or None,
            client_key=None if self.client_key is strawberry.UNSET else self.client_key,
        )


def upload_type(upload: Upload, now: datetime) -> UploadType:
    put = put_request(upload, now)
    return UploadType(
        id=global_id(UPLOAD, upload.upload_id),
        activity_ids=upload.activity_ids,
        state=upload.state,
        format=upload.format,
        size_bytes=upload.size_bytes,
        sha256=upload.sha256,
        created_at=upload.created_at,
        put_url=put.url if put else None,
        put_headers=_headers(put),
        expires_at=put.expires_at if put else None,
        skipped=[file_problem(part) for part in upload.skipped],
        problem=file_problem(upload.problem) if upload.problem else None,
    )


def _headers(put: PutRequest | None) -> list[PutHeader]:
    return [PutHeader(name=name, value=value) for name, value in put.headers.items()] if put else []
