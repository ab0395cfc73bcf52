"""What requests cost: by the engine's own account, and by the published rules, which alone count transactions right."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass

from models import client
from models.catalog import CATALOG, PATTERNS
from models.metering import meter
from models.metering.units import check_units, write_units
from models.patterns import BATCH_GET, GET, QUERY, SCAN, TRANSACT, keys_of
from models.settings import settings
from tests.models.detour import detour

READS = {GET, BATCH_GET, QUERY, SCAN}


@dataclass(frozen=True)
class Measured:
    """One request: its units, the engine's own account of them, and the kinds of items that it wrote."""

    pattern: str
    operation: str
    units: float
    engine: float
    kinds: tuple = ()


@dataclass(frozen=True)
class Line:
    """One line of the table that is printed; ``units`` are those of the largest request."""

    name: str
    case: str
    requests: int
    units: float
    most: float
    engine: float


lines: list[Line] = []
notes: list[str] = []


@contextmanager
def measuring():
    """Collect what the code inside asks the table."""
    measured, before = [], {}

    def look(send, operation, call):
        if operation not in READS:
            before.clear()
            before.update(images(keys_of(operation, call)))
        return send(operation, call)

    leave = meter.watch(lambda request: measured.append(_measured(request, before)))
    try:
        with detour(look):
            yield measured
    finally:
        leave()


def _measured(request, before):
    pattern = CATALOG.pattern_of(request.operation, request.call)
    if request.operation in READS:
        return Measured(pattern.name, request.operation, request.units, request.units)
    after = images(before)
    units = sum(_written(before[place], after[place]) for place in before)
    units *= 2 if request.operation == TRANSACT else 1
    kinds = tuple(CATALOG.kind_of(*place) for place in before)
    return Measured(pattern.name, request.operation, units, request.units, kinds)


def images(places):
    """The items at these keys as they are now, None where there is none; read beside the meter."""
    found = dict.fromkeys(places)
    wanted = [{"PK": {"S": pk}, "SK": {"S": sk}} for pk, sk in found]
    asked = {settings().table: {"Keys": wanted, "ConsistentRead": True}}
    for item in client.dynamodb()._client.batch_get_item(RequestItems=asked)["Responses"][settings().table]:
        found[item["PK"]["S"], item["SK"]["S"]] = item
    return found


def _written(before, after):
    return check_units(after) if before == after else write_units(before, after)


def fill(raws):
    """Put items, as they go over the wire, beside the meter."""
    requests = [{"PutRequest": {"Item": raw}} for raw in raws]
    for at in range(0, len(requests), 25):
        answer = client.dynamodb()._client.batch_write_item(RequestItems={settings().table: requests[at : at + 25]})
        assert not answer.get("UnprocessedItems")


def told(name, case, measured, most):
    """Keep a line for the table, and give it back."""
    largest = max(measured, key=lambda each: each.units)
    lines.append(Line(name, case, len(measured), largest.units, most, largest.engine))
    return lines[-1]


def report():
    """The table of everything that was measured in this run, in the order of the patterns."""
    order = {pattern.name: at for at, pattern in enumerate(PATTERNS)}
    rows = [("pattern", "case", "requests", "units", "at most", "engine's own")]
    for line in sorted(lines, key=lambda line: order.get(line.name, len(order))):
        figures = (line.requests, line.units, line.most, line.engine if line.engine != line.units else "")
        rows.append((line.name, line.case, *(f"{n:g}" if n != "" else "" for n in figures)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [text.ljust(width) for text, width in zip(row[:2], widths[:2], strict=True)]
        cells += [text.rjust(width) for text, width in zip(row[2:], widths[2:], strict=True)]
        yield "  ".join(cells).rstrip()


def counted(measured):
    """How many requests of each pattern these are."""
    return Counter(each.pattern for each in measured)
