"""Packages of functions: ours, and what a plain `sam build` makes of the same sources and locks."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

ROOT = Path(__file__).parents[1]
OURS = ROOT / ".packages"
SOURCES = {
    "api": ("graph", "resolvers", "coaching", "models"),
    "processor": ("uploads", "coaching", "models", "kernels"),
}
# What a package may take unpacked, in 10^6 bytes.
MOST_MB = {"api": 45.0, "processor": 80.0}
_LOCKS = {"api": "api", "processor": "uploads"}
# What compiles kernels where nobody compiled them before.
_NUMBA = ("numba", "llvmlite")
_WHERE = ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux2014_x86_64")


def ours(name: str) -> Path:
    """The folder of our package, as make built it; raises FileNotFoundError."""
    found = OURS / name
    if not found.is_dir():
        raise FileNotFoundError(f"{found}: make .packages/{name}.ready builds it")
    return found


def build_plain(name: str, folder: Path) -> Path:
    """Sources and wheels side by side, as `sam build` puts them there; the processor with Numba, which it needs."""
    folder.mkdir(parents=True)
    for package in SOURCES[name]:
        shutil.copytree(
            ROOT / "src" / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "_ahead*")
        )
    lock = (ROOT / "requirements" / f"{_LOCKS[name]}.txt").read_text()
    if name == "processor":
        lock += "".join(_pins(_NUMBA))
    with NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(lock)
        file.flush()
        _install(Path(file.name), folder)
    return folder


def megabytes(folder: Path) -> float:
    """What a package takes unpacked, in 10^6 bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _pins(names: Iterable[str]) -> Iterable[str]:
    whole = (ROOT / "requirements" / "dev.txt").read_text()
    for name in names:
        yield re.findall(rf"^{name}==(?:.*\\\n)*.*\n", whole, re.MULTILINE)[0]


def _install(lock: Path, folder: Path) -> None:
    platforms = [word for where in _WHERE for word in ("--platform", where)]
    command = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
    command += ["--require-hashes", "--only-binary", ":all:", "--implementation", "cp", "--python-version", "3.13"]
    subprocess.run([*command, *platforms, "--target", str(folder), "-r", str(lock)], check=True)  # noqa: S603 -- pip
