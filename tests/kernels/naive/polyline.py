"""Text of positions."""

import math


def encode(latitude, longitude, precision):
    text, last = "", (0, 0)
    for here in zip(latitude, longitude, strict=True):
        if not (abs(here[0]) <= 90 and abs(here[1]) < 2**38 / 10**precision):
            continue
        whole = tuple(math.floor(abs(v * 10**precision) + 0.5) * (-1 if v < 0 else 1) for v in here)
        for new, old in zip(whole, last, strict=True):
            bits = (new - old) << 1
            bits = ~bits if new < old else bits
            while bits >= 0x20:
                text += chr((0x20 | (bits & 0x1F)) + 63)
                bits >>= 5
            text += chr(bits + 63)
        last = whole
    return text


def decode(text, precision):
    numbers, bits = [], ""
    for character in text:
        chunk = format(ord(character) - 63, "06b")
        bits = chunk[1:] + bits
        if chunk[0] == "0":
            whole = int(bits, 2)
            numbers.append(-(whole + 1) // 2 if whole % 2 else whole // 2)
            bits = ""
    sums = [sum(numbers[k % 2 : k + 1 : 2]) / 10**precision for k in range(len(numbers))]
    return sums[::2], sums[1::2]
