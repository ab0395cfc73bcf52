"""Every figure that is null says why, whatever a recording lacks."""

import math
from datetime import UTC, datetime
from itertools import product

import numpy as np
import pytest

from models.entities import Activity, PersonalBest, Profile
from models.terms import Channel, MissingReason, Sex, Sport
from resolvers.zones import heart_rate_zones, pace_zones
from tests.uploads.test_measures import recording
from uploads.measures import measure

R = MissingReason
RUNNER = Profile("u", sex=Sex.FEMALE, resting_heart_rate_bpm=60, max_heart_rate_bpm=180)
BESTS = [PersonalBest(2_400_000, datetime(2026, 1, 1, tzinfo=UTC), "aid", Sport.RUNNING, 6)]
FIGURES = ("gradeAdjusted", "pacing", "decoupling", "load", "heartRateZones", "paceZones")

WAYS = {
    "run": 3.0,
    "stroll": 0.7,  # no running, and a walk
    "standing": 0.0,
    "nowhere": None,  # nothing tells a way
}
ALTITUDES = {"altitude": 10.0, "no altitude": None}
HEARTS = {"heart": 3600, "half a heart": 1500, "one beat": 1, "no heart": 0}


def made(speed_m_s, altitude_m, beating_s, seconds=3600):
    time = np.arange(seconds + 1.0)
    channels = {}
    if altitude_m is not None:
        channels[Channel.ALTITUDE_M] = np.full(time.size, altitude_m)
    if beating_s:
        channels[Channel.HEART_RATE_BPM] = np.where(time < beating_s, 140.0, math.nan)
    if speed_m_s is None:
        return recording(time, channels=channels)
    return recording(time, time * speed_m_s, np.zeros(time.size), channels=channels)


def told(recorded, sport):
    """The reason of each figure, None where it is there; and whether it is there."""
    found = measure(recorded, RUNNER, sport).intensity
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    card = Activity("aid", sport, moment, 0, moment, 1.0, 1.0, 1.0)
    hearts, paces = heart_rate_zones(RUNNER, card, found), pace_zones(card, found, BESTS)
    reasons = (
        found.grade_adjusted_missing,
        found.pacing_missing,
        found.decoupling_missing,
        found.load.missing,
        hearts if isinstance(hearts, R) else None,
        paces if isinstance(paces, R) else None,
    )
    there = (
        found.grade_adjusted_pace_s_per_km is not None,
        None not in {found.evenness_pct, found.second_half_pct},
        found.decoupling_pct is not None,
        found.load.banister is not None and found.load.edwards is not None,
        not isinstance(hearts, R),
        not isinstance(paces, R),
    )
    return dict(zip(FIGURES, reasons, strict=True)), dict(zip(FIGURES, there, strict=True))


def expected(way, altitude, heart, sport):
    """What the page says, row by row."""
    moving = way == "run" or (way == "stroll" and sport is Sport.WALKING)
    no_way = R.NO_DISTANCE if way == "nowhere" else None if moving else R.NOT_MOVING
    no_heart = R.NO_HEART_RATE if heart in {"one beat", "no heart"} else None
    whole = {"heart": None, "half a heart": R.PARTIAL_HEART_RATE}
    long = 3600 * (WAYS[way] or 0) >= 3000
    return {
        "gradeAdjusted": no_way or (R.NO_ALTITUDE if altitude == "no altitude" else None),
        "pacing": no_way or (None if long else R.TOO_SHORT),
        "decoupling": R.NOT_A_RUN if sport is Sport.WALKING else no_heart or no_way or whole[heart],
        "load": no_heart,
        "heartRateZones": no_heart,
        "paceZones": no_way,
    }


@pytest.mark.parametrize("sport", list(Sport), ids=str)
@pytest.mark.parametrize(("way", "altitude", "heart"), list(product(WAYS, ALTITUDES, HEARTS)))
def test_every_combination_has_its_reasons(way, altitude, heart, sport):
    reasons, there = told(made(WAYS[way], ALTITUDES[altitude], HEARTS[heart]), sport)
    assert reasons == expected(way, altitude, heart, sport)
    assert there == {figure: reason is None for figure, reason in reasons.items()}


@pytest.mark.parametrize("sport", list(Sport), ids=str)
@pytest.mark.parametrize("seconds", [0, 1, 5, 60, 1100])
@pytest.mark.parametrize(("way", "altitude", "heart"), list(product(WAYS, ALTITUDES, HEARTS)))
def test_nothing_is_null_without_a_reason_and_nothing_there_has_one(way, altitude, heart, seconds, sport):
    reasons, there = told(made(WAYS[way], ALTITUDES[altitude], HEARTS[heart], seconds), sport)
    assert there == {figure: reason is None for figure, reason in reasons.items()}


def test_a_half_of_strolling_takes_the_second_half_alone():
    speed = np.where(np.arange(13_001) < 11_000, 0.7, 3.5)
    made_way = np.cumsum(speed)
    found = measure(
        recording(np.arange(13_001.0), made_way, np.zeros(13_001), distance_m=made_way), RUNNER, Sport.RUNNING
    ).intensity
    assert found.evenness_pct is not None
    assert (found.second_half_pct, found.pacing_missing) == (None, R.NOT_MOVING)
