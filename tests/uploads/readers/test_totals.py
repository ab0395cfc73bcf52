import math

import pytest

from models.entities import DeviceTotals
from models.terms import ProblemCode
from tests.uploads.builders import RECORD, SESSION, START_S, TIMESTAMP, fit, lap, message, records, tcx, trackpoint
from uploads.readers.detect import read
from uploads.readers.totals import believed

SOUND = {
    "distance_m": 42_195.0,
    "elapsed_s": 14_000.0,
    "timer_s": 13_900.0,
    "ascent_m": 0.0,
    "descent_m": 12.0,
    "calories_kcal": 2_800.0,
    "steps": 38_000.0,
    "average_heart_rate_bpm": 151.0,
    "max_heart_rate_bpm": 178.0,
}


def totals_of(data: bytes) -> tuple[DeviceTotals, list[str]]:
    file = read(data)
    (recording,) = file.recordings
    problems = (*file.problems, *recording.problems)
    return recording.device_totals, [problem.detail for problem in problems if problem.code is ProblemCode.BAD_VALUES]


def said(*elements: str, laps: int = 1) -> bytes:
    return tcx(
        "".join(lap([trackpoint(at), trackpoint(at + 9)], start=at, said="".join(elements)) for at in range(laps))
    )


def test_what_can_be_is_kept_and_steps_are_whole():
    assert believed(SOUND) == (DeviceTotals(**SOUND | {"steps": 38_000}), [])


@pytest.mark.parametrize("field", SOUND)
@pytest.mark.parametrize("value", [-1.0, 1e40, 1e308, math.inf, -math.inf, math.nan])
def test_what_cannot_be_is_missing_and_told(field, value):
    totals, problems = believed(SOUND | {field: value})
    assert getattr(totals, field) is None
    assert sum(getattr(totals, other) is not None for other in SOUND) == len(SOUND) - 1
    assert [problem.code for problem in problems] == [ProblemCode.BAD_VALUES]
    assert f"the device's own {field}" in problems[0].detail


def test_a_heart_that_stood_still_is_no_reading_and_no_problem():
    assert believed({"average_heart_rate_bpm": 0.0, "max_heart_rate_bpm": 0.0}) == (DeviceTotals(), [])


@pytest.mark.parametrize("laps", [1, 2])
@pytest.mark.parametrize(
    ("element", "field"),
    [
        ("<Calories>1e308</Calories>", "calories_kcal"),
        ("<DistanceMeters>1e308</DistanceMeters>", "distance_m"),
        ("<TotalTimeSeconds>1e308</TotalTimeSeconds>", "timer_s"),
        ("<Extensions><LX><Steps>1e308</Steps></LX></Extensions>", "steps"),
    ],
)
def test_laps_that_add_up_to_more_than_a_number_are_no_total(element, field, laps):
    totals, problems = totals_of(said(element, laps=laps))
    assert getattr(totals, field) is None
    assert [field in problem for problem in problems] == [True]


def test_a_heart_rate_weighted_by_endless_laps_is_none():
    beats = "<AverageHeartRateBpm><Value>1e308</Value></AverageHeartRateBpm>"
    totals, _ = totals_of(said("<TotalTimeSeconds>1e308</TotalTimeSeconds>", beats))
    assert totals.average_heart_rate_bpm is None


def test_a_lap_of_less_than_nothing_does_not_hide_in_the_sum():
    less = lap([trackpoint(0), trackpoint(9)], said="<Calories>-1000</Calories>")
    more = lap([trackpoint(10), trackpoint(19)], start=10, said="<Calories>1050</Calories>")
    totals, problems = totals_of(tcx(less + more))
    assert totals.calories_kcal == 1050
    assert problems == ["1 values are no usable numbers"]


def test_a_watch_that_counted_to_the_end_of_its_register_is_not_believed():
    fields = [(2, 4, 0x86), (9, 4, 0x86), (10, 4, 0x86), (11, 2, 0x84), (5, 1, 0x00)]
    row = (START_S, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFE, 1)
    totals, problems = totals_of(fit(records(0, 1), message(2, SESSION, fields, row)))
    assert (totals.distance_m, totals.steps, totals.calories_kcal) == (None, None, 65_534)
    assert len(problems) == 2


def test_the_distance_of_a_record_is_finite_and_bounded():
    rows = [(START_S + second, 0xFFFFFFFE) for second in range(3)]
    fields = [TIMESTAMP, (5, 4, 0x86)]
    (recording,) = read(fit(message(1, RECORD, fields, *rows))).recordings
    assert all(math.isnan(metres) for metres in recording.distance_m.tolist())
    assert [problem.code for problem in recording.problems if "distance" in problem.detail] == [ProblemCode.BAD_VALUES]
