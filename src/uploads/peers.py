"""What people of the same age and sex do, as it was last published: where the percentiles of a score come from."""

from datetime import date

from coaching.cohorts import cohort_of, percentile_of
from coaching.components import COMPONENTS
from coaching.scores import PercentileOf
from models.cohorts import Snapshots
from models.entities import Profile
from models.terms import Component, Sport

_SNAPSHOTS = Snapshots()


def percentiles_for(sport: Sport, version: int, profile: Profile, day: date) -> PercentileOf | None:
    """How a score of this version finds its percentiles; None for people of no cohort: published norms stand alone."""
    name = cohort_of(sport, version, profile.sex, profile.birth_date, day.replace(day=1))
    if name is None:
        return None

    def has_norm(key: Component) -> bool:
        return COMPONENTS[sport][key].by_norm

    return percentile_of(_SNAPSHOTS.of(name), has_norm)


def forget() -> None:
    """Read all cohorts anew."""
    _SNAPSHOTS.forget()
