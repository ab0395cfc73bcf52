"""Lines as they are: no markup read into file names, no wrapping in the middle of a figure."""

from rich.console import Console


def heading(console: Console, text: str) -> None:
    """A line that stands out."""
    console.print(text, style="bold", markup=False, highlight=False, soft_wrap=True)


def line(console: Console, text: str) -> None:
    """A line below it."""
    console.print(f"  {text}", markup=False, highlight=False, soft_wrap=True)
