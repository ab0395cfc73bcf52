"""The points of a track document as columns, scanned byte by byte.

A scanner knows only what points look like; everything else it leaves to a parser. It tells where runs of points stand,
so that the document without them, a few kilobytes, can be parsed for what they belong to.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kernels.arrays import Floats
from kernels.jit import kernel
from kernels.registry import public
from kernels.xml_names import (
    APOSTROPHE,
    COLON,
    LESS,
    MORE,
    MOST_NAMES,
    QUOTE,
    SLASH,
    SPACE,
    WORD_BYTES,
    Table,
    Words,
    skipped,
    word,
)
from kernels.xml_points import (
    DOUBTED,
    DOUBTS,
    FIRST_COUNTS,
    FORBIDDEN,
    IGNORED,
    MOST_DEPTH,
    NUMBERS,
    OFFSET,
    PATTERNS,
    RECENT,
    ROW,
    TIME,
    repeated,
    strict,
)
from kernels.xml_values import OCTETS, Octets

__all__ = ["FORBIDDEN", "MOST_DEPTH", "MOST_NAMES", "NUMBERS", "TIME", "Scan", "Vocabulary", "points"]

# What stands outside of points is parsed as one piece afterwards.
MOST_OUTSIDE_BYTES = 512 * 1024
MOST_TOKEN_BYTES = 128 * 1024
MOST_RUNS = 20_000
_LEAST_POINT_BYTES = 4
_SPARE_DOUBTS = 1000
_EXCLAMATION, _QUESTION, _DASH = 33, 63, 45


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What the elements of a point mean, by local names: the kernels' ``words`` and ``meanings``.

    Attributes:
        words: one name a row, shape (k, 24), filled up with zeros; the first is the point's.
        meanings: shape (k + 2, k + 1): of an element by the words of its parent and its own, counted from 1 (0 is any
            other name), in the last row of an attribute of the point.
        numbers: how many columns of numbers there are.
        first_counts: whether of two values of a column in one point the first counts, or the last.
    """

    words: Words
    meanings: Table
    numbers: int
    first_counts: bool

    @classmethod
    def of(
        cls,
        point: str,
        elements: Mapping[tuple[str | None, str], int],
        attributes: Mapping[str, int],
        *,
        first_counts: bool,
    ) -> "Vocabulary":
        """The vocabulary of a kind of points.

        Args:
            point: the name of its element.
            elements: what an element means, by the name of its parent (None for any) and its own: a number, of which
                the first is ``NUMBERS``, or ``TIME`` or ``FORBIDDEN``.
            attributes: the number that an attribute of the point is, by its name.
            first_counts: as above.

        Raises:
            ValueError: a name is too long.
        """
        named = {name for pair in elements for name in pair if name} | set(attributes)
        words = [point, *sorted(named - {point})]
        of_word = {name: at for at, name in enumerate(words, 1)}
        if max(map(len, words)) >= WORD_BYTES:
            raise ValueError(f"words: must be shorter than {WORD_BYTES} characters")
        table = np.zeros((len(words), WORD_BYTES), np.uint8)
        for row, name in enumerate(words):
            table[row, : len(name)] = np.frombuffer(name.encode("ascii"), np.uint8)
        meanings = np.full((len(words) + 2, len(words) + 1), IGNORED, np.int64)
        for (parent, name), meaning in elements.items():
            meanings[of_word[parent] if parent else slice(None, -1), of_word[name]] = meaning
        for name, meaning in attributes.items():
            meanings[-1, of_word[name]] = meaning
        return cls(table, meanings, int(meanings.max(initial=NUMBERS - 1)) + 1 - NUMBERS, first_counts)


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """The points of a document, m of them.

    Attributes:
        instants: seconds since 1970 UTC, shape (m,); NaN for a point without a time.
        offsets_s: what the times say of the offset from UTC, shape (m,); NaN for one that says nothing and is taken for
            UTC, 0 for a point without a time.
        values: one row a number of the vocabulary, shape (numbers, m); NaN where a point has no value.
        runs: where points stand that only white space parts, shape (r, 4): first byte, behind the last byte, first
            point, behind the last point.
        doubts: values that only Python's own ``float`` can read, shape (d, 4): point, column, first byte, behind the
            last byte.
    """

    instants: Floats
    offsets_s: Floats
    values: Floats
    runs: Table
    doubts: Table


@kernel(f"i8({OCTETS}, i8)")
def _behind_comment(data: Octets, at: int) -> int:
    """The place behind the comment whose ``<!`` stands at ``at``; -1 for a declaration, a section or no end."""
    if at + 4 > data.size or data[at + 2] != _DASH or data[at + 3] != _DASH:
        return -1
    for place in range(at + 4, data.size - 2):
        if data[place] == _DASH and data[place + 1] == _DASH and data[place + 2] == MORE:
            return place + 3
    return -1


