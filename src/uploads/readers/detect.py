"""The way in: a file of any format, known by what it holds and not by its name."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import Protocol

from models.entities import Problem
from models.errors import UnusableFile
from models.terms import FileFormat, ProblemCode
from uploads.readers import fit, gpx, tcx
from uploads.readers.drafts import Draft, finish
from uploads.readers.fit import is_fit
from uploads.readers.points import MAX_POINTS
from uploads.readers.scan import WINDOW_BYTES, Plan, Scanned, Unplain, scan
from uploads.readers.xml import root_name, without_leading_space
from uploads.recording import ReadFile
from uploads.unpack import Pieces, is_gzip

MAX_FIT_BYTES = 32 * 1024 * 1024
# What is not of the plain kind goes through a parser: seconds that it takes at most for a byte, and for each byte that
# starts a tag, an attribute, a reference or a line, as measured; and how many it may take.
_BYTE_S = 0.012e-6
_MARKS_S = {b"<": 1.2e-6, b"=": 0.6e-6, b"&": 0.05e-6, b"\n": 0.03e-6, b"\r": 0.03e-6}
MOST_PARSED_S = 1.3
# A document that hides its root behind more than this is none of ours.
_PROLOGUE_PIECES = 4

type Gathered = tuple[list[Draft], list[Problem]]


class XmlReader(Protocol):
    """What a module that reads a format of XML has.

    Attributes:
        PLAN: how its points are scanned.
    """

    FORMAT: FileFormat
    PLAN: Plan

    def read(self, pieces: Iterable[bytes], scanned: Scanned | None = None) -> Gathered:
        """The activities of the document; raises Unplain where it was scanned, and has to be read without that."""


_ROOTS: dict[str, XmlReader] = {
    "gpx": gpx,
    "TrainingCenterDatabase": tcx,
    # Files cut out of a larger document begin here.
    "Activities": tcx,
    "Activity": tcx,
}
_WHOLE = frozenset({"gpx", "TrainingCenterDatabase"})


def read(data: bytes) -> ReadFile:
    """Reads a FIT, TCX or GPX file, gzip or not.

    Raises:
        UnusableFile: EMPTY_FILE, UNKNOWN_FORMAT, UNSAFE_FILE or FILE_TOO_LARGE for what should not be read;
            UNREADABLE_FILE, NO_ACTIVITY, NO_TIMES or TOO_SHORT for what holds nothing (see ``drafts.finish``).
    """
    pieces = Pieces(data)
    rest = iter(pieces)
    start = list(islice(rest, 1))
    if not start:
        raise _nothing_in(pieces)
    if not is_fit(start[0]):
        return finish(*_read_xml(data))
    pieces.max_bytes = MAX_FIT_BYTES
    drafts, problems = fit.read(_joined(data, start, rest))
    return finish(FileFormat.FIT, drafts, [*pieces.problems, *problems])


def _joined(data: bytes, start: list[bytes], rest: Iterator[bytes]) -> bytes:
    return data if is_fit(data) and len(data) <= MAX_FIT_BYTES else b"".join(chain(start, rest))


def _read_xml(data: bytes) -> tuple[FileFormat, list[Draft], list[Problem]]:
    root = root_name(islice(Pieces(data), _PROLOGUE_PIECES))
    reader = _ROOTS.get(root or "")
    if reader is None:
        detail = f"an XML document of {root[:40]}" if root else "no FIT, TCX or GPX"
        raise UnusableFile(ProblemCode.UNKNOWN_FORMAT, detail)
    pieces, (drafts, problems) = _gathered(reader, data)
    if root not in _WHOLE:
        problems.insert(0, Problem(ProblemCode.TRUNCATED, f"the document begins in the middle, with its {root}"))
    return reader.FORMAT, drafts, [*pieces.problems, *problems]


def _gathered(reader: XmlReader, data: bytes) -> tuple[Pieces, Gathered]:
    pieces = Pieces(data)
    with suppress(Unplain):
        return pieces, reader.read((), scan(without_leading_space(_unpacked(data, pieces)), reader.PLAN))
    _refuse_flood(Pieces(data), reader.PLAN.point)
    pieces = Pieces(data)
    return pieces, reader.read(pieces)


def _unpacked(data: bytes, pieces: Pieces) -> Iterable[bytes]:
    """What is not packed needs no copy, if it is no larger than a window."""
    return pieces if is_gzip(data) else (data[at : at + WINDOW_BYTES] for at in range(0, len(data), WINDOW_BYTES))


def _refuse_flood(pieces: Iterable[bytes], point: bytes) -> None:
    """Counts before anything is parsed, at a hundredth of the time."""
    names, parsed_s = 0, 0.0
    for piece in pieces:
        names += piece.count(point)
        parsed_s += _BYTE_S * len(piece) + sum(piece.count(mark) * cost_s for mark, cost_s in _MARKS_S.items())
        # A point is named twice, where it begins and where it ends.
        if names > 2 * MAX_POINTS:
            raise UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {MAX_POINTS} points")
        if parsed_s > MOST_PARSED_S:
            raise UnusableFile(ProblemCode.FILE_TOO_LARGE, "too many elements for a document that is broken or unusual")


def _nothing_in(pieces: Pieces) -> UnusableFile:
    if pieces.problems:
        return UnusableFile(ProblemCode.UNREADABLE_FILE, pieces.problems[0].detail)
    return UnusableFile(ProblemCode.EMPTY_FILE, "no content")
