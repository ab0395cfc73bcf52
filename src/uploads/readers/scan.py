"""The fast way through a track document: its points are scanned into columns, and only the rest of it is parsed.

Whatever is unusual about a document leaves it to the parser alone (`Unplain`): both ways give the same answer, or there
is only one.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from kernels.xml import FORBIDDEN, NUMBERS, TIME, Scan, Vocabulary, points
from uploads.readers.instants import Clock
from uploads.readers.numbers import number
from uploads.readers.points import MAX_POINTS, Key, Points

# Encodings in which a byte below 128 is its ASCII character wherever it stands.
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"us-ascii", b"iso-8859-1"})
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
_DECLARATION = b"<?xml"
_DECLARATION_BYTES = 200


class Unplain(Exception):
    """The document has something unusual: it has to be parsed as a whole."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the points of a format hold: its columns, and the vocabulary that names them by their place."""

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
        return cls(keys, vocabulary)


@dataclass(frozen=True, slots=True, eq=False)
class Scanned:
    """A document in two parts; where its methods speak of points, these are from the first to before the last.

    Attributes:
        skeleton: the document with a processing instruction in place of every run of points, which tells the first
            point of the run and the one behind its last.
    """

    skeleton: bytes
    _keys: tuple[Key, ...]
    _scan: Scan
    _bad_rows: list[int]
    _abroad: bool

    def __len__(self) -> int:
        return self._scan.instants.size

    def instant(self, first: int) -> float:
        """The time of a point, in seconds since 1970 UTC; NaN if it has none."""
        return float(self._scan.instants[first])

    def times(self, first: int, last: int) -> tuple[float, float] | None:
        """The first and the last time that these points have; None if they have none."""
        instants = self._scan.instants[first:last]
        if math.isnan(instants[0]) or math.isnan(instants[-1]):
            instants = instants[~np.isnan(instants)]
        return (float(instants[0]), float(instants[-1])) if instants.size else None

    def bad_values(self, first: int, last: int) -> int:
        """How many values of these points are no numbers."""
        return bisect_left(self._bad_rows, last) - bisect_left(self._bad_rows, first)

    def tell(self, clock: Clock, first: int, last: int) -> None:
        """Tells the clock of the offsets from UTC that these points have."""
        if not self._abroad:
            return
        offsets_s = self._scan.offsets_s[first:last]
        offsets_s = offsets_s[offsets_s != 0]
        if offsets_s.size:
            clock.see(int(offsets_s[0]))
            clock.see(int(offsets_s[-1]))

    def points(self, first: int, last: int) -> Points:
        """These points."""
        columns = zip(self._keys, self._scan.values[:, first:last], strict=True)
        return Points(
            self._scan.instants[first:last], {key: column for key, column in columns if not np.isnan(column).all()}
        )


def scan(document: bytes, plan: Plan) -> Scanned:
    """Scans a document that starts with its first ``<``.

    Raises:
        Unplain: it has no points, or is not of the kind that usual writers write.
    """
    found = points(document, plan.vocabulary, MAX_POINTS) if _is_plain(document) else None
    if found is None or not len(found.runs):
        raise Unplain
    bad_rows = _settle(document, found)
    return Scanned(_skeleton(document, found), plan.keys, found, bad_rows, bool(found.offsets_s.any()))


def _is_plain(document: bytes) -> bool:
    """Whether its encoding is one that may be scanned; a document without a declaration is in UTF-8."""
    if not document.startswith(_DECLARATION):
        return document.startswith(b"<")
    declaration = document[: max(document.find(b"?>", 0, _DECLARATION_BYTES), 0)]
    told = [name.lower() for name in _ENCODING.findall(declaration)]
    return bool(declaration) and len(told) == declaration.count(b"encoding") and _PLAIN_ENCODINGS.issuperset(told)


def _skeleton(document: bytes, found: Scan) -> bytes:
    parts, behind = [], 0
    for start, end, first, last in found.runs.tolist():
        parts += [document[behind:start], b"<?points %d %d?>" % (first, last)]
        behind = end
    return b"".join((*parts, document[behind:]))


def _settle(document: bytes, found: Scan) -> list[int]:
    """Reads what the scan has doubts about; the points of what is no number at all, one for each."""
    bad = []
    for row, column, start, end in found.doubts.tolist():
        value = number(document[start:end].decode("ascii"))
        if value is None:
            bad.append(row)
        elif math.isnan(value):
            # A point that says so is not the same as one that says nothing.
            raise Unplain
        else:
            found.values[column, row] = value
    return bad
