"""Access tokens: what they must claim, and who signs them.

Behind a gateway that verified the token, only the claims are checked. Elsewhere the signature is verified here, against
the issuer's key set; the library for that is imported only then, because a gateway's function should start fast.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from models.errors import RetryLater, Unauthenticated
from models.settings import settings

if TYPE_CHECKING:
    from jwt import PyJWK, PyJWKClient, PyJWKSet

ALGORITHM = "RS256"
LEEWAY_S = 30
MAX_SUBJECT = 255


def subject_of_claims(claims: Mapping[str, Any]) -> tuple[str, str]:
    """(issuer, subject) of an access token's claims; raises Unauthenticated with what is wrong.

    ID tokens are refused: an access token says ``token_use: access`` (Cognito) or carries a ``scope``. The client is
    ``aud``, or ``client_id`` where the issuer names no audience.
    """
    if claims.get("iss") != settings().require("issuer"):
        raise Unauthenticated("the token comes from another issuer")
    if claims.get("token_use", "access") != "access" or not (claims.get("token_use") or claims.get("scope")):
        raise Unauthenticated("this is no access token")
    audience = claims.get("aud", claims.get("client_id"))
    audiences = audience if isinstance(audience, list) else [audience]
    if settings().require("client_id") not in audiences:
        raise Unauthenticated("the token was made for another client")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT or not subject.isprintable():
        raise Unauthenticated("the token names nobody")
    return settings().issuer, subject


def verify(token: str) -> tuple[str, str]:
    """(issuer, subject) of a signed token; raises Unauthenticated, and RetryLater where no key can be had."""
    # Here and not above: behind a gateway's authorizer this library is never loaded.
    import jwt  # noqa: PLC0415

    try:
        key = _signing_key(token)
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            leeway=LEEWAY_S,
            # The audience is checked below, because some issuers name it client_id.
            options={"require": ["exp", "iss", "sub"], "verify_aud": False},
        )
    except jwt.exceptions.PyJWKClientConnectionError as error:
        raise RetryLater("the issuer's keys cannot be read") from error
    except jwt.ExpiredSignatureError as error:
        raise Unauthenticated("the token has expired") from error
    except jwt.PyJWTError as error:
        raise Unauthenticated("the token is not valid") from error
    return subject_of_claims(claims)


def keys_are_here() -> bool:
    """Whether the key set is in the settings, so that a token is verified without asking anybody."""
    return settings().jwks.lstrip().startswith("{")


def _signing_key(token: str) -> "PyJWK":
    import jwt  # noqa: PLC0415

    if not settings().jwks:
        raise Unauthenticated("no key set is configured, so no token can be verified")
    if not keys_are_here():
        return _remote_keys(settings().jwks).get_signing_key_from_jwt(token)
    key_id = jwt.get_unverified_header(token).get("kid")
    known = {key.key_id: key for key in _local_keys(settings().jwks).keys}
    if key_id not in known:
        raise Unauthenticated("the token is signed with an unknown key")
    return known[key_id]


@cache
def _local_keys(document: str) -> "PyJWKSet":
    import jwt  # noqa: PLC0415

    return jwt.PyJWKSet.from_json(document)


@cache
def _remote_keys(url: str) -> "PyJWKClient":
    import jwt  # noqa: PLC0415

    return jwt.PyJWKClient(url, cache_jwk_set=True, lifespan=3600, timeout=3)
