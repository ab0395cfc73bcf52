"""The fast way through a track document: its points are scanned into columns, and only the rest of it is parsed.

A large document is scanned a window at a time, each of which ends where a point does: nothing holds all of it.
Whatever is unusual about a document leaves it to the parser alone (`Unplain`): both ways give the same answer, or there
is only one.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from kernels.xml import FORBIDDEN, MOST_NAMES, NUMBERS, TIME, Scan, Vocabulary, points
from uploads.readers.instants import Clock
from uploads.readers.numbers import number
from uploads.readers.points import MAX_POINTS, Key, Points
from uploads.recording import Column

# Encodings in which a byte below 128 is its ASCII character wherever it stands.
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"us-ascii", b"iso-8859-1"})
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
_DECLARATION = b"<?xml"
_DECLARATION_BYTES = 200
WINDOW_BYTES = 8 * 1024 * 1024
# The end of a tag that names a point is sought within so many bytes; what is further off is no usual tag.
_TAG_BYTES = 256
# What stands between the points of all windows together, and the instructions that stand for these.
_MOST_SKELETON_BYTES = 1024 * 1024


class Unplain(Exception):
    """The document has something unusual: it has to be parsed as a whole."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the points of a format hold: their name, its columns, and the vocabulary that names them by their place."""

    point: bytes
    keys: tuple[Key, ...]
    vocabulary: Vocabulary

    @classmethod
    def of(
        cls,
        point: str,
        values: Mapping[tuple[str, str], Key] | Mapping[tuple[None, str], Key],
        *,
        time: tuple[str | None, str],
        forbidden: Iterable[str],
        attributes: Mapping[str, Key] | None = None,
        first_counts: bool,
    ) -> Self:
        """A plan by the names of elements and their parents (None for any), as ``Vocabulary.of`` has them."""
        told = attributes or {}
        keys = tuple(sorted({*told.values(), *values.values()}))
        numbers = {key: at for at, key in enumerate(keys, NUMBERS)}
        vocabulary = Vocabulary.of(
            point,
            {pair: numbers[key] for pair, key in values.items()}
            | {time: TIME}
            | {(None, name): FORBIDDEN for name in (point, *forbidden)},
            {name: numbers[key] for name, key in told.items()},
            first_counts=first_counts,
        )
        return cls(point.encode("ascii"), keys, vocabulary)


@dataclass(frozen=True, slots=True, eq=False)
class Scanned:
    """A document in two parts; where its methods speak of points, these are from the first to before the last.

    Attributes:
        skeleton: the document with a processing instruction in place of every run of points, which tells the first
            point of the run and the one behind its last.
        most_names: how many names there may be in the points.
    """

    skeleton: bytes
    most_names: int
    _keys: tuple[Key, ...]
    _instants: Column
    _offsets_s: Column
    _values: Column
    _bad_rows: list[int]
    _abroad: bool
    _untold: bool

    def __len__(self) -> int:
        return self._instants.size

    def instant(self, first: int) -> float:
        """The time of a point, in seconds since 1970 UTC; NaN if it has none."""
        return float(self._instants[first])

    def times(self, first: int, last: int) -> tuple[float, float]:
        """The first and the last time that these points have; NaN if they have none."""
        instants = self._instants[first:last]
        if math.isnan(instants[0]) or math.isnan(instants[-1]):
            instants = instants[~np.isnan(instants)]
        return (float(instants[0]), float(instants[-1])) if instants.size else (math.nan, math.nan)

    def bad_values(self, first: int, last: int) -> int:
        """How many values of these points are no numbers."""
        return bisect_left(self._bad_rows, last) - bisect_left(self._bad_rows, first)

    def tell(self, clock: Clock, first: int, last: int) -> None:
        """Tells the clock of the offsets from UTC that these points have.

        Raises:
            Unplain: times without an offset follow one that was written somewhere else.
        """
        if self._untold and clock.offset_s is not None:
            raise Unplain
        if not self._abroad:
            return
        offsets_s = self._offsets_s[first:last]
        offsets_s = offsets_s[offsets_s != 0]
        if offsets_s.size:
            clock.see(int(offsets_s[0]))
            clock.see(int(offsets_s[-1]))

    def points(self, first: int, last: int) -> Points:
        """These points."""
        columns = zip(self._keys, self._values[:, first:last], strict=True)
        known = {key: column for key, column in columns if not np.isnan(column).all()}
        return Points(self._instants[first:last], known)


