"""A walk through a hostile XML document: streaming, bounded, by local names.

Prefixes are dropped instead of resolved, so that a document whose prefixes were never declared reads like any other.
A document whose points were scanned is walked through without them: an instruction stands where they stood.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.parsers import expat  # any DOCTYPE is refused below: nothing is left that could expand

from kernels.xml import MOST_DEPTH
from models.entities import Problem
from models.errors import UnusableFile
from models.terms import ProblemCode
from uploads.readers.points import MAX_POINTS
from uploads.readers.scan import Scanned, Unplain

MAX_DEPTH = 100
# Expat holds a tag with its attributes, or a comment, until it ends; and every name it has met, for good.
MAX_TOKEN_BYTES = 1024 * 1024
MAX_WORD = 1000
MAX_WORDS = 10_000
# What a document may hold without a point, and beside each: the wordiest points there are have 14 elements.
_FREE_TAGS = 200_000
_TAGS_PER_POINT = 20
_FREE_BYTES = 16 * 1024 * 1024
_BYTES_PER_POINT = 4096
# Expat hands out long texts in runs of 8 KiB; no value needs a second one.
MAX_TEXT_RUNS = 4
_UTF8_BOM = b"\xef\xbb\xbf"


class _RootFound(Exception):
    """Leaves the parser as soon as the root is known."""


class Walker:
    """Base of the readers of XML: it calls them back for the elements they name, and only for these.

    Args:
        openers: called with the attributes (names as written) when an element of this local name starts.
        closers: called with the text of an element of this local name when it ends; ``path`` then ends with its parent.
            The values of all formats are in leaves: the text of other elements is whatever came last.
        scanned: the points, if the document was scanned for them.

    Attributes:
        path: local names from the root to the element that is open.
        points: how many points the reader has met, used or not; it counts them itself.
    """

    # Elements that have points in them and a closer that does not look at their text.
    AROUND_POINTS: frozenset[str] = frozenset()

    def __init__(
        self,
        openers: Mapping[str, Callable[[dict[str, str]], None]],
        closers: Mapping[str, Callable[[str, str], None]],
        scanned: Scanned | None,
    ) -> None:
        self.path: list[str] = []
        self.points = 0
        self._tags = 0
        self._openers = openers
        self._closers = closers
        self._text: list[str] = []
        self.scanned = scanned

    def take(self, scanned: Scanned, first: int, last: int) -> None:
        """Called for a run of points, from the first to the one before the last, of a document that was scanned."""
        raise NotImplementedError

    def walk(self, pieces: Iterable[bytes]) -> list[Problem]:
        """Reads the document, or its skeleton if it was scanned; of a broken one, everything before the break.

        Raises:
            UnusableFile: UNSAFE_FILE for a DOCTYPE, elements nested deeper than ``MAX_DEPTH``, or tags and names that
                would fill the memory; FILE_TOO_LARGE beyond ``MAX_POINTS`` or what may stand beside the points.
            Unplain: the skeleton has something that only a walk through the whole document can judge.
        """
        if self.scanned is None:
            return self._walk(_parser(), pieces)
        parser = _parser()
        parser.ProcessingInstructionHandler = self._instruction
        try:
            problems = self._walk(parser, (self.scanned.skeleton,))
        except UnusableFile as error:
            raise Unplain from error
        if problems or self.points != len(self.scanned) or len(parser.intern) > MAX_WORDS - self.scanned.most_names:
            raise Unplain
        return []

    def _walk(self, parser: expat.XMLParserType, pieces: Iterable[bytes]) -> list[Problem]:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        fed = 0
        try:
            for piece in without_leading_space(pieces):
                parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keywords
                fed += len(piece)
                _check_memory(parser, fed)
                self._check_size(fed)
            parser.Parse(b"", True)  # noqa: FBT003 - as above
        except expat.ExpatError as error:
            return [Problem(ProblemCode.TRUNCATED, f"the document breaks: {error}")]
        return []

    def _check_size(self, fed: int) -> None:
        if self.points > MAX_POINTS:
            raise UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {MAX_POINTS} points")
        most_tags = _FREE_TAGS + _TAGS_PER_POINT * self.points
        if self._tags > most_tags or fed > _FREE_BYTES + _BYTES_PER_POINT * self.points:
            detail = f"{self._tags} elements in {fed} bytes hold no more than {self.points} points"
            raise UnusableFile(ProblemCode.FILE_TOO_LARGE, detail)

    def _instruction(self, _target: str, data: str) -> None:
        """A run of points: the scan leaves no instruction of the document's own."""
        texts = {name for name in self.path if name in self._closers} - self.AROUND_POINTS
        # An instruction may stand outside of the root, an element may not.
        if texts or self.scanned is None or not 0 < len(self.path) <= MAX_DEPTH - MOST_DEPTH:
            raise Unplain
        first, last = map(int, data.split())
        self.take(self.scanned, first, last)
        self.points += last - first

    # From here on it is a matter of microseconds: these three run some thirty times for every point of a track.

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = _local(name)
        self.path.append(name)
        self._tags += 1
        if len(self.path) > MAX_DEPTH or len(name) > MAX_WORD:
            raise UnusableFile(ProblemCode.UNSAFE_FILE, f"elements nested deeper than {MAX_DEPTH}, or of endless names")
        self._text.clear()
        opener = self._openers.get(name)
        if opener:
            opener(attributes)

    def _end(self, _name: str) -> None:
        name = self.path.pop()
        closer = self._closers.get(name)
        if closer:
            closer(name, "".join(self._text).strip())

    def _characters(self, text: str) -> None:
        if len(self._text) < MAX_TEXT_RUNS:
            self._text.append(text)


def root_name(pieces: Iterable[bytes]) -> str | None:
    """Local name of the root element, or None where no XML document starts.

    Raises:
        UnusableFile: UNSAFE_FILE for a DOCTYPE.
    """
    found: list[str] = []

    def first(name: str, _attributes: dict[str, str]) -> None:
        found.append(_local(name))
        raise _RootFound

    parser = _parser()
    parser.StartElementHandler = first
    try:
        for piece in without_leading_space(pieces):
            parser.Parse(piece, False)  # noqa: FBT003 - expat takes no keywords
    except (_RootFound, expat.ExpatError, LookupError, ValueError):
        # The last two are an encoding that Python does not know, or expat cannot follow.
        return found[0] if found else None
    return None


def without_leading_space(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces from the first character of the document on: expat allows nothing before an XML declaration.

    A mark of UTF-8 and white space may stand before it.
    """
    started = False
    for piece in pieces:
        if started:
            yield piece
        elif rest := piece.removeprefix(_UTF8_BOM).lstrip():
            started = True
            yield rest


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    return parser


def _check_memory(parser: expat.XMLParserType, fed: int) -> None:
    """Refuses what expat would have to keep; its index stands at the first byte that it could not hand out yet."""
    if fed - parser.CurrentByteIndex > MAX_TOKEN_BYTES:
        raise UnusableFile(ProblemCode.UNSAFE_FILE, f"a tag or comment of more than {MAX_TOKEN_BYTES} bytes")
    if len(parser.intern) > MAX_WORDS:
        raise UnusableFile(ProblemCode.UNSAFE_FILE, f"more than {MAX_WORDS} names of elements and attributes")


def _refuse(*_declaration: object) -> None:
    raise UnusableFile(ProblemCode.UNSAFE_FILE, "the document has a DOCTYPE")


def _local(name: str) -> str:
    return name.rpartition(":")[2]
