"""How hard it was, from a file to what an app shows."""

import math
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import polyline
import pytest

from console.athlete.recordings import BODY, file_bytes, recording
from graph.ids import ACTIVITY, global_id
from models.entities import Intensity
from models.terms import FileFormat, MissingReason, Sport
from tests.graph.test_profile import update
from tests.graph.walks import add, uid_of
from tests.models.builders import DETAIL, activity

ASKED = """
query ($id: ID!) { activity(id: $id) {
  __typename movingS elapsedS distanceM paceSPerKm averageHeartRateBpm positionsDistanceM
  distance { chosen reason smoothedM rawM deviceM }
  heartRateZones { reason method maxBpm maxEstimated restingBpm belowS zones { index lowBpm highBpm seconds share } }
  paceZones { reason method thresholdPaceSPerKm zones {
    index slowestPaceSPerKm fastestPaceSPerKm seconds share
  } }
  gradeAdjusted { reason paceSPerKm }
  splits { distanceM movingS gradeAdjustedPaceSPerKm }
  pacing { reason evennessPct secondHalfPct }
  aerobicDecoupling { reason pct }
  load { reason trimp edwards }
  bestMeans { channel unit durationS mean startS }
  bestEfforts { distanceM durationS }
} }
"""
ZONES = "query ($id: ID!) { activity(id: $id) { heartRateZones { reason method maxEstimated zones { lowBpm } } } }"
TRACK = """
query ($id: ID!, $tolerance: Float!) { activity(id: $id) {
  stored: track { polyline toleranceM points } asked: track(toleranceM: $tolerance) { polyline toleranceM points }
} }
"""
SERIES = """
query ($id: ID!, $points: Int!) { activity(id: $id) {
  series(maxPoints: $points) { points elapsedS distanceM channels { channel values } }
} }
"""
ATHLETE = {
    "sex": "FEMALE",
    "birthDate": "1992-05-17",
    "restingHeartRateBpm": BODY.resting_heart_rate_bpm,
    "maxHeartRateBpm": BODY.max_heart_rate_bpm,
}
LATER = datetime(2026, 4, 12, 21, 30, tzinfo=UTC)


def uploaded(service, person, made):
    """The id of the activity that a recording's file becomes."""
    upload_id = person.send(file_bytes(made))
    assert service.deliver() == {"batchItemFailures": []}
    asked = "query ($id: ID!) { upload(id: $id) { activities { id } } }"
    (activity,) = person.ask(asked, {"id": upload_id})["upload"]["activities"]
    return activity["id"]


@pytest.fixture
def athlete(service):
    person = service.person()
    assert update(person, **ATHLETE)["__typename"] == "ProfileUpdated"
    return person


@pytest.fixture
def run(service, athlete):
    return uploaded(service, athlete, recording(Sport.RUNNING, minutes=45, seed=3))


def test_a_run_tells_how_hard_it_was(athlete, run):
    told = athlete.ask(ASKED, {"id": run})["activity"]
    assert told["gradeAdjusted"]["paceSPerKm"] == pytest.approx(told["paceSPerKm"], rel=0.1)
    assert [split["gradeAdjustedPaceSPerKm"] for split in told["splits"]] == [
        pytest.approx(1000 * split["movingS"] / split["distanceM"], rel=0.1) for split in told["splits"]
    ]
    assert 0 < told["pacing"]["evennessPct"] < 5
    assert abs(told["pacing"]["secondHalfPct"]) < 5
    assert 0 < told["aerobicDecoupling"]["pct"] < 8  # the athlete's heart drifts by 4 beats an hour
    reserve = (told["averageHeartRateBpm"] - BODY.resting_heart_rate_bpm) / (
        BODY.max_heart_rate_bpm - BODY.resting_heart_rate_bpm
    )
    steady = told["elapsedS"] / 60 * reserve * 0.86 * math.exp(1.67 * reserve)
    assert told["load"]["trimp"] == pytest.approx(steady, rel=0.1)
    assert 45 < told["load"]["edwards"] < 225
    figures = ("gradeAdjusted", "pacing", "aerobicDecoupling", "load", "heartRateZones", "paceZones")
    assert [told[name]["reason"] for name in figures] == [None] * 6


