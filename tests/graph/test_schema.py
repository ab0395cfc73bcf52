"""The contract: written by the code, committed, and described to the last argument."""

import re
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
)

from coaching.components import COMPONENTS
from graph.schema import schema, sdl

COMMITTED = Path(__file__).parents[2] / "schema.graphql"
# As scripts/contract reads it: docs/api-changes.md.
DATED = re.compile(r"Since \d{4}-\d{2}-\d{2}: use \w+")
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


def deprecated():
    """(where, reason) of everything that is deprecated."""
    for name, made in TYPES.items():
        elements = dict(getattr(made, "fields", {})) | dict(getattr(made, "values", {}) or {})
        for element, told in elements.items():
            parts = {element: told} | {f"{element}({each}:)": it for each, it in getattr(told, "args", {}).items()}
            yield from (
                (f"{name}.{part}", it.deprecation_reason) for part, it in parts.items() if it.deprecation_reason
            )


def test_the_committed_schema_is_what_the_code_serves():
    assert COMMITTED.read_text() == sdl(), "run `make schema`"


def test_every_type_field_argument_and_value_is_described():
    assert [where for where, description in described() if not (description or "").strip()] == []


# The end of a name, and what its description must say: one of these, as words of their own.
UNITS = {
    "M": ("m", "metres"),
    "S": ("s", "seconds"),
    "MS": ("m/s",),
    "SPerKm": ("seconds per kilometre",),
    "Bpm": ("beats per minute",),
    "Spm": ("steps per minute",),
    "Kcal": ("kcal",),
    "Kg": ("kg",),
    "Pct": ("%", "per cent"),
    "Deg": ("degrees",),
    "Mm": ("mm",),
    "Ms": ("ms",),
    "Bytes": ("bytes",),
    "Years": ("years",),
}
# Numbers that count, or that are of a scale of their own: their description says of what.
COUNTED = r"how many|number of|at most (so|this) many|steps|activities|points|sets|repetitions|days|sessions a week"
SCALED = r"\d to \d+|version|year|1 for the|weights?|training impulse|load by|per cent"
# Beside these stands the field `unit`, or their type is told in points.
IN_UNIT = {
    "value",
    "mean",
    "target",
    "low",
    "typical",
    "high",
    "scaleMin",
    "scaleMax",
    "a",
    "b",
    "difference",
    "values",
}
IN_POINTS = {"ComparedScore", "Score"}
WHOLE = {"seconds": "S", "pct": "Pct"}


def numbers():
    """(where, type, name, description) of every number that a client sends or gets."""
    for name, made in TYPES.items():
        if not isinstance(made, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            continue
        for field, told in made.fields.items():
            arguments = getattr(told, "args", {}).items()
            for each, meant in ((field, told), *((f"{field}({argument}:)", meant) for argument, meant in arguments)):
                if get_named_type(meant.type).name in {"Int", "Float"}:
                    yield f"{name}.{each}", name, re.sub(r".*\(|:\)", "", each), meant.description


def says(description, *units):
    return any(re.search(rf"(?<![\w/]){re.escape(unit)}(?![\w/])", description, re.IGNORECASE) for unit in units)


def suffix_of(name):
    """The unit that a name ends with; None where it has none."""
    ends = [WHOLE[name]] if name in WHOLE else []
    ends += [suffix for suffix in UNITS if name.endswith(suffix) and name[: -len(suffix)][-1:].islower()]
    return max(ends, key=len, default=None)


def test_every_number_tells_its_unit():
    silent = []
    for where, of_type, name, description in numbers():
        fields = TYPES[of_type].fields
        if suffix := suffix_of(name):
            told = says(description, *UNITS[suffix])
        elif name in IN_UNIT and ("unit" in fields or of_type in IN_POINTS):
            told = True
        else:
            told = re.search(rf"\b({COUNTED}|{SCALED})\b", description, re.IGNORECASE)
        if not told:
            silent.append((where, description))
    assert silent == []


@pytest.mark.parametrize(
    ("name", "description", "told"),
    [
        ("distanceM", "Distance, m.", True),
        ("distanceM", "How many of them.", False),
        ("speedMS", "Mean speed, m/s.", True),
        ("speedMS", "Mean speed of a mass, s.", False),
        ("contactMs", "Ground contact, s.", False),
    ],
)
def test_a_unit_is_a_word_of_its_own(name, description, told):
    assert says(description, *UNITS[suffix_of(name)]) is told


def test_what_is_deprecated_tells_since_when_and_what_to_use():
    reasons = {where: reason for where, reason in deprecated() if not DATED.match(reason)}
    assert reasons == {}


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
