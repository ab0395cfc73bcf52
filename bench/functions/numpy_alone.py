"""NumPy and no more: the floor of whatever works on arrays."""

import numpy as np

_S = 3600.0


def handler(event: object, context: object) -> dict[str, float]:
    """Answer with a figure of an hour."""
    del event, context
    return {"distance_m": float(np.cumsum(np.full(int(_S), 3.0))[-1])}
