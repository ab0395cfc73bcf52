"""Cursors: opaque, signed, and useless to anybody but the person and the list they were made for.

A cursor carries the sort key of the row it stands behind, never the partition. Its signature is made with a key that
follows from the secret, the person and the list (sport and range), so that a foreign, forged or misplaced cursor is
refused before the table is asked.
"""

import binascii
import hmac
from base64 import b64decode
from collections.abc import Iterable
from hashlib import blake2b

from models.errors import BadCursor
from models.settings import settings

_MAC_BYTES = 12
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def encode(uid: str, scope: str, sort: str) -> str:
    """The cursor of the row with this sort key in this list of this person."""
    return encode_all(uid, scope, (sort,))[0]


def encode_all(uid: str, scope: str, sorts: Iterable[str]) -> tuple[str, ...]:
    """The cursors of a page of rows: the list's key is made once, and each row costs one hash."""
    signer = _signer(uid, scope)
    return tuple([_encoded(signer, sort.encode()) for sort in sorts])


def decode(uid: str, scope: str, cursor: str) -> str:
    """The sort key behind a cursor; raises BadCursor unless this person got it from this very list."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        raw = b64decode(padded, altchars=b"-_", validate=True)
        mac, sort = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        text = sort.decode("ascii")
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error
    if not hmac.compare_digest(mac, _mac(_signer(uid, scope), sort)):
        raise BadCursor
    return text


def _encoded(signer: blake2b, sort: bytes) -> str:
    signed = binascii.b2a_base64(_mac(signer, sort) + sort, newline=False)
    return signed.translate(_URL_SAFE, b"=").decode()


def _signer(uid: str, scope: str) -> blake2b:
    secret = settings().require("cursor_secret").encode()
    key = hmac.digest(secret, "\0".join(("2", uid, scope)).encode(), "sha256")
    return blake2b(key=key, digest_size=_MAC_BYTES)


def _mac(signer: blake2b, sort: bytes) -> bytes:
    mine = signer.copy()
    mine.update(sort)
    return mine.digest()
