"""The kernels' ratios as a picture that is the same for the same figures, and can be read on light and dark pages."""

from collections.abc import Sequence
from importlib import import_module
from io import StringIO
from typing import Any

from bench.pages import Row, told

# Colours of the drawing that stand for one of the page: replaced by variables that follow the reader's scheme.
_INK, _FAINT = "#010203", "#040506"
_MET, _MISSED = "#2f81f7", "#e8590c"
# What Matplotlib brings along and measures with; readers take theirs.
_FONT = "DejaVu Sans"
_SCHEMES = """<style>
:root { --ink: #1f2328; --faint: #c4c9cf; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --faint: #3d444d; } }
</style>"""
_SETTINGS = {
    "svg.hashsalt": "kernels",
    "svg.fonttype": "none",
    "font.family": _FONT,
    "font.size": 8,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}
_ROW_IN = 0.21


def drawn(rows: Sequence[Row]) -> str:
    """An SVG with a row for each kernel and input: a dot at the ratio, a bar at the target."""
    matplotlib = import_module("matplotlib")
    figures = import_module("matplotlib.figure")
    with matplotlib.rc_context(_SETTINGS):
        figure = figures.Figure(figsize=(9.5, 1.0 + _ROW_IN * len(rows)), layout="constrained")
        _draw(figure.subplots(), rows)
        text = StringIO()
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _themed(text.getvalue())


def _draw(axes: Any, rows: Sequence[Row]) -> None:
    axes.set_xscale("log")
    for place, row in enumerate(rows):
        ratio = row.faster[row.peer]
        colour = _MISSED if row.missed else _MET
        axes.plot([1, ratio], [place, place], color=colour, linewidth=1, alpha=0.5)
        axes.plot(ratio, place, "o", color=colour, markersize=4.5, fillstyle="none" if row.target is None else "full")
        axes.annotate(
            f"{told(ratio)}× {row.peer}",
            (max(ratio, row.target or 0, 1), place),
            (7, 0),
            textcoords="offset points",
            va="center",
            fontsize=7,
        )
        if row.target is not None:
            axes.plot(row.target, place, "|", color=_INK, markersize=9, markeredgewidth=1.6)
    axes.axvline(1, color=_INK, linewidth=0.8)
    axes.set_yticks(range(len(rows)), [row.name for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    highest = max((row.faster[row.peer] for row in rows), default=1.0)
    axes.set_xlim(min(0.5, *(0.8 * row.faster[row.peer] for row in rows)), 40 * highest)
    axes.set_xlabel("times faster than the peer; a bar is the target, an open dot has none")
    axes.grid(visible=True, axis="x", color=_FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, which="both")
    axes.xaxis.set_major_formatter("{x:,g}×")
    for side in axes.spines.values():
        side.set_visible(False)


def _themed(svg: str) -> str:
    """With the reader's colours, and without the XML prologue that only refers to a DTD."""
    body = svg[svg.index("<svg") :].replace(_INK, "var(--ink)").replace(_FAINT, "var(--faint)")
    body = body.replace(f"'{_FONT}'", "sans-serif")
    head, end, rest = body.partition(">")
    return f"{head}{end}\n{_SCHEMES}{rest}"
