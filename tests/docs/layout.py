"""JSON as people read it on a page: what fits into a line stands in one, and long things are cut with a mark."""

from typing import Any
from unicodedata import east_asian_width

import orjson

WIDTH = 118


def shortened(value: Any, items: int | None, letters: int | None) -> Any:
    """The value with lists of at most ``items`` and texts of at most ``letters``; marks tell how much was left out."""
    if isinstance(value, dict):
        return {name: shortened(each, items, letters) for name, each in value.items()}
    if isinstance(value, list):
        kept = [shortened(each, items, letters) for each in value[:items]]
        return kept if len(kept) == len(value) else [*kept, f"... {len(value) - len(kept)} more"]
    if isinstance(value, str) and letters is not None and len(value) > letters:
        return f"{value[:letters]}... {len(value) - letters} more"
    return value


def laid_out(value: Any, indent: int = 0, lead: int = 0) -> str:
    """JSON, a line where it fits into one; ``lead`` letters stand before it."""
    flat = _flat(value)
    if indent + lead + _columns(flat) < WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        parts = [f"{_flat(name)}: {laid_out(each, indent + 2, len(name) + 4)}" for name, each in value.items()]
        begin, end = "{", "}"
    else:
        parts = [laid_out(each, indent + 2) for each in value]
        begin, end = "[", "]"
    filled = isinstance(value, dict) or not any(isinstance(each, dict | list) for each in value)
    lines = _filled(parts, WIDTH - indent - 2) if filled else parts
    return begin + "\n" + ",\n".join(inner + line for line in lines) + "\n" + " " * indent + end


def _filled(parts: list[str], width: int) -> list[str]:
    """Short parts beside each other, as many as a line holds; one of several lines stands alone."""
    lines: list[str] = []
    for part in parts:
        if lines and "\n" not in lines[-1] + part and _columns(lines[-1] + part) + 2 < width:
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return lines


def _columns(text: str) -> int:
    """Japanese letters are two columns wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flat(name)}: {_flat(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flat, value)) + "]"
    return orjson.dumps(value).decode()
