"""What functions in containers have around them: the engines, the door to files and the issuer's key set."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from console.engines.backend import LOOPBACK
from console.engines.embedded import Engines
from console.keypair import DEMO_SUBJECT, KeyPair
from console.sam.docker import NoDocker, bridge_address
from console.sam.door import Door, listen
from console.sam.variables import Ports
from console.serve import WILDCARDS, Address, CannotServe, local_settings
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
    try:
        bridge = bridge_address()
        with Engines(ports.engines, bridge) as engines:
            # Whoever listens everywhere listens on the bridge.
            others = {LOOPBACK, bridge or LOOPBACK} - {host} if host not in WILDCARDS else set()
            listeners = listen([host, *others], ports.storage)
            storage = Address(host, listeners[0].getsockname()[1])
            settings = local_settings(engines.url, storage, keys, keys.token(DEMO_SUBJECT))
            settings = engines.prepare(settings)
            with Door(settings, listeners):
                yield Surroundings(engines, settings, replace(ports, engines=engines.port, storage=storage.port))
    except NoDocker as error:
        raise CannotServe(str(error)) from error
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise CannotServe(
            f"Port {ports.engines} or {ports.storage} is taken. Others can be named: --engines-port, --storage-port."
        ) from error