def test_heart_rate_zones_are_those_of_the_reserve_and_hold_all_the_time(athlete, run):
    told = athlete.ask(ASKED, {"id": run})["activity"]
    zones = told["heartRateZones"]
    assert (zones["method"], zones["maxBpm"], zones["restingBpm"]) == ("RESERVE", 186, 54)
    assert [zone["lowBpm"] for zone in zones["zones"]] == [120, 133, 146, 160, 173]
    assert [zone["highBpm"] for zone in zones["zones"]] == [133, 146, 160, 173, None]
    assert [zone["index"] for zone in zones["zones"]] == [1, 2, 3, 4, 5]
    spent = zones["belowS"] + sum(zone["seconds"] for zone in zones["zones"])
    assert told["movingS"] * 0.98 <= spent <= told["elapsedS"] + 1
    assert sum(zone["share"] for zone in zones["zones"]) + zones["belowS"] / spent == pytest.approx(1, abs=1e-3)


def test_pace_zones_go_by_the_best_efforts(athlete, run):
    told = athlete.ask(ASKED, {"id": run})["activity"]
    zones = told["paceZones"]
    hours = [
        1000 * effort["durationS"] / effort["distanceM"] * (3600 / effort["durationS"]) ** (0.06 / 1.06)
        for effort in told["bestEfforts"]
        if 600 <= effort["durationS"] <= 9000
    ]
    assert (zones["method"], zones["thresholdPaceSPerKm"]) == ("THRESHOLD", pytest.approx(min(hours), abs=0.1))
    bounds = [zone["slowestPaceSPerKm"] for zone in zones["zones"]]
    assert bounds == [None, *(pytest.approx(share * min(hours), abs=0.2) for share in (1.29, 1.14, 1.06, 0.99))]
    assert [zone["fastestPaceSPerKm"] for zone in zones["zones"]] == [*bounds[1:], None]
    assert sum(zone["seconds"] for zone in zones["zones"]) == pytest.approx(told["movingS"], rel=0.02)
    assert sum(zone["share"] for zone in zones["zones"]) == pytest.approx(1, abs=1e-3)


def test_best_means_fall_with_their_duration(athlete, run):
    means = athlete.ask(ASKED, {"id": run})["activity"]["bestMeans"]
    assert {mean["channel"]: mean["unit"] for mean in means}["HEART_RATE_BPM"] == "bpm"
    for channel in {mean["channel"] for mean in means}:
        curve = [mean for mean in means if mean["channel"] == channel]
        assert [mean["durationS"] for mean in curve][:4] == [5, 30, 60, 300]
        assert all(longer["mean"] <= shorter["mean"] for shorter, longer in pairwise(curve))


def test_a_distance_tells_what_it_could_have_been_and_why_it_is_this_one(service, athlete, run):
    told = athlete.ask(ASKED, {"id": run})["activity"]
    distance = told["distance"]
    assert (distance["chosen"], distance["reason"]) == ("DEVICE", "DEVICE_RECORDED")
    assert distance["smoothedM"] == told["positionsDistanceM"] == pytest.approx(told["distanceM"], rel=0.015)
    assert distance["rawM"] > distance["smoothedM"]  # two metres of noise a second
    assert distance["deviceM"] == pytest.approx(told["distanceM"], rel=0.002)

    walk = recording(Sport.WALKING, minutes=20, seed=4, file_format=FileFormat.GPX)
    other = athlete.ask(ASKED, {"id": uploaded(service, athlete, walk)})["activity"]
    assert (other["distance"]["chosen"], other["distance"]["reason"]) == ("POSITIONS", "DEVICE_MISSING")
    assert (other["distance"]["smoothedM"], other["distance"]["deviceM"]) == (other["distanceM"], None)


