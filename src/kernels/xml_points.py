"""One point of a track document, read in two ways: strictly, tag by tag, and as a repetition of an earlier one.

Points of one file differ in little but their values. What a strict reading has found to be well-formed becomes a
pattern: the stretches of markup between the values. Where the same bytes come again they are as well-formed as before,
and only the values between them are read. (XML 1.0, fifth edition, productions 39 to 44; comments, processing
instructions, sections and references are left to another reader.)

The arguments that all share:

- ``data[n]``: the document, of which ``at`` is a place; results of -1 leave it to another reader;
- ``words[k, 24]``: the names that are known, one a row, filled up with zeros; the first is the point's;
- ``meanings[k + 2, k + 1]``: what the text of an element means, by the number of its parent's word and its own (from 1
  on; 0 is any other), and in the last row an attribute of the point: a column, or one of the words below;
- ``table[m, c]``: where the values of a point go, NaN where it has none: its time in seconds since 1970 UTC, the offset
  of that from UTC in seconds (NaN where the time tells none, 0 without a time), its numbers;
- ``notes[r, 4]``: what a reading remembers, in the sections below.
"""

import math

from kernels.arrays import Floats
from kernels.jit import kernel
from kernels.xml_names import (
    APOSTROPHE,
    BLANK,
    EQUALS,
    KINDS,
    LENGTH,
    LESS,
    MORE,
    NAME,
    PLACE,
    QUOTE,
    SLASH,
    SLOTS,
    SPACE,
    TEXT,
    WORD,
    Table,
    Words,
    named,
    same,
    skipped,
    word,
)
from kernels.xml_values import OCTETS, Octets, decimal, instant

TIME, OFFSET, NUMBERS = range(3)
# Meanings that are no columns: none, and a reason to leave the document to another reader.
IGNORED, FORBIDDEN = -1, -2
# What ends a pattern.
_END = -3

MOST_DEPTH = 12
PATTERNS = 4
_MOST_TAGS = 20
_MOST_BYTES = 4096
_MOST_ATTRIBUTES = 8
_STRETCHES = _MOST_TAGS + _MOST_ATTRIBUTES + 1

# The sections of the notes: names; open elements (name, meaning); attributes of a tag (name); patterns, of stretches
# (place, length, meaning of the value behind); counters; and doubts, which are values that Python has to read (row,
# column, place, end).
_OPEN = SLOTS + 1
_ATTRIBUTES = _OPEN + MOST_DEPTH
_PATTERNS = _ATTRIBUTES + _MOST_ATTRIBUTES
_COUNTERS = _PATTERNS + PATTERNS * _STRETCHES
# Counters stand in the first column: the point at hand, how many of its elements are open, its tags, its times, the
# stretches so far and where the next one begins; the pattern that fitted last, the one to give up next; the values left
# to Python; and whether of two values of a column in one point the first counts, or the last.
ROW, _DEPTH, _TAGS, _TIMES, _STRETCH, _BEGUN, RECENT, _OLDEST, DOUBTED, FIRST_COUNTS = range(_COUNTERS, _COUNTERS + 10)
DOUBTS = _COUNTERS + 10


@kernel("void(i8, i8, i8, i8[:, ::1])")
def _end_stretch(at: int, resume: int, meaning: int, notes: Table) -> None:
    """Ends the stretch of markup at ``at``, before a value that ends at ``resume``."""
    row = _PATTERNS + notes[_OLDEST, 0] * _STRETCHES + notes[_STRETCH, 0]
    notes[row, 0], notes[row, 1], notes[row, 2] = notes[_BEGUN, 0], at - notes[_BEGUN, 0], meaning
    notes[_STRETCH, 0] += 1
    notes[_BEGUN, 0] = resume


@kernel("void(i8, i8, f8, i8[:, ::1], f8[:, ::1])")
def _put(row: int, column: int, value: float, notes: Table, table: Floats) -> None:
    if not notes[FIRST_COUNTS, 0] or math.isnan(table[row, column]):
        table[row, column] = value


@kernel(f"b1({OCTETS}, i8, i8, i8, i8[:, ::1], f8[:, ::1])")
def _number(data: Octets, at: int, end: int, column: int, notes: Table, table: Floats) -> bool:
    """Puts the number that stands from ``at`` to ``end``, or notes that Python has to; False if neither will do."""
    row, doubt = notes[ROW, 0], DOUBTS + notes[DOUBTED, 0]
    for other in range(doubt - 1, DOUBTS - 1, -1):
        if notes[other, 0] != row:
            break
        if notes[other, 1] == column:
            # Which of the two counts depends on what Python makes of the first.
            return False
    value, stop = decimal(data, at, end)
    if stop == end:
        _put(row, column, value, notes, table)
        return True
    if doubt == notes.shape[0] or not math.isnan(table[row, column]):
        return False
    notes[doubt, 0], notes[doubt, 1], notes[doubt, 2], notes[doubt, 3] = row, column, at, end
    notes[DOUBTED, 0] += 1
    return True


