"""What every local server has: an address, settings over engines of this machine, a token, and a first query."""

import errno
import ipaddress
import json
import socket
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from console.engines.backend import LOOPBACK
from console.engines.storage import PREFIX
from console.keypair import CLIENT_ID, ISSUER, KeyPair
from models.settings import Settings, from_environment

FIRST_QUERY = (
    "{ viewer { activities(first: 2) { nodes { __typename startedAt distanceM paceSPerKm score { value } } } } }"
)
WILDCARDS = {"0.0.0.0", "::"}  # noqa: S104 -- compared, not bound
PLAYGROUND_DIR = Path(__file__).parents[2] / "playground" / "dist"


class CannotServe(Exception):
    """Why the service cannot start, in one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the service listens, and how others reach it."""

    host: str
    port: int
    public_url: str | None = None

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def url(self) -> str:
        """The address to tell people."""
        host = _own_address() if self.host in WILDCARDS else self.host
        return (self.public_url or self._origin(host)).rstrip("/")

    @property
    def local_url(self) -> str:
        """The address for this process itself."""
        host = LOOPBACK if self.host in WILDCARDS else self.host
        return self._origin(host)

    def _origin(self, host: str) -> str:
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def local_settings(engines_url: str, address: Address, keys: KeyPair, token: str) -> Settings:
    """The environment's settings, with everything that engines of this machine and the own issuer replace."""
    return replace(
        from_environment(),
        dynamodb_url=engines_url,
        s3_url=engines_url,
        s3_public_url=address.url + PREFIX,
        local_secret=keys.storage_secret(),
        issuer=ISSUER,
        client_id=CLIENT_ID,
        jwks=keys.jwks(),
        cursor_secret=keys.cursor_secret(),
        open_introspection=True,
        explain_requests=True,
        playground_dir=str(PLAYGROUND_DIR) if PLAYGROUND_DIR.is_dir() else None,
        # On a network, whoever opens the page would be signed in.
        playground_token=token if address.loopback else None,
    )


def not_listening(error: OSError, host: str, port: int, remedy: str) -> CannotServe:
    """Why nothing can listen there; ``remedy`` is what to do where the port is taken."""
    if error.errno == errno.EADDRINUSE:
        return CannotServe(f"Port {port} is taken. {remedy}")
    reason = str(error.strerror or error).partition(" (while")[0]  # Python adds the address
    return CannotServe(f"{host}:{port} cannot be used: {reason}.")


def print_token(console: Console, token: str, *, indent: int = 12) -> None:
    """The token in one piece, however wide the terminal; ``indent`` is where it begins, in characters."""
    console.print("Token".ljust(indent), end="")
    console.print(token, soft_wrap=True)


def print_curl(console: Console, url: str, token: str) -> None:
    """The first query as a line for a shell."""
    body = json.dumps({"query": FIRST_QUERY})
    line = f"curl -s {url}/graphql -H 'authorization: Bearer {token}' -H 'content-type: application/json' -d '{body}'"
    console.print(f"\nTry it:\n\n{line}\n", soft_wrap=True, markup=False, highlight=False)


def _own_address() -> str:
    """This machine's address on its network; loopback where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks which way a packet would leave
        except OSError:
            return LOOPBACK
        return str(probe.getsockname()[0])
