"""The cookbook as a list of blocks: text as it stands, fenced blocks, and steps in comments that readers do not see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# ```json answer items=3      <!-- clock 2026-11-24T20:00:00+09:00 -->
_BLOCK = re.compile(
    r"^```(?P<head>\w+[^\n]*)\n(?P<body>.*?)^```$|^<!-- (?P<step>[^\n]+) -->$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page.

    Attributes:
        kind: the language of a fenced block, then "variables" or "answer" for JSON; "step"; "" for text.
        options: what stands behind the kind, as name=value.
        body: what is fenced, or the text, or the step.
        line: where it begins.
    """

    kind: str
    options: dict[str, str]
    body: str
    source: str
    line: int

    def with_body(self, body: str) -> "Block":
        """The same block with something else fenced."""
        head = self.source.partition("\n")[0]
        return Block(self.kind, self.options, body, f"{head}\n{body}\n```", self.line)


def blocks(page: str) -> Iterator[Block]:
    """All of the page: the sources of the blocks, put together, are the page."""
    end = 0
    for found in _BLOCK.finditer(page):
        if found.start() > end:
            yield _text(page, end, found.start())
        yield _block(page, found)
        end = found.end()
    if end < len(page):
        yield _text(page, end, len(page))


def _text(page: str, start: int, end: int) -> Block:
    return Block("", {}, page[start:end], page[start:end], page.count("\n", 0, start) + 1)


def _block(page: str, found: re.Match[str]) -> Block:
    line = page.count("\n", 0, found.start()) + 1
    if step := found["step"]:
        return Block("step", {}, step, found[0], line)
    kind, *more = found["head"].split()
    if more and "=" not in more[0]:
        kind = more.pop(0)
    return Block(kind, dict(each.split("=", 1) for each in more), found["body"].rstrip("\n"), found[0], line)
