"""Ariadne with boto3: the schema first, resolvers that answer dictionaries, boto3's client in threads.

Ariadne caches no document by itself: its two hooks for that are used. orjson encodes the answers.
"""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from gzip import decompress
from pathlib import Path
from typing import Any

import boto3
import orjson
from anyio.to_thread import run_sync
from ariadne import InterfaceType, ObjectType, QueryType, ScalarType, load_schema_from_path, make_executable_schema
from ariadne.asgi import GraphQL
from ariadne.asgi.handlers import GraphQLHTTPHandler
from botocore.config import Config
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    SelectionSetNode,
    parse,
    validate,
)
from starlette.requests import Request
from starlette.responses import Response

from bench.servers import shared
from bench.servers.shared import OPTIONS

type Item = Mapping[str, Any]
type Record = dict[str, Any]
type Asked = GraphQLResolveInfo[Any]

_client = boto3.client(
    "dynamodb",
    endpoint_url=OPTIONS["dynamodb"],
    region_name=OPTIONS["region"],
    aws_access_key_id=OPTIONS["access_key"],
    aws_secret_access_key=OPTIONS["secret"],
    config=Config(max_pool_connections=50, tcp_keepalive=True),
)

query = QueryType()
user = ObjectType("User")
run, walk = ObjectType("Run"), ObjectType("Walk")
score = ObjectType("Score")
activity_type = InterfaceType("Activity")
instant = ScalarType("DateTime", serializer=datetime.isoformat)
day = ScalarType("Date", value_parser=date.fromisoformat)


async def get(uid: str, sk: str, **more: Any) -> Item | None:
    """An item of a person."""
    key = {"PK": {"S": f"U#{uid}"}, "SK": {"S": sk}}
    found = await run_sync(partial(_client.get_item, TableName=OPTIONS["table"], Key=key, **more))
    item: Item | None = found.get("Item")
    return item


async def items(uid: str, condition: str, values: Mapping[str, str], **more: Any) -> list[Item]:
    """The items of a person that fulfil a condition."""
    asked = partial(
        _client.query,
        TableName=OPTIONS["table"],
        KeyConditionExpression=f"PK = :pk AND {condition}",
        ExpressionAttributeValues={name: {"S": value} for name, value in {":pk": f"U#{uid}", **values}.items()},
        **more,
    )
    found: list[Item] = (await run_sync(asked))["Items"]
    return found


async def prefixed(uid: str, prefix: str) -> list[Item]:
    """The items of a person whose sort keys begin so."""
    return await items(uid, "begins_with(SK, :prefix)", {":prefix": prefix})


@query.field("viewer")
def resolve_viewer(*_: Any) -> Record:
    """The signed-in person."""
    return {}


@query.field("activity")
async def resolve_activity(_: Any, info: Asked, *, id: str) -> Record | None:  # noqa: A002
    """An activity, with its splits and its score where they are asked for."""
    uid, aid = info.context["uid"], shared.key_of(id)
    if not _asks_for_detail(info.field_nodes):
        meta = await get(uid, f"D#{aid}#0")
        return _of_meta(meta) if meta else None
    parts = {item["SK"]["S"]: item for item in await prefixed(uid, f"D#{aid}#")}
    meta = parts.get(f"D#{aid}#0")
    if meta is None:
        return None
    made, job = _of_meta(meta), meta["j"]["S"]
    if detail := parts.get(f"D#{aid}#1detail#{job}"):
        made["splits"] = _splits(shared.inflated(detail["b"]["B"]))
    if made["score"] and (scored := parts.get(f"D#{aid}#3score#{job}")):
        packed = scored["s"]["M"][str(made["score"]["version"])]["B"]
        made["score"]["scored"] = shared.inflated(packed)["components"]
    return made


def _asks_for_detail(nodes: Iterable[FieldNode]) -> bool:
    for node in nodes:
        for field in _fields(node.selection_set):
            inner = _fields(field.selection_set)
            if field.name.value == "splits" or any(each.name.value == "components" for each in inner):
                return True
    return False


def _fields(chosen: SelectionSetNode | None) -> list[FieldNode]:
    return [each for each in chosen.selections if isinstance(each, FieldNode)] if chosen else []


@user.field("profile")
async def resolve_profile(_: Any, info: Asked) -> Record:
    """The person's profile."""
    item = await get(info.context["uid"], "#P") or {}
    chosen = {name: item[name]["S"] for name in ("first_weekday", "locale") if name in item}
    return {"firstWeekday": chosen.get("first_weekday", "MONDAY"), "locale": chosen.get("locale", "EN")}


