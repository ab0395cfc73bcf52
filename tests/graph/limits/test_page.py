"""What docs/limits.md says of the limits is so."""

import re
from pathlib import Path

from graph import documents, prepared, rates
from graph.http import asked
from graph.limits import bounds, reads
from graph.schema import schema
from models import allowances
from models.settings import Settings
from tests.house.template import RESOURCES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
# Of messages, not of requests.
INNER = {"MAX_MESSAGE_BYTES", "MAX_REFUSAL_BYTES", "GRACE_S"}


def numbers(text):
    return [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*", text)]


def rows(title):
    _, _, told = PAGE.partition(f"\n## {title}\n")
    lines = [line for line in told.partition("\n## ")[0].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_every_limit_of_a_request_has_a_row():
    of_code = {name: value for name, value in vars(bounds).items() if name.isupper() and name not in INNER}
    of_http = [asked.MAX_BODY_BYTES, asked.MAX_URL_BYTES, asked._MOST_PARAMETERS]
    told = [number for row in rows("One request") for number in numbers(row[1])]
    assert sorted(told) == sorted([*map(int, of_code.values()), *of_http])


def test_the_buckets_are_those_of_the_code():
    told = {row[0].strip("`"): (row[1], row[2]) for row in rows("How often")}
    assert told == {
        "createUpload": (f"{allowances.UPLOADS.most:,}", f"{allowances.UPLOADS.every_s} s"),
        "requestExport": (str(allowances.EXPORTS.most), f"{allowances.EXPORTS.every_s // 3_600} h"),
        "rescore": (str(allowances.RESCORES.most), f"{allowances.RESCORES.every_s // 60} min"),
    }
    per_s = Settings().points_per_s
    words = " ".join(PAGE.split())
    for said in (
        f"a bucket of {per_s * rates.FULL_S:,} points",
        f"{per_s:,} come back every second",
        f"{rates.LEAST} at least, and {rates.CHANGE} more for each change",
        f"the process does not know takes {rates.NEW_DOCUMENT} more",
        f"{documents.MAX_PERSISTED:,} of them, {documents.MAX_PERSISTED_CHARACTERS:,} characters",
        f"{documents.MAX_PERSISTED_TEXT:,} each",
        f"{prepared.MAX_DOCUMENTS}, of {prepared.MAX_CHARACTERS:,} characters",
    ):
        assert said in words


def test_what_is_asked_of_the_table_costs_what_is_said():
    told = [(re.findall(r"`(\w+)`", row[0]), int(row[1])) for row in rows("What an operation costs") if len(row) == 2]
    types = schema._schema.type_map
    for names, points in told:
        for name in names:
            assert points in {reads.points_of(types[kind], name) for kind in ("User", "Run")}
    assert {points for _, points in told} >= {reads.ROW, *reads._OF_FIELD["User"].values()}


def test_the_gateways_throttle_is_that_of_the_template():
    routes = RESOURCES["Api"]["DefaultRouteSettings"]
    rate, burst = routes["ThrottlingRateLimit"], routes["ThrottlingBurstLimit"]
    assert f"({rate:,} requests a second, {burst:,} at once" in " ".join(PAGE.split())


def test_an_operation_ends_before_its_function_does():
    assert RESOURCES["ApiFunction"]["Timeout"] > bounds.OPERATION_S + bounds.GRACE_S
