"""Gzip, opened a piece at a time: a bomb is noticed while it goes off, not after."""

import zlib
from collections.abc import Iterator
from itertools import pairwise

from models.entities import Problem
from models.errors import UnusableFile
from models.terms import ProblemCode

GZIP_MAGIC = b"\x1f\x8b"
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
PIECE_BYTES = 256 * 1024
# Small, because zlib copies what it could not use yet on every call.
_PACKED_BYTES = 16 * 1024
_GZIP_TRAILER_BYTES = 8


def is_gzip(data: bytes | memoryview) -> bool:
    """Whether the bytes are a gzip file's."""
    return data[:2] == GZIP_MAGIC


class Pieces:
    """The content of a file in pieces of at most ``PIECE_BYTES``, unpacked if the file is gzip.

    Iterate once. A gzip file that ends early or whose checksum is wrong still gives what it holds; ``problems`` says so
    afterwards. Only one gzip member is taken: a second one has no business in an upload.

    Raises (while iterating):
        UnusableFile: FILE_TOO_LARGE beyond ``max_bytes`` of content, UNSAFE_FILE for a second member.
    """

    def __init__(self, data: bytes, *, max_bytes: int = MAX_UNPACKED_BYTES) -> None:
        self.problems: list[Problem] = []
        self._data = memoryview(data)
        self.max_bytes = max_bytes

    def __iter__(self) -> Iterator[bytes]:
        pieces = self._unpacked() if is_gzip(self._data) else self._plain()
        size = 0
        for piece in pieces:
            if not piece:
                continue
            size += len(piece)
            if size > self.max_bytes:
                raise UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {self.max_bytes} bytes of content")
            yield piece

    def _plain(self) -> Iterator[bytes]:
        for start in range(0, len(self._data), PIECE_BYTES):
            yield bytes(self._data[start : start + PIECE_BYTES])

    def _unpacked(self) -> Iterator[bytes]:
        inflate = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        end = 0
        try:
            for start, end in pairwise(self._cuts()):
                packed = bytes(self._data[start:end])
                while packed and not inflate.eof:
                    yield inflate.decompress(packed, PIECE_BYTES)
                    packed = inflate.unconsumed_tail
                if inflate.eof:
                    break
        except zlib.error as error:
            code = ProblemCode.WRONG_CHECKSUM if "check" in str(error) else ProblemCode.TRUNCATED
            self.problems.append(Problem(code, f"gzip: {error}"))
            return
        if not inflate.eof:
            self.problems.append(Problem(ProblemCode.TRUNCATED, "the gzip stream ends early"))
        elif (inflate.unused_data + bytes(self._data[end:])).strip(b"\x00"):
            raise UnusableFile(ProblemCode.UNSAFE_FILE, "something follows the first gzip member")

    def _cuts(self) -> list[int]:
        """Where to cut the packed bytes; before the checksum too, lest a wrong one takes the last content with it."""
        checksum = max(len(self._data) - _GZIP_TRAILER_BYTES, 1)
        return [*range(0, checksum, _PACKED_BYTES), checksum, len(self._data)]
