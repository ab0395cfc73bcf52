"""Runs and walks of the Strawberry peer, and how they are made of PynamoDB's models."""

import asyncio
from datetime import datetime
from gzip import decompress
from typing import Any

import orjson
import strawberry
from starlette.requests import Request
from strawberry import ID, Private
from strawberry.types import Info

from bench.servers import pynamodb_items as stored
from bench.servers import shared
from bench.servers.strawberry_types import (
    ChannelSeries,
    Device,
    Gear,
    PageInfo,
    Score,
    Series,
    SeriesChannel,
    Split,
    Sport,
)


class Context(dict[str, Any]):
    """One request: who asks, and the shoes once they are read."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.uid = shared.subject_of(request.headers["authorization"])
        self._shoes: asyncio.Future[list[stored.GearItem]] | None = None

    async def shoes(self) -> dict[str, stored.GearItem]:
        """The person's shoes by id, read once a request."""
        if self._shoes is None:
            self._shoes = asyncio.ensure_future(stored.prefixed(stored.GearItem, self.uid, "G#"))
        return {item.sk[2:]: item for item in await self._shoes}


type Asked = Info[Context, None]


@strawberry.interface
class Activity:
    """A run or a walk."""

    id: ID
    sport: Sport
    name: str | None
    started_at: datetime
    distance_m: float
    elapsed_s: float
    moving_s: float
    pace_s_per_km: float | None = strawberry.field(name="paceSPerKm")
    steps: int | None
    average_heart_rate_bpm: float | None
    max_heart_rate_bpm: float | None
    average_cadence_spm: float | None
    ascent_m: float | None
    descent_m: float | None
    calories_kcal: float | None
    score: Score | None
    device: Device | None
    splits: list[Split] | None
    aid: Private[str]
    gear_id: Private[str | None]

    @strawberry.field
    async def gear(self, info: Asked) -> Gear | None:
        """Its shoes."""
        pair = (await info.context.shoes()).get(self.gear_id) if self.gear_id else None
        return Gear(id=ID(shared.global_id("Gear", pair.sk[2:])), name=pair.name) if pair else None

    @strawberry.field
    async def series(self, info: Asked, channels: list[SeriesChannel], max_points: int = 256) -> Series | None:
        """Its series: only the columns that are asked for are read."""
        chosen = [(channel, *shared.CHANNELS[channel.value]) for channel in channels]
        return await _series(info.context.uid, self.aid, chosen, max_points)


@strawberry.type
class Run(Activity):
    """A run."""


@strawberry.type
class Walk(Activity):
    """A walk."""


@strawberry.type
class ActivityConnection:
    """A page."""

    nodes: list[Activity]
    page_info: PageInfo


def activity_of(item: stored.Row | stored.ActivityItem, device: dict[str, str] | None = None) -> Activity:
    """A run or a walk of its item."""
    started = shared.local(int(item.started_ms), int(item.utc_offset_s))
    card = shared.card(item.packed_scores) if item.packed_scores else None
    name = " ".join(filter(None, (device.get("manufacturer"), device.get("product")))) if device else ""
    made = Run if item.sport == "RUNNING" else Walk
    return made(
        id=ID(shared.global_id("Activity", item.aid)),
        sport=Sport(item.sport),
        name=item.name,
        started_at=started,
        distance_m=item.distance_mm / 1000,
        elapsed_s=item.elapsed_ms / 1000,
        moving_s=item.moving_ms / 1000,
        pace_s_per_km=round(item.moving_ms / item.distance_mm * 1000, 2) if item.distance_mm else None,
        steps=None if item.steps is None else int(item.steps),
        average_heart_rate_bpm=_tenth(item.average_heart_rate_dbpm),
        max_heart_rate_bpm=_tenth(item.max_heart_rate_dbpm),
        average_cadence_spm=_tenth(item.average_cadence_dspm),
        ascent_m=_tenth(item.ascent_dm),
        descent_m=_tenth(item.descent_dm),
        calories_kcal=item.calories_kcal,
        score=Score(version=card[0], value=card[1], coverage=card[2]) if card else None,
        device=Device(name=name or None) if device else None,
        splits=None,
        aid=item.aid,
        gear_id=item.gear_id,
    )


def _tenth(value: float | None) -> float | None:
    return None if value is None else value / 10


def splits_of(packed: dict[str, Any]) -> list[Split]:
    """The kilometres of an activity's detail."""
    paces = packed.get("kmg") or [None] * len(packed["km"])
    pairs = zip(packed["km"], paces, strict=True)
    return [Split(**split, grade_adjusted_pace_s_per_km=pace) for split, pace in pairs]


async def _series(uid: str, aid: str, chosen: list[tuple[Any, str, str]], max_points: int) -> Series | None:
    found = await stored.series(uid, aid, ["elapsedS", *(name for _, name, _ in chosen)])
    if found is None or found[0] > max_points:
        return None
    columns = {name: orjson.loads(decompress(packed)) for name, packed in found[1].items()}
    return Series(
        points=found[0],
        elapsed_s=columns["elapsedS"],
        channels=[
            ChannelSeries(channel=channel, unit=unit, values=columns[name])
            for channel, name, unit in chosen
            if name in columns
        ],
    )
