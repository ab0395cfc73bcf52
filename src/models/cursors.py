"""Cursors: opaque, signed, and useless to anybody but the person and the list they were made for.

A cursor carries the sort key of the row it stands behind, never the partition. The signature covers the person and
the list (sport and range), so that a foreign, forged or misplaced cursor is refused before the table is asked.
"""

import binascii
import hmac
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256

from models.errors import BadCursor
from models.settings import settings

_MAC_BYTES = 12


def _mac(uid: str, scope: str, sort: str) -> bytes:
    secret = settings().require("cursor_secret").encode()
    return hmac.digest(secret, "\0".join(("1", uid, scope, sort)).encode(), sha256)[:_MAC_BYTES]


def encode(uid: str, scope: str, sort: str) -> str:
    """The cursor of the row with this sort key in this list of this person."""
    return urlsafe_b64encode(_mac(uid, scope, sort) + sort.encode()).decode().rstrip("=")


def decode(uid: str, scope: str, cursor: str) -> str:
    """The sort key behind a cursor; raises BadCursor unless this person got it from this very list."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        raw = b64decode(padded, altchars=b"-_", validate=True)
        mac, sort = raw[:_MAC_BYTES], raw[_MAC_BYTES:].decode("ascii")
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error
    if not hmac.compare_digest(mac, _mac(uid, scope, sort)):
        raise BadCursor
    return sort
