"""Who uses the service, and how they want it."""

from enum import StrEnum


class Sex(StrEnum):
    """Which norms a person is compared with."""

    FEMALE = "FEMALE"
    MALE = "MALE"
    UNSPECIFIED = "UNSPECIFIED"


class Locale(StrEnum):
    """Languages the service answers in."""

    EN = "EN"
    JA = "JA"


class Units(StrEnum):
    """How an app should show lengths; the service itself always answers metric."""

    METRIC = "METRIC"
    IMPERIAL = "IMPERIAL"


class Weekday(StrEnum):
    """Days a person's week may start with, in ISO order."""

    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


class RunGoal(StrEnum):
    """What somebody runs for; it shifts the weights of the score."""

    FASTER = "FASTER"
    LONGER = "LONGER"
    EASIER = "EASIER"


class AccountState(StrEnum):
    """Life of an account: everything of a closing one is being deleted, a closed one is gone."""

    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"
    CLOSING = "CLOSING"
    CLOSED = "CLOSED"
