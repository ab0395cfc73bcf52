"""What a function asks of AWS, as actions on resources, and what its role in template.yaml allows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from models import client
from models.metering import meter
from models.metering.meter import Request
from tests.house.template import RESOURCES

type Asked = tuple[str, str]  # action, resource

TABLE, INDEX, BUCKET = "Table.Arn", "Table.Arn/index/any", "Bucket"
_OF_OBJECTS = {
    "PutObject": "s3:PutObject",
    "CreateMultipartUpload": "s3:PutObject",
    "UploadPart": "s3:PutObject",
    "CompleteMultipartUpload": "s3:PutObject",
    "GetObject": "s3:GetObject",
    "HeadObject": "s3:GetObject",
    "AbortMultipartUpload": "s3:AbortMultipartUpload",
}
_OF_BUCKETS = {
    "ListObjectsV2": "s3:ListBucket",
    "ListObjectVersions": "s3:ListBucketVersions",
    "ListMultipartUploads": "s3:ListBucketMultipartUploads",
}
_OF_TRANSACTIONS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}


def statements(function: str) -> Iterator[tuple[str, str]]:
    """(action, pattern of resources) of all that a function's role allows, keys left out: they follow the data."""
    for policy in RESOURCES[RESOURCES[function]["Role"].removesuffix(".Arn")]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            if isinstance(statement, list):
                continue
            for action in _listed(statement["Action"]):
                for resource in _listed(statement["Resource"]):
                    yield action, _pattern(resource)


def allowed(function: str, asked: Asked) -> bool:
    """Whether a function's role lets it do this."""
    return any(asked[0] == action and fnmatchcase(asked[1], pattern) for action, pattern in statements(function))


@dataclass
class Witness:
    """Hears what is asked of table, bucket and queue, and notes which function was at work."""

    at_work: str = ""
    asked: dict[str, set[Asked]] = field(default_factory=dict)

    @contextmanager
    def of(self, function: str) -> Iterator[None]:
        """Whatever is asked inside is asked by this function."""
        before, self.at_work = self.at_work, function
        try:
            yield
        finally:
            self.at_work = before

    @contextmanager
    def listening(self) -> Iterator["Witness"]:
        """Hear every client of the settings; presigned addresses are heard when they are signed."""
        made = [make() for name, make in vars(client).items() if name.startswith(("s3", "sqs"))]
        clients = {id(each): each for each in made}.values()
        leave = meter.watch(self._table)
        for each in clients:
            each.meta.events.register("before-parameter-build", self._other)
        try:
            yield self
        finally:
            leave()
            for each in clients:
                each.meta.events.unregister("before-parameter-build", self._other)

    def _note(self, found: Iterable[Asked]) -> None:
        if self.at_work:
            self.asked.setdefault(self.at_work, set()).update(found)

    def _table(self, request: Request) -> None:
        if request.operation == "TransactWriteItems":
            parts = {_OF_TRANSACTIONS[kind] for part in request.call["TransactItems"] for kind in part}
            self._note((f"dynamodb:{part}", TABLE) for part in parts)
        else:
            self._note([(f"dynamodb:{request.operation}", INDEX if "IndexName" in request.call else TABLE)])

    def _other(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        name = model.name
        if model.service_model.service_name == "sqs":
            self._note([(f"sqs:{name}", _queue(params["QueueUrl"]))])
        elif name in _OF_BUCKETS:
            self._note([(_OF_BUCKETS[name], BUCKET)])
        elif name == "DeleteObjects":
            for doomed in params["Delete"]["Objects"]:
                action = "s3:DeleteObjectVersion" if "VersionId" in doomed else "s3:DeleteObject"
                self._note([(action, f"{BUCKET}/{doomed['Key']}")])
        else:
            self._note([(_OF_OBJECTS[name], f"{BUCKET}/{params['Key']}")])


def _queue(url: str) -> str:
    return f"{url.rsplit('-', 1)[1].capitalize()}Queue.Arn"


def _pattern(resource: str) -> str:
    """A resource of the template with the bucket and references by their names: ``Bucket/raw/*``."""
    shortened = re.sub(r"^arn:.*:s3:::stridegraph-[^/]*", BUCKET, resource)
    return re.sub(r"\$\{([\w.]+)\}", r"\1", shortened)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
