"""What a person does with profile and shoes, and everything that is only read."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from models import totals
from models.errors import NotFound
from models.terms import Sport
from resolvers import accounts, activities, changes, gear, users
from resolvers.gear import GearChanges
from tests.soak.person import UNKNOWN, Belief, GaveUp, Person, now

TODAY = date(2026, 6, 1)


def tell_of_oneself(person: Person) -> None:
    """Change the profile."""
    wanted = {person.rng.choice(["weight_kg", "height_m"]): None}
    wanted = {name: person.rng.choice([None, 1.5 + person.rng.randint(0, 50) / 100]) for name in wanted}
    wanted = {name: value and (value * 40 if name == "weight_kg" else value) for name, value in wanted.items()}
    try:
        person.patiently(f"profile {wanted}", lambda: users.update_profile(person.caller, dict(wanted), TODAY))
    except GaveUp:
        person.profile.maybe(**wanted)
    else:
        person.profile.sure(**wanted)


def buy_shoes(person: Person) -> None:
    """Keep a new pair, perhaps worn by default for a sport."""
    name = f"pair {len(person.log)}"
    sports = tuple(sport for sport in Sport if person.rng.random() < 0.3)
    try:
        made = person.patiently(f"buy {name} {sports}", lambda: gear.create(person.caller, name, sports))
    except GaveUp:
        person.worn.maybe(**dict.fromkeys(sports, UNKNOWN))
    else:
        person.shoes[made.gear_id] = Belief({"there": {True}, "name": {name}, "retired": {False}})
        person.worn.sure(**dict.fromkeys(sports, made.gear_id))


def change_shoes(person: Person) -> None:
    """Rename or retire a pair."""
    pair = _any_pair(person)
    if pair is None:
        return
    belief = person.shoes[pair]
    wanted: dict[str, Any] = {"name": f"name {person.rng.getrandbits(20)}"}
    if person.rng.random() < 0.4:
        wanted["retired"] = person.rng.random() < 0.7
    try:
        person.patiently(f"change {pair} {wanted}", lambda: gear.update(person.caller, pair, GearChanges(**wanted)))
    except GaveUp:
        belief.maybe(**wanted)
        _maybe_taken_off(person, pair)
    except NotFound:
        assert belief.may_be("there", False)
        belief.sure(there=False)
    else:
        belief.sure(there=True, **wanted)
        if wanted.get("retired"):
            _taken_off(person, pair)


def forget_shoes(person: Person) -> None:
    """Delete a pair."""
    pair = _any_pair(person)
    if pair is None:
        return
    try:
        person.patiently(f"forget {pair}", lambda: gear.delete(person.caller, pair))
    except GaveUp:
        person.shoes[pair].maybe(there=False)
        _maybe_taken_off(person, pair)
    else:
        person.shoes[pair].sure(there=False)
        _taken_off(person, pair)


def _any_pair(person: Person) -> str | None:
    return person.rng.choice(sorted(person.shoes)) if person.shoes else None


def _taken_off(person: Person, pair: str) -> None:
    for sport in Sport:
        person.worn.values[sport] = {None if each == pair else each for each in person.worn.values[sport]}


def _maybe_taken_off(person: Person, pair: str) -> None:
    for sport in Sport:
        if person.worn.may_be(sport, pair):
            person.worn.maybe(**{sport: None})


def look(person: Person) -> None:
    """Read something: what is told while things go wrong is what is told when nothing does."""
    reads = _reads(person)
    name = person.rng.choice([*sorted(reads), "metas", "metas"])  # the one read that is a batch
    try:
        told = person.patiently(f"look at {name}", reads[name])
    except GaveUp:
        return
    assert told == person.calmly(reads[name]), f"{name} is told differently while things go wrong"


def look_at_all(person: Person) -> None:
    """Page through the list; what is in it can be opened, and all that was there is in it."""
    listed, after, more = [], None, True
    bounds = {"sport": None, "since": None, "until": None}
    while more:
        first = person.rng.randint(1, 5)
        read = partial(activities.list_activities, person.caller, first=first, after=after, **bounds)
        page = person.patiently("list", read, steady=True)
        listed += [card.aid for card in page.records]
        after, more = (page.cursors or [None])[-1], page.has_next
    assert len(listed) == len(set(listed))
    assert person.visible(surely=True) <= set(listed) <= person.visible(surely=False)
    metas = person.patiently("metas", partial(activities.get_metas, person.caller, listed), steady=True)
    assert set(metas) == set(listed)
    for aid in listed:
        read = partial(activities.get_whole, person.caller, aid)
        whole = person.patiently(f"open {aid}", read, steady=True)
        assert whole is not None
        assert whole.detail.track
        assert whole.detail.preview


def hear(person: Person) -> None:
    """The phone asks what changed since it asked last."""
    more = True
    while more:
        first = person.rng.randint(1, 9)

        def read(first: int = first) -> Any:
            return changes.list_changes(person.caller, first=first, since=person.since, now=now())

        try:
            page = person.patiently("hear", read)
        except GaveUp:
            return
        person.heard |= {each.aid: (each.kind, each.changed_at) for each in page.records}
        person.since, more = page.cursors[-1], page.has_next


def _reads(person: Person) -> dict[str, Callable[[], Any]]:
    caller, uid = person.caller, person.uid
    aids = sorted(person.activities)
    some = person.rng.sample(aids, min(len(aids), 6)) or ["nothing"]
    first, at = person.rng.randint(1, 9), now() + timedelta(seconds=1)
    sport = person.rng.choice([None, *Sport])
    page = {"first": first, "after": None, "since": None, "until": None}
    span = date(2025, 12, 1), date(2026, 6, 1)
    return {
        "list": lambda: activities.list_activities(caller, sport=sport, **page),
        "hidden": lambda: activities.list_hidden(caller, first=first, after=None),
        "metas": lambda: activities.get_metas(caller, some),
        "meta": lambda: activities.get_meta(caller, some[0]),
        "detail": lambda: activities.get_whole(caller, some[0]),
        "changes": lambda: changes.list_changes(caller, first=first, since=None, now=at),
        "days": lambda: totals.days(uid, *span),
        "months": lambda: totals.months(uid, *span),
        "bests": lambda: totals.bests(uid),
        "gear": lambda: gear.every(caller, retired=None),
        "devices": lambda: gear.every_device(caller),
        "exports": lambda: accounts.every_export(caller),
        "profile": lambda: users.profile(caller),
    }
