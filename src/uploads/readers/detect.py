"""The way in: a file of any format, known by what it holds and not by its name."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from types import ModuleType

from models.entities import Problem
from models.errors import UnusableFile
from models.terms import FileFormat, ProblemCode
from uploads.readers import fit, gpx, tcx
from uploads.readers.drafts import Draft, finish
from uploads.readers.fit import is_fit
from uploads.readers.points import MAX_POINTS
from uploads.readers.scan import Unplain, scan
from uploads.readers.xml import root_name, without_leading_space
from uploads.recording import ReadFile
from uploads.unpack import Pieces, is_gzip

MAX_FIT_BYTES = 32 * 1024 * 1024
# What is larger is read as it streams: nothing that somebody ran or walked in half a day is.
MAX_SCANNED_BYTES = 32 * 1024 * 1024
# A document that hides its root behind more than this is none of ours.
_PROLOGUE_PIECES = 4
_ROOTS = {
    "gpx": gpx,
    "TrainingCenterDatabase": tcx,
    # Files cut out of a larger document begin here.
    "Activities": tcx,
    "Activity": tcx,
}
_WHOLE = frozenset({"gpx", "TrainingCenterDatabase"})

type Gathered = tuple[list[Draft], list[Problem]]


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
    if is_fit(start[0]):
        pieces.max_bytes = MAX_FIT_BYTES
        format_, (drafts, problems) = FileFormat.FIT, fit.read(_joined(data, start, rest))
    else:
        format_, (drafts, problems) = _read_xml(data, start, rest)
    return finish(format_, drafts, [*pieces.problems, *problems])


def _joined(data: bytes, start: list[bytes], rest: Iterator[bytes]) -> bytes:
    return data if is_fit(data) and len(data) <= MAX_FIT_BYTES else b"".join(chain(start, rest))


def _read_xml(data: bytes, start: list[bytes], rest: Iterator[bytes]) -> tuple[FileFormat, Gathered]:
    start += islice(rest, _PROLOGUE_PIECES - 1)
    root = root_name(start)
    reader = _ROOTS.get(root or "")
    if reader is None:
        detail = f"an XML document of {root[:40]}" if root else "no FIT, TCX or GPX"
        raise UnusableFile(ProblemCode.UNKNOWN_FORMAT, detail)
    drafts, problems = _gathered(reader, data, start, rest)
    if root not in _WHOLE:
        problems.insert(0, Problem(ProblemCode.TRUNCATED, f"the document begins in the middle, with its {root}"))
    return reader.FORMAT, (drafts, problems)


def _gathered(reader: ModuleType, data: bytes, start: list[bytes], rest: Iterator[bytes]) -> Gathered:
    document = _document(data, start, rest)
    gathered: Gathered
    if document is not None:
        with suppress(Unplain):
            gathered = reader.read((), scan(document, reader.PLAN))
            return gathered
    _refuse_flood(Pieces(document or data), reader.POINT)
    gathered = reader.read(chain(start, rest) if document is None else Pieces(document))
    return gathered


def _document(data: bytes, start: list[bytes], rest: Iterator[bytes]) -> bytes | None:
    """The document as a whole, if it is small enough to be held; else what was unpacked of it joins its start."""
    if is_gzip(data):
        size = sum(map(len, start))
        for piece in rest:
            start.append(piece)
            size += len(piece)
            if size > MAX_SCANNED_BYTES:
                return None
        data = b"".join(start)
    if len(data) > MAX_SCANNED_BYTES:
        return None
    start.clear()  # it would hold the document a second time
    return without_leading_space(data)


def _refuse_flood(pieces: Iterable[bytes], point: bytes) -> None:
    """Counts before anything is parsed, at a hundredth of the time."""
    names = 0
    for piece in pieces:
        names += piece.count(point)
        # A point is named twice, where it begins and where it ends.
        if names > 2 * MAX_POINTS:
            raise UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {MAX_POINTS} points")


def _nothing_in(pieces: Pieces) -> UnusableFile:
    if pieces.problems:
        return UnusableFile(ProblemCode.UNREADABLE_FILE, pieces.problems[0].detail)
    return UnusableFile(ProblemCode.EMPTY_FILE, "no content")
