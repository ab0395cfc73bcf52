"""The service in a test: embedded engines, the real application, and people who ask it things."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import httpx2
from starlette.testclient import TestClient

from console.client import CREATE_UPLOAD
from console.engines.backend import Backend
from console.engines.embedded import Engines
from console.engines.poller import lambda_event
from console.engines.storage import PREFIX
from console.keypair import CLIENT_ID, ISSUER, KeyPair
from console.serve import local_app
from graph import rates
from graph.signin import forget_identities
from models import allowances, table
from models.settings import Settings, use
from uploads import jobs
from uploads.aws import handler
from uploads.peers import forget as forget_cohorts

PUBLIC_URL = "http://testserver"


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person."""

    http: TestClient
    token: str

    def post(self, query: str, variables: Mapping[str, Any] | None = None, **headers: str) -> httpx2.Response:
        return self.http.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {self.token}", **headers},
        )

    def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The data; fails the test on any error."""
        body = self.post(query, variables).json()
        assert "errors" not in body, body["errors"]
        data: dict[str, Any] = body["data"]
        return data

    def promise(self, data: bytes, **more: Any) -> dict[str, Any]:
        promised = {"sizeBytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), **more}
        made: dict[str, Any] = self.ask(CREATE_UPLOAD, {"input": promised})["createUpload"]
        return made

    def put(self, upload: Mapping[str, Any], data: bytes) -> httpx2.Response:
        parts = urlsplit(upload["putUrl"])
        headers = {header["name"]: header["value"] for header in upload["putHeaders"]}
        return self.http.put(f"{parts.path}?{parts.query}", content=data, headers=headers)

    def send(self, data: bytes, **more: Any) -> str:
        """Promise and PUT; the upload's id."""
        upload = self.promise(data, **more)
        assert self.put(upload, data).status_code == 200
        return str(upload["id"])


@dataclass(slots=True)
class Service:
    """Engines, prepared, and the application over them."""

    engines: Backend
    settings: Settings
    keys: KeyPair
    http: TestClient
    delivered: list[dict[str, Any]] = field(default_factory=list)

    def person(self, subject: str = "somebody") -> Person:
        return Person(self.http, self.keys.token(subject))

    def receive(self, queue_url: str = "") -> list[dict[str, Any]]:
        """Take every message off a queue, that of the uploads unless another is named."""
        sqs = self.engines.sqs(self.settings.region)
        url = queue_url or self.engines.queue_url
        taken = []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            taken += messages
        return taken

    def deliver(self) -> dict[str, Any]:
        """Hand every waiting message to the uploads function, as Lambda would; its answer."""
        self.delivered = self.receive()
        return handler(lambda_event(self.delivered), None)

    def work(self) -> dict[str, Any]:
        """Hand every waiting job to the jobs function; its answer."""
        return jobs.handler(lambda_event(self.receive(self.engines.jobs_queue_url)), None)


@contextmanager
def service_on(engines: Engines, keys: KeyPair, dynamodb_url: str | None = None) -> Iterator[Service]:
    """A service whose S3 and SQS are the embedded ones, and whose table may lie in another engine."""
    settings = Settings(
        table="stridegraph-test",
        bucket="stridegraph-test",
        dynamodb_url=dynamodb_url or engines.url,
        s3_url=engines.url,
        s3_public_url=PUBLIC_URL + PREFIX,
        local_secret=keys.storage_secret(),
        issuer=ISSUER,
        client_id=CLIENT_ID,
        jwks=keys.jwks(),
        cursor_secret="a secret of the tests",
    )
    httpx2.post(f"{engines.url}/moto-api/reset").raise_for_status()
    forget_identities()
    rates.forget()
    allowances.forget()
    forget_cohorts()
    settings = engines.prepare(settings)
    with TestClient(local_app(settings), base_url=PUBLIC_URL) as http:
        yield Service(engines, settings, keys, http)
    if dynamodb_url:
        table.connection().connection.delete_table(settings.table)
    use(replace(settings, dynamodb_url=None))
