"""Means of neighbours."""

import math


def moving_mean(position, values, half_width):
    result = []
    for here in position:
        near = [
            v
            for p, v in zip(position, values, strict=True)
            if here - half_width <= p <= here + half_width and math.isfinite(v)
        ]
        result.append(sum(near) / len(near) if near else math.nan)
    return result