@user.field("activities")
async def resolve_activities(_: Any, info: Asked, *, first: int) -> Record:
    """The newest activities; one row more is read, to know whether there are more."""
    between = {":low": "A#", ":high": "A#~"}
    order: dict[str, Any] = {"ScanIndexForward": False, "Limit": first + 1}
    rows = await items(info.context["uid"], "SK BETWEEN :low AND :high", between, **order)
    shown = rows[:first]
    cursor = shared.encoded(shown[-1]["SK"]["S"]) if shown else None
    page = {"hasNextPage": len(rows) > first, "endCursor": cursor}
    return {"nodes": [_of_row(item) for item in shown], "pageInfo": page}


@user.field("totals")
async def resolve_totals(_: Any, info: Asked, **asked: Any) -> list[Record]:
    """The sums of each week from Monday, of both sports."""
    firsts = shared.weeks(asked["from"], asked["to"])
    between = {":low": f"TW#{firsts[0]}", ":high": f"TW#{firsts[-1]}"}
    found = await items(info.context["uid"], "SK BETWEEN :low AND :high", between)
    by_week = {item["SK"]["S"][3:]: item for item in found}
    return [_week(first, by_week.get(first)) for first in firsts]


@user.field("personalBests")
async def resolve_bests(_: Any, info: Asked) -> list[Record]:
    """The best efforts of all years."""
    years = [item.get("bests", {"M": {}})["M"] for item in await prefixed(info.context["uid"], "TY#")]
    bests = shared.best_of({place: value["S"] for place, value in year.items()} for year in years)
    names = ("sport", "distanceM", "durationS", "achievedAt")
    return [dict(zip(names, best, strict=True)) for best in bests]


@run.field("gear")
@walk.field("gear")
async def resolve_gear(record: Record, info: Asked) -> Record | None:
    """The shoes of an activity; all of the person's are read once a request."""
    context = info.context
    if record["gear_id"] is None:
        return None
    if context["shoes"] is None:
        context["shoes"] = asyncio.ensure_future(_shoes(context["uid"]))
    pair = (await context["shoes"]).get(record["gear_id"])
    return pair and {"id": shared.global_id("Gear", record["gear_id"]), "name": pair["name"]["S"]}


async def _shoes(uid: str) -> dict[str, Item]:
    return {item["SK"]["S"][2:]: item for item in await prefixed(uid, "G#")}


@run.field("series")
@walk.field("series")
async def resolve_series(record: Record, info: Asked, **asked: Any) -> Record | None:
    """The series: only the columns that are asked for are read."""
    channels = [(channel, *shared.CHANNELS[channel]) for channel in asked["channels"]]
    names = ["elapsedS", *(name for _, name, _ in channels)]
    places = {f"#n{place}": name for place, name in enumerate(names)}
    projection: dict[str, Any] = {
        "ProjectionExpression": ", ".join(["#p", *(f"#c.{place}" for place in places)]),
        "ExpressionAttributeNames": {"#p": "points", "#c": "columns", **places},
    }
    item = await get(info.context["uid"], f"S#{record['aid']}", **projection)
    if item is None or int(item["points"]["N"]) > asked["maxPoints"]:
        return None
    columns = {name: orjson.loads(decompress(value["B"])) for name, value in item["columns"]["M"].items()}
    return {
        "points": int(item["points"]["N"]),
        "elapsedS": columns["elapsedS"],
        "channels": [
            {"channel": channel, "unit": unit, "values": columns[name]}
            for channel, name, unit in channels
            if name in columns
        ],
    }


@score.field("components")
def resolve_components(found: Record, _: Asked) -> list[Record] | None:
    """What a score is made of."""
    rows = found.get("scored")
    if rows is None:
        return None
    added = shared.contributions(found["value"], rows)
    return [_component(row, contribution) for row, contribution in zip(rows, added, strict=True)]


@activity_type.type_resolver
def resolve_type(record: Record, *_: Any) -> str:
    """A run or a walk."""
    return "Run" if record["sport"] == "RUNNING" else "Walk"


def _of_row(item: Item) -> Record:
    _, started_ms, aid = item["SK"]["S"].split("#")
    sport = "RUNNING" if item["KS"]["S"].startswith("R") else "WALKING"
    return {**_figures(item, int(started_ms)), "id": shared.global_id("Activity", aid), "aid": aid, "sport": sport}


