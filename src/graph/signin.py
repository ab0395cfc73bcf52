"""From a request to the person who makes it: token or gateway claims, then the identity behind them."""

import time
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request

from graph.threads import in_thread
from graph.tokens import keys_are_here, subject_of_claims, verify
from models import accounts, users
from models.entities import Identity
from models.errors import AccountClosed, Unauthenticated
from models.terms import AccountState

# How long a blocked account may go on, at most; and how many people one container remembers.
IDENTITY_SECONDS = 60.0
IDENTITY_COUNT = 4096

_identities: OrderedDict[tuple[str, str], tuple[float, Identity]] = OrderedDict()


async def identity_of(request: Request) -> Identity | None:
    """The identity behind a request, None where it carries no token; raises Unauthenticated."""
    claims = gateway_claims(request)
    if claims is not None:
        subject = subject_of_claims(claims)
    else:
        token = _bearer(request)
        if token is None:
            return None
        subject = verify(token) if keys_are_here() else await in_thread(verify, token)
    identity = await _identity(*subject)
    if identity.state is not AccountState.ACTIVE:
        if identity.state is AccountState.CLOSING:
            await in_thread(accounts.nudge, identity, datetime.now(UTC))
        raise AccountClosed(identity.state)
    return identity


def gateway_claims(request: Request) -> dict[str, Any] | None:
    """The claims that an HTTP API's JWT authorizer verified, or None where none stands in front."""
    event = request.scope.get("aws.event") or {}
    authorizer = event.get("requestContext", {}).get("authorizer") or {}
    claims = dict((authorizer.get("jwt") or {}).get("claims") or {})
    audience = claims.get("aud")
    if isinstance(audience, str) and audience.startswith("["):  # the gateway writes a list as "[first second]"
        claims["aud"] = audience.strip("[]").split()
    return claims or None


def forget(identity: Identity) -> None:
    """Ask the table again for this person."""
    _identities.pop((identity.issuer, identity.subject), None)


def forget_identities() -> None:
    """Ask the table again for everybody."""
    _identities.clear()


def _bearer(request: Request) -> str | None:
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("the Authorization header must read: Bearer TOKEN")
    return token.strip()


async def _identity(issuer: str, subject: str) -> Identity:
    now = time.monotonic()
    known = _identities.get((issuer, subject))
    if known and known[0] > now:
        return known[1]
    found = await in_thread(users.identify, issuer, subject)
    if found.state is not AccountState.ACTIVE:
        return found
    _identities[issuer, subject] = (now + IDENTITY_SECONDS, found)
    while len(_identities) > IDENTITY_COUNT:
        _identities.popitem(last=False)
    return found
