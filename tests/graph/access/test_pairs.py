"""Every pair of people, every kind of thing, every way to name it: whoever names another's thing learns nothing.

The ways are read from the schema: each argument and input field that takes an id or a cursor, and each field below.
"""

import json
from urllib.parse import urlsplit

import pytest
from graphql import GraphQLObjectType

from graph.ids import global_id, parse_id
from graph.schema import schema
from tests.graph.access.operations import Place, Variable, call, named_in

SCHEMA = schema._schema
BY_ID = named_in(SCHEMA, "ID")
BY_CURSOR = named_in(SCHEMA, "String", {"after", "since"})
PAIRS = [(0, 1), (1, 0)]
# Answers told a person by the id that they asked with, whatever it was.
ECHOED = "its own"


def kinds():
    node = SCHEMA.type_map["Node"]
    return {each.name for each in SCHEMA.get_possible_types(node)}


def asked(asker, place, value):
    """The answers to operations that name ``value`` at a place; what else the place needs is the asker's own."""
    a, b = Variable("a", "ID!"), Variable("b", "ID!")
    known = {**asker.own, "a": a, "b": b, "id": a, "keepId": a, "hideId": b, "activityId": a}
    known[place.member or place.argument] = Variable("named", "ID!" if place in BY_ID else "String!")
    values = {"named": value, "a": asker.own["a"], "b": asker.own["b"]}
    # Two levels: where an id names nothing, nothing is below it.
    return [asker.person.post(text, values).text for text in call(SCHEMA, place, known, depth=2)]


def steady(answer):
    """An answer without its cursors, which say when they were given out."""
    if isinstance(answer, dict):
        return {name: steady(each) for name, each in answer.items() if not name.lower().endswith("cursor")}
    return [steady(each) for each in answer] if isinstance(answer, list) else answer


def refused(answer, place):
    """Whether the place answers null, or that there is nothing of this id."""
    value = answer["data"]
    for name in place.path:
        value = value[name]
    return value is None or value["__typename"] in {"NotFound", "InputRefused"}


def texts(answer):
    """Every text of an answer that could give something away."""
    if isinstance(answer, dict):
        return set().union(*map(texts, answer.values()), set())
    if isinstance(answer, list):
        return set().union(*map(texts, answer), set())
    return {answer} if isinstance(answer, str) and len(answer) > 8 else set()


@pytest.fixture(scope="module")
def before(owners):
    """What each of them sees of their own."""
    return [owner.all(SCHEMA) for owner in owners]


@pytest.fixture(scope="module")
def secrets(before):
    """Texts that one of them sees, and the other does not."""
    first, second = (texts(answers) for answers in before)
    return first - second, second - first


def test_there_is_something_of_every_kind(owners):
    for owner in owners:
        assert owner.ids.keys() >= kinds() | {"Session"}, "a kind is new: give tests.graph.access.conftest one of it"


def test_everybody_sees_what_is_theirs(owners, before, secrets):
    for owner, answers, theirs in zip(owners, before, secrets, strict=True):
        assert [answer["errors"] for answer in answers if "errors" in answer] == []
        assert {f"{owner.name} runs", f"{owner.name} walks", f"{owner.name} shoes"} <= theirs
        for kind in ("Run", "Walk", "Gear", "Session", "hidden", "Export", "Rescore"):
            assert owner.ids[kind] in theirs


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("place", BY_ID, ids=str)
def test_a_foreign_id_is_an_id_of_nothing(owners, secrets, place, pair):
    asker, owner = (owners[each] for each in pair)
    absent = {kind: global_id(parse_id(named)[0], "0" * 16) for kind, named in owner.ids.items()}
    for kind, named in owner.ids.items():
        foreign = asked(asker, place, named)
        missing = asked(asker, place, absent[kind])
        assert [told.replace(named, ECHOED) for told in foreign] == [
            told.replace(absent[kind], ECHOED) for told in missing
        ]
        assert all(refused(json.loads(told), place) for told in foreign)
        assert not texts([json.loads(told) for told in foreign]) & secrets[pair[1]] - {named}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("place", BY_CURSOR, ids=str)
def test_a_foreign_cursor_is_refused(owners, place, pair):
    asker, owner = (owners[each] for each in pair)
    for cursor in owner.cursors:
        for told in asked(asker, place, cursor):
            (error,) = json.loads(told)["errors"]
            assert error["extensions"]["code"] == "BAD_CURSOR"


@pytest.mark.parametrize("pair", PAIRS)
def test_an_address_is_good_for_what_it_was_signed_for_alone(house, owners, pair):
    asker, owner = (owners[each] for each in pair)
    own, foreign = (_addresses(each) for each in (asker, owner))
    for kind, address in own.items():
        mine, theirs = urlsplit(address), urlsplit(foreign[kind])
        assert mine.path != theirs.path
        assert house.http.get(f"{mine.path}?{mine.query}").status_code == 200
        assert house.http.get(f"{theirs.path}?{mine.query}").status_code == 403
        assert house.http.get(theirs.path).status_code in {400, 403}


def _addresses(owner):
    found = owner.person.ask(
        "query ($id: ID!) { viewer { exports { url } } upload(id: $id) { activities { detailUrl } } }",
        {"id": owner.ids["Upload"]},
    )
    return {"export": found["viewer"]["exports"][0]["url"], "detail": found["upload"]["activities"][0]["detailUrl"]}


@pytest.mark.parametrize("pair", PAIRS)
def test_one_client_key_is_as_many_uploads_as_there_are_people(owners, pair):
    asker, owner = (owners[each] for each in pair)
    first = owner.person.promise(b"the same file", clientKey="the same key")
    second = asker.person.promise(b"the same file", clientKey="the same key")
    assert first["id"] != second["id"]
    assert urlsplit(first["putUrl"]).path != urlsplit(second["putUrl"]).path


def test_nothing_was_changed_by_all_that(owners, before):
    """Runs last in this module: every mutation above named something of the other's."""
    for owner, answers in zip(owners, before, strict=True):
        for now, then in zip(owner.all(SCHEMA), answers, strict=True):
            assert steady(now) == steady(then)


def test_a_mutation_without_names_is_about_whoever_calls_it(owners, before):
    """All others of them, the end of the account included: the last test of this module."""
    caller, other = owners
    mutation = SCHEMA.mutation_type
    assert isinstance(mutation, GraphQLObjectType)
    unnamed = set(mutation.fields) - {place.path[0] for place in BY_ID if place.root == "mutation"}
    for name in sorted(unnamed, key=lambda each: each == "deleteAccount"):
        for text in call(SCHEMA, Place("mutation", (name,), "input"), caller.own, depth=2):
            answer = caller.person.post(text).json()
            assert (answer.get("data") or {}).get(name), answer
    assert steady(other.all(SCHEMA)) == steady(before[1])
    assert caller.person.post("{ viewer { id } }").status_code == 403
