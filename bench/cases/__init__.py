"""Every public kernel on an input of its own size, beside what one would use instead; a module a family."""

from bench.cases import fit, levels, lines, paths, samples, sums, tracks, xml
from bench.cases.case import Case

CASES: tuple[Case, ...] = (
    *fit.CASES,
    *xml.CASES,
    *paths.CASES,
    *tracks.CASES,
    *levels.CASES,
    *sums.CASES,
    *samples.CASES,
    *lines.CASES,
)
