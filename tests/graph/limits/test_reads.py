"""Every field that asks the table has a weight, and none has one that does not ask; a rehearsal tells which do."""

from functools import cache

import pytest
from graphql import GraphQLObjectType, get_named_type, is_composite_type, is_required_argument

from console.plan.rehearsal import Operation, rehearse
from graph.ids import ACTIVITY, EXPORT, UPLOAD, global_id
from graph.limits.reads import ROW, is_of_row, points_of
from graph.prepared import prepare
from graph.schema import schema

TYPES = schema._schema.type_map
AID, OTHER = (global_id(ACTIVITY, f"aid000{n}") for n in (1, 2))
# They ask where there is no score; a rehearsal's activities have one.
WHERE_MISSING = {("Score", "reason"), ("Score", "help"), ("FormHistory", "reason"), ("FormHistory", "help")}
# The first way to each object whose fields have resolvers of their own, from the root; the place of the field is a %s.
PAGE = "{ viewer { activities(first: 1, sport: RUNNING) { nodes { %s } } } }"
WAYS = {
    "Query": "{ %s }",
    "User": "{ viewer { %s } }",
    "Run": PAGE % "... on Run { %s }",
    "Walk": "{ viewer { activities(first: 1, sport: WALKING) { nodes { ... on Walk { %s } } } } }",
    "FileProblem": PAGE % "problems { %s }",
    "Gear": PAGE % "gear { %s }",
    "Score": PAGE % "score { %s }",
    "ScoreComponent": PAGE % "score { components { %s } }",
    "Advice": PAGE % "score { advice { %s } }",
    "Exercise": PAGE % "score { advice { exercises { %s } } }",
    "Series": PAGE % "series { %s }",
    "Weakness": "{ viewer { bodyProgram { basis { %s } } } }",
    "BodyProgram": "{ viewer { bodyProgram { %s } } }",
    "LeftOutExercise": "{ viewer { bodyProgram { leftOut { %s } } } }",
    "PersonalBest": "{ viewer { personalBests { %s } } }",
    "FormHistory": "{ viewer { formHistory(sport: RUNNING) { %s } } }",
    "FormComponent": "{ viewer { formHistory(sport: RUNNING) { weeks { components { %s } } } } }",
    "ComparedComponent": f'{{ viewer {{ compareActivities(a: "{AID}", b: "{OTHER}") '
    "{ ... on ActivityComparison { components { %s } } } } }",
    "SessionExercise": '{ viewer { sessions(from: "2026-05-01", to: "2026-05-09") { exercises { %s } } } }',
    "Upload": f'{{ upload(id: "{global_id(UPLOAD, "up00000001")}") {{ %s }} }}',
}
GIVEN = {
    "User.totals": '(unit: DAY, from: "2026-05-01", to: "2026-05-02")',
    "User.sessions": '(from: "2026-05-01", to: "2026-05-02")',
    "User.formHistory": "(sport: RUNNING)",
    "User.compareActivities": f'(a: "{AID}", b: "{OTHER}")',
    "Query.activity": f'(id: "{AID}")',
    "Query.node": f'(id: "{global_id(EXPORT, "job0000001")}")',
    "Query.upload": f'(id: "{global_id(UPLOAD, "up00000001")}")',
}


def resolved():
    """Types and fields that a resolver of ours answers, all that may ask."""
    for name, made in TYPES.items():
        if isinstance(made, GraphQLObjectType) and not name.startswith("__") and name != "Mutation":
            for field, declared in made.fields.items():
                if name == "Walk" and field in TYPES["Activity"].fields:  # a run has the same
                    continue
                strawberrys = declared.extensions.get("strawberry-definition")
                if strawberrys is not None and strawberrys.base_resolver is not None:
                    yield name, field


def selected(kind, name):
    declared = TYPES[kind].fields[name]
    below = " { __typename }" if is_composite_type(get_named_type(declared.type)) else ""
    return f"{name}{GIVEN.get(f'{kind}.{name}', '')}{below}"