def test_a_walk_has_zones_of_walking_and_no_decoupling(service, athlete):
    walk = recording(Sport.WALKING, minutes=40, seed=2)
    told = athlete.ask(ASKED, {"id": uploaded(service, athlete, walk)})["activity"]
    assert (told["__typename"], told["aerobicDecoupling"]) == ("Walk", {"reason": "NOT_A_RUN", "pct": None})
    zones = told["paceZones"]
    assert (zones["method"], zones["thresholdPaceSPerKm"]) == ("WALKING_SPEEDS", None)
    assert [zone["slowestPaceSPerKm"] for zone in zones["zones"]] == [None, 1200, 720, 600, 514.3]
    assert max(zones["zones"], key=lambda zone: zone["seconds"])["index"] in {2, 3}


def test_zones_go_by_the_profile_as_it_is_now(service, run):
    person = service.person()
    assert update(person, restingHeartRateBpm=None)["__typename"] == "ProfileUpdated"
    assert person.ask(ZONES, {"id": run})["activity"]["heartRateZones"]["method"] == "MAXIMUM"
    assert update(person, maxHeartRateBpm=None)["__typename"] == "ProfileUpdated"
    estimated = person.ask(ZONES, {"id": run})["activity"]["heartRateZones"]
    assert (estimated["method"], estimated["maxEstimated"], estimated["zones"][0]["lowBpm"]) == ("MAXIMUM", True, 92)
    assert update(person, birthDate=None)["__typename"] == "ProfileUpdated"
    nothing = person.ask(ZONES, {"id": run})["activity"]["heartRateZones"]
    assert nothing == {"reason": "MAX_HEART_RATE_UNKNOWN", "method": None, "maxEstimated": None, "zones": None}


def test_a_load_that_the_profile_was_too_empty_for_follows_it(service):
    person = service.person("late")
    run = uploaded(service, person, recording(Sport.RUNNING, minutes=30, seed=6))
    load = "query ($id: ID!) { activity(id: $id) { load { reason trimp edwards } } }"
    assert person.ask(load, {"id": run})["activity"]["load"]["reason"] == "MAX_HEART_RATE_UNKNOWN"
    assert update(person, **ATHLETE)["__typename"] == "ProfileUpdated"
    late = person.ask(load, {"id": run})["activity"]["load"]
    at_once = person.ask(load, {"id": uploaded(service, person, recording(Sport.RUNNING, 30, 6, started_at=LATER))})
    assert late["reason"] is None
    assert late["trimp"] == pytest.approx(at_once["activity"]["load"]["trimp"], rel=0.01)
    assert late["edwards"] == pytest.approx(at_once["activity"]["load"]["edwards"], rel=0.01)
    assert update(person, maxHeartRateBpm=200)["__typename"] == "ProfileUpdated"
    again = "query ($id: ID!) { activity(id: $id) { load { trimp } } }"
    assert person.ask(again, {"id": run})["activity"]["load"]["trimp"] < late["trimp"]


def test_positions_alone_tell_no_sprint(service):
    person = service.person("phone")
    phone = recording(Sport.RUNNING, minutes=8, seed=5, file_format=FileFormat.GPX)
    means = person.ask(ASKED, {"id": uploaded(service, person, phone)})["activity"]["bestMeans"]
    assert min(mean["durationS"] for mean in means if mean["channel"] == "SPEED_M_S") == 30


def test_somebody_of_whom_nothing_is_known_is_told_the_reasons(service):
    person = service.person("nobody yet")
    phone = recording(Sport.RUNNING, minutes=8, seed=5, file_format=FileFormat.GPX)
    told = person.ask(ASKED, {"id": uploaded(service, person, phone)})["activity"]
    assert told["heartRateZones"]["reason"] in {"NO_HEART_RATE", "MAX_HEART_RATE_UNKNOWN"}
    assert told["paceZones"] == {
        "reason": "NO_BEST_EFFORT",
        "method": None,
        "thresholdPaceSPerKm": None,
        "zones": None,
    }
    assert told["pacing"] == {"reason": "TOO_SHORT", "evennessPct": None, "secondHalfPct": None}
    assert told["load"]["trimp"] is None
    assert told["aerobicDecoupling"]["reason"] in {"NO_HEART_RATE", "TOO_SHORT"}


