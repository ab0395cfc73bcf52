"""Numbers as XML files write them."""


def number(text: str | None) -> float | None:
    """A decimal number, or None; a comma is what some locales write for the point."""
    try:
        return float((text or "").replace(",", "."))
    except ValueError:
        return None
