"""Words of files, in a size and a shape that can be kept and shown."""


def brief(text: str | None, most: int) -> str | None:
    """The text without control characters and cut to ``most`` characters; None where nothing of it is left."""
    printable = "".join(letter if letter.isprintable() else " " for letter in (text or "")[: 4 * most])
    return " ".join(printable.split())[:most].strip() or None