@kernel(f"b1({OCTETS}, i8, i8, i8, i8[:, ::1], f8[:, ::1])")
def _value(data: Octets, at: int, end: int, meaning: int, notes: Table, table: Floats) -> bool:
    """Reads what stands from ``at`` to ``end`` as what it means, and ends the stretch of markup before it."""
    _end_stretch(at, end, meaning, notes)
    if meaning == TIME:
        row = notes[ROW, 0]
        table[row, TIME], table[row, OFFSET], stop = instant(data, at, end)
        return bool(stop == end)
    return meaning == IGNORED or _number(data, at, end, meaning, notes, table)


@kernel(f"i8({OCTETS}, i8)")
def _quoted(data: Octets, at: int) -> int:
    """The end of the quoted value whose quote stands at ``at``; -1 for none, or one of uncommon characters."""
    if at >= data.size or (data[at] != QUOTE and data[at] != APOSTROPHE):
        return -1
    for place in range(at + 1, data.size):
        if data[place] == data[at]:
            return place
        if data[place] < BLANK or not KINDS[data[place]] & TEXT:
            return -1
    return -1


@kernel(f"i8({OCTETS}, i8, i8, u1[:, ::1], i8[:, ::1])")
def _attribute(data: Octets, at: int, count: int, words: Words, notes: Table) -> int:
    """The end of the name of an attribute, which joins the ``count`` earlier ones of its tag; -1 for a bad one."""
    stop = skipped(data, at, NAME)
    name = named(data, at, stop, words, notes)
    if name < 0 or count == _MOST_ATTRIBUTES or stop >= data.size or data[stop] != EQUALS:
        return -1
    for other in range(count):
        if notes[_ATTRIBUTES + other, 0] == name:
            return -1
    notes[_ATTRIBUTES + count, 0] = name
    return stop


@kernel(f"i8({OCTETS}, i8, u1[:, ::1], i8[:, ::1], i8[:, ::1], f8[:, ::1])")
def _attributes(data: Octets, at: int, words: Words, meanings: Table, notes: Table, table: Floats) -> int:
    """The place of the ``>`` or ``/`` behind the attributes of a tag; -1 for a tag that is not plain."""
    count = 0
    while True:
        start = skipped(data, at, SPACE)
        if start < data.size and (data[start] == MORE or data[start] == SLASH):
            return start
        stop = _attribute(data, start, count, words, notes) if start > at else -1
        at = _quoted(data, stop + 1) if stop >= 0 else -1
        if at < 0:
            return -1
        meaning = meanings[meanings.shape[0] - 1, word(data, start, stop, words)] if notes[_DEPTH, 0] == 1 else IGNORED
        # An attribute without content is as good as none.
        if meaning != IGNORED and at > stop + 2 and not _value(data, stop + 2, at, meaning, notes, table):
            return -1
        count += 1
        at += 1


@kernel(f"i8({OCTETS}, i8, u1[:, ::1], i8[:, ::1], i8[:, ::1], f8[:, ::1])")
def _open(data: Octets, at: int, words: Words, meanings: Table, notes: Table, table: Floats) -> int:
    """The place of the ``>`` or ``/`` at the end of a start tag, whose element is open now; -1 for a bad one."""
    stop = skipped(data, at + 1, NAME)
    name = named(data, at + 1, stop, words, notes)
    depth, meaning = notes[_DEPTH, 0], IGNORED
    if name < 0 or depth == MOST_DEPTH:
        return -1
    if depth:
        # An element with a meaning has no children.
        if notes[_OPEN + depth - 1, 1] != IGNORED:
            return -1
        meaning = meanings[notes[notes[_OPEN + depth - 1, 0], WORD], notes[name, WORD]]
    notes[_TAGS, 0] += 1
    notes[_TIMES, 0] += meaning == TIME
    if meaning == FORBIDDEN or notes[_TAGS, 0] > _MOST_TAGS or notes[_TIMES, 0] > 1:
        return -1
    notes[_OPEN + depth, 0], notes[_OPEN + depth, 1] = name, meaning
    notes[_DEPTH, 0] += 1
    return _attributes(data, stop, words, meanings, notes, table)


