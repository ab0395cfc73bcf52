"""Who uses the service."""

from dataclasses import dataclass
from datetime import date

from models.terms import AccountState, Locale, RunGoal, Sex, Sport, Units, Weekday


@dataclass(frozen=True, slots=True)
class Identity:
    """An issuer's subject and the uid of ours behind it."""

    issuer: str
    subject: str
    uid: str
    state: AccountState = AccountState.ACTIVE


@dataclass(frozen=True, slots=True)
class Profile:
    """A person, as far as the measures and the norms need to know."""

    uid: str
    birth_date: date | None = None
    sex: Sex = Sex.UNSPECIFIED
    height_m: float | None = None
    weight_kg: float | None = None
    resting_heart_rate_bpm: int | None = None
    max_heart_rate_bpm: int | None = None
    locale: Locale = Locale.EN
    units: Units = Units.METRIC
    first_weekday: Weekday = Weekday.MONDAY
    wanted_sport: Sport | None = None
    default_gear: tuple[tuple[Sport, str], ...] = ()
    run_goal: RunGoal | None = None
