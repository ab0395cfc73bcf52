"""How long lists are counted: each list of the schema has a number, those that there are in the code are the code's."""

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from coaching.advice import LINES
from coaching.components import COMPONENTS
from coaching.motion import BEST_EFFORT_DISTANCES_M
from coaching.zones import HEART_RATE_SHARES, THRESHOLD_PACE_SHARES, WALKING_BANDS_KM_H
from graph.errors import TooComplex
from graph.limits.lists import BY_ARGUMENTS, MOST, OF_PARENT, USUAL
from graph.prepared import prepare
from graph.schema import schema
from graph.types.enums import SeriesChannel
from models.terms import Sport
from resolvers.compare import FigureKey
from resolvers.history import MAX_WEEKS
from resolvers.programs import DAYS_PER_WEEK
from resolvers.sessions import MAX_DAYS
from resolvers.totals import MAX_SPANS
from uploads.intensity import _MEANS_OVER_S
from uploads.ready import MAX_PROBLEMS

TOTALS = "{{ viewer {{ totals({given}) {{ count steps }} }} }}"
BY_VARIABLES = (
    "query ($unit: TotalsUnit!, $from: Date!, $to: Date!{more}) "
    "{{ viewer {{ totals(unit: $unit, from: $from, to: $to) {{ count steps }} }} }}"
)


def lists():
    """Each list of objects whose length no argument of its own tells."""
    inherited = {f"Run.{name}" for name in schema._schema.type_map["Activity"].fields}
    inherited |= {name.replace("Run.", "Walk.") for name in inherited}
    for name, made in schema._schema.type_map.items():
        if isinstance(made, GraphQLObjectType | GraphQLInterfaceType) and not name.startswith("__"):
            for field, declared in made.fields.items():
                plain = not is_leaf_type(get_named_type(declared.type)) and "first" not in declared.args
                if is_list_type(get_nullable_type(declared.type)) and plain and f"{name}.{field}" not in inherited:
                    yield f"{name}.{field}"


def cost(text, variables=None):
    (operation,) = prepare(schema._schema, text).operations.values()
    return operation.cost_under(variables or {})


def test_each_list_has_its_length_in_one_place():
    told = [*MOST, *USUAL, *OF_PARENT, *(each for each in BY_ARGUMENTS if each != "User.formHistory")]
    assert sorted(told) == sorted(lists())


def test_lengths_that_the_code_has_are_those_of_the_code():
    components = max(map(len, COMPONENTS.values()))
    of_code = {
        "Activity.problems": MAX_PROBLEMS,
        "Activity.bestEfforts": len(BEST_EFFORT_DISTANCES_M),
        "Activity.bestMeans": 3 * len(_MEANS_OVER_S),
        "Score.components": components,
        "Advice.exercises": max(len(line.exercises) for line in LINES.values()),
        "HeartRateZones.zones": len(HEART_RATE_SHARES),
        "PaceZones.zones": max(len(THRESHOLD_PACE_SHARES), len(WALKING_BANDS_KM_H)) + 1,
        "Series.channels": len(SeriesChannel),
        "FormWeek.components": components,
        "ActivityComparison.figures": len(FigureKey),
        "ActivityComparison.components": components,
        "BodyProgram.sessions": max(DAYS_PER_WEEK),
        "User.personalBests": len(Sport) * len(BEST_EFFORT_DISTANCES_M),
    }
    assert {name: MOST[name] for name in of_code} == of_code
    # A programme's parts: of the weaknesses of both sports, and of the exercises of a session.
    assert MOST.keys() - of_code.keys() == {"BodyProgram.basis", "PlannedSession.exercises"}


@pytest.mark.parametrize(
    ("unit", "first", "last", "spans"),
    [
        ("DAY", "2026-05-01", "2026-05-01", 1),
        ("DAY", "2026-05-01", "2026-05-31", 31),
        ("DAY", "2020-05-01", "2026-05-31", MAX_SPANS),
        ("WEEK", "2026-05-01", "2026-05-14", 4),
        ("MONTH", "2026-01-01", "2026-12-31", 15),
        ("YEAR", "2026-01-01", "2026-12-31", 3),
        ("DAY", "2026-05-31", "2026-05-01", 1),
    ],
)
def test_sums_count_as_their_range_says(unit, first, last, spans):
    asked = 1 + 20 + 3 * spans
    assert cost(TOTALS.format(given=f'unit: {unit}, from: "{first}", to: "{last}"')) == asked
    told = {"unit": unit, "from": first, "to": last}
    assert cost(BY_VARIABLES.format(more=""), told) == asked
    assert cost(BY_VARIABLES.format(more=f' = "{last}"'), {"unit": unit, "from": first}) == asked


def test_what_a_range_does_not_say_counts_as_the_longest():
    assert cost(BY_VARIABLES.format(more=""), {"unit": 3, "from": 7, "to": None}) == 1 + 20 + 3 * MAX_SPANS
    assert cost(BY_VARIABLES.format(more=""), {"unit": "DAY", "from": "x", "to": "y"}) == 1 + 20 + 3 * MAX_SPANS
    assert cost(BY_VARIABLES.format(more="")) == 1 + 20 + 3 * MAX_SPANS


@pytest.mark.parametrize("unit", ["DAY", "WEEK", "MONTH", "YEAR"])
@pytest.mark.parametrize("last", ["2026-01-01", "2026-01-02", "2026-02-01", "2026-03-08", "2027-01-01"])
def test_sums_never_hold_more_than_they_count(service, unit, last):
    person = service.person()
    body = person.post(TOTALS.format(given=f'unit: {unit}, from: "2026-01-01", to: "{last}"')).json()
    answered = 1 + 3 * len(body["data"]["viewer"]["totals"])
    assert answered <= body["extensions"]["cost"]["requested"] - 20 <= 1 + 3 * MAX_SPANS


def test_thirty_years_of_days_are_refused():
    given = 'unit: DAY, from: "2025-01-01", to: "2026-02-04"'
    many = " ".join(f"a{n}: totals({given}) {{ count steps }}" for n in range(29))
    with pytest.raises(TooComplex, match="costs up to"):
        cost(f"{{ viewer {{ {many} }} }}")


@pytest.mark.parametrize(("weeks", "counted"), [("", 12), ("(weeks: 3)", 3), ("(weeks: 1000000)", 10**6)])
def test_weeks_count_as_many_as_are_asked_for(weeks, counted):
    text = f"{{ viewer {{ formHistory(sport: RUNNING{weeks.replace('(', ', ').replace(')', '')}) {{ pending }} }} }}"
    if counted > MAX_WEEKS:
        with pytest.raises(TooComplex):
            cost(text)
    else:
        assert cost(text) == 1 + 500 + 2 * counted


def test_a_session_a_day_is_counted():
    sessions = 'sessions(from: "2026-05-01", to: "%s") { day exercises { key } }'
    for last, days in (("2026-05-03", 3), ("2036-05-03", MAX_DAYS)):
        assert cost(f"{{ viewer {{ {sessions % last} }} }}") == 1 + 20 + days * (2 + 10 * 2)
