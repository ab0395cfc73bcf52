"""Runs and walks: the same fields where the thing is the same, so that an app switches presentation, not endpoint."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import UNSET

from graph.context import RequestInfo
from graph.ids import ACTIVITY, global_id
from graph.threads import in_thread
from graph.types.detail import (
    BestEffortType,
    DeviceTotalsType,
    DeviceType,
    LapType,
    Series,
    SplitType,
    TrackType,
    best_effort_type,
    device_totals_type,
    device_type,
    lap_type,
    series_type,
    split_type,
    track_type,
)
from graph.types.enums import CaloriesMethod, DistanceSource, OffsetSource, SeriesChannel, SplitUnit, Sport
from graph.types.form import BriskType, FormType, brisk_type, form_type
from graph.types.form_enums import RunGoal
from graph.types.gear import GearType, gear_type
from graph.types.intensity import (
    AerobicDecoupling,
    BestMeanType,
    DistanceType,
    GradeAdjusted,
    HeartRateZones,
    LoadType,
    PaceZones,
    Pacing,
    best_mean_types,
    decoupling_type,
    distance_type,
    grade_adjusted_type,
    heart_rate_zones_type,
    load_type,
    pace_zones_type,
    pacing_type,
)
from graph.types.node import Node
from graph.types.problem import FileProblemType, file_problem
from graph.types.rounding import rounded
from graph.types.score import ScoreType, score_type
from models.entities import PREVIEW_POINTS, Activity, ActivityMeta, Detail, Intensity
from models.errors import InvalidInput, NotFound
from models.tracks import coarser
from resolvers import zones
from resolvers.activities import detail_url

MAX_POINTS = PREVIEW_POINTS[-1]

ChannelsArgument = Annotated[
    list[SeriesChannel] | None,
    strawberry.argument(description="Channels to send; all that were recorded unless given."),
]
MaxPointsArgument = Annotated[int, strawberry.argument(description=f"At most this many points, 2 to {MAX_POINTS}.")]
ToleranceArgument = Annotated[
    float,
    strawberry.argument(
        description="No recorded point may lie further from the line, m. Lines are kept at 5 m, those of very long "
        "routes at more: finer ones are not to be had."
    ),
]
GoalArgument = Annotated[
    RunGoal | None,
    strawberry.argument(
        description="The goal that the weights of a run's score are for; the balanced ones unless given. That of the "
        "profile is not taken by itself."
    ),
]
UnitArgument = Annotated[SplitUnit, strawberry.argument(description="Length of a split.")]


# What takes a request of its own is nullable: when one of them fails, the others are answered all the same.
@strawberry.interface(name="Activity", description="One run or walk.")
class ActivityType(Node):
    sport: Sport = strawberry.field(description="Running or walking.")
    name: str | None = strawberry.field(description="Title, where the file or the person gave one.")
    started_at: datetime = strawberry.field(
        description="Start, with the UTC offset of utcOffsetS: the clock the person saw, or a guess (utcOffsetSource)."
    )
    utc_offset_s: int = strawberry.field(description="That offset, seconds east of UTC.")
    updated_at: datetime = strawberry.field(description="Last change of this activity, UTC.")
    distance_m: float = strawberry.field(description="Distance, m; see distanceSource.")
    elapsed_s: float = strawberry.field(description="Time from start to end, pauses included, s.")
    moving_s: float = strawberry.field(description="Time while moving, s; never more than elapsedS.")
    speed_m_s: float | None = strawberry.field(name="speedMS", description="Mean speed while moving, m/s.")
    pace_s_per_km: float | None = strawberry.field(
        name="paceSPerKm", description="Mean pace while moving, seconds per kilometre."
    )
    steps: int | None = strawberry.field(description="Steps of both feet; null where nothing counted them.")
    step_length_m: float | None = strawberry.field(description="Mean length of one step, contact to contact, m.")
    average_cadence_spm: float | None = strawberry.field(description="Mean cadence while moving, steps per minute.")
    average_heart_rate_bpm: float | None = strawberry.field(description="Time-weighted mean, beats per minute.")
    max_heart_rate_bpm: float | None = strawberry.field(description="Highest heart rate, beats per minute.")
    ascent_m: float | None = strawberry.field(description="Climbed, m; null without altitude.")
    descent_m: float | None = strawberry.field(description="Descended, m; null without altitude.")
    calories_kcal: float | None = strawberry.field(
        description="Gross energy, kcal; null without weight or device figure."
    )
    calories_method: CaloriesMethod | None = strawberry.field(description="How caloriesKcal was worked out.")
    card: strawberry.Private[Activity]

    @strawberry.field(description="Where utcOffsetS comes from.")
    async def utc_offset_source(self, info: RequestInfo) -> OffsetSource | None:
        return (await self._meta(info)).offset_source

    @strawberry.field(description="What distanceM was measured from.")
    async def distance_source(self, info: RequestInfo) -> DistanceSource | None:
        return (await self._meta(info)).distance_source

    @strawberry.field(description="The distance by what it can be measured from, and why distanceM is what it is.")
    async def distance(self, info: RequestInfo) -> DistanceType | None:
        return distance_type(await self._meta(info))

    @strawberry.field(description="Length of the path through the positions while moving, m; null without positions.")
    async def positions_distance_m(self, info: RequestInfo) -> float | None:
        return (await self._meta(info)).positions_distance_m

    @strawberry.field(description="What recorded it.")
    async def device(self, info: RequestInfo) -> DeviceType | None:
        return device_type((await self._meta(info)).device)

    @strawberry.field(description="The device's own figures, beside the service's.")
    async def device_totals(self, info: RequestInfo) -> DeviceTotalsType | None:
        return device_totals_type((await self._meta(info)).device_totals)

    @strawberry.field(description="What was wrong with the recording, though not fatal.")
    async def problems(self, info: RequestInfo) -> list[FileProblemType] | None:
        return [file_problem(problem) for problem in (await self._meta(info)).problems]

    @strawberry.field(description="Channels that were recorded.")
    async def channels(self, info: RequestInfo) -> list[SeriesChannel] | None:
        return [SeriesChannel(channel.value) for channel in (await self._meta(info)).channels]

    @strawberry.field(description="Shoes; null where none were told.")
    async def gear(self, info: RequestInfo) -> GearType | None:
        gear_id = self.card.gear_id
        found = await info.context.gear.load(gear_id) if gear_id else None
        return gear_type(found) if found else None

    @strawberry.field(description="The activity that stands for this one, which is then neither listed nor counted.")
    async def merged_into(self, info: RequestInfo) -> "ActivityType | None":
        kept = (await self._meta(info)).merged_into
        meta = await info.context.meta(info, kept) if kept else None
        return activity_type(meta.activity) if meta else None

    @strawberry.field(description="Whether it is about to be measured again, as the person corrected it.")
    async def remeasuring(self, info: RequestInfo) -> bool | None:
        return (await self._meta(info)).remeasuring is not None

    @strawberry.field(
        description="Other activities that overlap with it by half or more: recordings of the same outing? Takes a "
        "request for each activity."
    )
    async def possible_duplicates(self, info: RequestInfo) -> "list[ActivityType] | None":
        meta = await self._meta(info)
        found = await info.context.duplicates.load(meta.activity)
        return [activity_type(other) for other in found]

    @strawberry.field(
        description="The newest activity of this sport before it, of its distance within a fifth, among the hundred "
        "before it; null where there is none. In a list it takes a request for each activity, of a hundred rows."
    )
    async def previous_comparable(self, info: RequestInfo) -> "ActivityType | None":
        found = await info.context.comparable.load(self.card)
        return activity_type(found) if found else None

    @strawberry.field(
        description="How well somebody moved: 0 to 100, and all that explains it. In a list the value costs "
        "nothing; what explains it takes a request for each activity."
    )
    async def score(self, goal: GoalArgument = UNSET) -> ScoreType | None:
        return score_type(self.card, goal or None)

    @strawberry.field(description="What is scored of it, as the recording tells it; there without a score, too.")
    async def form(self, info: RequestInfo) -> FormType | None:
        return form_type(await info.context.whole(self.card.aid))

    @strawberry.field(description="Laps as the device marked them.")
    async def laps(self, info: RequestInfo) -> list[LapType] | None:
        return [lap_type(lap) for lap in (await self._detail(info)).laps]

    @strawberry.field(description="Each kilometre or mile.")
    async def splits(self, info: RequestInfo, unit: UnitArgument = SplitUnit.KILOMETER) -> list[SplitType] | None:
        detail = await self._detail(info)
        splits = detail.kilometer_splits if unit is SplitUnit.KILOMETER else detail.mile_splits
        return [split_type(split) for split in splits]

    @strawberry.field(description="Shortest times over the standard distances that it covers.")
    async def best_efforts(self, info: RequestInfo) -> list[BestEffortType] | None:
        return [best_effort_type(effort) for effort in (await self._detail(info)).best_efforts]

    @strawberry.field(
        description="Highest means of speed, heart rate and power over 5 seconds to an hour; none where the recording "
        "lasts longer than a week."
    )
    async def best_means(self, info: RequestInfo) -> list[BestMeanType] | None:
        intensity = await self._intensity(info)
        return best_mean_types(intensity.best_means) if intensity else None

    @strawberry.field(description="For how long the heart beat in which zone.")
    async def heart_rate_zones(self, info: RequestInfo) -> HeartRateZones | None:
        activity, intensity = (await self._meta(info)).activity, await self._intensity(info)
        return heart_rate_zones_type(zones.heart_rate_zones(await info.context.profile(), activity, intensity))

    @strawberry.field(
        description="For how long somebody moved in which zone. Takes a request for each year asked about."
    )
    async def pace_zones(self, info: RequestInfo) -> PaceZones | None:
        activity, intensity = (await self._meta(info)).activity, await self._intensity(info)
        bests = await info.context.recent_bests(activity)
        return pace_zones_type(zones.pace_zones(activity, intensity, bests))

    @strawberry.field(description="Pace as it would have been on the level.")
    async def grade_adjusted(self, info: RequestInfo) -> GradeAdjusted | None:
        return grade_adjusted_type(await self._intensity(info))

    @strawberry.field(description="How evenly somebody went.")
    async def pacing(self, info: RequestInfo) -> Pacing | None:
        return pacing_type(await self._intensity(info))

    @strawberry.field(description="How much the heart drifted away from the pace.")
    async def aerobic_decoupling(self, info: RequestInfo) -> AerobicDecoupling | None:
        return decoupling_type(await self._intensity(info))

    @strawberry.field(description="What it asked of the heart.")
    async def load(self, info: RequestInfo) -> LoadType | None:
        intensity = await self._intensity(info)
        if intensity is None:
            return load_type(None)
        if not zones.is_late(intensity.load):
            return load_type(intensity.load)
        activity = (await self._meta(info)).activity
        return load_type(zones.load(await info.context.profile(), activity, intensity))

    @strawberry.field(description="The route; null without positions.")
    async def track(self, info: RequestInfo, tolerance_m: ToleranceArgument = 5.0) -> TrackType | None:
        if not tolerance_m >= 0:
            raise InvalidInput("toleranceM", "must not be negative")
        track = (await self._detail(info)).track
        return track_type(coarser(track, tolerance_m)) if track else None

    @strawberry.field(
        description="Channels over time on one shared axis, thinned to recorded points worth drawing: the largest "
        "triangles of all channels together (LTTB). Two resolutions are kept, 256 and 1,024 points; a number between "
        "takes evenly from the finer one."
    )
    async def series(
        self, info: RequestInfo, channels: ChannelsArgument = UNSET, max_points: MaxPointsArgument = 256
    ) -> Series | None:
        if not 2 <= max_points <= MAX_POINTS:
            raise InvalidInput("maxPoints", f"must be from 2 to {MAX_POINTS}")
        preview = (await self._detail(info)).preview
        wanted = channels if isinstance(channels, list) else list(SeriesChannel)
        return series_type(preview, wanted, max_points) if preview else None

    @strawberry.field(
        description="Address of every recorded point, good for 15 minutes: gzip JSON, `columns` of `{scale, values}`, "
        "each value an integer to be divided by the scale, null where nothing was measured. The columns are elapsedS, "
        "distanceM, latitude, longitude, moving (0 or 1), and the channels in camel case, as altitudeM."
    )
    async def detail_url(self, info: RequestInfo) -> str | None:
        return await in_thread(detail_url, info.context.caller, await self._meta(info))

    async def _detail(self, info: RequestInfo) -> Detail:
        whole = await info.context.whole(self.card.aid)
        return whole.detail if whole else Detail()

    async def _intensity(self, info: RequestInfo) -> Intensity | None:
        return (await self._detail(info)).intensity

    async def _meta(self, info: RequestInfo) -> ActivityMeta:
        meta = await info.context.meta(info, self.card.aid)
        if meta is None:  # deleted since the list was read
            raise NotFound("activity", self.card.aid)
        return meta


@strawberry.type(description="A run.")
class Run(ActivityType):
    pass


@strawberry.type(description="A walk.")
class Walk(ActivityType):
    @strawberry.field(description="Its brisk walking alone, beside the figures of the whole walk.")
    async def brisk(self, info: RequestInfo) -> BriskType | None:
        return brisk_type(await info.context.whole(self.card.aid))


def activity_type(activity: Activity) -> ActivityType:
    made = Run if activity.sport is Sport.RUNNING else Walk
    speed_m_s = activity.speed_m_s
    return made(
        id=global_id(ACTIVITY, activity.aid),
        sport=activity.sport,
        name=activity.name,
        started_at=activity.local_start,
        utc_offset_s=activity.utc_offset_s,
        updated_at=activity.updated_at,
        distance_m=activity.distance_m,
        elapsed_s=activity.elapsed_s,
        moving_s=activity.moving_s,
        speed_m_s=rounded(speed_m_s, 4),
        pace_s_per_km=rounded(1000 / speed_m_s if speed_m_s else None, 2),
        steps=activity.steps,
        step_length_m=rounded(activity.step_length_m, 4),
        average_cadence_spm=activity.average_cadence_spm,
        average_heart_rate_bpm=activity.average_heart_rate_bpm,
        max_heart_rate_bpm=activity.max_heart_rate_bpm,
        ascent_m=activity.ascent_m,
        descent_m=activity.descent_m,
        calories_kcal=activity.calories_kcal,
        calories_method=activity.calories_method,
        card=activity,
    )
