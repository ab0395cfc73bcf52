"""Makes a whole FIT stream out of a damaged one, before any value is decoded.

FIT has no marks between its messages: a reader that loses one byte reads nonsense from there on. The walk here looks
only at lengths. Where they stop making sense it searches for the next place from which several messages follow each
other, and cuts out what lies between. (FIT Protocol, "FIT File Structure": header, definition and data messages, CRC.)
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.entities import Problem
from models.errors import UnusableFile
from models.terms import ProblemCode

# What decoding takes goes by the number of values, and something per message: about ten seconds' worth.
MAX_VALUES = 3_000_000
_VALUES_PER_MESSAGE = 4
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


def is_fit(start: bytes) -> bool:
    """Whether the bytes begin with a FIT header."""
    return start[8:12] == _MAGIC


def mend(data: bytes) -> Mended:
    """Every FIT file of a chain, each with a whole number of messages and a true length in its header.

    Raises:
        UnusableFile: FILE_TOO_LARGE beyond ``MAX_VALUES``.
    """
    mended = Mended()
    start = 0
    while start < len(data):
        if len(data) - start < _HEADER.size or not is_fit(data[start : start + _HEADER.size]):
            detail = f"no FIT header at {start}: {len(data) - start} bytes are left unread"
            mended.problems.append(Problem(ProblemCode.TRUNCATED, detail))
            break
        header_size, protocol, profile, size, magic = _HEADER.unpack_from(data, start)
        # A watch that died never wrote the size into the header.
        end = min(start + header_size + size, len(data)) if size else len(data)
        mended.problems += _ending(data, start, end)
        body = _Body(data, end)
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

    def __init__(self, data: bytes, end: int) -> None:
        self.gaps = 0
        self.lost_bytes = 0
        self._data = data
        self._end = end
        self._sizes: dict[int, int] = {}
        self._fields: dict[int, int] = {}
        self._values = 0
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
            start = self._search(last + 1) if self.gaps <= _MAX_SEARCHES else self._end
            self.lost_bytes += start - last

    def _run(self, at: int) -> tuple[int, int]:
        """Walks on while messages follow each other: where the last one begins, and where the walk stopped."""
        last = at
        while at < self._end and (length := self._length(at, self._sizes)) and at + length <= self._end:
            self._compressed = self._compressed or self._data[at] >= 0x80
            last = at
            self._values += self._fields.get(self._data[at] & 0x0F, 0) + _VALUES_PER_MESSAGE
            at += length
            if self._values > MAX_VALUES:
                raise UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {MAX_VALUES} values")
        return last, at

    def _search(self, at: int) -> int:
        """The next place from which ``_PROOF`` messages follow each other, or the end."""
        for candidate in range(at, min(at + _SEARCH_BYTES, self._end)):
            if self._proves(candidate):
                return candidate
        return self._end

    def _proves(self, at: int) -> bool:
        sizes = dict(self._sizes)
        for _ in range(_PROOF):
            # Every other byte would do for a compressed timestamp: believed only of a file that has them.
            length = self._length(at, sizes) if self._compressed or self._data[at] < 0x80 else 0
            at += length
            if not length or at > self._end:
                return False
            if at == self._end:
                return True
        return True

    def _length(self, at: int, sizes: dict[int, int]) -> int:
        """Length of the message at ``at``, 0 where none can be; a definition is remembered in ``sizes``."""
        header = self._data[at]
        if header & 0x80:
            return sizes.get(header >> 5 & 0x03, 0)
        if not header & 0x40:
            return sizes.get(header & 0x0F, 0) if not header & 0x30 else 0
        fields = self._data[at + 5 : at + 6]
        if not fields or self._data[at + 2] > 1:
            return 0
        length = 6 + 3 * fields[0]
        lengths = self._data[at + 7 : at + length : 3]
        if header & 0x20:
            developer_fields = self._data[at + length] if at + length < self._end else 0
            lengths += self._data[at + length + 2 : at + length + 1 + 3 * developer_fields : 3]
            length += 1 + 3 * developer_fields
        if 0 in lengths:
            return 0
        sizes[header & 0x0F] = 1 + sum(lengths)
        self._fields[header & 0x0F] = len(lengths)
        return length

    def _is_cut(self, at: int) -> bool:
        """Whether what stands at ``at`` is a message whose end is missing."""
        too_short_to_tell = self._data[at] & 0xC0 == 0x40 and self._end - at < _DEFINITION_BYTES
        length = self._length(at, dict(self._sizes))
        return too_short_to_tell or (length > 0 and at + length > self._end)


def _ending(data: bytes, start: int, end: int) -> list[Problem]:
    checksum = data[end : end + _CRC_BYTES]
    if len(checksum) < _CRC_BYTES:
        return [Problem(ProblemCode.TRUNCATED, f"the file ends at {len(data)}, before its announced end")]
    if crc(data[start:end]) != int.from_bytes(checksum, "little"):
        return [Problem(ProblemCode.WRONG_CHECKSUM, f"the checksum at {end} is wrong")]
    return []
