"""Which status an operation's answer has, by the edition of GraphQL over HTTP that is chosen.

===============================================  =======  =========  ==========================
What happened                                    AUDIT    SEPTEMBER  as ``application/json``
===============================================  =======  =========  ==========================
data, no errors                                  200      200        200
data and errors                                  200      294        200
the text cannot be parsed                        400      400        AUDIT 200, SEPTEMBER 400
invalid, no such operation, wrong variables      400      422        AUDIT 200, SEPTEMBER 422
a mutation by GET                                405      405        405
too many requests                                429      429        429
a hash whose text is not known                   200      200        200
===============================================  =======  =========  ==========================

AUDIT is the draft that the audit suite follows, and with it most servers; SEPTEMBER is the edition of September 2026.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from graphql import GraphQLError

from graph.http.negotiation import MediaType

PARTIAL_SUCCESS = 294

# Whatever the media type: these are about the request, not about the operation. A hash that is not known is no fault
# of anybody's: the client sends the text next, and some clients read no body of another status.
_ALWAYS = {"RATE_LIMITED": 429, "UNAUTHENTICATED": 401, "PERSISTED_QUERY_NOT_FOUND": 200}


class Edition(StrEnum):
    """The setting ``http_edition``."""

    AUDIT = "audit"
    SEPTEMBER = "2026-09"


def status_of(data: Any, errors: Sequence[GraphQLError], media_type: MediaType, edition: Edition) -> int:
    """The status of an answer."""
    if not is_request_error(data, errors):
        partial = bool(errors) and edition is Edition.SEPTEMBER and media_type is MediaType.RESPONSE
        return PARTIAL_SUCCESS if partial else 200
    code = (errors[0].extensions or {}).get("code")
    if code in _ALWAYS:
        return _ALWAYS[code]
    if edition is Edition.SEPTEMBER:
        return 400 if code == "GRAPHQL_PARSE_FAILED" else 422
    return 400 if media_type is MediaType.RESPONSE else 200


def is_request_error(data: Any, errors: Sequence[GraphQLError]) -> bool:
    """Whether nothing was executed: errors of fields say where they are, those of requests cannot."""
    return data is None and bool(errors) and all(error.path is None for error in errors)
