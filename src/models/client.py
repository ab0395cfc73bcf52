"""One botocore session, and one client a service and address, for everything that this process asks of AWS.

Clients are made once for what the settings say at the time; making one takes as long as dozens of requests.
"""

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
# Of queue and bucket, where a person waits: with the second try less than what an operation may take.
BRIEF_S = 2.0
BRIEF_TRIES = 2
PATIENT_S = 30.0  # of whole files and long lists, in the background
# Threads in which resolvers of the API read. A page has twenty activities, and a field of each may take a read of its
# own: in ten threads they take half as long again, and more threads than twenty save nothing.
THREADS = 20
POOL = THREADS + 4  # the local server's poller, stream and demo have a thread each


class _Descriptions(JSONFileLoader):  # type: ignore[misc]  # botocore has no types
    """Botocore's descriptions of services, read by orjson: reading them is a third of what making a client takes."""

    def _load_file(self, full_path: str, open_method: Callable[..., Any]) -> Any:
        if not Path(full_path).is_file():
            return None
        with open_method(full_path, "rb") as file:
            return orjson.loads(file.read())


def session() -> botocore.session.Session:
    """The session all clients come from."""
    return _session(settings().local_secret)


def dynamodb() -> Transport:
    """The way to the table; parameters are PynamoDB's and need no second check."""
    chosen = settings()
    return _dynamodb(session(), chosen.region, chosen.dynamodb_url)


def sqs() -> Any:
    """The client of the queue of background jobs."""
    chosen = settings()
    return _sqs(session(), chosen.region, chosen.sqs_url)


def s3() -> Any:
    """The client that reads and writes objects."""
    chosen = settings()
    return _s3(session(), chosen.region, chosen.s3_url)


def s3_brief() -> Any:
    """The same for what a person waits for: it gives up after a few seconds."""
    chosen = settings()
    return _s3(session(), chosen.region, chosen.s3_url, brief=True)


def s3_presigner() -> Any:
    """The client that signs URLs for the host that phones reach."""
    chosen = settings()
    return _s3(session(), chosen.region, chosen.s3_public_url or chosen.s3_url)


def reset() -> None:
    """Forget every client; the next call makes one anew."""
    for made in (_session, _dynamodb, _sqs, _s3):
        made.cache_clear()


@cache
def _session(local_secret: str | None) -> botocore.session.Session:
    made = botocore.session.Session()
    made.get_component("data_loader").file_loader = _Descriptions()
    if local_secret:
        made.set_credentials(LOCAL_ACCESS_KEY, local_secret)
    return made


@cache
def _dynamodb(own: botocore.session.Session, region: str, url: str | None) -> Transport:
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": 1},  # the transport knows what may be sent again
        max_pool_connections=POOL,
        parameter_validation=False,
        tcp_keepalive=True,
        user_agent="stridegraph",  # given, or botocore puts one together for every request: a fifth of its time
    )
    return Transport(own.create_client("dynamodb", region_name=region, endpoint_url=url, config=config))


@cache
def _sqs(own: botocore.session.Session, region: str, url: str | None) -> Any:
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=BRIEF_S,
        retries={"mode": "standard", "total_max_attempts": BRIEF_TRIES},
    )
    return own.create_client("sqs", region_name=region, endpoint_url=url, config=config)


@cache
def _s3(own: botocore.session.Session, region: str, url: str | None, *, brief: bool = False) -> Any:
    # SigV4 must be asked for: by default presigned URLs use SigV2 in some regions and sign none of our headers.
    config = Config(
        signature_version="s3v4",
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=BRIEF_S if brief else PATIENT_S,
        retries={"mode": "standard", "total_max_attempts": BRIEF_TRIES if brief else 4},
        s3={"addressing_style": "path" if url else "virtual"},
    )
    return own.create_client("s3", region_name=region, endpoint_url=url, config=config)
