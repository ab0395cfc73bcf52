"""Shoes and recorders."""

from datetime import date

import strawberry

from graph.context import RequestInfo
from graph.ids import GEAR, global_id
from graph.types.enums import Sport
from graph.types.node import Node
from models.entities import Gear, KnownDevice
from resolvers.gear import worn_for


@strawberry.type(name="Gear", description="A pair of shoes, with all that was run and walked in it.")
class GearType(Node):
    name: str = strawberry.field(description="What the person calls it.")
    retired: bool = strawberry.field(description="Whether it is worn no more.")
    activities: int = strawberry.field(description="Activities in it.")
    distance_m: float = strawberry.field(description="Distance in it, m.")
    moving_s: float = strawberry.field(description="Time in it while moving, s.")
    gear_id: strawberry.Private[str]
    # Of a pair that was just changed: a profile read now may still be the one before.
    worn_for: strawberry.Private[tuple[Sport, ...] | None]

    @strawberry.field(description="Sports whose new activities are put into it.")
    async def default_for(self, info: RequestInfo) -> list[Sport]:
        if self.worn_for is not None:
            return list(self.worn_for)
        return list(worn_for(self.gear_id, await info.context.profile()))


@strawberry.type(name="KnownDevice", description="A recorder that sent activities.")
class KnownDeviceType:
    name: str | None = strawberry.field(description="Maker and product.")
    manufacturer: str | None = strawberry.field(description="Maker, as its files say.")
    product: str | None = strawberry.field(description="Product, as its files say.")
    serial: str | None = strawberry.field(description="Serial number, as its files say.")
    first_day: date = strawberry.field(description="Local day of its first activity.")
    last_day: date = strawberry.field(description="Local day of its newest activity.")


def gear_type(gear: Gear, *, changed: bool = False) -> GearType:
    return GearType(
        id=global_id(GEAR, gear.gear_id),
        name=gear.name,
        retired=gear.retired,
        activities=gear.amounts.count,
        distance_m=gear.amounts.distance_mm / 1000,
        moving_s=gear.amounts.moving_ms / 1000,
        gear_id=gear.gear_id,
        worn_for=gear.default_for if changed else None,
    )


def known_device_type(device: KnownDevice) -> KnownDeviceType:
    return KnownDeviceType(
        name=" ".join(part for part in (device.manufacturer, device.product) if part) or None,
        manufacturer=device.manufacturer,
        product=device.product,
        serial=device.serial,
        first_day=device.first_day,
        last_day=device.last_day,
    )
