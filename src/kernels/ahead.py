"""Kernels compiled ahead of time: an extension module and its manifest, which ``scripts/build_kernels.py`` writes here.

The module checks nothing: code of other sources, or for another CPU, would end in nonsense or in a dead process. It is
believed only where the manifest says that it was made of exactly these sources, for what this CPU can do.
"""

import hashlib
import importlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

MODULE = "_ahead"
MANIFEST = "_ahead.json"
ABSENT = "it was not built"
FOLDER = Path(__file__).parent

_CPU = Path("/proc/cpuinfo")
_FLAGS = ("flags", "Features")  # as Linux calls them on x86-64 and on arm64


class Unfit(Exception):
    """There is no module that was built ahead of time, or it does not fit; the text says why."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was built.

    Attributes:
        cpu: the level that the code was compiled for, as LLVM calls it.
        flags: what a CPU of that level has, as Linux calls it.
        sources: the stamp of the sources.
        kernels: the signature by ``module.function``.
    """

    cpu: str
    flags: Sequence[str]
    sources: str
    kernels: dict[str, str]

    def write(self, folder: Path) -> None:
        """Leave it beside the module."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1) + "\n")


@dataclass(frozen=True, slots=True)
class Ahead:
    """The module and what is in it."""

    manifest: Manifest
    module: object

    def function(self, name: str, signature: str) -> Callable[..., object]:
        """The machine code of one kernel.

        Raises:
            Unfit: the module has none of this name and signature.
        """
        if self.manifest.kernels.get(name) != signature:
            raise Unfit(f"it has no {name} of this signature")
        found: Callable[..., object] = getattr(self.module, exported(name))
        return found


def exported(name: str) -> str:
    """The name of a kernel in the module."""
    return name.replace(".", "_")


def stamp(folder: Path = FOLDER) -> str:
    """One number for all sources of the package: kernels are compiled into each other, so any change is everybody's."""
    digest = hashlib.sha256()
    for source in sorted(folder.glob("*.py")):
        text = source.read_bytes()
        digest.update(f"{source.name} {len(text)}\n".encode())
        digest.update(text)
    return digest.hexdigest()


def load(folder: Path = FOLDER) -> Ahead:
    """The module of this package.

    Raises:
        Unfit: it is absent, made of other sources, for another CPU, or for another Python or an older system.
    """
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except FileNotFoundError:
        raise Unfit(ABSENT) from None
    except (TypeError, ValueError):
        raise Unfit("its manifest cannot be read") from None
    if manifest.sources != stamp(folder):
        raise Unfit("the sources changed since it was built")
    lacking = set(manifest.flags) - (_cpu_flags() if manifest.flags else set())
    if lacking:
        raise Unfit(f"it is for {manifest.cpu}, and this CPU lacks {', '.join(sorted(lacking))}")
    try:
        return Ahead(manifest, importlib.import_module(f"kernels.{MODULE}"))
    except ImportError as error:
        raise Unfit(str(error)) from error


def _cpu_flags() -> set[str]:
    if not _CPU.exists():
        return set()
    with _CPU.open() as lines:
        # The first processor speaks for all of them: reading on would ask each one.
        return next((set(line.partition(":")[2].split()) for line in lines if line.startswith(_FLAGS)), set())
