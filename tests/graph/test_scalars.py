"""Instants and days: one form on the way out, and a plain word for what cannot be read."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig

from graph.schema import schema as whole
from graph.types.scalars import SCALARS
from tests.graph.execution.both import both

FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
JAPAN = timezone(timedelta(hours=9))
NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=JAPAN)


@strawberry.type
class Query:
    @strawberry.field
    def at(self) -> datetime:
        return NOON.replace(microsecond=999_999)

    @strawberry.field
    def ats(self) -> list[datetime | None]:
        return [NOON, None, NOON.astimezone(UTC).replace(microsecond=1)]

    @strawberry.field
    def on(self) -> date:
        return date(2026, 11, 22)

    @strawberry.field
    def same(self, at: datetime | None = None, on: date | None = None) -> str:
        return f"{at and at.astimezone(UTC).isoformat()} {on}"


schema = strawberry.Schema(query=Query, config=StrawberryConfig(scalar_map=SCALARS))


def test_instants_have_whole_seconds_cut_off_under_both_executors():
    stock, planned = both(schema, "{ at ats on }")
    assert planned.data.startswith(
        '{"at": "2026-11-22T12:00:00+09:00", "ats": ["2026-11-22T12:00:00+09:00", null, "2026-11-22T03:00:00+00:00"], '
        '"on": "2026-11-22"}'
    )
    assert (stock, planned.errors, planned.left) == (planned, [], False)


def test_every_instant_of_the_service_has_that_form(service):
    """The clock of the test is the machine's: it has microseconds."""
    person = service.person()
    person.promise(b"a file")
    made = person.ask("mutation { requestExport { ... on Export { requestedAt } } }")
    told = person.ask("{ rateLimit { resetAt } }")
    found = [made["requestExport"]["requestedAt"], told["rateLimit"]["resetAt"]]
    upload = person.promise(b"another file")
    found += person.ask(f'{{ upload(id: "{upload["id"]}") {{ createdAt expiresAt }} }}')["upload"].values()
    assert len(found) == 4
    assert [each for each in found if not FORM.fullmatch(each)] == []


@pytest.mark.parametrize(
    "text", ["2026-11-22T12:00:00.25+09:00", "2026-11-22T03:00:00.25Z", "2026-11-22t03:00:00.250000000z"]
)
def test_fractions_are_taken(text):
    found = schema.execute_sync("query($at: DateTime) { same(at: $at) }", {"at": text})
    assert found.data == {"same": "2026-11-22T03:00:00.250000+00:00 None"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("Date", "29.11.2026", "A Date is written YYYY-MM-DD, not '29.11.2026'."),
        ("Date", "2026-11-31", "A Date is written YYYY-MM-DD, not '2026-11-31'."),
        ("Date", 3, "A Date is written YYYY-MM-DD, as a text."),
        ("DateTime", "29.11.2026", "A DateTime is written 2026-11-22T07:02:41+09:00, not '29.11.2026'."),
        ("DateTime", 3, "A DateTime is written 2026-11-22T07:02:41+09:00, as a text."),
        ("DateTime", "x" * 90, f"A DateTime is written 2026-11-22T07:02:41+09:00, not '{'x' * 40}'."),
    ],
)
def test_what_cannot_be_read_is_told_with_the_form_that_is_wanted(name, value, said):
    argument = "on" if name == "Date" else "at"
    (error,) = schema.execute_sync(f"query($it: {name}) {{ same({argument}: $it) }}", {"it": value}).errors
    assert error.message.endswith(said)
    assert "isoformat" not in error.message


def test_the_descriptions_say_the_form():
    told = {name: whole._schema.type_map[name].description for name in ("DateTime", "Date")}
    assert "whole seconds" in told["DateTime"]
    assert "Input needs an offset" in told["DateTime"]
    assert "YYYY-MM-DD" in told["Date"]
