"""How many requests to the table an operation takes: one for each thing that is asked for."""

from dataclasses import replace

import pytest

from graph.ids import ACTIVITY, global_id
from models.catalog import CATALOG
from models.columns import pack
from models.entities import AXIS_NAMES, Preview
from models.metering import meter
from tests.graph.walks import add, uid_of
from tests.models.builders import DETAIL, activity

AXIS = dict.fromkeys(AXIS_NAMES, pack([0, 300], 0))
PREVIEW = Preview(2, AXIS | {"moving": pack([True, True], 0)}, (0, 1))
ID = global_id(ACTIVITY, "aid0000")
WHOLE = "laps { index } splits { index } bestEfforts { distanceM } track { points } device { name }"
OPERATIONS = {
    "{ viewer { id } }": [],
    "{ viewer { profile { locale } } }": ["profile"],
    "{ viewer { activities(first: 3) { nodes { distanceM } } } }": ["list"],
    "{ viewer { activities(first: 3, sport: RUNNING) { nodes { distanceM } } } }": ["list of a sport"],
    "{ viewer { activities(first: 3) { nodes { distanceM device { name } distanceSource } } } }": ["list", "metas"],
    f'{{ activity(id: "{ID}") {{ distanceM device {{ name }} }} }}': ["meta"],
    f'{{ activity(id: "{ID}") {{ distanceM {WHOLE} series {{ points }} }} }}': ["detail"],
    f'{{ node(id: "{ID}") {{ ... on Run {{ {WHOLE} series(maxPoints: 1024) {{ points }} }} }} }}': ["detail"],
    f'{{ activity(id: "{ID}") {{ distance {{ reason }} track(toleranceM: 50) {{ points }} load {{ trimp }} }} }}': [
        "detail"
    ],
    f'{{ activity(id: "{ID}") {{ heartRateZones {{ reason }} pacing {{ reason }} }} }}': ["detail", "profile"],
    f'{{ activity(id: "{ID}") {{ paceZones {{ reason }} bestMeans {{ mean }} }} }}': ["detail", "months", "months"],
    f'{{ a: activity(id: "{ID}") {{ name }} b: activity(id: "{ID}") {{ name }} }}': ["meta"],
    '{ viewer { a: totals(unit: MONTH, from: "2026-01-01", to: "2026-12-31", sport: RUNNING) { count } '
    'b: totals(unit: MONTH, from: "2026-01-01", to: "2026-12-31", sport: WALKING) { count } } }': ["months"],
    '{ viewer { totals(unit: WEEK, from: "2026-05-04", to: "2026-05-31") { count } } }': ["days", "profile"],
    "{ viewer { personalBests { durationS } } }": ["months"],
    "{ viewer { changes { nodes { kind activity { distanceM } } } } }": ["changes"],
    "{ viewer { devices { name } exports { state } } }": ["devices", "jobs"],
    "{ viewer { activities(first: 3) { nodes { score { value version coverage } device { name } } } } }": [
        "list",
        "metas",
    ],
    f'{{ activity(id: "{ID}") {{ score {{ value version coverage }} }} }}': ["meta"],
    f'{{ activity(id: "{ID}") {{ ...Scored }} }} fragment Scored on Activity {{ score {{ ...S }} }} '
    "fragment S on Score { value components { key } advice { key } driftPoints } ": ["detail"],
    f'{{ activity(id: "{ID}") {{ score {{ value help(locale: JA) }} form {{ steps }} {WHOLE} }} }}': ["detail"],
    f'{{ activity(id: "{ID}") {{ score {{ value }} previousComparable {{ score {{ value }} }} }} }}': [
        "list of a sport",
        "meta",
    ],
    "{ viewer { formHistory(sport: RUNNING, weeks: 104) { weeks { score components { key value } } } } }": [
        "list",  # the newest activity of either sport says which day it is where she is
        "profile",
        "sport of a year",
    ],
    "{ viewer { formHistory(sport: RUNNING) { weeks { components { key } } } "
    "activities(first: 3) { nodes { device { name } } } } }": ["list", "list", "metas", "profile", "sport of a year"],
    "{ viewer { bodyProgram { sessions { day exercises { key sets } } } } }": ["list", "profile", "sessions"],
    '{ viewer { sessions(from: "2026-05-04", to: "2026-05-31") { day effort } } }': ["sessions"],
    "{ viewer { rescores { state } exports { state } } }": ["jobs", "jobs"],
}


@pytest.fixture
def person(service):
    somebody = service.person()
    for n in range(3):
        add(uid_of(service), activity(n), replace(DETAIL, preview=PREVIEW))
    somebody.ask("{ viewer { id } }")  # signed in, and remembered
    return somebody


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_takes_the_requests_that_it_needs(person, operation):
    seen = []
    leave = meter.watch(lambda request: seen.append(CATALOG.pattern_of(request.operation, request.call).name))
    try:
        person.ask(operation)
    finally:
        leave()
    assert sorted(seen) == OPERATIONS[operation]


EDIT = 'mutation { editActivity(input: {id: "%s", name: "x"}) { ... on ActivityEdited { activity { %s } } } }'


@pytest.mark.parametrize("fields", ["name remeasuring", "name laps { index }"])
def test_what_a_mutation_answers_is_read_strongly(person, fields):
    seen = []
    leave = meter.watch(seen.append)
    person.ask(EDIT % (ID, fields))
    leave()
    (last,) = [request for request in seen if request.operation in {"GetItem", "Query"}][-1:]
    assert last.call["ConsistentRead"] is True
