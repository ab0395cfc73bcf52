"""What an operation asked of the table, as the local server tells it beside each answer.

``extensions.requests`` lists the requests in the order of their answers; ``extensions.capacity`` sums their units.
``source`` says where the units come from: they are computed from the items, because the embedded engine keeps no
account. ``atLeast`` marks what a write may exceed: the item that it replaced is unknown to whoever sends it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from models.metering.meter import Request
from models.metering.requests import Description, described

SOURCE = "computed"


def account(requests: Iterable[Request]) -> dict[str, Any]:
    """The two extensions of an answer."""
    found = described(requests)
    return {"requests": [line(each) for each in found], "capacity": total(found)}


def line(request: Description) -> dict[str, Any]:
    """A request as JSON tells it."""
    told = {
        "pattern": request.pattern,
        "need": request.need,
        "operation": request.operation,
        "index": request.index,
        "condition": request.condition,
        "limit": request.limit,
        "backward": request.backward,
        "strong": request.strong,
        "items": request.items,
        "units": request.units,
        "atLeast": request.at_least,
        "tries": request.tries,
        "refused": request.refused,
    }
    return told if request.round is None else {"round": request.round, **told}


def total(requests: Sequence[Description]) -> dict[str, Any]:
    """The units of several requests."""
    return {
        "units": sum(request.units for request in requests),
        "atLeast": any(request.at_least for request in requests),
        "source": SOURCE,
    }