def test_an_activity_of_older_measures_says_so(service):
    person = service.person()
    add(uid_of(service), activity(), DETAIL)
    told = person.ask(ASKED, {"id": global_id(ACTIVITY, "aid0000")})["activity"]
    figures = ("gradeAdjusted", "pacing", "aerobicDecoupling", "load", "heartRateZones", "paceZones")
    assert {told[name]["reason"] for name in figures} == {"OLDER_MEASURES"}
    assert {value for name in figures for key, value in told[name].items() if key != "reason"} == {None}
    assert told["distance"] == {
        "chosen": "DEVICE",
        "reason": None,
        "smoothedM": 4990.25,
        "rawM": None,
        "deviceM": 5003.2,
    }
    assert told["bestMeans"] is None
    assert told["splits"][0]["gradeAdjustedPaceSPerKm"] is None


def test_whoever_stood_is_told_so(service):
    person = service.person()
    made = Intensity(
        **dict.fromkeys(("grade_adjusted_missing", "pacing_missing", "decoupling_missing"), MissingReason.NOT_MOVING)
    )
    add(uid_of(service), activity(started_at=datetime(2026, 1, 1, tzinfo=UTC)), replace(DETAIL, intensity=made))
    told = person.ask(ASKED, {"id": global_id(ACTIVITY, "aid0000")})["activity"]
    figures = ("gradeAdjusted", "pacing", "aerobicDecoupling", "paceZones")
    assert {told[name]["reason"] for name in figures} == {"NOT_MOVING"}


def test_zeros_are_figures(service):
    person = service.person()
    made = Intensity(evenness_pct=0.0, second_half_pct=0.0, decoupling_pct=0.0)
    add(uid_of(service), activity(started_at=datetime(2026, 1, 1, tzinfo=UTC)), replace(DETAIL, intensity=made))
    told = person.ask(ASKED, {"id": global_id(ACTIVITY, "aid0000")})["activity"]
    assert told["pacing"] == {"reason": None, "evennessPct": 0, "secondHalfPct": 0}
    assert told["aerobicDecoupling"] == {"reason": None, "pct": 0}
    assert told["heartRateZones"]["reason"] == "NO_HEART_RATE"


@pytest.mark.parametrize("tolerance", [0, 5, 12.5, 40, 200, 1e7])
def test_a_track_comes_at_a_tolerance(athlete, run, tolerance):
    told = athlete.ask(TRACK, {"id": run, "tolerance": tolerance})["activity"]
    stored, asked = told["stored"], told["asked"]
    assert (stored["toleranceM"], asked["toleranceM"]) == (5, max(tolerance, 5))
    line = polyline.decode(asked["polyline"])
    assert len(line) == asked["points"] <= stored["points"]
    assert set(line) <= set(polyline.decode(stored["polyline"]))
    assert (asked["points"] == 2) == (tolerance == 1e7)


def test_a_negative_tolerance_is_refused(athlete, run):
    body = athlete.post(TRACK, {"id": run, "tolerance": -1}).json()
    assert body["errors"][0]["extensions"]["field"] == "toleranceM"


@pytest.mark.parametrize("points", [2, 100, 256, 257, 700, 1024])
def test_a_series_comes_at_a_resolution(athlete, run, points):
    series = athlete.ask(SERIES, {"id": run, "points": points})["activity"]["series"]
    assert 0.75 * points <= series["points"] <= points
    assert series["elapsedS"][0] == 0
    assert series["elapsedS"] == sorted(series["elapsedS"])
    assert {len(channel["values"]) for channel in series["channels"]} == {series["points"]}
