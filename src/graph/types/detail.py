"""Laps, splits, efforts, track, series, device: what lies below an activity."""

from collections.abc import Sequence
from typing import cast

import strawberry

from graph.types.enums import LapTrigger, SeriesChannel
from models.columns import Floats, floats, unpack
from models.entities import PREVIEW_POINTS, BestEffort, Device, DeviceTotals, Lap, Preview, Split, Track
from models.terms import Channel

# Told in descriptions, so that no client has to guess.
CHANNEL_UNITS = {
    Channel.ALTITUDE_M: "m",
    Channel.SPEED_M_S: "m/s",
    Channel.HEART_RATE_BPM: "bpm",
    Channel.CADENCE_SPM: "spm",
    Channel.POWER_W: "W",
    Channel.VERTICAL_OSCILLATION_MM: "mm",
    Channel.VERTICAL_RATIO_PCT: "%",
    Channel.CONTACT_MS: "ms",
    Channel.CONTACT_BALANCE_PCT: "%",
    Channel.STEP_LENGTH_M: "m",
    Channel.TEMPERATURE_C: "°C",
}


@strawberry.type(name="Device", description="What recorded an activity, as far as its file tells.")
class DeviceType:
    name: str | None = strawberry.field(description="Maker and product in one line.")
    manufacturer: str | None = strawberry.field(description="Maker.")
    product: str | None = strawberry.field(description="Product, or the app that wrote the file.")
    serial: str | None = strawberry.field(description="Serial number.")


@strawberry.type(
    name="DeviceTotals",
    description="What the device itself reported, whatever was edited since, to be compared with ours. Rounded to "
    "thousandths. A TCX file tells it by laps: then it is their sums, their highest heart rate, and the mean of their "
    "mean heart rates weighted by their time. What nobody can reach is left out; problems tells it.",
)
class DeviceTotalsType:
    distance_m: float | None = strawberry.field(description="Distance, m.")
    elapsed_s: float | None = strawberry.field(description="Time from start to end, s.")
    timer_s: float | None = strawberry.field(description="Time while the device's timer ran, s.")
    ascent_m: float | None = strawberry.field(description="Climbed, m.")
    descent_m: float | None = strawberry.field(description="Descended, m.")
    calories_kcal: float | None = strawberry.field(description="Energy, kcal.")
    steps: int | None = strawberry.field(description="Steps of both feet.")
    average_heart_rate_bpm: float | None = strawberry.field(description="Mean heart rate, beats per minute.")
    max_heart_rate_bpm: float | None = strawberry.field(description="Highest heart rate, beats per minute.")


@strawberry.type(name="Lap", description="A lap as the device marked it, measured by the service.")
class LapType:
    index: int = strawberry.field(description="1 for the first.")
    start_s: float = strawberry.field(description="Start, seconds from the start of the activity.")
    elapsed_s: float = strawberry.field(description="Duration with pauses, s.")
    moving_s: float = strawberry.field(description="Duration while moving, s.")
    distance_m: float = strawberry.field(description="Distance, m.")
    average_heart_rate_bpm: float | None = strawberry.field(description="Mean heart rate, beats per minute.")
    average_cadence_spm: float | None = strawberry.field(description="Mean cadence while moving, steps per minute.")
    trigger: LapTrigger = strawberry.field(description="What ended it.")


@strawberry.type(name="Split", description="A kilometre or a mile; the last one may be shorter.")
class SplitType:
    index: int = strawberry.field(description="1 for the first.")
    distance_m: float = strawberry.field(description="Distance, m.")
    elapsed_s: float = strawberry.field(description="Duration with pauses, s.")
    moving_s: float = strawberry.field(description="Duration while moving, s.")
    average_heart_rate_bpm: float | None = strawberry.field(description="Mean heart rate, beats per minute.")
    average_cadence_spm: float | None = strawberry.field(description="Mean cadence while moving, steps per minute.")
    ascent_m: float | None = strawberry.field(description="Climbed, m.")
    descent_m: float | None = strawberry.field(description="Descended, m.")
    grade_adjusted_pace_s_per_km: float | None = strawberry.field(
        name="gradeAdjustedPaceSPerKm",
        description="Pace while moving, as it would have been on the level, seconds per kilometre; see gradeAdjusted.",
    )


@strawberry.type(name="BestEffort", description="The shortest time over a standard distance within an activity.")
class BestEffortType:
    distance_m: float = strawberry.field(description="The standard distance, m.")
    duration_s: float = strawberry.field(description="Shortest elapsed time over it, s.")
    start_s: float = strawberry.field(description="Where it starts, seconds from the start of the activity.")


@strawberry.type(name="Track", description="The route, simplified for a map.")
class TrackType:
    polyline: str = strawberry.field(
        description="Google encoded polyline, 5 decimals. Across the date line longitudes go on beyond 180 or -180 °: "
        "no two neighbours lie on different ends of the map."
    )
    tolerance_m: float = strawberry.field(description="No recorded point lies further from the line than this, m.")
    points: int = strawberry.field(description="Points of the line.")


