"""What commands print: lines without markup read into file names, unwrapped, and durations as runners write them."""

from rich.console import Console


def heading(console: Console, text: str) -> None:
    """A line that stands out."""
    console.print(text, style="bold", markup=False, highlight=False, soft_wrap=True)


def line(console: Console, text: str) -> None:
    """A line below it."""
    console.print(f"  {text}", markup=False, highlight=False, soft_wrap=True)


def clock(seconds: float) -> str:
    """A duration as runners write it: 46:05, or 1:46:05 from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}" if minutes >= 60 else f"{minutes}:{rest:02d}"
