"""What a byte of XML may be, and the names that a document has: for the scan of its points.

Only what ASCII has of XML 1.0 (fifth edition, productions 3 to 5, 10 and 14) is known here.
"""

import numpy as np
from numpy.typing import NDArray

from kernels.jit import kernel
from kernels.xml_values import OCTETS, Octets

type Table = NDArray[np.int64]
type Words = NDArray[np.uint8]

MOST_NAMES = 64
WORD_BYTES = 24
SLOTS = 512
# Columns of the table of names: where one stands, its length, the number of its word.
PLACE, LENGTH, WORD = range(3)

LESS, MORE, SLASH, COLON, EQUALS, AMPERSAND, QUOTE, APOSTROPHE, BLANK = 60, 62, 47, 58, 61, 38, 34, 39, 32
FIRST, NAME, SPACE, TEXT = 1, 2, 4, 8


def _kinds() -> NDArray[np.uint8]:
    """What each byte may be: first of a name, in a name, white space, in a text or a quoted value."""
    table = np.zeros(256, np.uint8)
    letters = [*range(65, 91), *range(97, 123)]
    table[33:127] |= TEXT
    table[[LESS, MORE, AMPERSAND]] = 0
    table[[*letters, 95, COLON]] |= FIRST | NAME
    table[[*range(48, 58), 45, 46]] |= NAME
    table[[9, 10, 13, 32]] |= SPACE | TEXT
    return table


KINDS = _kinds()


@kernel(f"i8({OCTETS}, i8, i8)")
def skipped(data: Octets, at: int, kind: int) -> int:
    """The first place from ``at`` on whose byte is not of the kind."""
    # An index that may be negative, as far as the compiler knows, costs a test each time.
    place, end = np.uint64(at), np.uint64(data.size)
    while place < end and KINDS[data[place]] & kind:
        place += np.uint64(1)
    return int(place)


@kernel(f"b1({OCTETS}, i8, i8, i8)")
def same(data: Octets, one: int, other: int, length: int) -> bool:
    """Whether the bytes at two places are the same."""
    # No early way out: it vectorises.
    first, second = np.uint64(one), np.uint64(other)
    different = np.uint64(0)
    for i in range(np.uint64(length)):
        different |= np.uint64(data[first + i] ^ data[second + i])
    return bool(different == np.uint64(0))


@kernel(f"i8({OCTETS}, i8, i8, u1[:, ::1])")
def word(data: Octets, at: int, end: int, words: Words) -> int:
    """The number of the word that stands from ``at`` to ``end``, from 1 on; 0 for an unknown one."""
    if end - at >= WORD_BYTES:
        return 0
    for row in range(words.shape[0]):
        # A word is shorter than its row: the rest is 0, which no name has.
        length = 0
        while length < end - at and words[row, length] == data[at + length]:
            length += 1
        if length == end - at and words[row, length] == 0:
            return row + 1
    return 0


@kernel(f"i8({OCTETS}, i8, i8)")
def _local(data: Octets, at: int, end: int) -> int:
    """Where the local part of a name begins; -1 for a name of several or misplaced colons."""
    place = at
    for i in range(at, end):
        if data[i] == COLON:
            if place > at or i == at or i == end - 1:
                return -1
            place = i + 1
    return place


@kernel(f"i8({OCTETS}, i8, i8, u1[:, ::1], i8[:, ::1])")
def named(data: Octets, at: int, end: int, words: Words, names: Table) -> int:
    """The row of a name, prefix and all, in the table of names; -1 for what is none, or one too many.

    The table has a row for each slot, and one behind them whose length counts the names.
    """
    if end == at or not KINDS[data[at]] & FIRST:
        return -1
    slot = 0
    for i in range(at, end):
        slot = (31 * slot + int(data[i])) % SLOTS
    while names[slot, LENGTH]:
        if names[slot, LENGTH] == end - at and same(data, at, names[slot, PLACE], end - at):
            return slot
        slot = (slot + 1) % SLOTS
    local = _local(data, at, end)
    names[SLOTS, LENGTH] += 1
    if local < 0 or names[SLOTS, LENGTH] > MOST_NAMES:
        return -1
    names[slot, PLACE], names[slot, LENGTH], names[slot, WORD] = at, end - at, word(data, local, end, words)
    return slot
