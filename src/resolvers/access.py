"""Who may see what: everything is reached through the partition of the signed-in person, and every resolver asks here.

Nothing else decides access. What is not in the caller's own partition does not exist for the caller.
"""

from dataclasses import dataclass

from models.entities import Identity
from models.errors import Unauthenticated
from models.terms import Locale


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the identity behind the token (None without one), and the language that the request asks for."""

    identity: Identity | None
    language: Locale | None = None


def identity_of(caller: Caller) -> Identity:
    """The signed-in person's identity; raises Unauthenticated."""
    if caller.identity is None:
        raise Unauthenticated("this needs an access token")
    return caller.identity


def uid_of(caller: Caller) -> str:
    """The signed-in person's uid; raises Unauthenticated."""
    return identity_of(caller).uid