@strawberry.type(description="One channel of a series.")
class ChannelSeries:
    channel: SeriesChannel = strawberry.field(description="Which one.")
    unit: str = strawberry.field(description="Unit of the values.")
    values: list[float | None] = strawberry.field(description="One value a point; null where nothing was measured.")


@strawberry.type(
    description="Channels of an activity on one shared axis: index i of every list is the same recorded moment."
)
class Series:
    points: int = strawberry.field(description="Points of every list.")
    preview: strawberry.Private[Preview]
    keep: strawberry.Private[Sequence[int]]
    asked: strawberry.Private[list[SeriesChannel]]

    # A column is only unpacked where it is asked for.
    @strawberry.field(description="Seconds from the start.")
    def elapsed_s(self) -> list[float]:
        return cast("list[float]", self._floats("elapsedS"))

    @strawberry.field(description="Distance from the start, m.")
    def distance_m(self) -> list[float | None]:
        return self._floats("distanceM")

    @strawberry.field(description="WGS 84 latitude, degrees.")
    def latitude_deg(self) -> list[float | None]:
        return self._floats("latitude")

    @strawberry.field(description="WGS 84 longitude, degrees.")
    def longitude_deg(self) -> list[float | None]:
        return self._floats("longitude")

    @strawberry.field(description="Whether the person was moving.")
    def moving(self) -> list[bool]:
        values = unpack(self.preview.columns["moving"])
        return values if len(self.keep) == len(values) else [values[index] for index in self.keep]

    @strawberry.field(description="The channels asked for that were recorded.")
    def channels(self) -> list[ChannelSeries]:
        return [
            ChannelSeries(
                channel=channel, unit=CHANNEL_UNITS[Channel(channel.value)], values=self._floats(channel.value)
            )
            for channel in self.asked
        ]

    def _floats(self, name: str) -> Floats:
        values = floats(self.preview.columns[name])
        return values if len(self.keep) == len(values) else values.at(self.keep)


def device_type(device: Device) -> DeviceType:
    return DeviceType(name=device.name, manufacturer=device.manufacturer, product=device.product, serial=device.serial)


def device_totals_type(totals: DeviceTotals) -> DeviceTotalsType:
    return DeviceTotalsType(
        distance_m=_thousandths(totals.distance_m),
        elapsed_s=_thousandths(totals.elapsed_s),
        timer_s=_thousandths(totals.timer_s),
        ascent_m=_thousandths(totals.ascent_m),
        descent_m=_thousandths(totals.descent_m),
        calories_kcal=_thousandths(totals.calories_kcal),
        steps=totals.steps,
        average_heart_rate_bpm=_thousandths(totals.average_heart_rate_bpm),
        max_heart_rate_bpm=_thousandths(totals.max_heart_rate_bpm),
    )


def _thousandths(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def lap_type(lap: Lap) -> LapType:
    return LapType(
        index=lap.index,
        start_s=lap.start_s,
        elapsed_s=lap.elapsed_s,
        moving_s=lap.moving_s,
        distance_m=lap.distance_m,
        average_heart_rate_bpm=lap.average_heart_rate_bpm,
        average_cadence_spm=lap.average_cadence_spm,
        trigger=lap.trigger,
    )


def split_type(split: Split) -> SplitType:
    return SplitType(
        index=split.index,
        distance_m=split.distance_m,
        elapsed_s=split.elapsed_s,
        moving_s=split.moving_s,
        average_heart_rate_bpm=split.average_heart_rate_bpm,
        average_cadence_spm=split.average_cadence_spm,
        ascent_m=split.ascent_m,
        descent_m=split.descent_m,
        grade_adjusted_pace_s_per_km=split.grade_adjusted_pace_s_per_km,
    )


def best_effort_type(effort: BestEffort) -> BestEffortType:
    return BestEffortType(distance_m=effort.distance_m, duration_s=effort.duration_s, start_s=effort.start_s)


def track_type(track: Track) -> TrackType:
    return TrackType(polyline=track.polyline, tolerance_m=track.tolerance_m, points=track.points)


def series_type(preview: Preview, channels: list[SeriesChannel], max_points: int) -> Series:
    """The coarser resolution where it has enough points, else the finer one, thinned evenly to what was asked for."""
    keep = _even(preview.coarse if max_points <= PREVIEW_POINTS[0] else range(preview.points), max_points)

    asked = [channel for channel in dict.fromkeys(channels) if channel.value in preview.columns]
    return Series(points=len(keep), preview=preview, keep=keep, asked=asked)


def _even(points: Sequence[int], wanted: int) -> Sequence[int]:
    """At most ``wanted`` of these points, the first and the last among them."""
    if len(points) <= wanted:
        return points
    return [points[round(step * (len(points) - 1) / (wanted - 1))] for step in range(wanted)]