def _of_meta(item: Item) -> Record:
    aid, device = item["SK"]["S"].split("#")[1], orjson.loads(item["dv"]["S"])
    name = " ".join(filter(None, (device.get("manufacturer"), device.get("product")))) or None
    made = _figures(item, int(item["t"]["N"]))
    own = {"id": shared.global_id("Activity", aid), "aid": aid, "sport": item["sp"]["S"], "device": {"name": name}}
    return {**made, **own}


def _figures(item: Item, started_ms: int) -> Record:
    def tenth(name: str) -> float | None:
        return int(item[name]["N"]) / 10 if name in item else None

    distance_mm, moving_ms = int(item["d"]["N"]), int(item["m"]["N"])
    card = shared.card(item["q"]["B"]) if "q" in item else None
    return {
        "startedAt": shared.local(started_ms, int(item["o"]["N"])),
        "name": item["n"]["S"] if "n" in item else None,
        "distanceM": distance_mm / 1000,
        "elapsedS": int(item["e"]["N"]) / 1000,
        "movingS": moving_ms / 1000,
        "paceSPerKm": round(moving_ms / distance_mm * 1000, 2) if distance_mm else None,
        "steps": int(item["s"]["N"]) if "s" in item else None,
        "averageHeartRateBpm": tenth("h"),
        "maxHeartRateBpm": tenth("hx"),
        "averageCadenceSpm": tenth("c"),
        "ascentM": tenth("a"),
        "descentM": tenth("ad"),
        "caloriesKcal": float(item["k"]["N"]) if "k" in item else None,
        "gear_id": item["g"]["S"] if "g" in item else None,
        "score": card and dict(zip(("version", "value", "coverage"), card, strict=True)),
    }


def _splits(packed: Mapping[str, Any]) -> list[Record]:
    paces = packed.get("kmg") or [None] * len(packed["km"])
    return [
        {
            "index": split["index"],
            "distanceM": split["distance_m"],
            "elapsedS": split["elapsed_s"],
            "movingS": split["moving_s"],
            "averageHeartRateBpm": split["average_heart_rate_bpm"],
            "averageCadenceSpm": split["average_cadence_spm"],
            "ascentM": split["ascent_m"],
            "descentM": split["descent_m"],
            "gradeAdjustedPaceSPerKm": pace,
        }
        for split, pace in zip(packed["km"], paces, strict=True)
    ]


def _component(row: list[Any], contribution: float) -> Record:
    key, value, points, weight, _, _, expected = row[:7]
    bounds = [shared.rounded(bound) for bound in expected[:3]] if expected else None
    return {
        "key": key,
        "unit": shared.UNITS[key],
        "value": shared.rounded(value),
        "points": shared.rounded(points),
        "weight": shared.rounded(weight),
        "contribution": contribution,
        "expected": bounds and dict(zip(("low", "typical", "high"), bounds, strict=True)),
    }


def _week(first: str, item: Item | None) -> Record:
    sums = dict.fromkeys(shared.SUMMED, 0)
    for part in item["parts"]["M"].values() if item else ():
        for sport in part["M"].values():
            for name in sums.keys() & sport["M"].keys():
                sums[name] += int(sport["M"][name]["N"])
    lengths = {"distanceM": sums["distance_mm"] / 1000, "movingS": sums["moving_ms"] / 1000}
    return {"from": first, "count": sums["count"], "steps": sums["steps"], **lengths}


class Handler(GraphQLHTTPHandler):
    """Answers that orjson encodes, as Ariadne's pages tell to do it."""

    async def create_json_response(self, request: Request, result: dict[str, Any], success: bool) -> Response:  # noqa: ARG002, FBT001 -- Ariadne's signature
        """The answer."""
        return Response(orjson.dumps(result), 200 if success else 400, media_type="application/json")


@lru_cache(maxsize=1_000)
def _parsed(text: str) -> DocumentNode:
    return parse(text)


@lru_cache(maxsize=1_000)
def _validated(schema: GraphQLSchema, document: DocumentNode) -> list[GraphQLError]:
    return validate(schema, document)


def _context(request: Request, _: Any) -> Record:
    return {"uid": shared.subject_of(request.headers["authorization"]), "shoes": None}


if __name__ == "__main__":
    bindables = (query, user, run, walk, score, activity_type, instant, day)
    made = make_executable_schema(load_schema_from_path(str(Path(__file__).parent / "schema.graphql")), *bindables)
    shared.serve(
        GraphQL(
            made,
            context_value=_context,
            query_parser=lambda _, data: _parsed(data["query"]),
            query_validator=lambda schema, document, **_: _validated(schema, document),
            http_handler=Handler(),
        )
    )
