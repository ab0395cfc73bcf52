"""Where a campaign runs: DynamoDB Local and the embedded engines, with an empty table or a whole service on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from console.engines.embedded import Engines
from console.keypair import KeyPair
from models import client, table
from models.settings import Settings, settings, use
from tests import dynamodb_local
from tests.service import Service, service_on


@dataclass(frozen=True, slots=True)
class Place:
    """Engines that run; ``dynamodb_url`` is the endpoint of DynamoDB Local."""

    dynamodb_url: str
    engines: Engines
    keys: KeyPair

    @contextmanager
    def table(self, url: str | None = None) -> Iterator[Settings]:
        """An empty table in DynamoDB Local, or at the address of a proxy before it, without S3 and SQS."""
        before = settings()
        chosen = Settings(
            table=f"soak-{uuid4().hex}",
            dynamodb_url=url or self.dynamodb_url,
            local_secret="local",
            cursor_secret="a secret of the tests",
        )
        use(chosen)
        client.reset()
        table.connect()
        table.create()
        try:
            yield chosen
        finally:
            table.connection().delete_table()
            use(before)
            client.reset()

    @contextmanager
    def service(self, url: str | None = None) -> Iterator[Service]:
        """The service over empty embedded S3 and SQS, its table as above."""
        with service_on(self.engines, self.keys, url or self.dynamodb_url) as made:
            yield made


@contextmanager
def opened() -> Iterator[Place]:
    """All engines, started for this campaign alone."""
    with dynamodb_local.running() as url, Engines() as engines, TemporaryDirectory() as folder:
        yield Place(url, engines, KeyPair(Path(folder)))


def with_lease(lease_s: int) -> None:
    """Let workers hold what they claim for so long from now on; 0 models leases that ran out."""
    use(replace(settings(), lease_s=lease_s, linger_s=lease_s))
