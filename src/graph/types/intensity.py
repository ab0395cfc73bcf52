"""How hard an activity was: zones, pace by the slope, evenness, drift, load; and where its distance comes from."""

from collections.abc import Sequence
from itertools import pairwise

import strawberry

from coaching.zones import HeartRateBounds, PaceBounds
from graph.types.detail import CHANNEL_UNITS
from graph.types.enums import (
    DistanceReason,
    DistanceSource,
    HeartRateZoneMethod,
    MissingReason,
    PaceZoneMethod,
    SeriesChannel,
)
from models.entities import ActivityMeta, BestMean, Intensity, Load
from resolvers.zones import InZones

_WHY = "Why there is nothing; null where there is something."


@strawberry.type(name="Distance", description="The distance by what it can be measured from, and which was chosen.")
class DistanceType:
    chosen: DistanceSource = strawberry.field(description="What distanceM is.")
    reason: DistanceReason | None = strawberry.field(
        description="Why that was chosen; null for an activity that was measured before this was kept."
    )
    smoothed_m: float | None = strawberry.field(
        description="The way through the positions while moving, without the receiver's noise, m; null without any."
    )
    raw_m: float | None = strawberry.field(
        description="The way through the positions as they were recorded, m: noise lengthens it. Null without any, and "
        "for an activity that was measured before this was kept."
    )
    device_m: float | None = strawberry.field(
        description="What the device reported for the whole recording, m; null where it did not."
    )


@strawberry.type(description="A zone of the heart rate.")
class HeartRateZone:
    index: int = strawberry.field(description="1 for the easiest, 5 for the hardest.")
    low_bpm: float = strawberry.field(description="Where it begins, beats per minute; it belongs to the zone.")
    high_bpm: float | None = strawberry.field(
        description="Where the next one begins, beats per minute; null for the hardest."
    )
    seconds: float = strawberry.field(description="For how long the heart beat in it, recorded pauses included, s.")
    share: float = strawberry.field(
        description="Of the time with a known heart rate, that below the zones included, 0 to 1."
    )


@strawberry.type(
    description="For how long the heart beat in which zone: five zones from 50 % in steps of 10 %, of the heart-rate "
    "reserve where the profile has a resting heart rate (Karvonen 1957), else of the maximum (Edwards 1993). Without a "
    "maximum in the profile it is estimated from the age (Tanaka 2001: 208 - 0.7 age; a third of people are more than "
    "10 beats per minute off). By the profile as it is now, and the age as it was then."
)
class HeartRateZones:
    reason: MissingReason | None = strawberry.field(description=_WHY)
    method: HeartRateZoneMethod | None = strawberry.field(description="What the zones are shares of.")
    max_bpm: float | None = strawberry.field(description="The maximum they go by, beats per minute.")
    max_estimated: bool | None = strawberry.field(description="Whether it is estimated from the age.")
    resting_bpm: float | None = strawberry.field(description="The resting heart rate they go by, beats per minute.")
    below_s: float | None = strawberry.field(description="Seconds below the easiest zone.")
    zones: list[HeartRateZone] | None = strawberry.field(description="The five zones, the easiest first.")


@strawberry.type(description="A zone of the pace.")
class PaceZone:
    index: int = strawberry.field(description="1 for the slowest, 5 for the fastest.")
    slowest_pace_s_per_km: float | None = strawberry.field(
        name="slowestPaceSPerKm", description="Where it begins, seconds per kilometre; null for the slowest zone."
    )
    fastest_pace_s_per_km: float | None = strawberry.field(
        name="fastestPaceSPerKm", description="Where the next one begins, seconds per kilometre; null for the fastest."
    )
    seconds: float = strawberry.field(description="For how long somebody moved at it, s.")
    share: float = strawberry.field(description="Of the time in motion with a known speed, 0 to 1.")


