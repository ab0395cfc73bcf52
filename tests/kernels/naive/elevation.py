"""Turning points."""

import math


def climb(altitude, threshold):
    """Totals only: walk from turning point to turning point."""
    heights = [z for z in altitude if math.isfinite(z)]
    up = down = 0.0
    start = direction = 0
    while True:
        turn = next_turn(heights, start, direction, threshold)
        if turn is None:
            break
        base, direction = turn
        leg = heights[base:]
        # The leg ends at the extreme before the first way back of a threshold.
        extreme = 0
        for k, height in enumerate(leg):
            if direction * (height - leg[extreme]) > 0:
                extreme = k
            elif direction * (leg[extreme] - height) >= threshold:
                break
        if direction > 0:
            up += leg[extreme] - leg[0]
        else:
            down += leg[0] - leg[extreme]
        start, direction = base + extreme, -direction
    return up, down


def next_turn(heights, start, direction, threshold):
    """Where the next leg begins and which way it goes; None where nothing is high enough any more."""
    for i in range(start, len(heights)):
        seen = heights[start : i + 1]
        if direction >= 0 and heights[i] - min(seen) >= threshold:
            return start + seen.index(min(seen)), 1
        if direction <= 0 and max(seen) - heights[i] >= threshold:
            return start + seen.index(max(seen)), -1
    return None
