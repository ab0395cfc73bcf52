"""The files of a FIT chain, found and walked over before any value is decoded; bounded, and mended where damaged."""

import struct
from dataclasses import dataclass, field

import numpy as np

from kernels.arrays import Integers
from kernels.fit_crc import crc, octets
from kernels.fit_stream import BUDGET, COMPLETE, DEFINITIONS, LAPS, RECORDS, SEARCHES, SESSIONS, VALUES, Index, index
from models.entities import Problem
from models.errors import UnusableFile
from models.terms import ProblemCode
from uploads.readers.drafts import MAX_ACTIVITIES, MAX_LAPS

# All files of a chain together. Records for a day and three quarters at one a second.
MAX_FILES = 100
MAX_RECORDS = 150_000
# What decoding takes goes by the number of values, and something per message: the most that 32 MB of a sensor hold.
MAX_VALUES = 10_000_000
# Different ones only; devices repeat the same few.
MAX_DEFINITIONS = 100_000
_MAX_SEARCHES = 32
_MOST = {
    VALUES: (MAX_VALUES, "values"),
    DEFINITIONS: (MAX_DEFINITIONS, "definitions"),
    SESSIONS: (MAX_ACTIVITIES, "sessions"),
    LAPS: (MAX_LAPS, "laps"),
    RECORDS: (MAX_RECORDS, "records"),
}
_MAGIC = b".FIT"
_HEADER = struct.Struct("<BBHI4s")
_CRC_BYTES = 2


@dataclass(slots=True)
class Chain:
    """Where the messages of each file stand, in the order of the chain, and what was wrong with them."""

    files: list[Index] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def is_fit(start: bytes) -> bool:
    """Whether the bytes begin with a FIT header."""
    return start[8:12] == _MAGIC


def open_chain(data: bytes) -> Chain:
    """Every FIT file of a chain.

    Raises:
        UnusableFile: FILE_TOO_LARGE, before anything is decoded, beyond ``MAX_FILES`` or what ``_MOST`` grants.
    """
    chain = Chain()
    budget = _budget()
    held = octets("data", data)
    start = 0
    while start < len(data):
        if len(data) - start < _HEADER.size or not is_fit(data[start : start + _HEADER.size]):
            detail = f"no FIT header at {start}: {len(data) - start} bytes are left unread"
            chain.problems.append(Problem(ProblemCode.TRUNCATED, detail))
            break
        if len(chain.files) == MAX_FILES:
            raise _too_many(MAX_FILES, "files in a chain")
        header_bytes, _, _, size, _ = _HEADER.unpack_from(data, start)
        # A watch that died never wrote the size into the header.
        end = min(start + header_bytes + size, len(data)) if size else len(data)
        chain.problems += _ending(data, start, end)
        file = index(held, min(start + max(header_bytes, _HEADER.size), end), end, budget)
        if file.exhausted != COMPLETE:
            raise _too_many(*_MOST[file.exhausted])
        if file.gaps:
            detail = f"{file.lost_bytes} bytes in {file.gaps} places are no messages and were left out"
            chain.problems.append(Problem(ProblemCode.BAD_VALUES, detail))
        chain.files.append(file)
        start = end + _CRC_BYTES
    return chain


def _budget() -> Integers:
    budget = np.zeros(BUDGET, np.int64)
    budget[SEARCHES] = _MAX_SEARCHES
    for place, (most, _) in _MOST.items():
        budget[place] = most
    return budget


def _too_many(most: int, what: str) -> UnusableFile:
    return UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {most} {what}")


def _ending(data: bytes, start: int, end: int) -> list[Problem]:
    checksum = data[end : end + _CRC_BYTES]
    if len(checksum) < _CRC_BYTES:
        return [Problem(ProblemCode.TRUNCATED, f"the file ends at {len(data)}, before its announced end")]
    if crc(data, start, end) != int.from_bytes(checksum, "little"):
        return [Problem(ProblemCode.WRONG_CHECKSUM, f"the checksum at {end} is wrong")]
    return []