@kernel(f"i8({OCTETS}, i8, i8[:, ::1], f8[:, ::1])")
def _text(data: Octets, at: int, notes: Table, table: Floats) -> int:
    """The place of the ``<`` behind what follows a start tag: white space, or the text of a childless element."""
    start = skipped(data, at, SPACE)
    stop = skipped(data, start, TEXT)
    if stop >= data.size or data[stop] != LESS:
        return -1
    if stop > start:
        if stop + 1 == data.size or data[stop + 1] != SLASH:
            return -1
        last = stop
        while KINDS[data[last - 1]] & SPACE:
            last -= 1
        if not _value(data, start, last, notes[_OPEN + notes[_DEPTH, 0] - 1, 1], notes, table):
            return -1
    return stop


@kernel(f"i8({OCTETS}, i8, i8[:, ::1], f8[:, ::1])")
def _close(data: Octets, at: int, notes: Table, table: Floats) -> int:
    """The place behind the end of the innermost open element: its end tag, or the ``/>`` of a tag that is both.

    -1 for anything else, and for the end of an empty time.
    """
    notes[_DEPTH, 0] -= 1
    element = _OPEN + notes[_DEPTH, 0]
    stop = at + 1
    if data[at] == LESS:
        place, length = notes[notes[element, 0], PLACE], notes[notes[element, 0], LENGTH]
        if at + 2 + length >= data.size or not same(data, at + 2, place, length):
            return -1
        stop = skipped(data, at + 2 + length, SPACE)
    if stop >= data.size or data[stop] != MORE:
        return -1
    return -1 if notes[element, 1] == TIME and math.isnan(table[notes[ROW, 0], TIME]) else stop + 1


@kernel("void(i8, f8[:, ::1])")
def _clear(row: int, table: Floats) -> None:
    for column in range(table.shape[1]):
        table[row, column] = math.nan
    table[row, OFFSET] = 0.0


@kernel(f"i8({OCTETS}, i8, u1[:, ::1], i8[:, ::1], i8[:, ::1], f8[:, ::1])")
def strict(data: Octets, at: int, words: Words, meanings: Table, notes: Table, table: Floats) -> int:
    """Reads the point whose ``<`` stands at ``at`` tag by tag, and makes a pattern of it.

    Returns the place behind it and the white space that follows, or -1 for a point that only another reader can judge.
    """
    _clear(notes[ROW, 0], table)
    notes[_DEPTH, 0] = notes[_TAGS, 0] = notes[_TIMES, 0] = notes[_STRETCH, 0] = 0
    notes[_BEGUN, 0] = start = at
    while at + 1 < data.size and data[at] == LESS and at - start <= _MOST_BYTES:
        if data[at + 1] != SLASH:
            at = _open(data, at, words, meanings, notes, table)
            if at >= 0 and data[at] == MORE:
                at = _text(data, at + 1, notes, table)
                if at < 0:
                    return -1
                continue
        at = _close(data, at, notes, table) if at >= 0 else -1
        if at < 0:
            return -1
        at = skipped(data, at, SPACE)
        if notes[_DEPTH, 0] == 0:
            _end_stretch(at, at, _END, notes)
            notes[RECENT, 0] = notes[_OLDEST, 0]
            notes[_OLDEST, 0] = (notes[_OLDEST, 0] + 1) % PATTERNS
            return at if at - start <= _MOST_BYTES else -1
    return -1


@kernel(f"i8({OCTETS}, i8)")
def _behind_text(data: Octets, at: int) -> int:
    """The end of a text, without the white space that may follow."""
    stop = skipped(data, at, TEXT)
    while stop > at and KINDS[data[stop - 1]] & SPACE:
        stop -= 1
    return stop


@kernel(f"i8({OCTETS}, i8, i8, i8[:, ::1], f8[:, ::1])")
def repeated(data: Octets, at: int, pattern: int, notes: Table, table: Floats) -> int:
    """Reads the point at ``at`` if it repeats a pattern: the place behind it and the white space after it, or -1."""
    row, end, start = notes[ROW, 0], data.size, at
    stretch = _PATTERNS + pattern * _STRETCHES
    _clear(row, table)
    while True:
        length, meaning = notes[stretch, 1], notes[stretch, 2]
        # A pattern that was never made begins with a stretch of no length.
        if length == 0 or at + length > end or not same(data, at, notes[stretch, 0], length):
            return -1
        at += length
        if meaning >= NUMBERS:
            value, at = decimal(data, at, end)
            _put(row, meaning, value, notes, table)
        elif meaning == TIME:
            table[row, TIME], table[row, OFFSET], at = instant(data, at, end)
        elif meaning == IGNORED:
            at = _behind_text(data, at)
        else:
            at = skipped(data, at, SPACE)
            return at if at - start <= _MOST_BYTES else -1
        if at < 0:
            return -1
        stretch += 1
