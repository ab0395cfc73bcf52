"""A table's stream: what Lambda does between DynamoDB and a function, in a thread of this process."""

import logging
from threading import Event, Thread
from typing import Any, Self

import boto3

from console.engines.poller import Handler
from models import client
from models.settings import Settings

log = logging.getLogger(__name__)

WAIT_S = 1.0
BATCH = 100


class TableStream:
    """The records of a table since the stream began, each shard in its order; those that a function left come again."""

    def __init__(self, settings: Settings) -> None:
        access = {"aws_access_key_id": client.LOCAL_ACCESS_KEY, "aws_secret_access_key": settings.local_secret}
        made = {"region_name": settings.region, "endpoint_url": settings.dynamodb_url, **access}
        table = boto3.client("dynamodb", **made).describe_table(TableName=settings.table)["Table"]
        self.arn: str | None = table.get("LatestStreamArn")
        self._client: Any = boto3.client("dynamodbstreams", **made)
        # The number of the last record that was taken, by shard.
        self._taken: dict[str, str] = {}

    def feed(self, handler: Handler) -> int:
        """Hand on what came since the last time; returns how many records were taken."""
        if self.arn is None:
            return 0
        shards = self._client.describe_stream(StreamArn=self.arn)["StreamDescription"]["Shards"]
        return sum(self._feed_shard(shard["ShardId"], handler) for shard in shards)

    def _feed_shard(self, shard: str, handler: Handler) -> int:
        iterator, taken = self._iterator(shard), 0
        while iterator:
            answer = self._client.get_records(ShardIterator=iterator, Limit=BATCH)
            records = answer["Records"]
            if not records:
                break
            done = _taken(records, handler({"Records": records}, None))
            if done:
                self._taken[shard] = done[-1]["dynamodb"]["SequenceNumber"]
            taken += len(done)
            if len(done) < len(records):
                break
            iterator = answer.get("NextShardIterator")
        return taken

    def _iterator(self, shard: str) -> str:
        asked = {"StreamArn": self.arn, "ShardId": shard}
        last = self._taken.get(shard)
        place = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last} if last else {}
        return str(
            self._client.get_shard_iterator(**asked | (place or {"ShardIteratorType": "TRIM_HORIZON"}))["ShardIterator"]
        )


class StreamPoller:
    """Feeds a function from a table's stream; a context manager. Tables without a stream feed nothing."""

    def __init__(self, settings: Settings, handler: Handler) -> None:
        self._stream = TableStream(settings)
        self._handler = handler
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="stream", daemon=True)

    def __enter__(self) -> Self:
        """Start."""
        if self._stream.arn:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Finish the batch under way and stop."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(WAIT_S):
            try:
                self._stream.feed(self._handler)
            except Exception:
                log.exception("the table's stream could not be read")


def _taken(records: list[dict[str, Any]], answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The records before the first one that the function left."""
    left = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    first = next((place for place, number in enumerate(numbers) if number in left), len(records))
    return records[:first]
