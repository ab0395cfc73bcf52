"""Media types: what the client takes, and what it sends."""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from graph.http.refusal import NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE, Refusal
from models.terms import Locale


class MediaType(StrEnum):
    """The two that an answer can have; the first is GraphQL's own, in which the status tells what became of it."""

    RESPONSE = "application/graphql-response+json"
    JSON = "application/json"


# How exactly an entry names each: its name beats the range, and the range everything.
_NAMED: dict[str, dict[MediaType, int]] = {
    MediaType.RESPONSE: {MediaType.RESPONSE: 3},
    MediaType.JSON: {MediaType.JSON: 3},
    "application/*": {MediaType.RESPONSE: 2, MediaType.JSON: 2},
    "*/*": {MediaType.RESPONSE: 1, MediaType.JSON: 1},
}
_UTF_8 = {"utf-8", "utf8"}
# Clients send the same few headers for ever; what is refused is worked out each time.
_remembered = lru_cache(maxsize=128)


@_remembered
def media_type_of(accept: str | None) -> MediaType:
    """What to answer a client that sends this ``Accept`` (RFC 9110, 12.5.1); raises Refusal (406).

    Whoever names GraphQL's own type as gladly as JSON gets it. Absent headers and ranges mean JSON: those clients know
    of nothing else.
    """
    if not accept or not accept.strip():
        return MediaType.JSON
    best: dict[MediaType, tuple[int, float]] = {}
    for name, parameters in _entries(accept):
        if parameters.get("charset", "utf-8") not in _UTF_8:
            continue
        for media_type, exactness in _NAMED.get(name, {}).items():
            best[media_type] = max(best.get(media_type, (0, 0.0)), (exactness, _weight(parameters)))
    rank = {each: (weight, exactness, each is _favourite(exactness)) for each, (exactness, weight) in best.items()}
    wanted = [each for each in rank if rank[each][0] > 0]
    if not wanted:
        kinds = " or ".join(MediaType)
        raise Refusal(406, NOT_ACCEPTABLE, f"Accept must allow {kinds}.")
    return max(wanted, key=rank.__getitem__)


@_remembered
def check_content(content_type: str | None, content_encoding: str | None) -> None:
    """Refuse a body that is not plain JSON in UTF-8; raises Refusal (415)."""
    name, parameters = next(_entries(content_type or ""), ("", {}))
    if name != MediaType.JSON:
        raise Refusal(415, UNSUPPORTED_MEDIA_TYPE, f"Content-Type must be {MediaType.JSON}.")
    if parameters.get("charset", "utf-8") not in _UTF_8:
        raise Refusal(415, UNSUPPORTED_MEDIA_TYPE, "The body must be in UTF-8.")
    if {each.strip().lower() for each in (content_encoding or "").split(",")} - {"", "identity"}:
        raise Refusal(415, UNSUPPORTED_MEDIA_TYPE, "The body must not be compressed.", {"accept-encoding": "identity"})


@_remembered
def language_of(accepted: str) -> Locale | None:
    """The first of our languages in an Accept-Language header, by weight; None where it names neither."""
    known = {locale.value.lower(): locale for locale in Locale}
    weighted = [
        (-_weight(parameters), position, known[tag])
        for position, (name, parameters) in enumerate(_entries(accepted))
        if (tag := name.partition("-")[0]) in known and _weight(parameters) > 0
    ]
    return min(weighted)[2] if weighted else None


def _favourite(exactness: int) -> MediaType:
    return MediaType.RESPONSE if exactness == _NAMED[MediaType.RESPONSE][MediaType.RESPONSE] else MediaType.JSON


def _entries(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(name, parameters) of each entry of a header, in small letters."""
    for entry in header.lower().split(","):
        name, *parameters = entry.split(";")
        pairs = (each.partition("=") for each in parameters)
        yield name.strip(), {key.strip(): value.strip().strip('"') for key, _, value in pairs}


def _weight(parameters: dict[str, str]) -> float:
    """The weight of an entry, 0 to 1; one that cannot be read counts as none at all."""
    try:
        weight = float(parameters.get("q", "1"))
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
