"""Small charts side by side as one SVG that is the same for the same figures, and reads on light and on dark pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_SCHEMES = """<style>
:root { --ink: #1f2328; --faint: #d0d7de; --band: #8c959f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #3d444d; --band: #6e7681; } }
text { font: 11px sans-serif; fill: var(--ink); }
.title { font-weight: 600; font-size: 12px; }
</style>"""
_COLOURS = ("#2f81f7", "#e8590c", "#2da44e")

_COLUMNS = 2
_WIDTH, _HEIGHT = 400.0, 244.0
# Around the field of a chart: left, top, right, bottom.
_LEFT, _TOP, _RIGHT, _BOTTOM = 44.0, 48.0, 16.0, 42.0
# From one name of a line to the next.
_NAME_WIDTH = 72.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart.

    Attributes:
        dots: points of it that are marked.
    """

    name: str
    points: Sequence[tuple[float, float]]
    dots: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart.

    Attributes:
        across: what is along the bottom, with its unit.
        up: what is along the side, with its unit.
        band: from where to where on the side is average; None for nothing of it.
    """

    title: str
    across: str
    up: str
    ticks_across: Sequence[float]
    ticks_up: Sequence[float]
    lines: Sequence[Line]
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class _Field:
    """Where a chart lies, and what it spans."""

    panel: Panel
    left: float
    top: float

    def x(self, value: float) -> float:
        ticks = self.panel.ticks_across
        return self.left + (_WIDTH - _LEFT - _RIGHT) * (value - ticks[0]) / (ticks[-1] - ticks[0])

    def y(self, value: float) -> float:
        ticks = self.panel.ticks_up
        return self.bottom - (self.bottom - self.top) * (value - ticks[0]) / (ticks[-1] - ticks[0])

    @property
    def right(self) -> float:
        return self.left + _WIDTH - _LEFT - _RIGHT

    @property
    def bottom(self) -> float:
        return self.top + _HEIGHT - _TOP - _BOTTOM


def drawn(panels: Sequence[Panel], told: str) -> str:
    """All charts in two columns; ``told`` says in words what there is to see."""
    rows = -(-len(panels) // _COLUMNS)
    width, height = _WIDTH * _COLUMNS, _HEIGHT * rows
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="{escape(told)}">',
        _SCHEMES,
    ]
    for number, panel in enumerate(panels):
        row, column = divmod(number, _COLUMNS)
        parts += _chart(_Field(panel, column * _WIDTH + _LEFT, row * _HEIGHT + _TOP))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _chart(field: _Field) -> Iterable[str]:
    panel = field.panel
    yield _text(field.left, field.top - 28, panel.title, kind="title")
    if panel.band:
        low, high = field.y(panel.band[0]), field.y(panel.band[1])
        yield (
            f'<rect x="{field.left:.1f}" y="{high:.1f}" width="{field.right - field.left:.1f}" '
            f'height="{low - high:.1f}" fill="var(--band)" opacity="0.18"/>'
        )
    for tick in panel.ticks_up:
        yield _rule(field.left, field.y(tick), field.right, field.y(tick))
        yield _text(field.left - 6, field.y(tick) + 4, f"{tick:g}", anchor="end")
    for tick in panel.ticks_across:
        yield _rule(field.x(tick), field.bottom, field.x(tick), field.bottom + 4)
        yield _text(field.x(tick), field.bottom + 16, f"{tick:g}", anchor="middle")
    yield _text(field.right, field.bottom + 32, panel.across, anchor="end")
    yield _text(field.left - 30, field.top - 12, panel.up)
    for number, line in enumerate(panel.lines):
        yield from _line(field, line, _COLOURS[number])
        if not line.name:
            continue
        left = field.right - _NAME_WIDTH * (len(panel.lines) - 1 - number)
        yield _text(left, field.top - 28, line.name, anchor="end", colour=_COLOURS[number])


def _line(field: _Field, line: Line, colour: str) -> Iterable[str]:
    corners = " ".join(f"{field.x(across):.1f},{field.y(up):.1f}" for across, up in line.points)
    yield f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for across, up in line.dots:
        yield f'<circle cx="{field.x(across):.1f}" cy="{field.y(up):.1f}" r="3" fill="{colour}"/>'


def _rule(left: float, top: float, right: float, bottom: float) -> str:
    return f'<path d="M{left:.1f} {top:.1f}L{right:.1f} {bottom:.1f}" stroke="var(--faint)"/>'


def _text(left: float, top: float, words: str, *, anchor: str = "start", kind: str = "", colour: str = "") -> str:
    told = f' class="{kind}"' if kind else ""
    filled = f' style="fill: {colour}"' if colour else ""
    return f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}"{told}{filled}>{escape(words)}</text>'
