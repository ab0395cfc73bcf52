"""Records of every shape that the table keeps exactly."""

import struct
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from models import entities, scores, terms
from models.entities import Activity, ActivityMeta, Detail, Preview, Upload
from tests.models.builders import UID

AIDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
INSTANTS = st.integers(0, 4_000_000_000_000).map(entities.from_epoch_ms)
COUNTS = st.integers(0, 10**6)


def scaled(scale, top=10**9):
    """Numbers that the table keeps exactly: integers over a scale."""
    return st.integers(0, top).map(lambda whole: whole / scale)


def maybe(strategy):
    """One of these, or nothing."""
    return st.none() | strategy


def _shown(value):
    """A value as a row keeps it: six decimals in four bytes."""
    return struct.unpack(">f", struct.pack(">f", round(value, 6)))[0]


POINTS = st.floats(0, 100)
CARDS = st.builds(
    entities.ScoreCard,
    st.integers(0, 255),
    maybe(scaled(100, 10_000)),
    scaled(100, 100),
    st.lists(
        st.tuples(st.sampled_from(terms.Component), st.floats(-(2.0**99), 2.0**99).map(_shown), scaled(100, 10_000)),
        max_size=6,
    ).map(tuple),
)
MAYBE_TENTHS, MAYBE_MILLI = maybe(scaled(10, 10**5)), maybe(scaled(1000))
ACTIVITIES = st.builds(
    Activity,
    aid=AIDS,
    started_at=INSTANTS,
    updated_at=INSTANTS,
    utc_offset_s=st.integers(-43_200, 50_400),
    distance_m=scaled(1000),
    elapsed_s=scaled(1000),
    moving_s=scaled(1000),
    name=maybe(TEXTS),
    steps=maybe(COUNTS),
    **dict.fromkeys(("average_heart_rate_bpm", "max_heart_rate_bpm", "average_cadence_spm"), MAYBE_TENTHS),
    **dict.fromkeys(("ascent_m", "descent_m"), MAYBE_TENTHS),
    calories_kcal=maybe(scaled(1, 20_000)),
    calories_method=...,
    gear_id=maybe(AIDS),
    packed_scores=st.lists(CARDS, max_size=2).map(scores.pack),
)
PROBLEMS = st.builds(entities.Problem, detail=TEXTS)
DEVICES = st.builds(entities.Device, *[maybe(TEXTS)] * 3)
DEVICE_TOTALS = st.builds(entities.DeviceTotals, *[MAYBE_MILLI] * 6, steps=maybe(COUNTS))
METAS = st.builds(
    ActivityMeta,
    activity=ACTIVITIES,
    positions_distance_m=MAYBE_MILLI,
    distance_reason=...,
    raw_distance_m=MAYBE_MILLI,
    device=DEVICES,
    device_totals=DEVICE_TOTALS,
    problems=st.lists(PROBLEMS, max_size=3).map(tuple),
    channels=st.lists(st.sampled_from(terms.Channel), unique=True).map(tuple),
    siblings=st.lists(AIDS, max_size=3).map(tuple),
    duplicate_keys=st.sets(AIDS, max_size=3).map(lambda keys: tuple(sorted(keys))),
    efforts_ms=st.lists(st.integers(1, 2**32 - 1), max_size=13).map(tuple),
    edits=st.builds(entities.Edits, name=maybe(TEXTS), sport=maybe(st.sampled_from(terms.Sport))),
    merged_into=maybe(AIDS),
    remeasuring=maybe(AIDS),
    revision=st.integers(1, 10**6),
)
SPLITS = st.builds(entities.Split, COUNTS, *[scaled(1000)] * 3, *[MAYBE_MILLI] * 4, MAYBE_TENTHS)
LAPS = st.builds(entities.Lap, COUNTS, *[scaled(1000)] * 4, *[MAYBE_MILLI] * 2, trigger=...)
EFFORTS = st.builds(entities.BestEffort, *[scaled(1000)] * 3)
PREVIEWS = st.builds(
    Preview,
    COUNTS,
    st.dictionaries(st.sampled_from(terms.Channel).map(str), st.binary(max_size=50)),
    st.lists(st.integers(0, 1023), max_size=256, unique=True).map(lambda points: tuple(sorted(points))),
)
TRACKS = st.builds(
    entities.Track, TEXTS, scaled(10), COUNTS, levels=st.lists(st.integers(0, 255), max_size=20).map(tuple)
)
HISTOGRAMS = st.builds(
    entities.Histogram, scaled(10, 3000), scaled(10, 50), st.lists(scaled(10, 10**5), max_size=30).map(tuple)
)
BEST_MEANS = st.builds(
    entities.BestMean, duration_s=scaled(1, 3600), mean=scaled(1000, 10**6), start_s=scaled(10, 10**6)
)
INTENSITIES = st.builds(
    entities.Intensity,
    heart_rate_s=maybe(HISTOGRAMS),
    moving_speed_s=maybe(HISTOGRAMS),
    **dict.fromkeys(
        ("grade_adjusted_pace_s_per_km", "evenness_pct", "second_half_pct", "decoupling_pct"),
        maybe(st.integers(-(10**4), 10**5).map(lambda whole: whole / 10)),
    ),
    **dict.fromkeys(("grade_adjusted_missing", "pacing_missing", "decoupling_missing"), ...),
    load=st.builds(entities.Load, MAYBE_TENTHS, MAYBE_TENTHS, missing=...),
    best_means=st.lists(BEST_MEANS, max_size=3).map(tuple),
)
FIGURES = st.builds(entities.FormFigures, *[maybe(scaled(1000, 10**6))] * 10)
STRETCHES = st.builds(entities.Stretch, scaled(10), scaled(10))
BRISKS = st.builds(
    entities.Brisk,
    scaled(10),
    st.lists(STRETCHES, max_size=3).map(tuple),
    MAYBE_MILLI,
    maybe(COUNTS),
    *[MAYBE_MILLI] * 4,
)
FORMS = st.builds(
    entities.Form,
    figures=FIGURES,
    duration_s=scaled(10),
    steps=maybe(COUNTS),
    first_third=maybe(FIGURES),
    last_third=maybe(FIGURES),
    by_speed=st.lists(st.builds(entities.SpeedBin, scaled(2, 20), scaled(10), FIGURES), max_size=3).map(tuple),
    brisk=maybe(BRISKS),
    partial=st.lists(st.sampled_from(["cadence_spm", "contact_ms", "later"]), unique=True).map(tuple),
    missing=...,
)
COMPONENTS = st.builds(
    entities.ComponentScore,
    value=scaled(10**6),
    points=maybe(POINTS),
    weight=POINTS,
    percentile=maybe(POINTS),
    people=maybe(COUNTS),
    expected=maybe(st.builds(entities.Expected, *[scaled(10**6)] * 5)),
    missing=...,
)
SCORES = st.builds(
    entities.Score,
    version=st.integers(1, 255),
    value=maybe(POINTS),
    coverage=st.floats(0, 1),
    components=st.lists(COMPONENTS, max_size=4).map(tuple),
    missing=...,
    drift_points=maybe(st.floats(-100, 100)),
    compared_with=maybe(
        st.builds(
            entities.ComparedWith,
            age_years=maybe(st.floats(18, 120)),
            height_m=maybe(st.floats(0.5, 2.5)),
            speed_m_s=maybe(st.floats(0.5, 7)),
            site=...,
        )
    ),
)
SCORED = st.tuples(
    FORMS,
    st.lists(SCORES, max_size=2, unique_by=lambda score: score.version).map(
        lambda found: tuple(sorted(found, key=lambda score: -score.version))
    ),
)
DETAILS = st.builds(
    Detail,
    laps=st.lists(LAPS, max_size=3).map(tuple),
    kilometer_splits=st.lists(SPLITS, max_size=3).map(tuple),
    mile_splits=st.lists(SPLITS, max_size=3).map(tuple),
    best_efforts=st.lists(EFFORTS, max_size=3).map(tuple),
    track=maybe(TRACKS),
    preview=maybe(PREVIEWS),
    intensity=maybe(INTENSITIES),
)
SCORED_DETAILS = st.tuples(DETAILS, SCORED).map(lambda pair: replace(pair[0], form=pair[1][0], scores=pair[1][1]))
PROFILES = st.builds(
    entities.Profile,
    uid=st.just(UID),
    default_gear=st.just(()),
    birth_date=maybe(st.dates()),
    height_m=maybe(st.floats(0.5, 2.5)),
    weight_kg=maybe(st.floats(20, 300)),
    resting_heart_rate_bpm=maybe(st.integers(25, 120)),
    max_heart_rate_bpm=maybe(st.integers(80, 240)),
    **dict.fromkeys(("sex", "locale", "units", "first_weekday", "wanted_sport"), ...),
)
UPLOADS = st.builds(
    Upload,
    uid=st.just(UID),
    upload_id=AIDS,
    created_at=INSTANTS,
    expires_at=maybe(st.integers(1, 4_000_000_000).map(lambda s: entities.EPOCH + timedelta(seconds=s))),
    activity_ids=st.lists(AIDS, max_size=3).map(tuple),
    skipped=st.lists(st.builds(entities.Skipped, detail=TEXTS), max_size=3).map(tuple),
    problem=maybe(PROBLEMS),
)
