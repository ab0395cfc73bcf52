"""Typical records: an hour's run or walk as a watch with a chest strap records it, with all that is measured in it.

The series wander as such series do, so that what is packed from them is of its usual size.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from coaching.motion import BEST_EFFORT_DISTANCES_M, MILE_M
from coaching.scores import card_of, score_of
from models.columns import pack
from models.entities import (
    PREVIEW_POINTS,
    Activity,
    ActivityMeta,
    BestEffort,
    BestMean,
    Brisk,
    Detail,
    Device,
    DeviceTotals,
    Form,
    FormFigures,
    Histogram,
    Intensity,
    Lap,
    Load,
    Preview,
    Profile,
    SpeedBin,
    Split,
    Stretch,
    Track,
)
from models.scores import pack as pack_scores
from models.terms import (
    CaloriesMethod,
    Channel,
    DistanceReason,
    DistanceSource,
    LapTrigger,
    OffsetSource,
    SensorSite,
    Sex,
    Sport,
)
from models.tracks import encoded

SHOES = {Sport.RUNNING: "runningshoes", Sport.WALKING: "walkingshoes"}
UPLOAD, JOB = "2b7kq5xw3znd6ahm", "0f1e2d3c"
WATCH = Device("garmin", "forerunner 265", "3456789012")
DISTANCE_M, ELAPSED_S, MOVING_S, STEPS = 10_376.523, 3_745.0, 3_713.0, 10_214
EFFORTS_MS = tuple(round(length_m * 345) for length_m in BEST_EFFORT_DISTANCES_M if length_m <= DISTANCE_M)
# Start, largest step, decimals and share of points that differ from the one before.
_COLUMNS = {
    "latitude": (35.68, 0.0003, 5, 1.0),
    "longitude": (139.75, 0.0003, 5, 1.0),
    Channel.ALTITUDE_M.value: (24.0, 0.4, 1, 0.5),
    Channel.SPEED_M_S.value: (2.8, 0.05, 2, 0.7),
    Channel.HEART_RATE_BPM.value: (148, 1, 0, 0.6),
    Channel.CADENCE_SPM.value: (165, 1, 0, 0.6),
    Channel.POWER_W.value: (240, 3, 0, 0.7),
    Channel.VERTICAL_OSCILLATION_MM.value: (88.0, 0.4, 1, 0.6),
}
CHANNELS = tuple(Channel(name) for name in _COLUMNS if name in set(Channel))
_FIGURES = FormFigures(2.7934, 168.13, 0.9967, 88.1, 8.872, 251.3, 49.62, 2.31)
_FORM = Form(
    Sport.RUNNING,
    _FIGURES,
    3_402.0,
    9_533,
    SensorSite.CHEST,
    first_third=_FIGURES,
    last_third=_FIGURES,
    by_speed=tuple(SpeedBin(low_m_s, 700.0, _FIGURES) for low_m_s in (2.0, 2.5, 3.0)),
)
_PERSON = Profile("", date(1987, 3, 14), Sex.FEMALE, 1.68)
_BRISK_FIGURES = FormFigures(1.8342, 128.4, 0.8571)
_BRISK = Form(
    Sport.WALKING,
    _BRISK_FIGURES,
    2_160.0,
    4_622,
    brisk=Brisk(2_160.0, (Stretch(300.0, 1_500.0), Stretch(1_620.0, 2_580.0)), 3_961.9, 4_622, 1.8342, 0.8571, 231.0),
)
_FORMS = {each.sport: each for each in (_FORM, _BRISK)}
_SCORES = {sport: score_of(form, _PERSON, date(2026, 5, 4)) for sport, form in _FORMS.items()}


def activity(aid: str, started_at: datetime, sport: Sport, *, merged_into: str | None = None) -> ActivityMeta:
    """An activity with this id and start."""
    card = Activity(
        aid=aid,
        sport=sport,
        started_at=started_at,
        utc_offset_s=32_400,
        updated_at=started_at + timedelta(hours=2),
        distance_m=DISTANCE_M,
        elapsed_s=ELAPSED_S,
        moving_s=MOVING_S,
        name="Around the lake",
        steps=STEPS,
        average_heart_rate_bpm=151.3,
        max_heart_rate_bpm=172.0,
        average_cadence_spm=165.4,
        ascent_m=84.5,
        descent_m=83.0,
        calories_kcal=712.0,
        calories_method=CaloriesMethod.DEVICE,
        gear_id=SHOES[sport],
        packed_scores=pack_scores([card_of(_SCORES[sport])]),
    )
    return ActivityMeta(
        activity=card,
        upload_id=UPLOAD,
        job=JOB,
        offset_source=OffsetSource.RECORDED,
        distance_source=DistanceSource.DEVICE,
        positions_distance_m=10_341.872,
        distance_reason=DistanceReason.DEVICE_RECORDED,
        raw_distance_m=10_388.406,
        device=WATCH,
        device_totals=DeviceTotals(DISTANCE_M, ELAPSED_S, MOVING_S, 86.0, 84.0, 698.0, STEPS, 151.0, 172.0),
        channels=CHANNELS,
        efforts_ms=EFFORTS_MS,
        merged_into=merged_into,
    )


@cache
def detail(sport: Sport = Sport.RUNNING) -> Detail:
    """What is measured within it; making it takes a few milliseconds, so it is made once."""
    few, many = PREVIEW_POINTS
    rng = Random(10)  # noqa: S311 -- the same each time, which no secret may be
    return Detail(
        laps=tuple(_lap(rng, index) for index in range(11)),
        kilometer_splits=tuple(_split(rng, index, 1000.0) for index in range(11)),
        mile_splits=tuple(_split(rng, index, MILE_M) for index in range(7)),
        best_efforts=tuple(_effort(position) for position in range(len(EFFORTS_MS))),
        track=_track(rng),
        preview=Preview(many, dict(_columns(rng, many)), tuple(range(0, many, many // few))),
        intensity=_intensity(rng),
        form=_FORMS[sport],
        scores=(_SCORES[sport],),
    )


def _track(rng: Random) -> Track:
    north, east = (
        accumulate((rng.randrange(-60, 61) for _ in range(209)), initial=at) for at in (3_568_000, 13_975_000)
    )
    points = list(zip(north, east, strict=True))
    levels = (255, *(int(rng.expovariate(0.2)) for _ in range(208)), 255)
    return Track(encoded(points), 5.0, len(points), levels)


def _intensity(rng: Random) -> Intensity:
    return Intensity(
        heart_rate_s=Histogram(95.0, 1.0, tuple(float(rng.randrange(99)) for _ in range(75))),
        moving_speed_s=Histogram(1.9, 0.1, tuple(float(rng.randrange(500)) for _ in range(14))),
        grade_adjusted_pace_s_per_km=349.7,
        evenness_pct=2.6,
        second_half_pct=-1.3,
        decoupling_pct=4.1,
        load=Load(118.9, 207.4),
        best_means=tuple(
            BestMean(channel, duration_s, _near(rng, mean), round(_near(rng, 1200)))
            for channel, mean in ((Channel.SPEED_M_S, 2.9), (Channel.HEART_RATE_BPM, 161.0))
            for duration_s in (5.0, 30.0, 60.0, 300.0, 1200.0)
        ),
    )


def _lap(rng: Random, index: int) -> Lap:
    pace_s = _near(rng, 358)
    figures = (_near(rng, 151), _near(rng, 165))
    return Lap(index, _near(rng, index * 360), pace_s, pace_s, 1000.0, *figures, trigger=LapTrigger.DISTANCE)


def _split(rng: Random, index: int, length_m: float) -> Split:
    pace_s = _near(rng, length_m * 0.358)
    figures = (_near(rng, 151), _near(rng, 165), _near(rng, 8), _near(rng, 8))
    return Split(index, length_m, pace_s, pace_s, *figures, round(_near(rng, 350), 1))


def _effort(position: int) -> BestEffort:
    return BestEffort(BEST_EFFORT_DISTANCES_M[position], EFFORTS_MS[position] / 1000, 61.0 * position)


def _near(rng: Random, value: float) -> float:
    return round(value * rng.uniform(0.95, 1.05), 3)


def _columns(rng: Random, points: int) -> Iterator[tuple[str, bytes]]:
    """The axis first, then the channels."""
    spacing_s = round(ELAPSED_S / points)
    elapsed_s = list(accumulate(rng.choice((spacing_s - 1, spacing_s, spacing_s + 1)) for _ in range(points)))
    yield "elapsedS", pack(elapsed_s, 0)
    yield "distanceM", pack([seconds * 2.8 + rng.uniform(0, 2) for seconds in elapsed_s], 1)
    yield "moving", pack([True] * points, 0)
    for name, (start, step, decimals, lively) in _COLUMNS.items():
        moves = (rng.uniform(-step, step) if rng.random() < lively else 0.0 for _ in range(points))
        yield name, pack([start + moved for moved in accumulate(moves)], decimals)
