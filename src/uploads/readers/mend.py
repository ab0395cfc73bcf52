"""Makes a whole FIT stream out of a damaged one, before any value is decoded.

FIT has no marks between its messages: a reader that loses one byte reads nonsense from there on. The walk here looks
only at lengths. Where they stop making sense it searches for the next place from which several messages follow each
other, and cuts out what lies between. (FIT Protocol, "FIT File Structure": header, definition and data messages, CRC.)
"""

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.entities import Problem
from models.errors import UnusableFile
from models.terms import ProblemCode
from uploads.readers.drafts import MAX_ACTIVITIES, MAX_LAPS

# All files of a chain together. Records for a day and three quarters at one a second.
MAX_FILES = 100
MAX_RECORDS = 150_000
# What decoding takes goes by the number of values, and something per message.
MAX_VALUES = 3_000_000
_VALUES_PER_MESSAGE = 4
_BYTES_PER_VALUE = 4
# By global message number: what may come how often.
_MOST = {18: (MAX_ACTIVITIES, "sessions"), 19: (MAX_LAPS, "laps"), 20: (MAX_RECORDS, "records")}
_MAGIC = b".FIT"
_HEADER = struct.Struct("<BBHI4s")
_CRC_BYTES = 2
_CRC_BLOCK_BITS = 16
_DEFINITION_BYTES = 6
# So many messages in a row are no accident.
_PROOF = 6
_SEARCH_BYTES = 16 * 1024
_MAX_SEARCHES = 32


@dataclass(slots=True)
class Mended:
    """Sound FIT files in the order of the chain, and what was wrong with them."""

    files: list[bytes] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Shape(NamedTuple):
    """What a definition says of its messages, or of itself: then there is no number."""

    length: int
    values: int
    number: int | None = None


@dataclass(slots=True)
class _Budget:
    """What is left of what a chain may take, and the messages it had by their number."""

    files: int = MAX_FILES
    values: int = MAX_VALUES
    searches: int = _MAX_SEARCHES
    seen: Counter[int] = field(default_factory=Counter)

    def take_file(self) -> None:
        self.files -= 1
        if self.files < 0:
            raise _too_many(MAX_FILES, "files in a chain")

    def take(self, shape: _Shape) -> None:
        self.values -= shape.values + _VALUES_PER_MESSAGE
        if self.values < 0:
            raise _too_many(MAX_VALUES, "values")
        if shape.number in _MOST:
            most, what = _MOST[shape.number]
            self.seen[shape.number] += 1
            if self.seen[shape.number] > most:
                raise _too_many(most, what)


def is_fit(start: bytes) -> bool:
    """Whether the bytes begin with a FIT header."""
    return start[8:12] == _MAGIC


def mend(data: bytes) -> Mended:
    """Every FIT file of a chain, each with a whole number of messages and a true length in its header.

    Raises:
        UnusableFile: FILE_TOO_LARGE, before anything is decoded, beyond ``MAX_FILES``, ``MAX_VALUES`` or the most that
            ``_MOST`` grants.
    """
    mended = Mended()
    budget = _Budget()
    start = 0
    while start < len(data):
        if len(data) - start < _HEADER.size or not is_fit(data[start : start + _HEADER.size]):
            detail = f"no FIT header at {start}: {len(data) - start} bytes are left unread"
            mended.problems.append(Problem(ProblemCode.TRUNCATED, detail))
            break
        budget.take_file()
        header_size, protocol, profile, size, magic = _HEADER.unpack_from(data, start)
        # A watch that died never wrote the size into the header.
        end = min(start + header_size + size, len(data)) if size else len(data)
        mended.problems += _ending(data, start, end)
        body = _Body(data, end, budget)
        spans = [data[first:last] for first, last in body.spans(start + max(header_size, _HEADER.size))]
        if body.gaps:
            detail = f"{body.lost_bytes} bytes in {body.gaps} places are no messages and were left out"
            mended.problems.append(Problem(ProblemCode.BAD_VALUES, detail))
        header = _HEADER.pack(_HEADER.size, protocol, profile, sum(map(len, spans)), magic)
        mended.files.append(b"".join((header, *spans, bytes(_CRC_BYTES))))
        start = end + _CRC_BYTES
    return mended


def crc(data: bytes) -> int:
    """CRC-16 with the reflected polynomial 0xA001, as FIT defines it; 0 over a file and its own checksum.

    The CRC of two stretches is that of the first, moved on over the length of the second, plus that of the second:
    neighbours are joined in pairs, all pairs at once. Zeros in front change nothing and fill up the first block.
    """
    block_bytes = 1 << (len(_moves()) - 1)
    value = 0
    for start in range(-(-len(data) % block_bytes), len(data), block_bytes):
        block = np.frombuffer(data[max(start, 0) : start + block_bytes], np.uint8)
        value = int(_moves()[-1][value]) ^ _block_crc(np.pad(block, (block_bytes - block.size, 0)))
    return value


