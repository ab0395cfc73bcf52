"""The kernels' loops once more in C, compiled where a compiler is: what the machine needs for them."""

import ctypes
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SOURCE = Path(__file__).with_name("loops.c")
# The level of CPU that the kernels are built for ahead of time.
_LEVEL = {"x86_64": ("-march=x86-64-v3",)}


class Loops:
    """Calls of the functions in ``loops.c``; arguments are converted once, arrays are passed as pointers."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    def filling[T](self, name: str, *arguments: NDArray[Any] | float, found: T) -> Callable[[], T]:
        """A call that fills arrays among its arguments, and answers them."""
        call = self._bound(name, None, arguments)

        def work() -> T:
            call()
            return found

        return work

    def counting(self, name: str, *arguments: NDArray[Any] | float) -> Callable[[], int]:
        """A call that answers a whole number."""
        return self._bound(name, ctypes.c_long, arguments)

    def _bound(
        self, name: str, answer: type[ctypes.c_long] | None, arguments: tuple[NDArray[Any] | float, ...]
    ) -> Callable[[], Any]:
        function = self._library[name]  # by index it is a function of its own, whose type nobody else changes
        function.restype = answer
        passed = [_passed(argument) for argument in arguments]

        def call() -> Any:
            return function(*passed)

        call.__dict__["kept"] = arguments  # a pointer does not keep its array
        return call


def _passed(argument: NDArray[Any] | float) -> Any:
    if isinstance(argument, np.ndarray):
        if not argument.flags.c_contiguous:
            raise ValueError("loops take contiguous arrays")
        return ctypes.c_void_p(argument.ctypes.data)
    return ctypes.c_long(argument) if isinstance(argument, int) else ctypes.c_double(argument)


@cache
def compiled() -> Loops | None:
    """The functions, or None where there is no gcc."""
    gcc = shutil.which("gcc")
    if gcc is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "loops.so"
        flags = ["-O3", "-std=c11", *_LEVEL.get(platform.machine(), ()), "-fno-math-errno", "-shared", "-fPIC"]
        command = [gcc, *flags, str(SOURCE), "-lm", "-o", str(built)]
        subprocess.run(command, check=True)  # noqa: S603 -- ours
        return Loops(ctypes.CDLL(str(built)))
