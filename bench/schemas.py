"""One schema of the service's own types over data that lies in memory, and the same schema without our layers.

What a resolver of the service reads is not the executor's work, so here nothing is read: a page of twenty activities,
and the series of one, are there already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLSchema, build_schema, print_schema

from bench import person
from console.plan import typical
from graph.execution.executor import PlannedExecutor
from graph.schema import Schema
from graph.types.activity import Run, Walk
from graph.types.connection import ActivityConnection, activity_connection
from graph.types.detail import ChannelSeries, Series, series_type
from graph.types.enums import SeriesChannel
from models.columns import unpack
from models.entities import PREVIEW_POINTS, Page, Preview
from models.terms import Channel

LENGTH = 20
# Six of a watch with a chest strap.
CHANNELS = (
    Channel.ALTITUDE_M,
    Channel.SPEED_M_S,
    Channel.HEART_RATE_BPM,
    Channel.CADENCE_SPM,
    Channel.POWER_W,
    Channel.VERTICAL_OSCILLATION_MM,
)
QUERIES = {
    "hello": "{ hello }",
    "list of 20": """{ activities {
      nodes {
        __typename id sport startedAt updatedAt name distanceM elapsedS movingS paceSPerKm steps averageHeartRateBpm
        averageCadenceSpm ascentM caloriesKcal
        score { value version coverage }
      }
      pageInfo { hasNextPage endCursor }
    } }""",
    "series of 7 x 1,024": "{ columns { points elapsedS channels { channel unit values } } }",
    "series of 7 x 1,024, unpacked first": "{ series { points elapsedS channels { channel unit values } } }",
}


@strawberry.type
class Columns:
    """A series whose columns lie in memory as lists."""

    points: int
    elapsed_s: list[float]
    channels: list[ChannelSeries]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is answered."""

    page: ActivityConnection
    preview: Preview
    columns: Columns


@strawberry.type
class Query:
    """What is asked."""

    @strawberry.field
    def hello(self) -> str:
        """The least that can be asked."""
        return "hello"

    @strawberry.field
    async def activities(self) -> ActivityConnection | None:
        """A page as the service lists it."""
        return KEPT.page

    @strawberry.field
    async def columns(self) -> Columns | None:
        """A series of lists."""
        return KEPT.columns

    @strawberry.field
    async def series(self) -> Series | None:
        """A series as the service answers it."""
        return series_type(KEPT.preview, _channels(), PREVIEW_POINTS[-1])


def kept() -> Kept:
    """The newest twenty activities of the benches' person, and a typical run's series."""
    cards = tuple(meta.activity for meta in person.metas()[-LENGTH:])
    cursors = tuple(f"cursor{number}" for number in range(LENGTH))
    preview = typical.detail().preview
    if preview is None:
        raise ValueError("a typical activity has series")
    series = series_type(preview, _channels(), PREVIEW_POINTS[-1])
    lists = [
        ChannelSeries(channel=each.channel, unit=each.unit, values=list(each.values)) for each in series.channels()
    ]
    columns = Columns(points=series.points, elapsed_s=list(series.elapsed_s()), channels=lists)
    return Kept(activity_connection(Page(cards, cursors, has_next=True, has_previous=False)), preview, columns)


@cache
def ours() -> Schema:
    """The service's: cached documents, limits, plans."""
    return Schema(query=Query, types=[Run, Walk], execution_context_class=PlannedExecutor)


@cache
def stock() -> strawberry.Schema:
    """Strawberry as it comes."""
    return strawberry.Schema(query=Query, types=[Run, Walk])


@cache
def bare() -> GraphQLSchema:
    """The same types, made by graphql-core alone of their text."""
    return build_schema(print_schema(ours()._schema))


def root(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The bare schema's data: what ours answered, as dicts; the series are unpacked anew each time, as ours are."""
    return {**answers, "series": lambda _: _unpacked(answers["series"])}


def _unpacked(answer: Mapping[str, Any]) -> dict[str, Any]:
    columns = KEPT.preview.columns
    channels = zip(answer["channels"], _channels(), strict=True)
    told = [each | {"values": unpack(columns[channel.value])} for each, channel in channels]
    return {**answer, "elapsedS": unpack(columns["elapsedS"]), "channels": told}


def _channels() -> list[SeriesChannel]:
    return [SeriesChannel(each.value) for each in CHANNELS]


KEPT = kept()
