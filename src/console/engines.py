"""DynamoDB, S3 and SQS in this process: moto's server on loopback, with everything the service needs made in it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from threading import Lock, Thread
from typing import Any, Self

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from models import client, table
from models.object_keys import RAW_PREFIX
from models.settings import Settings, settings, use

UPLOADS, JOBS = "stridegraph-uploads", "stridegraph-jobs"
LOOPBACK = "127.0.0.1"


class Quiet(WSGIRequestHandler):
    """A request handler that says nothing."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """A WSGI application that answers DynamoDB calls one after another.

    moto copies the whole table for a transaction and puts the copy back when it is refused: a write that another
    thread made meanwhile would be lost.
    """

    inner: Callable[..., Iterable[bytes]]
    lock: Lock

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        if not environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
            return self.inner(environ, start_response)
        with self.lock:
            return self.inner(environ, start_response)


class Engines:
    """The embedded engines; a context manager that stops them."""

    def __init__(self) -> None:
        application = OneAtATime(DomainDispatcherApplication(create_backend_app), Lock())
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server: BaseWSGIServer = make_server(LOOPBACK, 0, application, threaded=True, request_handler=Quiet)
        self._thread = Thread(target=self._server.serve_forever, name="engines", daemon=True)
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self.queue_url = ""
        self.jobs_queue_url = ""

    def __enter__(self) -> Self:
        """Start answering."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and wait for what is under way."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def prepare(self, settings: Settings) -> Settings:
        """Make table, bucket, queues and the notification between them, and point this process at them.

        Returns the settings with the addresses of what was made.
        """
        use(settings)
        self.queue_url, self.jobs_queue_url = (self._queue(name, settings) for name in (UPLOADS, JOBS))
        settings = replace(settings, sqs_url=self.url, jobs_queue_url=self.jobs_queue_url)
        use(settings)
        client.reset()
        table.connect()
        table.create()
        client.s3().create_bucket(Bucket=settings.bucket)
        rule = {"Key": {"FilterRules": [{"Name": "prefix", "Value": RAW_PREFIX}]}}
        configuration = {"QueueArn": self._queue_arn(settings.region), "Events": ["s3:ObjectCreated:*"], "Filter": rule}
        client.s3().put_bucket_notification_configuration(
            Bucket=settings.bucket, NotificationConfiguration={"QueueConfigurations": [configuration]}
        )
        return settings

    def _queue(self, name: str, settings: Settings) -> str:
        attributes = {"VisibilityTimeout": str(settings.lease_s)}
        return str(self.sqs(settings.region).create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])

    def sqs(self, region: str) -> Any:
        """A client of the queue."""
        return boto3.client(
            "sqs",
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=client.LOCAL_ACCESS_KEY,
            aws_secret_access_key=settings().local_secret,
        )

    def _queue_arn(self, region: str) -> str:
        answer = self.sqs(region).get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["QueueArn"])
        return str(answer["Attributes"]["QueueArn"])
