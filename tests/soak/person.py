"""A person of a campaign: a client and workers that ask again, or give up, and what they were told."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from models import users
from models.entities import Identity
from models.errors import RetryLater
from models.terms import Sport
from resolvers.access import Caller
from resolvers.uploads import NewUpload
from tests.service import Service
from tests.soak.outings import Outing
from tests.soak.weather import Weather

# After so many answers of "later" nothing goes wrong any more; after so many, something never ends.
PATIENCE, ENDLESS = 12, 30
PAUSE_S = 0.15
UNKNOWN = "unknown"


class GaveUp(Exception):
    """The client, or the worker, is gone before it was answered."""


@dataclass(slots=True)
class Belief:
    """What something may be: each field with every value that an answer or the lack of one allows."""

    values: dict[str, set[Any]]

    def sure(self, **values: Any) -> None:
        """These were answered."""
        self.values |= {name: {value} for name, value in values.items()}

    def maybe(self, **values: Any) -> None:
        """These may have happened, or not."""
        for name, value in values.items():
            self.values[name] = self.values[name] | {value}

    def may_be(self, name: str, value: Any) -> bool:
        return value in self.values[name] or UNKNOWN in self.values[name]

    def surely(self, name: str, value: Any) -> bool:
        return self.values[name] == {value}


@dataclass(slots=True)
class Person:
    """What one person has, as far as it was told."""

    service: Service
    weather: Weather
    rng: Random
    subject: str
    identity: Identity = field(init=False)
    activities: dict[str, Belief] = field(default_factory=dict)
    shoes: dict[str, Belief] = field(default_factory=dict)
    worn: Belief = field(default_factory=lambda: Belief({sport: {None} for sport in Sport}))
    profile: Belief = field(default_factory=lambda: Belief({"weight_kg": {None}, "height_m": {None}}))
    sent: dict[str, Outing] = field(default_factory=dict)
    promised: dict[str, NewUpload] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)  # uploads whose message no worker took yet
    jobs: list[str] = field(default_factory=list)  # likewise
    swept: set[str] = field(default_factory=set)  # deleted, and nothing was sent again since
    exports: set[str] = field(default_factory=set)
    heard: dict[str, tuple[str, str]] = field(default_factory=dict)  # by a phone: kind and time of the last change
    since: str | None = None
    log: list[str] = field(default_factory=list)

    @property
    def uid(self) -> str:
        return self.identity.uid

    @property
    def caller(self) -> Caller:
        return Caller(self.identity)

    def sign_in(self) -> None:
        """Come to be, or be found again."""
        self.identity = self.patiently("sign in", lambda: users.identify("issuer", self.subject), steady=True)

    def patiently[T](self, what: str, call: Callable[[], T], *, steady: bool = False) -> T:
        """What ``call`` answers, asked again while it says later. Raises GaveUp, but for a ``steady`` one."""
        if self.rng.random() < 0.15:
            self.weather.kill_after(self.rng.randint(0, 14))
        quitter = not steady and self.rng.random() < 0.35
        calm = self.weather.calm
        try:
            for count in range(ENDLESS):
                try:
                    answer = call()
                except RetryLater as later:
                    self.log.append(f"{what}: later, {later.what}")
                else:
                    self.log.append(f"{what}: answered")
                    return answer
                self.weather.revive()
                if quitter and not calm:
                    self.log.append(f"{what}: gave up")
                    raise GaveUp
                if count >= PATIENCE:
                    self.weather.calm = True
                    time.sleep(PAUSE_S)
        finally:
            self.weather.revive()
            self.weather.calm = calm
        raise AssertionError(f"{what} was never answered")

    def calmly[T](self, call: Callable[[], T]) -> T:
        """What ``call`` answers when nothing goes wrong."""
        calm, self.weather.calm = self.weather.calm, True
        try:
            return call()
        finally:
            self.weather.calm = calm

    def visible(self, *, surely: bool) -> set[str]:
        """Activities that must be listed, or may be."""
        if surely:
            found = {a for a, each in self.activities.items() if each.surely("there", True)}
            return {aid for aid in found if self.activities[aid].surely("hidden", None)}
        found = {aid for aid, each in self.activities.items() if each.may_be("there", True)}
        return {aid for aid in found if self.activities[aid].may_be("hidden", None)}


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
