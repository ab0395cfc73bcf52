#!/usr/bin/env python3
"""Compile all kernels ahead of time: build_kernels.py [--glibc 2.34].

What is compiled is the package ``kernels`` that Python imports here (PYTHONPATH chooses another one than the
checkout's); the module and its manifest are written beside its sources. The code is for a level of CPU, not for the
machine that builds it. --glibc names the oldest system that must load the module: one that needs a newer system is
refused.
"""

import argparse
import importlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from unittest.mock import patch

import numba
from numba.core.compiler import Flags
from numba.core.errors import NumbaPendingDeprecationWarning

from kernels import ahead, jit

# By machine: the level of CPU as LLVM calls it, and what Linux says that such a CPU has.
V3 = "abm avx avx2 bmi1 bmi2 cx16 f16c fma lahf_lm movbe pni popcnt sse4_1 sse4_2 ssse3 xsave"
LEVELS = {"x86_64": ("x86-64-v3", V3), "aarch64": ("generic", "")}


def build(folder: Path, glibc: str | None) -> None:
    """Write the module and its manifest into the folder of the sources."""
    cpu, flags = LEVELS[platform.machine()]
    # What kernels call is compiled as if for this process: it must not know this machine either.
    numba.config.CPU_NAME, numba.config.CPU_FEATURES = cpu, ""
    for old in (*folder.glob(f"{ahead.MODULE}.*.so"), folder / ahead.MANIFEST):
        old.unlink(missing_ok=True)
    sources = ahead.stamp(folder)
    # What was built before, of these very sources, is no source itself.
    with patch.object(jit, "compiled", deferred), patch.object(jit, "_AHEAD", None):
        jit.load_all()
    with tempfile.TemporaryDirectory() as place:
        built = compiled(cpu, Path(place))
        newer = too_new(built, glibc) if glibc else []
        if newer:
            sys.exit(
                f"The kernels need a newer C library than {glibc} for {', '.join(newer)}: "
                "write them without these functions, or build on an older system."
            )
        shutil.copy(built, folder)
    # Last: without a manifest there is no module.
    if ahead.stamp(folder) != sources:
        sys.exit("The sources changed while they were compiled: build again.")
    kernels = {name: each.signature for name, each in sorted(jit.REGISTRY.items())}
    ahead.Manifest(cpu, flags.split(), sources, kernels).write(folder)


def compiled(cpu: str, place: Path) -> Path:
    """The module, in a folder where nothing else is."""
    with warnings.catch_warnings():
        # It says so since 0.57; docs/kernels.md has the way back.
        warnings.simplefilter("ignore", NumbaPendingDeprecationWarning)
        pycc = importlib.import_module("numba.pycc")
    module = pycc.CC(ahead.MODULE, source_module=jit)
    module.target_cpu, module.output_dir = cpu, str(place)
    for each in jit.REGISTRY.values():
        module.export(ahead.exported(each.name), each.signature)(each.function)
    # pycc cannot be told how division by zero ends, nor to let go of the GIL.
    with patch.object(pycc.compiler, "Flags", house_flags):
        module.compile()
    built = place / module.output_file
    subprocess.run(["strip", "--strip-unneeded", built], check=True)
    return built


def deferred(wanted: jit.Kernel) -> object:
    """A kernel for other kernels to call: compiled for its own signature, as everywhere, but only once one does."""
    found = numba.njit(nogil=True, error_model=jit.ERROR_MODEL)(wanted.function)

    def get_call_template(*called: object) -> object:
        if not found.overloads:
            found.compile(wanted.signature)
            found.disable_compile()
        return type(found).get_call_template(found, *called)

    found.get_call_template = get_call_template
    return found


def house_flags() -> Flags:
    """What the house decorator says to Numba."""
    flags = Flags()
    flags.error_model = jit.ERROR_MODEL
    flags.release_gil = True
    return flags


def too_new(module: Path, glibc: str) -> list[str]:
    """Symbols of a newer C library than the module may need."""
    command = ["objdump", "--dynamic-syms", module]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    needed = re.findall(r"GLIBC_([\d.]+)\)?\s+(\w+)", said)
    return sorted(f"{name}@{version}" for version, name in needed if _number(version) > _number(glibc))


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


if __name__ == "__main__":
    if not (shutil.which("gcc") or shutil.which("cc")):
        sys.exit("The kernels need a C compiler (Debian: gcc): install it first.")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--glibc", help="the newest version of the C library that may be needed")
    build(ahead.FOLDER, parser.parse_args().glibc)
