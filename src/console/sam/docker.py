"""Docker, as far as containers must reach this machine and leave it again."""

import platform
import shutil
import socket
import struct
import subprocess
from collections.abc import Iterable

from console.local import CannotServe

# What containers call this machine: samconfig.toml gives them the name.
HOST = "host.docker.internal"
IMAGE = "public.ecr.aws/lambda/python:3.13-x86_64"
_BRIDGE = '{{index .Options "com.docker.network.bridge.name"}}'
_ADDRESS_OF_INTERFACE = 0x8915  # Linux's SIOCGIFADDR
_PATIENCE_S = 30


class NoDocker(CannotServe):
    """Docker does not answer, or lacks what is needed of it."""


def bridge_address() -> str | None:
    """The address of this machine on Docker's bridge: other containers reach it, the network does not.

    None where containers reach loopback itself, as Docker Desktop arranges it. Raises NoDocker.
    """
    name = _docker("network", "inspect", "bridge", "--format", _BRIDGE)
    return _address_of(name) if platform.system() == "Linux" else None


def require_image() -> None:
    """Raise NoDocker where the image of functions is absent: SAM would pull it, and say so in its log alone."""
    if not _docker("image", "ls", "--quiet", IMAGE):
        raise NoDocker(f"The image {IMAGE} is absent. Pull it, or make it: scripts/lambda-image.sh")


def remove(containers: Iterable[str]) -> None:
    """Remove containers of these ids, whether they run, are gone already, or Docker is."""
    for container in containers:
        try:
            _docker("container", "rm", "--force", container)
        except NoDocker:
            continue


def _docker(*arguments: str) -> str:
    docker = shutil.which("docker")
    if docker is None:
        raise NoDocker("Docker was not found, and SAM CLI runs functions in its containers.")
    try:
        done = subprocess.run(  # noqa: S603 -- arguments of our own
            [docker, *arguments], capture_output=True, text=True, check=False, timeout=_PATIENCE_S
        )
    except subprocess.TimeoutExpired as error:
        raise NoDocker("Docker does not answer.") from error
    if done.returncode:
        raise NoDocker(_reason(done.stderr.strip() or done.stdout.strip()))
    return done.stdout.strip()


def _reason(said: str) -> str:
    """What Docker said, as one sentence; lines before its last are warnings."""
    if "permission denied while trying to connect" in said:
        return "Docker does not let this user in: only root and the group docker may use it."
    return f"Docker does not answer: {said.rpartition('\n')[2]}"


def _address_of(interface: str) -> str | None:
    """The IPv4 address of an interface of this machine; None where it has none of that name."""
    # Only Linux has it, and only Linux comes here.
    import fcntl  # noqa: PLC0415

    asked = struct.pack("256s", interface.encode()[:15])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            told = fcntl.ioctl(probe.fileno(), _ADDRESS_OF_INTERFACE, asked)
        except OSError:
            return None
    return socket.inet_ntoa(told[20:24])