def scan(pieces: Iterable[bytes], plan: Plan) -> Scanned:
    """Scans a document that starts with its first ``<``.

    Raises:
        Unplain: it has no points, or is not of the kind that usual writers write.
    """
    scans: list[Scan] = []
    skeleton, bad_rows, count = bytearray(), [], 0
    for window in _windows(pieces, plan.point):
        # An instruction may stand first in the document and nowhere else.
        if window.startswith(b"<?") if scans else not _is_plain(window):
            raise Unplain
        found = points(window, plan.vocabulary, MAX_POINTS - count)
        if found is None:
            raise Unplain
        bad_rows += [count + row for row in _settle(window, found)]
        _add_skeleton(skeleton, window, found, count)
        if len(skeleton) > _MOST_SKELETON_BYTES:
            raise Unplain
        scans.append(found)
        count += found.instants.size
    if not count:
        raise Unplain
    instants, offsets_s = _joined([each.instants for each in scans]), _joined([each.offsets_s for each in scans])
    untold = np.isnan(offsets_s)
    abroad = bool((offsets_s[~untold] != 0).any())
    if abroad and untold.any():
        raise Unplain
    values = _joined([each.values for each in scans])
    names = MOST_NAMES * len(scans)
    return Scanned(bytes(skeleton), names, plan.keys, instants, offsets_s, values, bad_rows, abroad, bool(untold.any()))


def _windows(pieces: Iterable[bytes], point: bytes) -> Iterator[bytes]:
    """The document, cut between points.

    Whether a cut is one is not looked at here: a scan refuses a window whose last tag, comment or point has no end, and
    so every cut behind windows that it accepts is where the document has it.
    """
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= WINDOW_BYTES:
            window = b"".join(held)
            cut = _cut(window, point)
            yield window[:cut]
            held, size = [window[cut:]], size - cut
    yield b"".join(held)


def _cut(window: bytes, point: bytes) -> int:
    """Before the last start tag of a point, or behind its last end tag."""
    name = window.rfind(point, 0, -_TAG_BYTES)
    start = window.rfind(b"<", 0, max(name, 0))
    cut = window.find(b">", name) + 1 if window.startswith(b"</", start) else start
    if start < 0 or cut <= 0:
        raise Unplain
    return cut


def _is_plain(document: bytes) -> bool:
    """Whether its encoding is one that may be scanned; a document without a declaration is in UTF-8."""
    if not document.startswith(_DECLARATION):
        return document.startswith(b"<")
    declaration = document[: max(document.find(b"?>", 0, _DECLARATION_BYTES), 0)]
    told = [name.lower() for name in _ENCODING.findall(declaration)]
    return bool(declaration) and len(told) == declaration.count(b"encoding") and _PLAIN_ENCODINGS.issuperset(told)


def _add_skeleton(skeleton: bytearray, window: bytes, found: Scan, before: int) -> None:
    """Adds what stands in a window beside its points, of which there are ``before`` others."""
    behind = 0
    for start, end, first, last in found.runs.tolist():
        skeleton += window[behind:start]
        skeleton += b"<?points %d %d?>" % (before + first, before + last)
        behind = end
    skeleton += window[behind:]


def _settle(window: bytes, found: Scan) -> list[int]:
    """Reads what the scan has doubts about; the points of what is no number at all, one for each."""
    bad = []
    for row, column, start, end in found.doubts.tolist():
        value = number(window[start:end].decode("ascii"))
        if value is None:
            bad.append(row)
        elif math.isnan(value):
            # A point that says so is not the same as one that says nothing.
            raise Unplain
        else:
            found.values[column, row] = value
    return bad


def _joined(columns: list[Column]) -> Column:
    return columns[0] if len(columns) == 1 else np.concatenate(columns, axis=-1)