@kernel(f"i8({OCTETS}, i8)")
def _behind_tag(data: Octets, at: int) -> int:
    """The place behind the next ``>`` that stands in no quotes; -1 for none."""
    quote = 0
    for place in range(at, data.size):
        octet = int(data[place])
        if octet == quote:
            quote = 0
        elif quote == 0:
            if octet == MORE:
                return place + 1
            if octet in (QUOTE, APOSTROPHE):
                quote = octet
    return -1


@kernel(f"b1({OCTETS}, i8, u1[:, ::1])")
def _is_point(data: Octets, at: int, words: Words) -> bool:
    """Whether the element is a point whose ``<`` stands at ``at``."""
    start = stop = at + 1
    while stop < data.size and data[stop] != MORE and data[stop] != SLASH and skipped(data, stop, SPACE) == stop:
        stop += 1
        if data[stop - 1] == COLON:
            start = stop
    return word(data, start, stop, words) == 1


@kernel(f"i8({OCTETS}, i8, u1[:, ::1])")
def _next_point(data: Octets, at: int, words: Words) -> int:
    """The place of the next point's ``<``, the end where no other follows; -1 for what only a parser can follow."""
    while at < data.size:
        if data[at] != LESS:
            at += 1
            continue
        start, kind = at, int(data[at + 1]) if at + 1 < data.size else 0
        if kind == _QUESTION and at > 0:
            return -1
        if kind == _EXCLAMATION:
            at = _behind_comment(data, at)
        elif _is_point(data, at, words):
            return at
        else:
            at = _behind_tag(data, at + 1)
        if at < 0 or at - start > MOST_TOKEN_BYTES:
            return -1
    return at


@kernel(f"i8({OCTETS}, i8, u1[:, ::1], i8[:, ::1], i8[:, ::1], f8[:, ::1])")
def _point(data: Octets, at: int, words: Words, meanings: Table, notes: Table, table: Floats) -> int:
    """Reads a point by the pattern that fits it, or strictly: the place behind it, or -1."""
    for step in range(PATTERNS):
        pattern = (notes[RECENT, 0] + step) % PATTERNS
        stop = repeated(data, at, pattern, notes, table)
        if stop >= 0:
            notes[RECENT, 0] = pattern
            return stop
    return strict(data, at, words, meanings, notes, table)


@kernel(f"UniTuple(i8, 2)({OCTETS}, u1[:, ::1], i8[:, ::1], i8[:, ::1], f8[:, ::1], i8[:, ::1])")
def _scan(data: Octets, words: Words, meanings: Table, notes: Table, table: Floats, runs: Table) -> tuple[int, int]:
    """How many points and runs there are; -1 runs for a document that another reader has to read."""
    row, outside, behind = 0, 0, 0
    for run in range(runs.shape[0]):
        at = _next_point(data, behind, words)
        outside += at - behind
        if at < 0 or outside > MOST_OUTSIDE_BYTES:
            return row, -1
        if at == data.size:
            return row, run
        runs[run, 0], runs[run, 2] = at, row
        while row == runs[run, 2] or (at < data.size and data[at] == LESS and _is_point(data, at, words)):
            if row == table.shape[0]:
                return row, -1
            notes[ROW, 0] = row
            at = _point(data, at, words, meanings, notes, table)
            if at < 0:
                return row, -1
            row += 1
        runs[run, 1], runs[run, 3] = at, row
        behind = at
    return row, -1


@public(
    shapes="document[n] bytes -> instant_s[m], offset_s[m], value[k, m], runs[r, 4], doubts[d, 4]",
    reference="XML 1.0, fifth edition; Lemire 2021 for the decimals",
    oracle="expat and Python's own float and datetime",
    peer="ElementTree.iterparse",
)
def points(document: bytes, vocabulary: Vocabulary, most_points: int) -> Scan | None:
    """Scans a document in UTF-8 or another superset of ASCII in single bytes for its points.

    Args:
        document: from its first ``<`` on.
        vocabulary: what the points hold.
        most_points: how many points there may be.

    Returns:
        What the document's points hold, as an XML parser would find them if the rest of the document is well-formed; or
        None if it has anything in or around its points that is not of the plain kind which all usual writers write.
    """
    if not 0 <= most_points < 2**31:
        raise ValueError(f"most_points: must be from 0 to 2**31, not {most_points}")
    data = np.frombuffer(document, np.uint8)
    most = min(most_points, data.size // _LEAST_POINT_BYTES)
    # Points one after the other: of what is far too long, only the beginning is ever touched.
    table = np.empty((most, NUMBERS + vocabulary.numbers))
    notes = np.zeros((DOUBTS + most // 8 + _SPARE_DOUBTS, 4), np.int64)
    notes[FIRST_COUNTS, 0] = vocabulary.first_counts
    runs = np.empty((MOST_RUNS, 4), np.int64)
    rows, count = _scan(data, vocabulary.words, vocabulary.meanings, notes, table, runs)
    if count < 0:
        return None
    doubts = notes[DOUBTS : DOUBTS + notes[DOUBTED, 0]]
    doubts[:, 1] -= NUMBERS
    columns = np.ascontiguousarray(table[:rows].T)
    return Scan(columns[TIME], columns[OFFSET], columns[NUMBERS:], runs[:count].copy(), doubts)
