"""What every kind of engines is to the service: one address for DynamoDB, S3 and SQS, and what it needs there."""

from dataclasses import replace
from typing import Any

import boto3
from botocore.exceptions import ClientError

from models import client, table
from models.object_keys import RAW_PREFIX
from models.settings import Settings, settings, use

UPLOADS, JOBS = "stridegraph-uploads", "stridegraph-jobs"
LOOPBACK = "127.0.0.1"
# SQS's own limit: what waits when the service stops must not be gone when it starts again.
KEPT_S = 14 * 24 * 3600
PLAIN_REGION = "us-east-1"  # the one that S3 does not want to be told


class Backend:
    """Engines on this machine, with everything made in them that was not there yet.

    Attributes:
        interrupted: whether they ended without order before: more may have arrived than they know of.
    """

    interrupted = False

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://{LOOPBACK}:{port}"
        self.queue_url = ""
        self.jobs_queue_url = ""

    def prepare(self, settings: Settings) -> Settings:
        """See that there are table, bucket, queues and the notification between them; point this process at them.

        Returns the settings with the addresses of the queues.
        """
        use(settings)
        self.queue_url, self.jobs_queue_url = (self._queue(name, settings) for name in (UPLOADS, JOBS))
        settings = replace(settings, sqs_url=self.url, jobs_queue_url=self.jobs_queue_url)
        use(settings)
        table.connect()
        table.create()
        _make_bucket(settings)
        self._notify(settings)
        return settings

    def sqs(self, region: str) -> Any:
        """A client of the queue."""
        return boto3.client(
            "sqs",
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=client.LOCAL_ACCESS_KEY,
            aws_secret_access_key=settings().local_secret,
        )

    def _queue(self, name: str, settings: Settings) -> str:
        sqs = self.sqs(settings.region)
        try:
            return str(sqs.get_queue_url(QueueName=name)["QueueUrl"])
        except sqs.exceptions.QueueDoesNotExist:
            attributes = {"VisibilityTimeout": str(settings.lease_s), "MessageRetentionPeriod": str(KEPT_S)}
            return str(sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])

    def _notify(self, settings: Settings) -> None:
        s3 = client.s3()
        if "QueueConfigurations" in s3.get_bucket_notification_configuration(Bucket=settings.bucket):
            return
        rule = {"Key": {"FilterRules": [{"Name": "prefix", "Value": RAW_PREFIX}]}}
        configuration = {"QueueArn": self._queue_arn(settings.region), "Events": ["s3:ObjectCreated:*"], "Filter": rule}
        s3.put_bucket_notification_configuration(
            Bucket=settings.bucket, NotificationConfiguration={"QueueConfigurations": [configuration]}
        )

    def _queue_arn(self, region: str) -> str:
        answer = self.sqs(region).get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["QueueArn"])
        return str(answer["Attributes"]["QueueArn"])


def _make_bucket(settings: Settings) -> None:
    try:
        client.s3().head_bucket(Bucket=settings.bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] != "404":
            raise
        place = {"LocationConstraint": settings.region}
        more = {} if settings.region == PLAIN_REGION else {"CreateBucketConfiguration": place}
        client.s3().create_bucket(Bucket=settings.bucket, **more)