@strawberry.type(
    description="For how long somebody moved in which zone. A run: five zones that begin at 129, 114, 106 and 99 % of "
    "the threshold pace (Friel; his 5a to 5c are one), the pace that is held for an hour. It is estimated by Riegel's "
    "law from the best efforts of 10 to 150 minutes in the activity's local year and the one before, this one among "
    "them. A walk: below 3 km/h, from 3, from 5 (brisk: CADENCE-Adults), from 6, and from 7 km/h on."
)
class PaceZones:
    reason: MissingReason | None = strawberry.field(description=_WHY)
    method: PaceZoneMethod | None = strawberry.field(description="What the zones follow from.")
    threshold_pace_s_per_km: float | None = strawberry.field(
        name="thresholdPaceSPerKm", description="The estimated threshold, seconds per kilometre; null for a walk."
    )
    zones: list[PaceZone] | None = strawberry.field(description="The five zones, the slowest first.")


@strawberry.type(
    description="Pace by the slope: what it would have been on the level at the same cost, by the cost of a metre of "
    "Minetti 2002, slopes held to 45 % either way. Downhill the formula promises more than people reach: a metre "
    "never counts as less than 60 % of one on the level."
)
class GradeAdjusted:
    reason: MissingReason | None = strawberry.field(description=_WHY)
    pace_s_per_km: float | None = strawberry.field(
        name="paceSPerKm", description="Mean while moving, seconds per kilometre."
    )


@strawberry.type(description="How evenly somebody went, by moving time.")
class Pacing:
    reason: MissingReason | None = strawberry.field(
        description="Why there is nothing, or why secondHalfPct alone is null: NOT_MOVING in one of the halves; null "
        "where there is both."
    )
    evenness_pct: float | None = strawberry.field(
        description="Coefficient of variation of the whole kilometres' paces, %: 0 is a metronome. Three kilometres at "
        "least."
    )
    second_half_pct: float | None = strawberry.field(
        description="How much longer the second half of the way took than the first, %: below 0 is a negative split."
    )


@strawberry.type(
    description="How much less way a heartbeat carried in the second half of the time in motion than in the first, by "
    "the speed on the level where the altitude is known (Friel's Pa:HR). Below 5 % an effort counts as aerobic. Runs "
    "only, with 20 minutes in motion at least, and a heart rate for four fifths of either half of the time. It says "
    "little of intervals, walking breaks, hills (even with an altitude) and heat."
)
class AerobicDecoupling:
    reason: MissingReason | None = strawberry.field(description=_WHY)
    pct: float | None = strawberry.field(description="% of the first half; below 0 where the second carried further.")


@strawberry.type(
    name="Load",
    description="What it asked of the heart, by the profile as it was when the activity was last measured, or by the "
    "profile as it is now if it lacked something then. Loads of one kind can be compared with each other, and with "
    "nothing else: they have no unit.",
)
class LoadType:
    reason: MissingReason | None = strawberry.field(description="Why there is no trimp; null where there is.")
    trimp: float | None = strawberry.field(
        description="Training impulse by Banister (1991): minutes times the share of the heart-rate reserve, weighted "
        "by sex. Needs sex, resting and maximal heart rate."
    )
    edwards: float | None = strawberry.field(
        description="Load by Edwards (1993): minutes times 1 to 5 over the five zones of the maximum, whatever "
        "heartRateZones goes by. Needs a maximum, recorded or estimated."
    )


@strawberry.type(name="BestMean", description="The highest mean of a channel over a duration.")
class BestMeanType:
    channel: SeriesChannel = strawberry.field(description="Speed, heart rate or power.")
    unit: str = strawberry.field(description="Unit of the mean.")
    duration_s: float = strawberry.field(
        description="Over so many seconds. A stretch across a gap of more than 15 s does not count; recorded standing "
        "does."
    )
    mean: float = strawberry.field(description="The mean.")
    start_s: float = strawberry.field(description="Where it starts, seconds from the start of the activity.")


