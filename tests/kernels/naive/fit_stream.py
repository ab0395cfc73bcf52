"""The frame of a FIT file, a message at a time."""

import struct
from typing import NamedTuple

PROOF, SEARCH_BYTES = 6, 16 * 1024
VALUES, DEFINITIONS, SESSIONS, LAPS, RECORDS, SEARCHES = range(6)
COUNTED = {18: SESSIONS, 19: LAPS, 20: RECORDS}


class Exhausted(Exception):
    """Carries the place in the budget."""


class Definition:
    """One definition message: ``length`` is 0 where it cannot be."""

    def __init__(self, data, at, end):
        self.bytes = data[at : min(at + 6, end)]
        self.length = 6
        self.sizes = []
        if len(self.bytes) < 6:
            return
        if self.bytes[2] > 1:
            self.length = 0
            return
        self.order = ">" if self.bytes[2] else "<"
        (self.number,) = struct.unpack(f"{self.order}H", self.bytes[3:5])
        self.fields = self._triples(data, at + 6, end, self.bytes[5])
        self.length += 3 * self.bytes[5]
        self.developer_fields = []
        if data[at] & 0x20:
            count = data[at + self.length] if at + self.length < end else 0
            self.developer_fields = self._triples(data, at + self.length + 1, end, count)
            self.length += 1 + 3 * count
        self.bytes = data[at : at + self.length]
        self.sizes = [size for _, size, _ in self.fields + self.developer_fields]
        if 0 in self.sizes:
            self.length = 0

    @staticmethod
    def _triples(data, start, end, count):
        held = data[start : min(start + 3 * count, end)]
        return [(held[i], held[i + 1], held[i + 2] if i + 2 < len(held) else 0) for i in range(0, len(held) - 1, 3)]

    @property
    def message_bytes(self):
        return 1 + sum(self.sizes)

    def timestamp(self, message):
        """The time in a message of this definition."""
        found, offset = None, 1
        for number, size, base_type in self.fields:
            if (number, size, base_type) == (253, 4, 0x86):
                (found,) = struct.unpack(f"{self.order}I", message[offset : offset + 4])
            offset += size
        return found if found != 0xFFFFFFFF else None


class Message(NamedTuple):
    """Where it is, what it follows, and the time of a compressed header: -1 unknown, 0 none."""

    position: int
    definition: Definition
    stamp: int


class Walk:
    """The walk over one file."""

    def __init__(self, data, end, budget):
        self.data, self.end, self.budget = data, end, budget
        self.messages, self.gaps, self.lost, self.exhausted = [], 0, 0, -1
        self.compressed, self.clock = False, None
        self.live, self.known = {}, 0

    def run(self, start):
        try:
            while start < self.end:
                start = self.stretch(start)
        except Exhausted as reason:
            self.exhausted = reason.args[0]
        return self

    def stretch(self, start):
        """Walks on while messages follow each other, and finds where they go on after a break."""
        last, at, before = start, start, (len(self.messages), self.clock)
        while at < self.end:
            length = self.length(at, self.live)
            if not length or at + length > self.end:
                break
            last, before = at, (len(self.messages), self.clock)
            self.take(at)
            at += length
        if at >= self.end or (self.end == len(self.data) and self.length(at, self.live)):
            return self.end
        del self.messages[before[0] :]
        self.clock = before[1]
        self.gaps += 1
        self.budget[SEARCHES] -= 1
        found = self.search(last + 1) if self.budget[SEARCHES] >= 0 else self.end
        self.lost += found - last
        return found

    def length(self, at, live):
        header = self.data[at]
        if header & 0x80:
            return live[header >> 5 & 3].message_bytes if header >> 5 & 3 in live else 0
        if header & 0x40:
            return Definition(self.data, at, self.end).length
        return live[header & 0xF].message_bytes if not header & 0x30 and header & 0xF in live else 0

    def spend(self, place, amount):
        self.budget[place] -= amount
        if self.budget[place] < 0:
            raise Exhausted(place)

    def take(self, at):
        header = self.data[at]
        if header & 0xC0 == 0x40:
            found = Definition(self.data, at, self.end)
            # A definition that says what one in force says already is no new one.
            same = [
                held
                for held in self.live.values()
                if held.bytes[1:] == found.bytes[1:] and not (held.bytes[0] ^ header) & 0x20
            ]
            self.budget[VALUES] -= 4 + len(found.sizes)
            if not same:
                self.spend(DEFINITIONS, 1)
            self.live[header & 0xF] = same[0] if same else found
            self.spend(VALUES, 0)
            return
        held = self.live[header >> 5 & 3 if header & 0x80 else header & 0xF]
        self.budget[VALUES] -= 4 + max(len(held.sizes), sum(held.sizes) // 4)
        if held.number in COUNTED:
            self.spend(COUNTED[held.number], 1)
        self.spend(VALUES, 0)
        stamp = 0
        if header & 0x80:
            self.compressed = True
            if self.clock is not None:
                step = (header & 0x1F) - (self.clock & 0x1F)
                self.clock += step if step >= 0 else step + 32
            stamp = -1 if self.clock is None else self.clock
        else:
            told = held.timestamp(self.data[at : at + held.message_bytes])
            self.clock = self.clock if told is None else told
        self.messages.append(Message(at, held, stamp))

    def search(self, at):
        for candidate in range(at, min(at + SEARCH_BYTES, self.end)):
            if self.proves(candidate):
                return candidate
        return self.end

    def proves(self, at):
        live = dict(self.live)
        for _ in range(PROOF):
            if self.data[at] & 0x80 and not self.compressed:
                return False
            length = self.length(at, live)
            if not length or at + length > self.end:
                return False
            if self.data[at] & 0xC0 == 0x40:
                live[self.data[at] & 0xF] = Definition(self.data, at, self.end)
            at += length
            if at == self.end:
                return True
        return True


def index(data, start, end, budget):
    return Walk(data, end, budget).run(start)
