"""What to work on: the weak figure itself, or another one that moves it. One table of rules, the first that holds.

A figure can be weak because of another: speed is cadence times step, so a walker whose steps are quick already gets
faster by longer ones. Rules without a trial behind them are marked [E]: our own, to be held against the trend of those
who were given the advice.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from models.terms import Component, Direction, Lever, Sport

# From here on walking is vigorous at 21 to 85 years: 6 METs (CADENCE-Adults: Tudor-Locke et al. 2019, 2020 and 2021,
# Int J Behav Nutr Phys Act 16:8, 17:137 and 18:129). Nobody should be asked for still quicker steps.
QUICK_WALKING_SPM = 130.0
# Below it the step grows with the cadence; the brisk part of a walk begins at 100 [E].
SLOW_WALKING_SPM = 110.0
# Points from which on a figure asks for nothing.
TARGET_POINTS = 70.0
# Points below which a figure is behind those of most people.
HALF_POINTS = 50.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at.

    Attributes:
        cadence_spm: None where it is not known.
        points: of each scored figure that is known.
        cadence_room: where the cadence of a run lies beside its expected range; None where it is not known.
    """

    cadence_spm: float | None = None
    points: Mapping[Component, float] = field(default_factory=dict)
    cadence_room: Direction | None = None

    def behind(self, component: Component, points: float) -> bool:
        """Whether a figure is known and has fewer points than these."""
        return component in self.points and self.points[component] < points

    @property
    def slow_turnover(self) -> bool:
        """Whether a runner has room for quicker steps: within the expected range nobody is told so."""
        return self.cadence_room is Direction.LOW


@dataclass(frozen=True, slots=True)
class Rule:
    """The lever of a figure, where something holds.

    Attributes:
        when: in words what ``holds`` asks.
        because: the reason, with its source.
    """

    sport: Sport
    component: Component
    direction: Direction
    lever: Lever
    when: str
    because: str
    holds: Callable[[Facts], bool]


RULES: tuple[Rule, ...] = (
    Rule(
        Sport.WALKING,
        Component.BRISK_SPEED,
        Direction.LOW,
        Lever.STEP,
        "cadence at or above 130 steps/min",
        "Speed is cadence times step, and these steps are vigorous already (CADENCE-Adults: Tudor-Locke et al. 2019, "
        "2020, 2021): what is left is a longer step, and that comes from the push-off.",
        lambda facts: facts.cadence_spm is not None and facts.cadence_spm >= QUICK_WALKING_SPM,
    ),
    Rule(
        Sport.WALKING,
        Component.BRISK_SPEED,
        Direction.LOW,
        Lever.CADENCE,
        "cadence below 130 steps/min",
        "Cadence tells how hard walking is, and there is room to vigorous (CADENCE-Adults); the step grows along with "
        "it, since their ratio is constant (Murakami & Otaka 2017, J Physical Therapy Science 29:722).",
        lambda facts: facts.cadence_spm is not None and facts.cadence_spm < QUICK_WALKING_SPM,
    ),
    Rule(
        Sport.WALKING,
        Component.STEP_LENGTH,
        Direction.LOW,
        Lever.PACE,
        "cadence below 110 steps/min and fewer than 50 points for the brisk speed",
        "Step and cadence grow together with speed (walk ratio: Murakami & Otaka 2017): whoever walks slowly has "
        "short steps, and gets longer ones by walking faster. The bounds are [E].",
        lambda facts: (
            facts.cadence_spm is not None
            and facts.cadence_spm < SLOW_WALKING_SPM
            and facts.behind(Component.BRISK_SPEED, HALF_POINTS)
        ),
    ),
    Rule(
        Sport.RUNNING,
        Component.BOUNCE,
        Direction.HIGH,
        Lever.CADENCE,
        "cadence below the expected range",
        "With 5 and 10 % more steps at the same speed the centre of mass rises and falls less (Heiderscheit et al. "
        "2011, Med Sci Sports Exerc 43:296, 45 runners).",
        lambda facts: facts.slow_turnover,
    ),
    Rule(
        Sport.RUNNING,
        Component.BOUNCE,
        Direction.HIGH,
        Lever.SPRING,
        "cadence not below the expected range, or unknown, and fewer than 50 points for the spring",
        "At a like cadence a soft leg sinks deeper during contact: in the spring-mass model the way down is force "
        "over stiffness (Morin et al. 2005, J Appl Biomech 21:167). The bound is [E].",
        lambda facts: facts.behind(Component.SPRING, HALF_POINTS),
    ),
    Rule(
        Sport.RUNNING,
        Component.SPRING,
        Direction.LOW,
        Lever.CADENCE,
        "cadence below the expected range",
        "At one speed the leg gets stiffer with quicker steps: from 7.0 to 16.3 kN/m between 26 % below and 36 % "
        "above the preferred rate (Farley & González 1996, J Biomech 29:181).",
        lambda facts: facts.slow_turnover,
    ),
)


def lever_of(sport: Sport, component: Component, direction: Direction, facts: Facts) -> Lever | None:
    """What to work on for a figure that can do better; None where it is the figure itself."""
    return next((rule.lever for rule in _rules(sport, component, direction) if rule.holds(facts)), None)


def levers(sport: Sport, component: Component, direction: Direction) -> tuple[Lever, ...]:
    """All levers that the table knows for a figure."""
    return tuple(dict.fromkeys(rule.lever for rule in _rules(sport, component, direction)))


def _rules(sport: Sport, component: Component, direction: Direction) -> Iterable[Rule]:
    wanted = (sport, component, direction)
    return (rule for rule in RULES if (rule.sport, rule.component, rule.direction) == wanted)
