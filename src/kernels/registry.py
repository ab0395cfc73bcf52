"""What the package offers: every public kernel with what a reader, a test or a benchmark needs to know of it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One public kernel.

    Attributes:
        name: ``module.function``; its slow twin in the tests has the same one.
        function: the wrapper that checks and coerces its arguments.
        shapes: arguments and results with units in their names: ``"latitude_deg[n], longitude_deg[n] -> step_m[n]"``.
        reference: where the algorithm or the formula comes from.
        oracle: what the tests hold it against, beside the twin.
        peer: what the benchmark holds it against; empty where nothing comparable exists.
    """

    name: str
    function: Callable[..., object]
    shapes: str
    reference: str
    oracle: str
    peer: str


ENTRIES: dict[str, Entry] = {}


def public[**P, R](
    *, shapes: str, reference: str, oracle: str, peer: str = ""
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Enter a public kernel; the function itself stays as it is."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        ENTRIES[name] = Entry(name, function, shapes, reference, oracle, peer)
        return function

    return decorate
