"""Every setting of the service, read once from the environment: the one place that does so.

A process that runs the service itself (the local server, a test) builds a ``Settings`` and hands it to ``use``.
"""

import os
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from models.errors import SettingMissing

PREFIX = "STRIDEGRAPH_"
PLAYGROUND = "playground"


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between a laptop, a test and AWS.

    Attributes:
        table: name of the DynamoDB table.
        bucket: name of the S3 bucket.
        region: AWS region of both.
        dynamodb_url: endpoint of DynamoDB; None for AWS's own.
        s3_url: endpoint of S3 as this process reaches it; None for AWS's own.
        s3_public_url: endpoint of S3 as phones reach it: the host that presigned URLs are signed for.
        sqs_url: endpoint of SQS; None for AWS's own.
        jobs_queue_url: address of the queue of background jobs.
        local_secret: secret that signs for engines on this machine; None for AWS's usual chain of credentials.
        issuer: ``iss`` of the access tokens.
        client_id: ``aud``, or ``client_id`` where the issuer gives no audience.
        jwks: address of the issuer's key set, or the set itself as JSON; empty behind a gateway that verifies.
        cursor_secret: key of the cursors' signatures.
        http_edition: edition of GraphQL over HTTP: "audit" (the draft that the audit suite follows), or "2026-09".
        cors_origins: origins of browsers that may call the API.
        open_introspection: answer introspection without a token (local only).
        explain_requests: tell with every answer what the table was asked (local only).
        playground_dir: folder of the built playground; None where it is not served.
        playground_token: token that the playground presets (local only).
        metrics: namespace of the figures that are written for CloudWatch (``models.metrics``); empty for none.
        state_dir: folder where the local server leaves its address and key for the other commands.
        stage: ``playground``; anything else is the locked stage: no introspection, no page, known documents alone.
        documents: file of the trusted documents, a manifest of ``graph.documents``, or several with ``os.pathsep``
            (a colon) between them; None for none.
        documents_only: answer trusted documents alone; unless said, the locked stage does.
        points_per_s: points of cost that come back to a person each second (``graph.rates``); 0 for no limit.
        linger_s: how long anything may still be at work for a person whose account was deleted.
        lease_s: how long one worker may hold an upload before another may take it over.
    """

    table: str = "stridegraph"
    bucket: str = "stridegraph"
    region: str = "us-east-1"
    dynamodb_url: str | None = None
    s3_url: str | None = None
    s3_public_url: str | None = None
    sqs_url: str | None = None
    jobs_queue_url: str = ""
    local_secret: str | None = field(default=None, repr=False)
    issuer: str = ""
    client_id: str = ""
    jwks: str = ""
    cursor_secret: str = field(default="", repr=False)
    http_edition: str = "audit"
    cors_origins: tuple[str, ...] = ()
    open_introspection: bool = False
    explain_requests: bool = False
    playground_dir: str | None = None
    playground_token: str | None = field(default=None, repr=False)
    metrics: str = ""
    state_dir: str = "~/.stridegraph"
    stage: str = PLAYGROUND
    documents: str | None = None
    documents_only: bool | None = None
    points_per_s: int = 2_000
    lease_s: int = 300
    linger_s: int = 900

    @property
    def locked(self) -> bool:
        """Whether this is the locked stage; a stage that nobody knows is."""
        return self.stage != PLAYGROUND

    @property
    def only_documents(self) -> bool:
        """Whether trusted documents alone are answered."""
        return self.locked if self.documents_only is None else self.documents_only

    def require(self, name: str) -> str:
        """The setting of this name; raises SettingMissing with its variable where it is empty."""
        value = getattr(self, name)
        if not value:
            raise SettingMissing(PREFIX + name.upper())
        return str(value)


def from_environment() -> Settings:
    """Settings as the environment has them; absent variables keep their defaults."""
    text: dict[str, Any] = {
        name: os.environ[PREFIX + name.upper()] for name in _TEXTS if os.environ.get(PREFIX + name.upper())
    }
    origins = tuple(part.strip() for part in text.pop("cors_origins", "").split(",") if part.strip())
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    only = os.environ.get(f"{PREFIX}DOCUMENTS_ONLY", "").lower()
    if only:
        text["documents_only"] = only != "false"
    if points := os.environ.get(f"{PREFIX}POINTS_PER_S"):
        text["points_per_s"] = int(points)
    return Settings(**text, cors_origins=origins, region=region)


# Not here, because no environment may switch them on: the local secret, open introspection, explained requests, the
# preset token.
_TEXTS = (
    "table",
    "bucket",
    "dynamodb_url",
    "s3_url",
    "s3_public_url",
    "sqs_url",
    "jobs_queue_url",
    "issuer",
    "client_id",
    "jwks",
    "cursor_secret",
    "http_edition",
    "cors_origins",
    "playground_dir",
    "stage",
    "documents",
    "state_dir",
    "metrics",
)


@cache
def _current() -> list[Settings]:
    return [from_environment()]


def settings() -> Settings:
    """The settings of this process."""
    return _current()[0]


def use(chosen: Settings) -> None:
    """Make these the settings of this process."""
    _current()[0] = chosen
