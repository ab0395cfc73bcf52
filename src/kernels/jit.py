"""The house decorator: the one place that decides how a kernel is compiled.

A kernel is machine code from the module that was built ahead of time, where there is one that fits (``kernels.ahead``);
else Numba compiles it when its module is imported, or takes it from its cache. With the module ahead of time Numba is
never imported: it is too large for a Lambda function. ``STRIDEGRAPH_KERNELS`` asks for ``ahead`` or ``jit`` and nothing
else; under ``NUMBA_DISABLE_JIT=1`` kernels stay plain Python.
No fastmath anywhere: NaN means "missing", and the order of a sum is part of the result.
"""

import contextlib
import functools
import importlib
import importlib.util
import logging
import os
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, cast

import numpy as np

import kernels
from kernels import ahead

type Mode = Literal["ahead", "jit", "plain"]

# What Numba is told of every kernel; the build ahead of time says the same.
ERROR_MODEL: Final = "numpy"


class KernelsMissing(ImportError):
    """Kernels can neither be taken from a module that was built ahead of time nor be compiled."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"There are no kernels built ahead of time that fit ({reason}), and Numba is not here or not wanted. "
            "Run `make kernels` (for a function: `sam build`), or install Numba."
        )


@dataclass(frozen=True, slots=True)
class Kernel:
    """What a build step or a test needs to know of a kernel: ``module.function``, its signature, its Python source."""

    name: str
    signature: str
    function: Callable[..., object]


REGISTRY: dict[str, Kernel] = {}


def kernel[**P, R](signature: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a function for one signature, without the GIL; division by zero gives inf or NaN."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        REGISTRY[name] = Kernel(name, signature, function)
        return cast("Callable[P, R]", _chosen(REGISTRY[name]))

    return decorate


def _chosen(wanted: Kernel) -> object:
    if MODE == "plain":
        # NumPy's scalars would warn of what compiled code does without a word.
        return np.errstate(all="ignore")(wanted.function)
    if _AHEAD is not None:
        try:
            return _AHEAD.function(wanted.name, wanted.signature)
        except ahead.Unfit as reason:
            _compile_instead(str(reason))
    return compiled(wanted)


def compiled(wanted: Kernel) -> object:
    """Machine code by Numba; the build ahead of time puts its own way here."""
    try:
        return _jit(wanted, cache=True)
    except RuntimeError as error:
        # Numba probes for a writable folder even to read its cache; a read-only file system must not stop an import.
        if "cannot cache function" not in str(error):
            raise
        return _jit(wanted, cache=False)


@functools.cache
def _forget_others() -> None:
    """Numba's cache knows a kernel by its own file: it would keep what was compiled of another one that changed."""
    folder = ahead.FOLDER / "__pycache__"
    mark, now = folder / "kernels.stamp", ahead.stamp()
    with contextlib.suppress(OSError):  # where nothing can be written, nothing was
        if mark.exists() and mark.read_text() == now:
            return
        for old in folder.glob("*.nb[ic]"):
            old.unlink(missing_ok=True)
        folder.mkdir(exist_ok=True)
        mark.write_text(now)


def _jit(wanted: Kernel, *, cache: bool) -> object:
    if cache:
        _forget_others()
    import numba  # noqa: PLC0415 -- it takes a third of a second, and is not always installed

    return numba.njit(wanted.signature, cache=cache, nogil=True, error_model=ERROR_MODEL)(wanted.function)


@functools.cache
def _compile_instead(reason: str) -> None:
    """Say once why kernels are compiled although a module was built."""
    if _ASKED == "ahead" or importlib.util.find_spec("numba") is None:
        raise KernelsMissing(reason)
    if reason != ahead.ABSENT:
        logging.getLogger(__name__).warning("Kernels that were built ahead of time are not used: %s", reason)


def _choose(asked: str) -> tuple[Mode, ahead.Ahead | None]:
    if asked not in {"", "ahead", "jit"}:
        raise ValueError(f"STRIDEGRAPH_KERNELS: must be ahead, jit or empty, not {asked!r}")
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in {"", "0"}:
        return "plain", None
    if asked != "jit":
        try:
            return "ahead", ahead.load()
        except ahead.Unfit as reason:
            _compile_instead(str(reason))
    return "jit", None


_ASKED = os.environ.get("STRIDEGRAPH_KERNELS", "")
MODE, _AHEAD = _choose(_ASKED)


def load_all() -> dict[str, Kernel]:
    """Import every module of the package, which fills the registry (and the cache), and return the registry."""
    for module in pkgutil.iter_modules(kernels.__path__, "kernels."):
        if module.name != f"kernels.{ahead.MODULE}":
            importlib.import_module(module.name)
    return REGISTRY