def distance_type(meta: ActivityMeta) -> DistanceType:
    return DistanceType(
        chosen=meta.distance_source,
        reason=meta.distance_reason,
        smoothed_m=meta.positions_distance_m,
        raw_m=meta.raw_distance_m,
        device_m=meta.device_totals.distance_m,
    )


def heart_rate_zones_type(found: InZones[HeartRateBounds] | MissingReason) -> HeartRateZones:
    if isinstance(found, MissingReason):
        return HeartRateZones(
            reason=found, method=None, max_bpm=None, max_estimated=None, resting_bpm=None, below_s=None, zones=None
        )
    bounds, whole_s = found.bounds, sum(found.seconds)
    below_s, *inside_s = found.seconds
    edges = [*bounds.lows_bpm, None]
    return HeartRateZones(
        reason=None,
        method=bounds.method,
        max_bpm=round(bounds.max_bpm, 1),
        max_estimated=bounds.max_estimated,
        resting_bpm=bounds.resting_bpm,
        below_s=round(below_s, 1),
        zones=[
            HeartRateZone(
                index=index, low_bpm=low, high_bpm=high, seconds=round(spent, 1), share=round(spent / whole_s, 4)
            )
            for index, (low, high, spent) in enumerate(zip(bounds.lows_bpm, edges[1:], inside_s, strict=True), start=1)
        ],
    )


def pace_zones_type(found: InZones[PaceBounds] | MissingReason) -> PaceZones:
    if isinstance(found, MissingReason):
        return PaceZones(reason=found, method=None, threshold_pace_s_per_km=None, zones=None)
    whole_s = sum(found.seconds)
    paces = [None, *(_pace(low) for low in found.bounds.lows_m_s), None]
    return PaceZones(
        reason=None,
        method=found.bounds.method,
        threshold_pace_s_per_km=_pace(found.bounds.threshold_m_s),
        zones=[
            PaceZone(
                index=index,
                slowest_pace_s_per_km=slowest,
                fastest_pace_s_per_km=fastest,
                seconds=round(spent, 1),
                share=round(spent / whole_s, 4),
            )
            for index, ((slowest, fastest), spent) in enumerate(
                zip(pairwise(paces), found.seconds, strict=True), start=1
            )
        ],
    )


def grade_adjusted_type(intensity: Intensity | None) -> GradeAdjusted:
    if intensity is None:
        return GradeAdjusted(reason=MissingReason.OLDER_MEASURES, pace_s_per_km=None)
    return GradeAdjusted(reason=intensity.grade_adjusted_missing, pace_s_per_km=intensity.grade_adjusted_pace_s_per_km)


def pacing_type(intensity: Intensity | None) -> Pacing:
    if intensity is None:
        return Pacing(reason=MissingReason.OLDER_MEASURES, evenness_pct=None, second_half_pct=None)
    return Pacing(
        reason=intensity.pacing_missing,
        evenness_pct=intensity.evenness_pct,
        second_half_pct=intensity.second_half_pct,
    )


def decoupling_type(intensity: Intensity | None) -> AerobicDecoupling:
    if intensity is None:
        return AerobicDecoupling(reason=MissingReason.OLDER_MEASURES, pct=None)
    return AerobicDecoupling(reason=intensity.decoupling_missing, pct=intensity.decoupling_pct)


def load_type(load: Load | None) -> LoadType:
    if load is None:
        return LoadType(reason=MissingReason.OLDER_MEASURES, trimp=None, edwards=None)
    return LoadType(reason=load.missing, trimp=load.banister, edwards=load.edwards)


def best_mean_types(means: Sequence[BestMean]) -> list[BestMeanType]:
    return [
        BestMeanType(
            channel=SeriesChannel(each.channel.value),
            unit=CHANNEL_UNITS[each.channel],
            duration_s=each.duration_s,
            mean=each.mean,
            start_s=each.start_s,
        )
        for each in means
    ]


def _pace(speed_m_s: float | None) -> float | None:
    return round(1000 / speed_m_s, 1) if speed_m_s else None