def _block_crc(block: NDArray[np.uint8]) -> int:
    values = _moves()[0][block]
    for move in _moves()[:-1]:
        values = move[values[0::2]] ^ values[1::2]
    return int(values[0])


@cache
def _moves() -> tuple[NDArray[np.uint16], ...]:
    """What becomes of every CRC when 1, 2, 4, ... zero bytes follow."""
    bits = np.arange(256)
    for _ in range(8):
        bits = (bits >> 1) ^ np.where(bits & 1, 0xA001, 0)
    every = np.arange(1 << 16)
    moves = [((every >> 8) ^ bits[every & 0xFF]).astype(np.uint16)]
    while len(moves) <= _CRC_BLOCK_BITS:
        moves.append(moves[-1][moves[-1]])
    return tuple(moves)


class _Body:
    """The walk over the messages of one file, by their lengths alone."""

    def __init__(self, data: bytes, end: int, budget: _Budget) -> None:
        self.gaps = 0
        self.lost_bytes = 0
        self._data = data
        self._end = end
        self._budget = budget
        self._shapes: dict[int, _Shape] = {}
        self._compressed = False

    def spans(self, start: int) -> Iterator[tuple[int, int]]:
        """Stretches that hold nothing but whole messages."""
        while start < self._end:
            last, stop = self._run(start)
            if stop >= self._end or (self._end == len(self._data) and self._is_cut(stop)):
                yield start, stop
                return
            # The message before the break may have been nonsense already: it is left out with the rest.
            yield start, last
            self.gaps += 1
            start = self._search(last + 1)
            self.lost_bytes += start - last

    def _run(self, at: int) -> tuple[int, int]:
        """Walks on while messages follow each other: where the last one begins, and where the walk stopped."""
        last = at
        while at < self._end and (shape := self._shape(at, self._shapes)) and at + shape.length <= self._end:
            self._compressed = self._compressed or self._data[at] >= 0x80
            self._budget.take(shape)
            last = at
            at += shape.length
        return last, at

    def _search(self, at: int) -> int:
        """The next place from which ``_PROOF`` messages follow each other, or the end."""
        self._budget.searches -= 1
        if self._budget.searches < 0:
            return self._end
        for candidate in range(at, min(at + _SEARCH_BYTES, self._end)):
            if self._proves(candidate):
                return candidate
        return self._end

    def _proves(self, at: int) -> bool:
        shapes = dict(self._shapes)
        for _ in range(_PROOF):
            # Every other byte would do for a compressed timestamp: believed only of a file that has them.
            shape = self._shape(at, shapes) if self._compressed or self._data[at] < 0x80 else None
            if not shape or at + shape.length > self._end:
                return False
            at += shape.length
            if at == self._end:
                return True
        return True

    def _shape(self, at: int, shapes: dict[int, _Shape]) -> _Shape | None:
        """Shape of the message at ``at``, None where none can be; what a definition defines is put into ``shapes``."""
        header = self._data[at]
        if header & 0x80:
            return shapes.get(header >> 5 & 0x03)
        if not header & 0x40:
            return shapes.get(header & 0x0F) if not header & 0x30 else None
        fields = self._data[at + 5 : at + 6]
        if not fields or self._data[at + 2] > 1:
            return None
        length = _DEFINITION_BYTES + 3 * fields[0]
        sizes = self._data[at + 7 : at + length : 3]
        if header & 0x20:
            developer_fields = self._data[at + length] if at + length < self._end else 0
            sizes += self._data[at + length + 2 : at + length + 1 + 3 * developer_fields : 3]
            length += 1 + 3 * developer_fields
        if 0 in sizes:
            return None
        number = int.from_bytes(self._data[at + 3 : at + 5], "big" if self._data[at + 2] else "little")
        shapes[header & 0x0F] = _Shape(1 + sum(sizes), max(len(sizes), sum(sizes) // _BYTES_PER_VALUE), number)
        return _Shape(length, len(sizes))

    def _is_cut(self, at: int) -> bool:
        """Whether what stands at ``at`` is a message whose end is missing."""
        too_short_to_tell = self._data[at] & 0xC0 == 0x40 and self._end - at < _DEFINITION_BYTES
        shape = self._shape(at, dict(self._shapes))
        return too_short_to_tell or (shape is not None and at + shape.length > self._end)


def _too_many(most: int, what: str) -> UnusableFile:
    return UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {most} {what}")


def _ending(data: bytes, start: int, end: int) -> list[Problem]:
    checksum = data[end : end + _CRC_BYTES]
    if len(checksum) < _CRC_BYTES:
        return [Problem(ProblemCode.TRUNCATED, f"the file ends at {len(data)}, before its announced end")]
    if crc(data[start:end]) != int.from_bytes(checksum, "little"):
        return [Problem(ProblemCode.WRONG_CHECKSUM, f"the checksum at {end} is wrong")]
    return []
