"""The curves of the current scores as charts for people, as docs/active-form-score.svg and docs/run-form-score.svg."""

from collections.abc import Iterable, Sequence

from coaching.curves import AVERAGE_POINTS, Anchors, normal_points, points_at
from coaching.norms import DECADE_MIDDLES, brisk_m_min, running_cadence_spm
from coaching.parameters import VERSIONS, Parameters
from coaching.scores import CURRENT
from console.panels import Line, Panel, drawn
from models.terms import Component, SensorSite, Sex, Sport

_POINTS = (0.0, 25.0, 50.0, 75.0, 100.0)
_STEPS = 60
_SEXES = {Sex.FEMALE: "women", Sex.MALE: "men"}
_HEIGHTS_M = (1.55, 1.70, 1.85)


def document(sport: Sport) -> str:
    """The charts of a sport's score."""
    parameters = VERSIONS[sport, CURRENT[sport]]
    panels = _walking(parameters) if sport is Sport.WALKING else _running(parameters)
    return drawn(panels, f"The curves of the score of {sport.lower()}, version {parameters.version}")


def _walking(parameters: Parameters) -> list[Panel]:
    ages = tuple(range(20, 91, 10))
    speeds = [
        Line(
            name,
            [(age, brisk_m_min(sex, age) * 0.06) for age in _between(ages)],
            [(middle, brisk_m_min(sex, middle) * 0.06) for middle in DECADE_MIDDLES],
        )
        for sex, name in _SEXES.items()
    ]
    shares = (70.0, 80.0, 90.0, 100.0, 110.0, 120.0, 130.0)
    spreads = {"brisk speed": parameters.speed_spread, "step length": parameters.step_spread}
    curves = [
        Line(name, [(share, normal_points((share / 100 - 1) / spread)) for share in _between(shares)])
        for name, spread in spreads.items()
    ]
    return [
        Panel("Brisk speed of an age", "age, years", "km/h", ages, (4.0, 5.0, 6.0, 7.0, 8.0), speeds),
        Panel("Speed and step", "% of the norm", "points", shares, _POINTS, curves, AVERAGE_POINTS),
        _anchored("Symmetry", "symmetry index, %", parameters.anchors[Component.SYMMETRY], (0, 5, 10, 15, 20)),
        _anchored("Rhythm", "variation of the step time, %", parameters.anchors[Component.RHYTHM], range(9)),
    ]


def _running(parameters: Parameters) -> list[Panel]:
    ratios = (5, 6, 7, 8, 9, 10, 11, 12)
    sites = {SensorSite.CHEST: "chest", SensorSite.WAIST: "waist"}
    bounce = [_curve(parameters.bounce[site], ratios, name) for site, name in sites.items()]
    speeds = (2.0, 3.0, 4.0, 5.0, 6.0)
    cadences = [
        Line(f"{height:.2f} m", [(speed, running_cadence_spm(speed, height)) for speed in _between(speeds)])
        for height in _HEIGHTS_M
    ]
    of = parameters.anchors
    return [
        Panel("Bounce", "vertical ratio, %", "points", ratios, _POINTS, bounce, AVERAGE_POINTS),
        Panel("Expected cadence", "speed, m/s", "steps/min", speeds, (150, 160, 170, 180, 190, 200), cadences),
        _anchored("Cadence", "% from the expected one", of[Component.CADENCE], (-20, -15, -10, -5, 0, 5, 10, 15, 20)),
        _anchored("Spring", "leg stiffness × length / weight", of[Component.SPRING], range(6, 23, 2)),
        _anchored("Symmetry", "balance from even, % points", of[Component.SYMMETRY], range(7)),
        _anchored("Rhythm", "variation of the step time, %", of[Component.RHYTHM], range(9)),
        _anchored("Pelvis and trunk (do not count)", "drop, lean, degrees", of[Component.PELVIS], range(11)),
    ]


def _anchored(title: str, across: str, anchors: Anchors, ticks: Sequence[float]) -> Panel:
    return Panel(title, across, "points", ticks, _POINTS, [_curve(anchors, ticks)], AVERAGE_POINTS)


def _curve(anchors: Anchors, ticks: Sequence[float], name: str = "") -> Line:
    ends = (ticks[0], *(figure for figure, _ in anchors), ticks[-1])
    return Line(name, [(figure, points_at(anchors, figure)) for figure in ends], anchors)


def _between(ticks: Sequence[float]) -> Iterable[float]:
    begin, end = ticks[0], ticks[-1]
    return (begin + (end - begin) * step / _STEPS for step in range(_STEPS + 1))