@cache
def asked(query):
    """Requests to the table, but for the profile: it is read once for a request, whoever asks."""
    plan = rehearse(Operation(query))
    assert plan.errors == []
    return sorted(told.pattern for told in plan.requests if "profile" not in told.pattern.lower())


def asks(kind, name):
    """Whether the table is asked for the field beyond what it is asked for its object."""
    return asked(WAYS[kind] % selected(kind, name)) != asked(WAYS[kind] % "__typename")


@pytest.mark.parametrize(("kind", "name"), list(resolved()), ids=lambda part: part)
def test_a_field_has_a_weight_where_it_asks_the_table(kind, name):
    assert kind in WAYS, f"tell in WAYS how {kind} is reached"
    parent, declared = TYPES[kind], TYPES[kind].fields[name]
    missing = [each for each, made in declared.args.items() if is_required_argument(made)]
    assert not missing or f"{kind}.{name}" in GIVEN, f"tell in GIVEN what {kind}.{name} is asked with"
    weighs = is_of_row(parent, name) or points_of(parent, name) > 0
    assert weighs == (asks(kind, name) or (kind, name) in WHERE_MISSING)


def cost(text):
    (operation,) = prepare(schema._schema, text).operations.values()
    return operation.cost_under({})


def test_a_row_is_read_once_for_all_of_its_fields():
    """Of one row: two fields of a load, two of a device, and the row."""
    plain = cost(PAGE % "id")
    assert cost(PAGE % "id load { trimp }") == plain + 2 + ROW
    assert cost(PAGE % "id load { trimp } again: load { trimp } device { name }") == plain + 6 + ROW
    assert cost(
        PAGE % "id ...a ...b" + " fragment a on Run { load { trimp } } fragment b on Walk { device { name } }"
    ) == (plain + 4 + ROW)
    assert cost(PAGE % "id previousComparable { id }") == plain + 2 + 100


@pytest.mark.parametrize(
    ("field", "points"), [("bodyProgram { text }", 202), ("a: formHistory(sport: RUNNING, weeks: 3) { pending }", 506)]
)
def test_what_asks_most_costs_most(field, points):
    assert cost(f"{{ viewer {{ {field} }} }}") == 1 + points


def test_what_aliases_ask_for_alike_is_read_once():
    for field in ("bodyProgram", "formHistory(sport: RUNNING)"):
        once = asked(f"{{ viewer {{ {field} {{ __typename }} }} }}")
        many = " ".join(f"a{n}: {field} {{ __typename }}" for n in range(29))
        assert asked(f"{{ viewer {{ {many} }} }}") == once
    years = "a: personalBests(year: 2026) { durationS } b: personalBests(year: 2026) { distanceM }"
    assert asked(f"{{ viewer {{ {years} }} }}") == asked("{ viewer { personalBests(year: 2026) { durationS } } }")
    goals = "a: formHistory(sport: RUNNING) { pending } b: formHistory(sport: RUNNING, goal: LONGER) { pending }"
    assert asked(f"{{ viewer {{ {goals} }} }}") == asked("{ viewer { formHistory(sport: RUNNING) { pending } } }")


def test_what_one_alias_is_refused_the_others_are_answered(service):
    """They are read together, and told apart."""
    text = "{ viewer { good: personalBests(year: 2026) { durationS } bad: personalBests(year: 1) { durationS } } }"
    body = service.person().post(text).json()
    assert body["data"]["viewer"] == {"good": [], "bad": None}
    assert [error["path"] for error in body["errors"]] == [["viewer", "bad"]]
    weeks = (
        "good: formHistory(sport: RUNNING, weeks: 3) { pending } bad: formHistory(sport: RUNNING, weeks: 0) { pending }"
    )
    body = service.person().post(f"{{ viewer {{ {weeks} }} }}").json()
    assert body["data"]["viewer"] == {"good": {"pending": 0}, "bad": None}
