"""The values of FIT messages, one at a time."""

import math
import struct

# Code of ``struct`` and invalid value of each base type, in the order of their numbers; 7 is a text.
BASE_TYPES = [
    *[("B", 0xFF), ("b", 0x7F), ("B", 0xFF), ("h", 0x7FFF), ("H", 0xFFFF), ("i", 0x7FFFFFFF), ("I", 0xFFFFFFFF)],
    *[("s", None), ("f", None), ("d", None), ("B", 0), ("H", 0), ("I", 0), ("B", 0xFF)],
    *[("q", 0x7FFFFFFFFFFFFFFF), ("Q", 0xFFFFFFFFFFFFFFFF), ("Q", 0)],
]
BYTE = 13


def stored(data, message, number, developer=None, base_type=None):
    """The numbers in a field of a message, NaN for invalid ones; of a field that comes twice the last one holds."""
    held = message.definition
    found, at = [], message.position + 1
    told = [(None, *field) for field in held.fields]
    told += [(whose, field, size, base_type or 0) for field, size, whose in held.developer_fields]
    for whose, field, size, kind in told:
        if (whose, field) == (developer, number) and kind & 0x1F < len(BASE_TYPES):
            found = numbers(bytes(data[at : at + size]), kind & 0x1F, held.order)
        at += size
    return found


def numbers(raw, kind, order):
    code, invalid = BASE_TYPES[kind]
    if code == "s":
        return []
    if len(raw) % struct.calcsize(f"{order}{code}"):
        code, invalid, kind = "B", 0xFF, 2
    values = struct.unpack(f"{order}{len(raw) // struct.calcsize(f'{order}{code}')}{code}", raw)
    if kind == BYTE and len(values) > 1:
        return [math.nan] * len(values) if set(values) == {invalid} else [float(value) for value in values]
    return [math.nan if value == invalid else float(value) for value in values]


def column(data, messages, number, scale=1.0, shift=0.0, **developer):
    """The field of each message where it is one value, NaN where not."""
    found = [stored(data, message, number, **developer) for message in messages]
    return [values[0] / scale - shift if len(values) == 1 else math.nan for values in found]


def accumulated(values, totals, bits, scale):
    """Adds what a counter went on since the message before, modulo its size."""
    found, total, last = [], None, None
    for value, known in zip(values, totals, strict=True):
        if not math.isnan(known):
            total = known * scale
            last = math.floor(total) % 2**bits
        elif not math.isnan(value):
            total = value if total is None else total + (value - last) % 2**bits
            last = value
        else:
            found.append(math.nan)
            continue
        found.append(total / scale)
    return found
