"""What the local servers leave behind for the other commands: their addresses, a token, their key."""

import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

from models.settings import from_environment

_SERVERS = "server-*.json"
_PATIENCE_S = 0.5


def state_dir() -> Path:
    """The folder; it need not exist."""
    return Path(from_environment().state_dir).expanduser()


def remember_server(url: str, token: str) -> None:
    """Leave a running server's address and the demo user's token, readable by their owner alone."""
    path = _path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps({"url": url, "token": token}))
    fresh.replace(path)


def forget_server(url: str, token: str) -> None:
    """Take back what ``remember_server`` left, unless another server of this port has left its own since."""
    path = _path(url)
    if path.exists() and _read(path) == (url, token):
        path.unlink(missing_ok=True)


def known_server() -> tuple[str, str] | None:
    """(url, token) of the server that was started last and still listens, or None.

    Where none listens: of the one that was started last and not stopped in order.
    """
    newest = sorted(state_dir().glob(_SERVERS), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    known = [_read(path) for path in newest]
    return next((each for each in known if _listens(each[0])), known[0] if known else None)


def _path(url: str) -> Path:
    return state_dir() / _SERVERS.replace("*", str(urlsplit(url).port))


def _read(path: Path) -> tuple[str, str]:
    known = json.loads(path.read_text())
    return str(known["url"]), str(known["token"])


def _listens(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 80), _PATIENCE_S).close()
    except OSError:
        return False
    return True
