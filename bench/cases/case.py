"""What a case of the kernels' suite says: an input, what is called, what else one would call, how good is enough."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bench.loops import Loops
from bench.rounds import OURS, Work

IN_C, IN_MEMORY = "the loop in C", "a copy"


@dataclass(frozen=True, slots=True)
class Peer:
    """Something else that does the same.

    Attributes:
        make: imports it and answers the call; raises ImportError where it is not installed.
        same: raises AssertionError unless the kernel's result (first) says what this one's (second) does.
    """

    make: Callable[[], Work]
    same: Callable[[Any, Any], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One kernel on one input.

    Attributes:
        kernel: its name in ``kernels.registry.ENTRIES``.
        given: the input, in words.
        ours: the public wrapper's call: what callers pay.
        peers: by name; the target is set against the first.
        target: how many times faster than the first peer is fast enough.
        loop: the same loop in C; None where it would say no more than the memory does.
        loop_same: as ``Peer.same``.
        moved_bytes: what is read and written at least: without a loop in C, copying as much is the bound.
        why: the reason where the target is missed.
    """

    kernel: str
    given: str
    ours: Work
    peers: Mapping[str, Peer]
    target: float | None = None
    loop: Callable[[Loops], Work] | None = None
    loop_same: Callable[[Any, Any], None] | None = None
    moved_bytes: int
    why: str = ""

    @property
    def name(self) -> str:
        """Kernel and input."""
        return f"{self.kernel}, {self.given}"

    @property
    def first(self) -> str:
        """The peer that the target is set against."""
        return next(iter(self.peers))

    def contenders(self) -> tuple[dict[str, Work], list[str]]:
        """Ours and the peers that are installed, and the names of those that are not."""
        works, missing = {OURS: self.ours}, []
        for name, peer in self.peers.items():
            try:
                works[name] = peer.make()
            except ImportError:
                missing.append(name)
        return works, missing

    def bound(self, loops: Loops | None) -> tuple[str, Work]:
        """What the machine needs at least: the loop in C, or a copy of as many bytes."""
        if loops is not None and self.loop is not None:
            return IN_C, self.loop(loops)
        return IN_MEMORY, copying(self.moved_bytes)

    def check(self, works: Mapping[str, Work], bound: tuple[str, Work]) -> None:
        """Whether all that are here say the same: a benchmark that computes something else is worth nothing."""
        told = self.ours()
        for name, peer in self.peers.items():
            if name in works:
                peer.same(told, works[name]())
        if bound[0] == IN_C and self.loop_same is not None:
            self.loop_same(told, bound[1]())


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that reads and writes a number of bytes together."""

    source: NDArray[np.uint8] = field(repr=False)
    target: NDArray[np.uint8] = field(repr=False)

    def __call__(self) -> None:
        """Copy."""
        np.copyto(self.target, self.source)


def copying(moved_bytes: int) -> Work:
    """A copy that reads and writes as many bytes."""
    return Copy(np.ones(moved_bytes // 2, np.uint8), np.empty(moved_bytes // 2, np.uint8))


def bytes_of(*columns: NDArray[Any]) -> int:
    """What the columns hold together."""
    return sum(column.nbytes for column in columns)


def close(relative: float = 1e-9, absolute: float = 1e-9) -> Callable[[Any, Any], None]:
    """Compares numbers, or tuples of columns one by one."""

    def same(ours: Any, theirs: Any) -> None:
        if isinstance(ours, tuple):
            for mine, other in zip(ours, theirs, strict=True):
                np.testing.assert_allclose(mine, other, relative, absolute)
        else:
            np.testing.assert_allclose(ours, theirs, relative, absolute)

    return same


def equal(ours: Any, theirs: Any) -> None:
    """Compares indices, masks, texts."""
    np.testing.assert_array_equal(ours, theirs)


def holds(condition: object, what: str) -> None:
    """Raises AssertionError, with what should be, where it is not so."""
    if not condition:
        raise AssertionError(what)


def package(name: str) -> Any:
    """A peer's module: most are only where the benchmarks run, so that nothing is known of their types."""
    return import_module(name)


def twin(name: str) -> Callable[..., Any]:
    """The kernel's slow twin in the tests."""
    found: Callable[..., Any] = getattr(import_module("tests.kernels.naive"), name)
    return found


def plain(name: str, columns: Sequence[ArrayLike], *parameters: object) -> Callable[[], Work]:
    """A call of the twin with lists, which is what plain Python is best at."""

    def make() -> Work:
        function, lists = twin(name), [np.asarray(column).tolist() for column in columns]
        return lambda: function(*lists, *parameters)

    return make
