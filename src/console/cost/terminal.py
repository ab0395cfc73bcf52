"""The estimate for people at a terminal, and as JSON."""

import re
from typing import Any

from rich.console import Console
from rich.table import Table

from console.cost.comparison import comparisons
from console.cost.estimate import Estimate, Line, estimate
from console.cost.levers import levers
from console.cost.prices import PRICES, READ_ON, REGIONS
from console.cost.race import race_of
from console.cost.usage import Usage, assumptions
from console.lines import line

MONTHS = (1, 12, 36)
NOTE = f"List prices, collected on {READ_ON}, without free tiers; nothing of this has run on AWS yet."


def dollars(cents: int) -> str:
    """As people write it: 1,234.50."""
    return f"{cents / 100:,.2f}"


def print_estimate(usage: Usage, region: str, console: Console) -> None:
    """Print sign-in, all other lines for three months of age, the race, the levers, and the figures of the talk."""
    months = [estimate(usage, region, month) for month in MONTHS]
    table = Table(title=f"{usage.users:,.0f} monthly users, {REGIONS[region]} ({region}), US dollars a month")
    table.add_column("line")
    table.add_column("quantity, month 12", justify="right")
    for month in MONTHS:
        table.add_column(f"month {month}", justify="right")
    for kind, cells in rows(months):
        table.add_row(*cells, style="bold" if kind == "sum" else None, end_section=kind == "sum")
    console.print(table)
    _print_rest(usage, region, console)


def rows(months: list[Estimate]) -> list[tuple[str, list[str]]]:
    """(line or sum, cells) of a table with a column a month: sign-in first and apart."""
    middle = months[len(months) // 2]
    found = [("sum", [f"sign-in: {middle.sign_in.name}", _counted(middle.sign_in), *_each(months, "sign_in")])]
    for at, told in enumerate(middle.lines):
        if any(each.lines[at].quantity for each in months):
            figures = [each.lines[at].cents for each in months]
            found.append(("line", [f"{told.group}: {told.name}", _counted(told), *map(dollars, figures)]))
    found.append(("sum", ["all but sign-in", "", *(dollars(each.rest_cents) for each in months)]))
    found.append(("sum", ["everything", "", *(dollars(each.cents) for each in months)]))
    return found


def as_json(usage: Usage, region: str) -> dict[str, Any]:
    """The same figures for programs; dollars are whole cents."""
    return {
        "users": usage.users,
        "region": region,
        "pricesReadOn": READ_ON,
        "assumptions": {each.name: getattr(usage, each.name) for each in assumptions()},
        "months": {str(month): _month(estimate(usage, region, month)) for month in MONTHS},
    }


def _month(told: Estimate) -> dict[str, Any]:
    return {
        "signIn": _line(told.sign_in, told.region),
        "lines": [_line(each, told.region) for each in told.lines],
        "restDollars": told.rest_cents / 100,
        "dollars": told.cents / 100,
    }


def _line(told: Line, region: str) -> dict[str, Any]:
    return {
        "group": told.group,
        "name": told.name,
        "quantity": told.quantity,
        "unit": told.unit,
        "dollars": told.cents / 100,
        "priceReadIn": PRICES[told.price].source(region),
    }


def _each(months: list[Estimate], name: str) -> list[str]:
    return [dollars(getattr(each, name).cents) for each in months]


def _counted(told: Line) -> str:
    unit = re.sub(r"s\b", "", told.unit, count=1) if told.quantity == 1 else told.unit
    return f"{_figure(told.quantity)} {unit}"


def _figure(quantity: float) -> str:
    """Whole where that says enough: 14, 5.9, 0.68."""
    if quantity >= 10 or quantity == round(quantity):
        return f"{quantity:,.0f}"
    return f"{quantity:.1f}" if quantity >= 1 else f"{quantity:.2g}"


def _print_rest(usage: Usage, region: str, console: Console) -> None:
    race, base = race_of(usage, region), estimate(usage, region)
    warm = f"${dollars(race.warm_cents)} to warm the table"
    console.print("When everybody uploads within one hour:", style="bold")
    asked = f"{race.requests_s:,.0f} requests to the API"
    line(console, f"{race.uploads_s:,.0f} uploads, {asked} and {race.write_units_s:,.0f} write units a second")
    line(console, f"${dollars(race.cents)} for the uploads and their screens, {warm}")
    line(console, f"the last activity is there {race.last_after_s / 60:,.0f} minutes after the first upload")
    console.print("Levers, in month 12:", style="bold")
    for lever in levers(base):
        line(console, f"{dollars(lever.cents):>10}  {lever.name}; {lever.price}")
    console.print("Against a public talk of 2021:", style="bold")
    for each in comparisons(usage, region):
        said = f", the talk said ${each.talk_dollars}" if each.talk_dollars else ""
        line(console, f"{dollars(each.cents):>10}  {each.name}{said}")
    console.print(NOTE, soft_wrap=True)
