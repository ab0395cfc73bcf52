"""Documents that a request need not carry: trusted ones of a manifest, and those that clients register by their hash.

- **Trusted documents**: a manifest ships with the deploy, ``{id: text}`` as graphql-codegen and relay-compiler write
  it, or Apollo's (``{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id", "body"}]}``);
  or several, one of each app. An id may be any word, but 64 hexadecimal digits must be the text's SHA-256. They are
  asked for by ``documentId`` or by the hash of Apollo's protocol, are made ready when the process starts, and are all
  that is answered where ``documents_only`` is set (or the stage is locked, unless said otherwise).
- **Automatic persisted queries** (Apollo's protocol, version 1): a hash alone is PERSISTED_QUERY_NOT_FOUND until
  somebody sent its text with it. Kept after the document was found valid, never before; in the memory of each
  container.
"""

import logging
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from graphql import GraphQLError

from graph.errors import (
    DocumentNotAllowed,
    PersistedQueryMismatch,
    PersistedQueryNotFound,
    PersistedQueryUnsupported,
    RequestRefused,
)
from graph.prepared import Cache, Prepared, prepare
from models.settings import settings

log = logging.getLogger(__name__)

MAX_PERSISTED = 1_000
MAX_PERSISTED_CHARACTERS = 2_000_000
MAX_PERSISTED_TEXT = 20_000
_PREFIX = "sha256:"
_DIGEST = re.compile(r"[0-9a-fA-F]{64}")
# Each name that metrics are counted by is billed: these many documents, the first of the manifests, have their own.
MAX_NAMED = 50
OTHER = "other"
_APOLLO = ("apollo-persisted-query-manifest", 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: the text, whether it is a trusted one, and the hash that it is to be kept under."""

    text: str
    trusted: bool = False
    register: str | None = None


@dataclass(slots=True)
class Persisted:
    """Texts by their hashes, the least recently asked for given up first."""

    _texts: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _characters: int = 0

    def get(self, digest: str) -> str | None:
        """The text of this hash, or None."""
        found = self._texts.get(digest)
        if found is not None:
            self._texts.move_to_end(digest)
        return found

    def keep(self, digest: str, text: str) -> None:
        """Remember a text; very long ones are answered, and sent again the next time."""
        if digest in self._texts or len(text) > MAX_PERSISTED_TEXT:
            return
        self._texts[digest] = text
        self._characters += len(text)
        while len(self._texts) > MAX_PERSISTED or self._characters > MAX_PERSISTED_CHARACTERS:
            self._characters -= len(self._texts.popitem(last=False)[1])

    def __len__(self) -> int:
        return len(self._texts)


class Documents:
    """All documents of one schema."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema
        self.cache = Cache(schema)
        self.persisted = Persisted()
        self._names: dict[int, tuple[Prepared, str]] = {}

    def get(
        self, query: str | None, extensions: Mapping[str, Any] | None, pay: Callable[[], None] | None = None
    ) -> Prepared:
        """The document that a request asks for, by its text, a hash or an id; raises RequestRefused.

        ``pay`` is called before one is made ready that is not kept.
        """
        chosen = settings()
        trusted = manifest(chosen.documents)
        asked = self._asked(query, extensions or {}, trusted)
        if chosen.only_documents and not asked.trusted:
            raise _not_allowed(digest_of(asked.text))
        prepared = self.cache.get(asked.text, locked=chosen.locked, pin=asked.trusted, pay=pay)
        if asked.trusted and id(prepared) not in self._names:
            self._names[id(prepared)] = prepared, trusted.name_of(asked.text, prepared)
        if asked.register:
            self.persisted.keep(asked.register, asked.text)
        return prepared

    def name_of(self, prepared: Prepared) -> str:
        """The name that metrics know a document by: of a trusted one its operation's, of all others the same one.

        Names that a client chose are never among them.
        """
        known = self._names.get(id(prepared))
        return OTHER if known is None else known[1]

    def warm(self) -> None:
        """Make the trusted documents ready; one that cannot be used is logged, and refused when it is asked for."""
        chosen = settings()
        trusted = manifest(chosen.documents)
        if chosen.only_documents and not trusted.by_id:
            log.error("only trusted documents are answered, and there are none: is STRIDEGRAPH_DOCUMENTS set?")
        for name, text in trusted.by_id.items():
            try:
                self.cache.get(text, locked=chosen.locked, pin=True)
            except RequestRefused as refusal:
                why = "; ".join(map(_told, self._unmasked(text, refusal).errors))
                log.error("the trusted document %s cannot be used: %s", name, why)  # noqa: TRY400 -- no traceback

    def _unmasked(self, text: str, refusal: RequestRefused) -> RequestRefused:
        """What is wrong with a document, for the operator: the locked stage tells its clients no word of the schema."""
        try:
            prepare(self._schema, text)
        except RequestRefused as plain:
            return plain
        return refusal

    def _asked(self, query: str | None, extensions: Mapping[str, Any], trusted: "Manifest") -> Asked:
        if (document_id := extensions.get("documentId")) is not None:
            return _by_id(document_id, query, trusted)
        if (persisted := extensions.get("persistedQuery")) is not None:
            return self._by_hash(persisted, query, trusted)
        if not query:
            raise RequestRefused("There is no query.")
        return Asked(query, trusted.holds(query))

    def _by_hash(self, persisted: Any, query: str | None, trusted: "Manifest") -> Asked:
        if not isinstance(persisted, dict) or persisted.get("version") != 1:
            raise PersistedQueryUnsupported
        digest = persisted.get("sha256Hash")
        if not isinstance(digest, str):
            raise PersistedQueryMismatch("persistedQuery needs a sha256Hash: the SHA-256 of the query as a text.")
        if query:
            if digest_of(query) != digest:
                raise PersistedQueryMismatch
            known = trusted.holds(query)
            return Asked(query, known, None if known else digest)
        if (text := trusted.text(digest)) is not None:
            return Asked(text, trusted=True)
        if settings().only_documents:
            raise _not_allowed(digest)
        if (text := self.persisted.get(digest)) is None:
            raise PersistedQueryNotFound
        return Asked(text)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Trusted documents by their ids, and by the hashes of their texts, which may be other ones."""

    by_id: Mapping[str, str] = field(default_factory=dict)
    by_hash: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str | None:
        """The text of an id or a hash, or None."""
        return self.by_id.get(key) or self.by_hash.get(key)

    def holds(self, text: str) -> bool:
        """Whether this is the text of one of them."""
        return bool(self.by_hash) and digest_of(text) in self.by_hash

    def name_of(self, text: str, prepared: Prepared) -> str:
        """The name of one of them, told by its one operation; those behind the first ``MAX_NAMED`` share one."""
        (name, *more) = prepared.operations
        return name if name and not more and text in islice(self.by_id.values(), MAX_NAMED) else OTHER


@lru_cache(maxsize=8)
def manifest(paths: str | None) -> Manifest:
    """The documents of a manifest, or of several with ``os.pathsep`` between their paths. Read once.

    Raises ValueError and OSError, which name the path, where a file is none.
    """
    by_id: dict[str, str] = {}
    for path in paths_of(paths):
        for name, text in _texts(path).items():
            if by_id.setdefault(name, text) != text:
                raise ValueError(f"{path} has another document under the id {name} than a manifest before it")
    return Manifest(by_id, {digest_of(text): text for text in by_id.values()})


def paths_of(paths: str | None) -> list[str]:
    """The paths of a setting that may hold several."""
    return [path for path in (paths or "").split(os.pathsep) if path]


def _texts(path: str) -> dict[str, str]:
    """The documents of one manifest by their ids; raises ValueError and OSError."""
    try:
        read = orjson.loads(Path(path).expanduser().read_bytes())
    except orjson.JSONDecodeError as error:
        raise ValueError(f"{path} is no manifest of documents: it is not JSON ({error.msg})") from None
    texts = _of_apollo(read) if isinstance(read, dict) and "format" in read else read
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise ValueError(f"{path} is no manifest of documents: an object of ids and texts, or Apollo's, is needed")
    found = {name.removeprefix(_PREFIX): text for name, text in texts.items()}
    for name, text in found.items():
        if _DIGEST.fullmatch(name) and name.lower() != digest_of(text):
            raise ValueError(f"{path} has a document under {name}, which is not the SHA-256 of its text")
    return found


def _of_apollo(read: dict[str, Any]) -> dict[str, Any] | None:
    """The texts of Apollo's manifest by their ids; None for another format or version of it."""
    operations = read.get("operations")
    if (read["format"], read.get("version")) != _APOLLO or not isinstance(operations, list):
        return None
    whole = all(isinstance(each, dict) and isinstance(each.get("id"), str) for each in operations)
    return {each["id"]: each.get("body") for each in operations} if whole else None


def digest_of(text: str) -> str:
    """SHA-256 of a document, as lower-case hexadecimal digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _by_id(document_id: Any, query: str | None, trusted: Manifest) -> Asked:
    text = trusted.text(document_id.removeprefix(_PREFIX)) if isinstance(document_id, str) else None
    if text is None:
        if settings().only_documents:
            raise _not_allowed(str(document_id))
        raise PersistedQueryNotFound
    if query and query != text:
        raise PersistedQueryMismatch
    return Asked(text, trusted=True)


def _not_allowed(asked: str) -> DocumentNotAllowed:
    """The refusal of a document, noted by its hash: an operator looks for it in the apps' manifests.

    An id that is no hash is hashed, because whatever a client sends may stand in it.
    """
    told = asked.lower() if _DIGEST.fullmatch(asked) else digest_of(asked)
    log.warning("a document that is not trusted was refused: %s", told)
    return DocumentNotAllowed()


def _told(error: GraphQLError) -> str:
    """An error with its place in the document."""
    at = "".join(f" (line {place.line}, column {place.column})" for place in (error.locations or [])[:1])
    return f"{error.message}{at}"


def warm(schema: Any) -> None:
    """Make the trusted documents of a schema ready, before the first request."""
    schema.documents.warm()
