"""Time in zones, a zone at a time."""

import math


def zones(values, seconds, bounds):
    """Seconds in each zone: its lower bound belongs to it, its upper one does not."""
    known = [(v, s) for v, s in zip(values, seconds, strict=True) if math.isfinite(v) and 0 < s < math.inf]
    lows, highs = [-math.inf, *bounds], [*bounds, math.inf]
    return [math.fsum(s for v, s in known if low <= v < high) for low, high in zip(lows, highs, strict=True)]
