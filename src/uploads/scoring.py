"""The scores of a form: by the current version and the one before it, and by those that had scored it until now."""

from collections.abc import Callable, Sequence
from datetime import date

from coaching.parameters import VERSIONS
from coaching.scores import CURRENT, PercentileOf, card_of, score_of
from models.entities import Form, Profile, Score
from models.scores import pack, unpack
from models.terms import Sport

# What people of the same age and sex do, for those whose form is scored; None where the published norms stand alone.
type PercentilesFor = Callable[[Sport, int, Profile, date], PercentileOf | None]


def scores_of(
    form: Form,
    profile: Profile,
    day: date,
    packed: bytes | None = None,
    percentiles_for: PercentilesFor | None = None,
) -> tuple[Score, ...]:
    """The scores of a form for a person on a local day, the newest version first.

    ``packed`` is what the list kept until now: the versions in it are scored by the same profile, side by side. The
    version before the current one is always among them: until everything is scored again it is the newest that all
    have, and a history by it must not lack what came in since.
    """
    current = CURRENT[form.sport]
    wanted = {current - 1, *(card.version for card in unpack(packed))}
    versions = {current, *(version for version in wanted if (form.sport, version) in VERSIONS)}
    return tuple(
        score_of(
            form, profile, day, version, percentiles_for(form.sport, version, profile, day) if percentiles_for else None
        )
        for version in sorted(versions, reverse=True)
    )


def packed_with(packed: bytes | None, scores: Sequence[Score]) -> bytes | None:
    """What the list keeps once these scores are there; of versions that only newer code knows, what it kept."""
    cards = {card.version: card for card in unpack(packed)}
    return pack((cards | {score.version: card_of(score) for score in scores}).values())
