"""What functions in containers have around them: the engines, the door to files and the issuer's key set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from socket import socket

from console.engines.backend import LOOPBACK
from console.engines.embedded import Engines
from console.keypair import DEMO_SUBJECT, KeyPair
from console.local import WILDCARDS, Address, local_settings, not_listening
from console.sam.docker import bridge_address
from console.sam.door import Door, listen
from console.sam.variables import Ports
from models.settings import Settings


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Engines, prepared; the settings of this process, as containers have them with addresses of their own; ports."""

    engines: Engines
    settings: Settings
    ports: Ports


@contextmanager
def surroundings(host: str, ports: Ports, keys: KeyPair) -> Iterator[Surroundings]:
    """Start all of it, on loopback and on Docker's bridge; the door to files on ``host``, too.

    A port 0 stands for any free one. Raises CannotServe.
    """
    bridge = bridge_address()
    with _engines(ports.engines, bridge) as engines:
        # Whoever listens everywhere listens on the bridge.
        others = {LOOPBACK, bridge or LOOPBACK} - {host} if host not in WILDCARDS else set()
        listeners = _listeners([host, *others], ports.storage)
        storage = Address(host, listeners[0].getsockname()[1])
        settings = local_settings(engines.url, storage, keys, keys.token(DEMO_SUBJECT))
        settings = engines.prepare(settings)
        with Door(settings, listeners):
            yield Surroundings(engines, settings, replace(ports, engines=engines.port, storage=storage.port))


def _engines(port: int, bridge: str | None) -> Engines:
    try:
        return Engines(port, bridge)
    except OSError as error:
        raise not_listening(error, bridge or LOOPBACK, port, "Name another one: --engines-port.") from error


def _listeners(hosts: list[str], port: int) -> list[socket]:
    try:
        return listen(hosts, port)
    except OSError as error:
        raise not_listening(error, hosts[0], port, "Name another one: --storage-port.") from error
