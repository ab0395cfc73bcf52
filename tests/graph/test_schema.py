"""The contract: written by the code, committed, and described to the last argument."""

from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType

from coaching.components import COMPONENTS
from graph.schema import schema, sdl

COMMITTED = Path(__file__).parents[2] / "schema.graphql"
TYPES = {name: made for name, made in schema._schema.type_map.items() if not name.startswith("__")}


def described():
    """(where, description) of everything that a client can see."""
    for name, made in TYPES.items():
        yield name, made.description
        if isinstance(made, GraphQLEnumType):
            yield from ((f"{name}.{value}", told.description) for value, told in made.values.items())
        if isinstance(made, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field, told in made.fields.items():
                yield f"{name}.{field}", told.description
                for argument, meant in getattr(told, "args", {}).items():
                    yield f"{name}.{field}({argument}:)", meant.description


def test_the_committed_schema_is_what_the_code_serves():
    assert COMMITTED.read_text() == sdl(), "run `make schema`"


def test_every_type_field_argument_and_value_is_described():
    assert [where for where, description in described() if not (description or "").strip()] == []


UNITS = {"M": "m", "S": "s", "Bpm": "beats per minute", "Spm": "steps per minute", "Kcal": "kcal", "Kg": "kg"}


@pytest.mark.parametrize(("suffix", "unit"), UNITS.items())
def test_fields_with_a_unit_in_their_name_tell_it_in_their_description(suffix, unit):
    wrong = [
        where
        for where, description in described()
        if where.split(".")[-1].endswith(suffix)
        and "." in where
        and where.split(".")[-1][-len(suffix) - 1].islower()
        and unit not in description
        and {"m": "metre", "s": "econds"}.get(unit, unit) not in description
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "where", ["ScoreComponent", "FormComponent", "ComparedComponent", "Expected", "Advice", "ComparedFigure"]
)
def test_a_field_that_tells_a_unit_lists_all_that_it_can_tell(where):
    told = TYPES[where].fields["unit"].description
    if where == "ComparedFigure":
        units = {"m", "s", "s/km", "bpm", "steps/min"}
    else:
        units = {figure.unit for of_sport in COMPONENTS.values() for figure in of_sport.values()}
    listed = told.partition(": ")[2].removesuffix(".").replace(", or 1 for what has none", ", 1")
    assert set(listed.split(", ")) == units


def test_no_default_is_printed_as_null():
    assert "= null" not in sdl()


def test_runs_and_walks_have_the_fields_of_an_activity_under_the_same_names():
    activity = set(TYPES["Activity"].fields)
    assert activity <= set(TYPES["Run"].fields) & set(TYPES["Walk"].fields)
