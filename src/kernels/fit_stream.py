"""The frame of a FIT file: where its messages stand.

FIT has no marks between its messages: a reader that loses one byte reads nonsense from there on. The walk looks only at
lengths. Where they stop making sense it searches for the next place from which several messages follow each other, and
leaves out what lies between. (FIT Protocol, "FIT File Structure": record headers, definition and data messages.)
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kernels.arrays import Integers
from kernels.fit_crc import OCTETS, Octets, octets, stretch
from kernels.jit import kernel
from kernels.registry import public

type Indices = NDArray[np.int32]
type Table = NDArray[np.int32]

# Positions are kept in 32 bits.
MOST_BYTES = 2**30
# So many messages in a row are no accident.
PROOF = 6
SEARCH_BYTES = 16 * 1024
# Why a walk stopped before its end, in the order of the budget: what of it was used up.
COMPLETE, VALUES, DEFINITIONS, SESSIONS, LAPS, RECORDS, SEARCHES = range(-1, 6)
BUDGET = 6
# What decoding takes goes by the number of values, and something per message.
VALUES_PER_MESSAGE = 4
BYTES_PER_VALUE = 4
# The columns of the table of definitions: where one stands, bytes of its messages with their header, global message
# number, byte order, where in a message its timestamp is (0: nowhere), the values that a message counts for.
POSITION, LENGTH, NUMBER, BIG_ENDIAN, TIMESTAMP, WEIGHT = range(6)

_COUNT, _KINDS, _GAPS, _LOST, _COMPRESSED = range(5)
_DEFINITION_BYTES = 6
_LONGEST = 1 + 2 * 255 * 255
_LOCAL_TYPES = 16
_TIMESTAMP_FIELD = 253
_UINT32 = 0x86
_FIRST_COUNTED = 18  # session, lap and record are 18, 19 and 20
_LAST_COUNTED = 20


@kernel(f"UniTuple(i8, 3)({OCTETS}, i8, i8)")
def _definition(data: Octets, at: int, end: int) -> tuple[int, int, int]:
    """Length of the definition at ``at``, bytes and fields of its messages.

    The length is 0 where no definition can be; it reaches beyond ``end`` where the rest of one is missing.
    """
    length, payload, fields = _DEFINITION_BYTES, 0, 0
    if at + length > end:
        return length, 0, 0
    if data[at + 2] > 1:
        return 0, 0, 0
    count = int(data[at + 5])
    for group in range(2 if data[at] & 0x20 else 1):
        if group == 1:
            count = int(data[at + length]) if at + length < end else 0
            length += 1
        for i in range(count):
            place = at + length + 3 * i + 1
            size = int(data[place]) if place < end else 1
            if size == 0:
                return 0, 0, 0
            payload += size
        length += 3 * count
        fields += count
    return length, payload, fields


@kernel(f"i8({OCTETS}, i8, i8, i8[::1])")
def _step(data: Octets, at: int, end: int, lengths: Integers) -> int:
    """Length of the message at ``at``, 0 where none can be."""
    header = int(data[at])
    if header >= 0x80:
        return int(lengths[header >> 5 & 0x03])
    if header >= 0x40:
        return _definition(data, at, end)[0]
    return int(lengths[header & 0x0F]) if header < 0x10 else 0


@kernel(f"i8({OCTETS}, i8, i8, i8[::1], b1)")
def _search(data: Octets, at: int, end: int, lengths: Integers, compressed: bool) -> int:  # noqa: FBT001
    """The next place from which ``PROOF`` messages follow each other, or the end."""
    tried = np.empty(_LOCAL_TYPES, np.int64)
    for candidate in range(at, min(at + SEARCH_BYTES, end)):
        tried[:] = lengths
        here, proven = candidate, 0
        while proven < PROOF and here < end:
            # Every other byte would do for a compressed timestamp: believed only of a file that has them.
            length = _step(data, here, end, tried) if compressed or data[here] < 0x80 else 0
            if length == 0 or here + length > end:
                break
            if 0x40 <= data[here] < 0x80:
                tried[data[here] & 0x0F] = 1 + _definition(data, here, end)[1]
            here += length
            proven += 1
        if proven == PROOF or (proven > 0 and here == end):
            return candidate
    return end


@kernel(f"i8({OCTETS}, i8, i8, i4[:, ::1], i8[::1])")
def _twin(data: Octets, at: int, length: int, definitions: Table, live: Integers) -> int:
    """The definition in force that says the same as the one at ``at``, -1 where there is none."""
    for local in range(_LOCAL_TYPES):
        if live[local] < 0:
            continue
        other = int(definitions[live[local], POSITION])
        same = (data[at] ^ data[other]) & 0x20 == 0
        i = 1
        while same and i < length:
            same = data[at + i] == data[other + i]
            i += 1
        if same:
            return int(live[local])
    return -1


@kernel(f"void({OCTETS}, i8, i8, i8, i4[::1])")
def _describe(data: Octets, at: int, payload: int, fields: int, row: Indices) -> None:
    """Fills a row of the table of definitions."""
    big = int(data[at + 2])
    low, high = (4, 3) if big else (3, 4)
    row[POSITION] = at
    row[LENGTH] = 1 + payload
    row[NUMBER] = int(data[at + low]) | int(data[at + high]) << 8
    row[BIG_ENDIAN] = big
    row[TIMESTAMP] = 0
    row[WEIGHT] = VALUES_PER_MESSAGE + max(fields, payload // BYTES_PER_VALUE)
    offset = 1
    for i in range(int(data[at + 5])):
        place = at + _DEFINITION_BYTES + 3 * i
        if data[place] == _TIMESTAMP_FIELD and data[place + 1] == 4 and data[place + 2] == _UINT32:
            row[TIMESTAMP] = offset
        offset += int(data[place + 1])


@kernel(f"i8({OCTETS}, i8, i4[:, ::1], i8, i8)")
def _clock(data: Octets, at: int, definitions: Table, kind: int, clock: int) -> int:
    """The time that the message at ``at`` leaves behind, -1 while none is known."""
    header = int(data[at])
    if header >= 0x80:
        # The low five bits of the time; they went round where they are less than before.
        return clock + ((header - clock) & 0x1F) if clock >= 0 else -1
    offset = int(definitions[kind, TIMESTAMP])
    if offset == 0:
        return clock
    value = 0
    for i in range(4):
        place = at + offset + (i if definitions[kind, BIG_ENDIAN] else 3 - i)
        value = value << 8 | int(data[place])
    return value if value != 0xFFFFFFFF else clock


@kernel("i8(i8[::1], i4[:, ::1], i8)")
def _take(budget: Integers, definitions: Table, kind: int) -> int:
    """Takes a data message from the budget: ``COMPLETE``, or what is used up."""
    budget[VALUES] -= definitions[kind, WEIGHT]
    number = int(definitions[kind, NUMBER])
    if _FIRST_COUNTED <= number <= _LAST_COUNTED:
        counted = SESSIONS + number - _FIRST_COUNTED
        budget[counted] -= 1
        if budget[counted] < 0:
            return counted
    return VALUES if budget[VALUES] < 0 else COMPLETE


@kernel(f"i8({OCTETS}, i8, i8, i8, i4[:, ::1], i8[::1], i8[::1])")
def _define(  # noqa: PLR0913, PLR0917 -- the walk's state
    data: Octets, at: int, end: int, kinds: int, definitions: Table, live: Integers, budget: Integers
) -> int:
    """Row of the definition at ``at`` in the table, where it is put if it is new; -1 where there is no room."""
    length, payload, fields = _definition(data, at, end)
    budget[VALUES] -= VALUES_PER_MESSAGE + fields
    kind = _twin(data, at, length, definitions, live)
    if kind < 0:
        budget[DEFINITIONS] -= 1
        if budget[DEFINITIONS] < 0 or kinds >= definitions.shape[0]:
            return -1
        _describe(data, at, payload, fields, definitions[kinds])
        kind = kinds
    live[data[at] & 0x0F] = kind
    return kind


@kernel(f"i8({OCTETS}, i8, i8, i8[::1], i4[:, ::1], i4[::1], i4[::1], i8[::1], i8[::1])")
def _index(  # noqa: PLR0913, PLR0917 -- the caller allocates all outputs
    data: Octets,
    start: int,
    end: int,
    budget: Integers,
    definitions: Table,
    positions: Indices,
    which: Indices,
    stamps: Integers,
    told: Integers,
) -> int:
    lengths = np.zeros(_LOCAL_TYPES, np.int64)
    live = np.full(_LOCAL_TYPES, -1, np.int64)
    clock = before = -1
    at = last = start
    kept = 0  # messages before the last one of this run, as ``before`` is the time before it
    while at < end:
        length = _step(data, at, end, lengths)
        if length == 0 or at + length > end:
            if end == data.size and length > 0:
                break  # the end of the last message is missing: what went before is sound
            # The message before the break may have been nonsense already: it is left out with the rest.
            if told[_COUNT] > kept:
                told[_COUNT] = kept
                stamps[kept] = 0
                clock = before
            told[_GAPS] += 1
            budget[SEARCHES] -= 1
            found = _search(data, last + 1, end, lengths, told[_COMPRESSED] > 0) if budget[SEARCHES] >= 0 else end
            told[_LOST] += found - last
            at = last = found
            continue
        header = int(data[at])
        last, before = at, clock
        kept = count = int(told[_COUNT])
        if 0x40 <= header < 0x80:
            kind = _define(data, at, end, told[_KINDS], definitions, live, budget)
            if kind < 0 or budget[VALUES] < 0:
                return DEFINITIONS if kind < 0 else VALUES
            told[_KINDS] = max(told[_KINDS], kind + 1)
            lengths[header & 0x0F] = definitions[kind, LENGTH]
        else:
            kind = int(live[header >> 5 & 0x03 if header >= 0x80 else header & 0x0F])
            exhausted = _take(budget, definitions, kind)
            if exhausted != COMPLETE or count >= positions.size:
                return exhausted if exhausted != COMPLETE else VALUES
            clock = _clock(data, at, definitions, kind, clock)
            positions[count] = at
            which[count] = kind
            if header >= 0x80:
                stamps[count] = clock
                told[_COMPRESSED] = 1
            told[_COUNT] += 1
        at += length
    return COMPLETE


@dataclass(frozen=True, slots=True)
class Index:
    """Where the data messages of a file stand. What it holds is checked once, here, and frozen.

    Attributes:
        data: the bytes that were walked over.
        positions: of each message's header in the data, shape (n,).
        which: the row of ``definitions`` that each message follows, shape (n,).
        stamps_s: the time of messages with a compressed timestamp in seconds since 1989-12-31, -1 while no time is
            known, 0 for all others; shape (n,), or (0,) in a file that has no such messages.
        definitions: a row for each definition, with the columns ``POSITION`` to ``WEIGHT``.
        gaps: stretches that hold no messages and were left out.
        lost_bytes: bytes in the gaps.
        exhausted: ``COMPLETE``, or the place in the budget of what was used up before the end.
        numbers: the global number of each message, shape (n,).
    """

    data: Octets
    positions: Indices
    which: Indices
    stamps_s: Integers
    definitions: Table
    gaps: int = 0
    lost_bytes: int = 0
    exhausted: int = COMPLETE
    numbers: Indices = field(init=False, repr=False)

    def __post_init__(self) -> None:
        n, size = self.positions.size, self.data.size
        _hold("data", self.data, np.uint8, (min(size, MOST_BYTES),))
        _hold("positions", self.positions, np.int32, (n,))
        _hold("which", self.which, np.int32, (n,))
        _hold("stamps_s", self.stamps_s, np.int64, (n if self.stamps_s.size else 0,))
        _hold("definitions", self.definitions, np.int32, (len(self.definitions), WEIGHT + 1))
        places, lengths = self.definitions[:, POSITION], self.definitions[:, LENGTH]
        if places.size and (places.min() < 0 or places.max() > size - _DEFINITION_BYTES):
            raise ValueError("definitions: must lie within the data")
        if lengths.size and (lengths.min() < 1 or lengths.max() > _LONGEST):
            raise ValueError("definitions: must have messages of a length that can be")
        if n and (self.which.min() < 0 or self.which.max() >= len(self.definitions)):
            raise ValueError("which: must be rows of the definitions")
        if n and (self.positions.min() < 0 or (self.positions > size - lengths.take(self.which)).any()):
            raise ValueError("positions: must lie within the data")
        object.__setattr__(self, "numbers", self.definitions[:, NUMBER].take(self.which))

    def rows(self, number: int) -> Integers:
        """Which of the messages have this global number."""
        if number not in self.definitions[:, NUMBER]:
            return np.empty(0, np.int64)
        return np.flatnonzero(self.numbers == number)


def _hold(name: str, values: NDArray[np.generic], dtype: type, shape: tuple[int, ...]) -> None:
    if values.dtype != dtype or values.shape != shape or not values.flags.c_contiguous:
        raise ValueError(f"{name}: must be contiguous {dtype.__name__} of shape {shape}")
    values.setflags(write=False)


@public(
    shapes="data[n], budget[6] -> positions[m], which[m], stamps_s[m], definitions[k, 6]",
    reference='FIT Protocol, "FIT File Structure"',
    oracle="garmin-fit-sdk",
    peer="fitfast",
)
def index(data: bytes | Octets, start: int, end: int, budget: Integers) -> Index:
    """One walk over the messages of a file, whose first stands at ``start``.

    Args:
        data: the whole chain; where the file's ``end`` is the data's, its last message may be cut off.
        start: where the first record header stands.
        end: where the file's own checksum stands, or would stand.
        budget: what is left, in the order of ``VALUES`` to ``SEARCHES``; the walk takes from it and stops where
            something is used up (see ``Index.exhausted``), except for the searches: without one the rest is lost.
    """
    held = octets("data", data)
    if held.size > MOST_BYTES:
        raise ValueError(f"data: must be at most {MOST_BYTES} bytes")
    start, end = stretch(held, start, end)
    if not isinstance(budget, np.ndarray) or budget.dtype != np.int64 or budget.shape != (BUDGET,):
        raise ValueError(f"budget: must be {BUDGET} int64")
    if not budget.flags.c_contiguous or not budget.flags.writeable:
        raise ValueError("budget: must be writable")
    most = min(end - start, max(int(budget[VALUES]), 0) // VALUES_PER_MESSAGE)
    definitions = np.empty((min((end - start) // _DEFINITION_BYTES, max(int(budget[DEFINITIONS]), 0)), 6), np.int32)
    positions, which = np.empty(most, np.int32), np.empty(most, np.int32)
    # Memory that nothing is written to costs nothing.
    stamps = np.zeros(most, np.int64)
    told = np.zeros(_COMPRESSED + 1, np.int64)
    exhausted = _index(held, start, end, budget, definitions, positions, which, stamps, told)
    count, kinds, gaps, lost, compressed = told.tolist()
    return Index(
        data=held,
        positions=positions[:count].copy(),
        which=which[:count].copy(),
        stamps_s=stamps[: count if compressed else 0].copy(),
        definitions=definitions[:kinds].copy(),
        gaps=gaps,
        lost_bytes=lost,
        exhausted=int(exhausted),
    )
