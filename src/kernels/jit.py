"""The house decorator: the one place that decides how a kernel is compiled.

Every kernel has an explicit signature and is compiled when its module is imported, or taken from the cache.
No fastmath anywhere: NaN means "missing", and the order of a sum is part of the result.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numba

import kernels


@dataclass(frozen=True, slots=True)
class Kernel:
    """What a build step or a test needs to know of a kernel: ``module.function``, its signature, its Python source."""

    name: str
    signature: str
    function: Callable[..., object]


REGISTRY: dict[str, Kernel] = {}


def kernel[**P, R](signature: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a function for one signature, without the GIL; division by zero gives inf or NaN.

    Under ``NUMBA_DISABLE_JIT=1`` the function stays plain Python.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        REGISTRY[name] = Kernel(name, signature, function)
        return cast("Callable[P, R]", compiled(signature, function))

    return decorate


def compiled(signature: str, function: Callable[..., object]) -> object:
    """The function as machine code: the place to choose a module built ahead of time, once there is one."""
    try:
        return _jit(signature, function, cache=True)
    except RuntimeError as error:
        # Numba probes for a writable folder even to read its cache; a read-only file system must not stop an import.
        if "cannot cache function" not in str(error):
            raise
        return _jit(signature, function, cache=False)


def _jit(signature: str, function: Callable[..., object], *, cache: bool) -> object:
    return numba.njit(signature, cache=cache, nogil=True, error_model="numpy")(function)


def load_all() -> dict[str, Kernel]:
    """Import every module of the package, which fills the registry (and the cache), and return the registry."""
    for module in pkgutil.iter_modules(kernels.__path__, "kernels."):
        importlib.import_module(module.name)
    return REGISTRY
