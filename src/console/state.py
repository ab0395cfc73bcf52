"""What the local server leaves behind for the other commands: its address, a token, its key."""

import json
from pathlib import Path

from models.settings import from_environment

_SERVER_FILE = "server.json"


def state_dir() -> Path:
    """The folder; it need not exist."""
    return Path(from_environment().state_dir).expanduser()


def remember_server(url: str, token: str) -> None:
    """Leave the running server's address and the demo user's token, readable by their owner alone."""
    path = state_dir() / _SERVER_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps({"url": url, "token": token}))
    fresh.replace(path)


def forget_server(url: str, token: str) -> None:
    """Take back what ``remember_server`` left, unless another server has left its own since."""
    if known_server() == (url, token):
        (state_dir() / _SERVER_FILE).unlink(missing_ok=True)


def known_server() -> tuple[str, str] | None:
    """(url, token) of the server that was started last and not stopped, or None."""
    path = state_dir() / _SERVER_FILE
    if not path.exists():
        return None
    known = json.loads(path.read_text())
    return str(known["url"]), str(known["token"])
