"""What fields ask of the table, in points: without it, thirty aliases of one small field would be thirty requests.

A field that is answered from what was read before costs nothing here, and neither does the profile, which is read once
for a request. A rehearsal of each field holds this against what it really asks (``tests/graph/limits/test_reads.py``).
Changes pay by themselves (``graph.rates.CHANGE``).
"""

from graphql import GraphQLInterfaceType, GraphQLNamedType, GraphQLObjectType

# An item, or the few that hold the detail of an activity: read once for an object, whichever of its fields ask.
ROW = 10
# A page of rows, a day's sums, a shelf of shoes.
_LIST = 20
# A hundred rows that are looked through for one.
_SEARCH = 100
# A month of rows and what is worked out of them, or two activities with all of their detail.
_REPORT = 200
# Two years of rows.
_HISTORY = 500

_OF_ROW = {
    "Activity": frozenset(
        {
            *("utcOffsetSource", "distanceSource", "distance", "positionsDistanceM", "device", "deviceTotals"),
            *("problems", "channels", "mergedInto", "remeasuring", "possibleDuplicates", "form", "laps", "splits"),
            *("bestEfforts", "bestMeans", "heartRateZones", "paceZones", "gradeAdjusted", "pacing"),
            *("aerobicDecoupling", "load", "track", "series", "detailUrl"),
        }
    ),
    "Walk": frozenset({"brisk"}),
    "Score": frozenset({"reason", "help", "driftPoints", "components", "comparedWith", "comparison", "advice"}),
    "FormHistory": frozenset({"reason", "help"}),
}
_OF_FIELD = {
    "Query": {"node": ROW, "activity": ROW, "upload": ROW},
    "User": {
        "activities": _LIST,
        "hiddenActivities": _LIST,
        "totals": _LIST,
        "personalBests": _LIST,
        "devices": _LIST,
        "gear": _LIST,
        "changes": _LIST,
        "exports": _LIST,
        "rescores": _LIST,
        "sessions": _LIST,
        "formHistory": _HISTORY,
        "bodyProgram": _REPORT,
        "compareActivities": _REPORT,
    },
    "Activity": {
        # Those of a whole list are one request.
        "gear": 2,
        "mergedInto": ROW,
        "possibleDuplicates": _LIST,
        "paceZones": _LIST,
        "previousComparable": _SEARCH,
    },
    "PersonalBest": {"activity": ROW},
    "Upload": {"activities": _LIST},
}


def is_of_row(parent: GraphQLNamedType | None, name: str) -> bool:
    """Whether a field is read with its object, in one request for all such fields."""
    return any(name in _OF_ROW.get(each, ()) for each in _names(parent))


def points_of(parent: GraphQLNamedType | None, name: str) -> int:
    """What the field takes for requests of its own, each time it is asked for."""
    return max((_OF_FIELD.get(each, {}).get(name, 0) for each in _names(parent)), default=0)


def _names(parent: GraphQLNamedType | None) -> list[str]:
    """A type and its interfaces: what an activity asks, runs and walks do."""
    if not isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
        return []
    return [parent.name, *(each.name for each in parent.interfaces)]
