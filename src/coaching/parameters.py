"""The numbers of each version of the scores: what a version once was, it stays.

A score is never changed behind somebody's back: new numbers are a new version, and versions lie side by side. Which
numbers are published and which are ours is told in docs/active-form-score.md and docs/run-form-score.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from coaching.curves import Anchors
from models.terms import Component, RunGoal, SensorSite, Sport

type Weights = Mapping[Component, float]


@dataclass(frozen=True, slots=True)
class Parameters:
    """A version of the score of a sport.

    Attributes:
        weights: of the components that are scored.
        goals: the same by what somebody runs for.
        anchors: curves by the component's own figure; the cadence of a run by how far it is from the expected one, %.
        bounce: curves of the bounce by where it is measured; the one of the chest holds where that is not known.
        speed_spread: standard deviation of the brisk speed, as a share of the norm.
        step_spread: the same of the step length.
        step_per_height: the step at the reference speed, as a share of the height.
        cadence_pct: how far from the expected cadence is as expected, %.
    """

    sport: Sport
    version: int
    weights: Weights
    goals: Mapping[RunGoal, Weights] = field(default_factory=dict)
    anchors: Mapping[Component, Anchors] = field(default_factory=dict)
    bounce: Mapping[SensorSite, Anchors] = field(default_factory=dict)
    speed_spread: float = 0.125
    step_spread: float = 0.10
    step_per_height: float = 0.50
    cadence_pct: tuple[float, float] = (-5.0, 6.0)

    @property
    def total(self) -> float:
        """All weights together."""
        return sum(self.weights.values())


def _weights(**shares: float) -> Weights:
    return MappingProxyType({Component[name]: share for name, share in shares.items()})


_RHYTHM: Anchors = ((1.0, 100.0), (2.0, 80.0), (3.0, 60.0), (5.0, 25.0), (8.0, 0.0))
_LEAN: Anchors = ((2.0, 100.0), (4.0, 75.0), (6.0, 35.0), (9.0, 0.0))

WALKING_1 = Parameters(
    Sport.WALKING,
    1,
    weights=_weights(BRISK_SPEED=0.40, STEP_LENGTH=0.40, SYMMETRY=0.10, RHYTHM=0.10),
    anchors=MappingProxyType(
        {
            Component.SYMMETRY: ((0.0, 100.0), (2.0, 85.0), (5.0, 60.0), (10.0, 25.0), (20.0, 0.0)),
            Component.RHYTHM: _RHYTHM,
        }
    ),
)

RUNNING_1 = Parameters(
    Sport.RUNNING,
    1,
    weights=_weights(BOUNCE=0.30, CADENCE=0.20, SPRING=0.15, SYMMETRY=0.15, RHYTHM=0.10),
    goals=MappingProxyType(
        {
            RunGoal.FASTER: _weights(BOUNCE=0.25, CADENCE=0.15, SPRING=0.30, SYMMETRY=0.10, RHYTHM=0.10),
            RunGoal.LONGER: _weights(BOUNCE=0.25, CADENCE=0.15, SPRING=0.10, SYMMETRY=0.20, RHYTHM=0.20),
            RunGoal.EASIER: _weights(BOUNCE=0.40, CADENCE=0.20, SPRING=0.10, SYMMETRY=0.10, RHYTHM=0.10),
        }
    ),
    anchors=MappingProxyType(
        {
            Component.CADENCE: (
                (-15.0, 0.0),
                (-10.0, 20.0),
                (-5.0, 60.0),
                (-2.0, 90.0),
                (6.0, 90.0),
                (12.0, 60.0),
                (20.0, 20.0),
            ),
            Component.SPRING: ((7.0, 0.0), (9.0, 10.0), (12.0, 40.0), (15.0, 70.0), (20.0, 95.0)),
            Component.SYMMETRY: ((0.0, 100.0), (0.7, 70.0), (2.2, 20.0), (5.0, 0.0)),
            Component.RHYTHM: _RHYTHM,
            Component.PELVIS: _LEAN,
            Component.TRUNK: _LEAN,
        }
    ),
    bounce=MappingProxyType(
        {
            SensorSite.CHEST: ((6.1, 95.0), (7.5, 70.0), (8.7, 30.0), (10.1, 5.0)),
            SensorSite.WAIST: ((6.5, 95.0), (8.4, 70.0), (10.1, 30.0), (11.9, 5.0)),
        }
    ),
)

# Every version that can be worked out, by sport and number.
VERSIONS: dict[tuple[Sport, int], Parameters] = {(each.sport, each.version): each for each in (WALKING_1, RUNNING_1)}
