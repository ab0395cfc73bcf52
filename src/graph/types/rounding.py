"""Figures to as many decimals as they have a meaning."""


def rounded(figure: float | None, decimals: int) -> float | None:
    """The figure, rounded; None where there is none."""
    return None if figure is None else round(figure, decimals)
