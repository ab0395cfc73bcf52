"""What differs from one account to the next, and what stands for it in the cookbook.

Ids, cursors, request ids and presigned addresses are made of random or secret things. Each is shown as a stand-in of
the same kind, numbered in the order in which the cookbook first shows it; in variables it is what it stands for.
"""

from collections import Counter
from typing import Any

from graph.ids import global_id, parse_id

CURSORS = {"cursor", "startCursor", "endCursor", "after", "since"}
ADDRESSES = {
    "putUrl": "https://storage.example/raw/{n}?X-Amz-Signature=...",
    "detailUrl": "https://storage.example/detail/{n}?X-Amz-Signature=...",
    "url": "https://storage.example/export/{n}?X-Amz-Signature=...",
}


class StandIns:
    """Both ways between an account and the page."""

    def __init__(self) -> None:
        self._shown: dict[str, str] = {}
        self._meant: dict[str, str] = {}
        self._made = Counter()

    def shown(self, value: Any, key: str = "") -> Any:
        """An answer as the page shows it."""
        if isinstance(value, dict):
            return {name: self.shown(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [self.shown(each, key) for each in value]
        return self._shown_text(value, key) if isinstance(value, str) else value

    def meant(self, value: Any, key: str = "") -> Any:
        """The account's variables for those on the page; raises KeyError for what was never shown."""
        if isinstance(value, dict):
            return {name: self.meant(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [self.meant(each, key) for each in value]
        if isinstance(value, str) and (key in CURSORS or key.lower().endswith("id") or parse_id(value)[0]):
            return self._meant[value]
        return value

    def _shown_text(self, text: str, key: str) -> str:
        if text not in self._shown and (form := _form(text, key)):
            self._made[form] += 1
            stand_in = form.format(n=self._made[form])
            kind, _, number = stand_in.partition(":")
            if form.endswith(":{n}"):
                stand_in = global_id(kind, number)
            self._shown[text] = stand_in
            self._meant[stand_in] = text
        return self._shown.get(text, text)


def _form(text: str, key: str) -> str:
    """What a text is shown as, with its number left open; empty for what is the same in every account."""
    if kind := parse_id(text)[0]:
        return kind + ":{n}"
    if key in CURSORS:
        return "cursor-{n}"
    if key == "requestId":
        return "{n:016x}"
    return ADDRESSES.get(key, "")
