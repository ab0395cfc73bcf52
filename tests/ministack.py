"""ministack as `serve --keep` runs it: over a folder, or with the whole service over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from console.engines.folder import Folder
from console.engines.ministack import PYTHON, Ministack
from console.keypair import KeyPair
from console.local import Address, local_settings
from console.serve import local_app
from graph.signin import forget_identities
from models import client
from models.settings import Settings, settings, use
from tests.engines import require
from tests.service import PUBLIC_URL, Service


@contextmanager
def running(path: Path, keys: KeyPair) -> Iterator[Ministack]:
    """The engines over a folder; skips aloud where ministack is not installed."""
    require("ministack", PYTHON.exists(), "needs `make .venv-ministack/.ready`")
    with Folder(path, Settings()) as folder, Ministack(folder, keys.storage_secret()) as engines:
        yield engines


@contextmanager
def service_over(path: Path, keys: KeyPair) -> Iterator[Service]:
    """The service over a folder, with everything that the folder kept."""
    before = settings()
    with running(path, keys) as engines:
        forget_identities()
        chosen = local_settings(engines.url, Address("127.0.0.1", 80, PUBLIC_URL), keys, "")
        chosen = engines.prepare(chosen)
        try:
            with TestClient(local_app(chosen), base_url=PUBLIC_URL) as http:
                yield Service(engines, chosen, keys, http)
        finally:
            use(before)
            client.reset()
