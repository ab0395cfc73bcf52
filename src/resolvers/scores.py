"""Scores as they are kept: nothing is worked out again, but what a goal makes of the points.

A version that only newer code knows is left out: its weights are not here.
"""

from coaching.parameters import VERSIONS
from coaching.scores import weighted
from models.activities import Whole
from models.entities import ComponentScore, Score, ScoreCard
from models.scores import unpack
from models.terms import MissingReason, RunGoal, Sport


def newest_card(sport: Sport, packed: bytes | None) -> ScoreCard | None:
    """The newest version's card of those that a row keeps."""
    known = (card for card in unpack(packed) if (sport, card.version) in VERSIONS)
    return max(known, key=lambda card: card.version, default=None)


def value_of(sport: Sport, card: ScoreCard, goal: RunGoal | None) -> float | None:
    """The value of a card by the weights of a goal; as it is kept without one."""
    if goal is None or card.value is None or (sport, card.version) not in VERSIONS:
        return card.value
    components = tuple(ComponentScore(key, value, points, weight=0.0) for key, value, points in card.components)
    return weighted(Score(sport, card.version, card.value, card.coverage, components), goal).value


def score_of(whole: Whole, goal: RunGoal | None) -> Score | None:
    """The newest version's score with all that explains it, by the weights of a goal; None where nothing scored it."""
    known = (score for score in whole.detail.scores if (score.sport, score.version) in VERSIONS)
    newest = max(known, key=lambda score: score.version, default=None)
    return weighted(newest, goal) if newest and goal else newest


def missing(whole: Whole) -> MissingReason | None:
    """Why an activity has no score; None where it has one."""
    if whole.meta.remeasuring is not None:
        return MissingReason.BEING_MEASURED
    found = score_of(whole, None)
    if found is not None:
        return found.missing
    form = whole.detail.form
    return (form.missing if form else None) or MissingReason.OLDER_MEASURES
