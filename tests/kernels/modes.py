"""The ways in which kernels can be chosen, as environments of processes; the module ahead of time is a real one.

``python -m tests.kernels.modes build`` makes it, once for the same sources, beside what make keeps in the environment;
where the processor was packaged, it is the one in there.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from kernels import ahead

ROOT = Path(__file__).parents[2]
KEPT = Path(sys.prefix) / ".ahead"
PACKAGED = ROOT / ".packages" / "kernels" / "kernels"


def environment(path=ROOT / "src", **settings):
    """Nothing of what this process was told of kernels."""
    return {"PATH": os.defpath, "PYTHONPATH": str(path)} | settings


def jit():
    return environment(STRIDEGRAPH_KERNELS="jit")


def plain():
    return environment(NUMBA_DISABLE_JIT="1")


def built_ahead(place):
    """Of a folder as ``build`` makes it."""
    return environment(place, STRIDEGRAPH_KERNELS="ahead")


def build():
    """A folder with the package and its module."""
    place = KEPT / ahead.stamp()[:16]
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two of us at once would make it twice
        if not place.exists():
            _build(place)
    return place


def _build(place):
    with TemporaryDirectory(dir=KEPT) as new:
        package = Path(new) / "whole" / "kernels"
        if _packaged():
            shutil.copytree(PACKAGED, package)
        else:
            _compile(package)
        for old in KEPT.glob("[0-9a-f]" * 16):
            shutil.rmtree(old, ignore_errors=True)
        package.parent.rename(place)


def _packaged():
    """Whether the processor's package has the module, of these very sources."""
    try:
        manifest = json.loads((PACKAGED / ahead.MANIFEST).read_text())
    except FileNotFoundError:
        return False
    return manifest["sources"] == ahead.stamp()


def _compile(package):
    shutil.copytree(ahead.FOLDER, package, ignore=shutil.ignore_patterns("_ahead*", "__pycache__"))
    command = [sys.executable, ROOT / "scripts" / "build_kernels.py", "--glibc", "2.34"]
    done = subprocess.run(command, env=environment(package.parent), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def without_jit():
    """Runs the tests of kernels in plain Python and tells, as coverage.py's JSON, which lines of kernels they reach."""
    with TemporaryDirectory() as place:
        data = f"--data-file={place}/coverage"
        left_out = [f"--ignore=tests/kernels/{name}.py" for name in ("test_modes", "test_registry", "test_without_jit")]
        tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", *left_out, "tests/kernels"]
        run = [sys.executable, "-m", "coverage", "run", data, "--include=src/kernels/*", *tests]
        quick = plain() | {"COVERAGE_CORE": "sysmon"}
        done = subprocess.run(run, env=quick, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        report = [sys.executable, "-m", "coverage", "json", data, "-q", "-o", f"{place}/report.json"]
        subprocess.run(report, check=True)
        return Path(place, "report.json").read_text()


def start(act):
    """Begin one of the acts below in a process of its own."""
    command = [sys.executable, "-m", "tests.kernels.modes", act]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=ROOT, env=environment(), **pipes)


if __name__ == "__main__":
    print({"build": build, "without_jit": without_jit}[sys.argv[1]]())  # noqa: T201 -- what the fixtures read
