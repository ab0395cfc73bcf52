"""Global ids: opaque to clients, a kind and a key to us."""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from strawberry import ID

ACTIVITY = "Activity"
EXPORT = "Export"
GEAR = "Gear"
RESCORE = "Rescore"
SESSION = "Session"
UPLOAD = "Upload"
USER = "User"
# What our keys are made of; anything else could not be found, or not even be asked for.
_KEY = re.compile(r"[a-z0-9]{1,32}")


def global_id(kind: str, key: str) -> ID:
    """The id of this thing. A run that turns out to be a walk keeps it: the kind is Activity for both."""
    return ID(urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("="))


def parse_id(text: str) -> tuple[str, str]:
    """(kind, key) of an id; two empty texts for what never was one, which then finds nothing."""
    try:
        decoded = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)).decode("ascii")
    except (ValueError, binascii.Error):
        return "", ""
    kind, _, key = decoded.partition(":")
    return (kind, key) if _KEY.fullmatch(key) else ("", "")


def key_of(text: str, kind: str) -> str:
    """The key of an id of this kind, else an empty text."""
    found, key = parse_id(text)
    return key if found == kind else ""
