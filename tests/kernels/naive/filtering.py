"""Sections as difference equations, out of all the samples before."""


def sosfiltfilt(sections, values):
    """One column. Each pass begins so long before its first value that nothing is left of the beginning."""
    taps = 2 * len(sections) + 1 - min(sum(s[2] == 0 for s in sections), sum(s[5] == 0 for s in sections))
    pad = min(3 * taps, len(values) - 1)
    before = [2 * values[0] - values[i] for i in range(pad, 0, -1)]
    behind = [2 * values[-1] - values[-2 - i] for i in range(pad)]
    forth = settled(sections, [*before, *values, *behind])
    back = settled(sections, forth[::-1])[::-1]
    return back[pad : pad + len(values)]


def settled(sections, values, silence=2000):
    filtered = [values[0]] * silence + values
    for b0, b1, b2, _, a1, a2 in sections:
        x, y = filtered, []
        for i in range(len(x)):
            x1, x2 = (x[i - 1] if i > 0 else 0.0), (x[i - 2] if i > 1 else 0.0)
            y1, y2 = (y[i - 1] if i > 0 else 0.0), (y[i - 2] if i > 1 else 0.0)
            y.append(b0 * x[i] + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2)
        filtered = y
    return filtered[silence:]
