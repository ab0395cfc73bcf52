"""Which status an answer has, by the edition of GraphQL over HTTP that is chosen.

===================================================  =======  =========  ==========================
What happened                                        AUDIT    SEPTEMBER  as ``application/json``
===================================================  =======  =========  ==========================
data, no errors                                      200      200        200
a GET whose answer the client has                    304      304        304
data and errors, even if the data is null            200      294        200
the body or a parameter is not JSON in UTF-8         400      400        400
the text cannot be parsed                            400      400        AUDIT 200, SEPTEMBER 400
no query, a wrong type, a list of operations         400      422        AUDIT 400, SEPTEMBER 422
invalid, no such operation, wrong variables,         400      422        AUDIT 200, SEPTEMBER 422
a document that is not allowed, a limit
a hash whose text is not known                       200      422        AUDIT 200, SEPTEMBER 422
no token, or one that proves nothing                 401      401        401
a closed account                                     403      403        403
a path beside the endpoint                           404      404        404
another method than GET and POST (``Allow``)         405      405        405
a mutation by GET (``Allow: POST``)                  405      405        405
neither media type accepted                          406      406        406
a body over 256 KiB                                  413      413        413
a query string over 16 KiB                           414      414        414
a body that is not plain JSON in UTF-8               415      415        415
too many requests (``Retry-After``)                  429      429        429
a fault of ours                                      500      500        500
who asks cannot be told now; it took too long        503      503        503
===================================================  =======  =========  ==========================

AUDIT is the draft that the audit suite follows, and with it most servers. SEPTEMBER is the edition of September 2026.
It wants 422 for whatever can be read and not be carried out; and, also for clients that accept JSON alone, GraphQL's
own media type on every status but 2xx: it alone says that the answer is ours, and not of somebody in between.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from graphql import GraphQLError

from graph.http.negotiation import MediaType
from graph.http.refusal import IllFormed, Refusal

PARTIAL_SUCCESS = 294
_UNPROCESSABLE = 422

# Whatever the media type: these are about the request, not about the operation.
_ALWAYS = {"RATE_LIMITED": 429, "UNAUTHENTICATED": 401, "TIMEOUT": 503}
# A hash that is not known is no fault of anybody's: the client sends the text next, and some clients read no body of
# another status. The edition of September 2026 says that an answer without data must not be 2xx, and is followed there.
_UNKNOWN_HASH = "PERSISTED_QUERY_NOT_FOUND"


class Edition(StrEnum):
    """The setting ``http_edition``."""

    AUDIT = "audit"
    SEPTEMBER = "2026-09"


def status_of(data: Any, errors: Sequence[GraphQLError], media_type: MediaType, edition: Edition) -> int:
    """The status of an operation's answer."""
    if not is_request_error(data, errors):
        partial = bool(errors) and edition is Edition.SEPTEMBER and media_type is MediaType.RESPONSE
        return PARTIAL_SUCCESS if partial else 200
    code = (errors[0].extensions or {}).get("code")
    if code in _ALWAYS:
        return _ALWAYS[code]
    if edition is Edition.SEPTEMBER:
        return 400 if code == "GRAPHQL_PARSE_FAILED" else _UNPROCESSABLE
    return 400 if media_type is MediaType.RESPONSE and code != _UNKNOWN_HASH else 200


def status_of_refusal(refusal: Refusal, edition: Edition) -> int:
    """The status of a request that never became an operation."""
    return _UNPROCESSABLE if edition is Edition.SEPTEMBER and isinstance(refusal, IllFormed) else refusal.status


def type_of_answer(status: int, accepted: MediaType, edition: Edition) -> MediaType:
    """The media type of an answer to a client that would take ``accepted``."""
    return MediaType.RESPONSE if edition is Edition.SEPTEMBER and status >= 300 else accepted


def is_request_error(data: Any, errors: Sequence[GraphQLError]) -> bool:
    """Whether nothing was executed: errors of fields say where they are, those of requests cannot."""
    return data is None and bool(errors) and all(error.path is None for error in errors)
