"""People with something of every kind, each told apart by every text of theirs."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from console.athlete.recordings import file_bytes, recording
from models.settings import use
from models.terms import Sport
from tests.graph.access.operations import Variable, everything
from tests.graph.scored import TOLD, run, walk
from tests.graph.walks import add, uid_of
from tests.service import Person, Service, service_on

IDS = """{ viewer { id
  activities(first: 3) { nodes { __typename id } edges { cursor } pageInfo { endCursor } }
  hiddenActivities { nodes { id } pageInfo { endCursor } }
  changes { pageInfo { endCursor } } gear { __typename id } exports { __typename id } rescores { __typename id } } }"""
PROFILE = "mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename } }"
SHOES = "mutation ($input: CreateGearInput!) { createGear(input: $input) { ... on Gear { id } } }"
WEAR = "mutation ($input: EditActivityInput!) { editActivity(input: $input) { __typename } }"
MERGE = "mutation ($input: MergeActivitiesInput!) { mergeActivities(input: $input) { __typename } }"
SESSION = (
    "mutation ($input: LogSessionInput!) { logSession(input: $input) { ... on SessionLogged { session { id } } } }"
)


@dataclass(slots=True)
class Owner:
    """A person, and the ids (by kind) and cursors of what is theirs."""

    person: Person
    name: str
    ids: dict[str, str] = field(default_factory=dict)
    cursors: set[str] = field(default_factory=set)
    own: dict[str, Any] = field(default_factory=dict)

    def all(self, schema: Any) -> list[Any]:
        """Every answer to every question about themselves."""
        known = self.own | {name: Variable(name, "ID!") for name in ("a", "b")}
        return [self.person.post(text, self.own).json() for text in everything(schema, known)]


@pytest.fixture(scope="module")
def house(engines, keys) -> Iterator[Service]:
    """One service for all pairs."""
    with service_on(engines, keys) as made:
        use(replace(made.settings, points_per_s=0))  # a campaign asks more than a person may
        yield made


@pytest.fixture(scope="module")
def owners(house) -> tuple[Owner, Owner]:
    """Two people with everything."""
    return _owner(house, "first", 0), _owner(house, "second", 40)


def _owner(house: Service, name: str, n: int) -> Owner:
    person = house.person(name)
    uid = uid_of(house, name)
    person.ask(PROFILE, {"input": TOLD})
    upload = person.send(file_bytes(recording(Sport.RUNNING, minutes=5 + n // 20)))
    house.deliver()
    runs = run(n + 2, name=f"{name} runs")
    again = run(n + 3, name=f"{name} hides", started_at=runs[0].started_at)
    for made in (walk(n + 1, name=f"{name} walks"), runs, again):
        add(uid, *made)
    shoes = person.ask(SHOES, {"input": {"name": f"{name} shoes"}})["createGear"]["id"]
    today = datetime.now(UTC).date().isoformat()
    told = {"day": today, "exercises": ["CALF_RAISE"], "effort": "RIGHT"}
    session = person.ask(SESSION, {"input": told})["logSession"]["session"]["id"]
    person.ask("mutation { requestExport { id } rescore { id } }")
    house.work()
    nodes = person.ask("{ viewer { activities { nodes { __typename id name } } } }")["viewer"]["activities"]["nodes"]
    named = {node["name"]: node["id"] for node in nodes}
    person.ask(MERGE, {"input": {"keepId": named[f"{name} runs"], "hideId": named[f"{name} hides"]}})
    person.ask(WEAR, {"input": {"id": named[f"{name} runs"], "gearId": shoes}})
    return _named(Owner(person, name), {"Upload": upload, "Gear": shoes, "Session": session, "day": today})


def _named(owner: Owner, known: dict[str, str]) -> Owner:
    viewer = owner.person.ask(IDS)["viewer"]
    owner.ids = {
        "User": viewer["id"],
        **{node["__typename"]: node["id"] for node in viewer["activities"]["nodes"]},
        **{each["__typename"]: each["id"] for each in (*viewer["exports"], *viewer["rescores"])},
        "hidden": viewer["hiddenActivities"]["nodes"][0]["id"],
        **{kind: known[kind] for kind in ("Upload", "Gear", "Session")},
    }
    pages = (viewer["activities"], viewer["hiddenActivities"], viewer["changes"])
    owner.cursors = {page["pageInfo"]["endCursor"] for page in pages}
    owner.cursors |= {edge["cursor"] for edge in viewer["activities"]["edges"]}
    owner.own = {"first": 4, "day": known["day"], "a": owner.ids["Run"], "b": owner.ids["Walk"]}
    return owner
