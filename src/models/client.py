"""One botocore session, and one client a service, for everything that this process asks of AWS."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import orjson
from botocore.config import Config
from botocore.loaders import JSONFileLoader

from models.settings import settings
from models.transport import Transport

# The id that goes with a local secret; DynamoDB Local takes letters and digits alone.
LOCAL_ACCESS_KEY = "local"

# Longer than any answer of DynamoDB that is worth waiting for, shorter than the gateway's 30 s with all retries.
CONNECT_TIMEOUT_S = 1.0
READ_TIMEOUT_S = 5.0
POOL = 40  # as many as the threads that run resolvers


class _Descriptions(JSONFileLoader):  # type: ignore[misc]  # botocore has no types
    """Botocore's descriptions of services, read by orjson: reading them is a third of what making a client takes."""

    def _load_file(self, full_path: str, open_method: Callable[..., Any]) -> Any:
        if not Path(full_path).is_file():
            return None
        with open_method(full_path, "rb") as file:
            return orjson.loads(file.read())


@cache
def session() -> botocore.session.Session:
    """The session all clients come from."""
    made = botocore.session.Session()
    made.get_component("data_loader").file_loader = _Descriptions()
    if secret := settings().local_secret:
        made.set_credentials(LOCAL_ACCESS_KEY, secret)
    return made


@cache
def dynamodb() -> Transport:
    """The way to the table; parameters are PynamoDB's and need no second check."""
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": 1},  # the transport knows what may be sent again
        max_pool_connections=POOL,
        parameter_validation=False,
        tcp_keepalive=True,
        user_agent="stridegraph",  # given, or botocore puts one together for every request: a fifth of its time
    )
    made = session().create_client(
        "dynamodb", region_name=settings().region, endpoint_url=settings().dynamodb_url, config=config
    )
    return Transport(made)


@cache
def sqs() -> Any:
    """The client of the queue of background jobs."""
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": 4},
    )
    return session().create_client("sqs", region_name=settings().region, endpoint_url=settings().sqs_url, config=config)


@cache
def s3() -> Any:
    """The client that reads and writes objects."""
    return _s3(settings().s3_url)


@cache
def s3_presigner() -> Any:
    """The client that signs URLs for the host that phones reach."""
    return _s3(settings().s3_public_url or settings().s3_url)


def _s3(url: str | None) -> Any:
    # SigV4 must be asked for: by default presigned URLs use SigV2 in some regions and sign none of our headers.
    config = Config(
        signature_version="s3v4",
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=30,
        retries={"mode": "standard", "total_max_attempts": 4},
        s3={"addressing_style": "path" if url else "virtual"},
    )
    return session().create_client("s3", region_name=settings().region, endpoint_url=url, config=config)


def reset() -> None:
    """Forget every client; the next call makes them from the current settings."""
    for made in (session, dynamodb, sqs, s3, s3_presigner):
        made.cache_clear()
