"""Files to begin with, and what may happen to their bytes: by chance, or as somebody would who knows the formats."""

import gzip
import random
import struct

from console.athlete.recordings import file_bytes, recording
from models.terms import FileFormat, Sport
from tests.uploads import builders as made

MOST_BYTES = 48 * 1024
_HEADER = struct.Struct("<BBHI4s")

_WORDS = (
    b"<trkpt",
    b"</trkpt>",
    b"<trkseg>",
    b"</trkseg>",
    b"<Trackpoint>",
    b"</Trackpoint>",
    b"<Track>",
    b"<Lap StartTime='2023-11-14T22:13:20Z'>",
    b"<Activity Sport='Running'>",
    b"<x:Trackpoint>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE x>",
    b"<?x 1?>",
    b"&amp;",
    b"&#50;",
    b"&lol;",
    b"/>",
    b'"',
    b"'",
    b"\x00",
    b"\xff\xfe",
    "\u3000".encode(),
    b"<Time>2023-11-14T22:13:20+09:00</Time>",
    b"<time>2023-11-14T22:13:20.123456789Z</time>",
    b"<time>2023-11-14</time>",
    b"<ele>1e309</ele>",
    b"<hr>NaN</hr>",
    b"1e-400",
    b"-0",
    b"35.12345678901234567890123456789",
    b"9" * 40,
    b"inf",
    b"1_0",
    b"1,5",
)
_BYTES = (0, 1, 0x7F, 0x80, 0xFF, 0x40, 0x60, 0x0F, 255)
_NUMBERS = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 0x10000000)


def corpus() -> list[bytes]:
    """Small sound files of every format, plain and packed, in the same order each time."""
    whole = [
        file_bytes(recording(sport, minutes=1.5, seed=seed, file_format=kind))
        for seed, (sport, kind) in enumerate((sport, kind) for sport in Sport for kind in FileFormat)
    ]
    small = [
        made.fit(made.file_id(), made.timer((0, 0), (5, 4), (9, 0)), made.records(*range(20)), made.session(0, 19)),
        made.gpx(made.track([made.point(made.clock(at), inner="<ele>5</ele><hr>120</hr>") for at in range(12)])),
        made.tcx(made.lap([made.trackpoint(at, "<DistanceMeters>3</DistanceMeters>") for at in range(12)])),
    ]
    chain = small[0] * 3
    return [*small, *whole, chain, gzip.compress(small[1], mtime=0), gzip.compress(whole[0], mtime=0)]


class Mutator:
    """Makes new inputs of old ones; equal seeds make equal inputs."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._ways = (
            self._flip,
            self._set,
            self._number,
            self._cut,
            self._insert,
            self._repeat,
            self._move,
            self._word,
            self._end,
            self._splice,
        )

    def next(self, kept: list[bytes]) -> bytes:
        """One of the kept inputs, changed one to eight times; half of the FIT files get their sums right again."""
        data = bytearray(self._chance.choice(kept))
        for _ in range(1 << self._chance.randrange(4)):
            self._chance.choice(self._ways)(data, kept)
        del data[MOST_BYTES:]
        if data[8:12] == b".FIT" and self._chance.random() < 0.5:
            _settle(data)
        return bytes(data)

    def _at(self, data: bytearray) -> int:
        return self._chance.randrange(len(data) + 1)

    def _flip(self, data: bytearray, _kept: list[bytes]) -> None:
        if data:
            data[self._chance.randrange(len(data))] ^= 1 << self._chance.randrange(8)

    def _set(self, data: bytearray, _kept: list[bytes]) -> None:
        if data:
            data[self._chance.randrange(len(data))] = self._chance.choice(_BYTES)

    def _number(self, data: bytearray, _kept: list[bytes]) -> None:
        at = self._at(data)
        order = self._chance.choice(("<I", ">I"))
        data[at : at + 4] = struct.pack(order, self._chance.choice(_NUMBERS))

    def _cut(self, data: bytearray, _kept: list[bytes]) -> None:
        at = self._at(data)
        del data[at : at + self._chance.choice((1, 2, 3, 8, 60, 500))]

    def _insert(self, data: bytearray, _kept: list[bytes]) -> None:
        at = self._at(data)
        data[at:at] = self._chance.randbytes(self._chance.choice((1, 2, 3, 8, 60)))

    def _repeat(self, data: bytearray, _kept: list[bytes]) -> None:
        at, to = self._at(data), self._at(data)
        data[to:to] = data[at : at + self._chance.choice((4, 40, 400))] * self._chance.choice((1, 1, 1, 20))

    def _move(self, data: bytearray, _kept: list[bytes]) -> None:
        at = self._at(data)
        piece = data[at : at + self._chance.choice((4, 40, 400))]
        del data[at : at + len(piece)]
        to = self._at(data)
        data[to:to] = piece

    def _word(self, data: bytearray, _kept: list[bytes]) -> None:
        at = self._at(data)
        word = self._chance.choice(_WORDS)
        data[at : at + self._chance.choice((0, len(word)))] = word

    def _end(self, data: bytearray, _kept: list[bytes]) -> None:
        if self._chance.random() < 0.2:
            del data[self._at(data) :]

    def _splice(self, data: bytearray, kept: list[bytes]) -> None:
        if self._chance.random() < 0.3:
            other = self._chance.choice(kept)
            data[self._at(data) :] = other[self._chance.randrange(len(other) + 1) :]


def _settle(data: bytearray) -> None:
    """The size in the header and the checksum as a whole file has them: what is wrong lies within."""
    body = max(len(data) - _HEADER.size - 2, 0)
    head = data[: _HEADER.size].ljust(_HEADER.size, b"\0")
    data[: _HEADER.size] = _HEADER.pack(_HEADER.size, head[1], 2100, body, b".FIT")
    data[-2:] = struct.pack("<H", made.crc(bytes(data[:-2]))) if len(data) < 2000 else data[-2:]
