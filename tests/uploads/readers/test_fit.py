import math

import numpy as np
import pytest

from models.errors import UnusableFile
from models.terms import Channel, LapTrigger, ProblemCode, Sport
from tests.uploads.builders import (
    ACTIVITY,
    FIT_EPOCH_S,
    HEART_RATE,
    LAP,
    LATITUDE,
    LONGITUDE,
    RECORD,
    SESSION,
    START_S,
    TIMESTAMP,
    file_id,
    fit,
    message,
    records,
    session,
    timer,
)
from uploads.readers.detect import read
from uploads.recording import Pause, Recording


def only(data: bytes) -> Recording:
    (recording,) = read(data).recordings
    return recording


def codes(problems) -> list[ProblemCode]:
    return [problem.code for problem in problems]


def test_records_become_columns_from_the_first_record_on():
    recording = only(fit(file_id(), records(0, 1, 2, 5), session(0, 5)))
    assert recording.started_at.timestamp() == START_S + FIT_EPOCH_S
    assert recording.time_s.tolist() == [0, 1, 2, 5]
    assert recording.distance_m.tolist() == [0, 3, 6, 15]
    assert recording.channels[Channel.HEART_RATE_BPM].tolist() == [120] * 4
    assert recording.sport is Sport.RUNNING


def test_positions_are_degrees_and_the_invalid_one_is_missing():
    fields = [TIMESTAMP, LATITUDE, LONGITUDE]
    rows = [(START_S, 2**29, -(2**30)), (START_S + 1, 0x7FFFFFFF, 0x7FFFFFFF)]
    recording = only(fit(file_id(), message(1, RECORD, fields, *rows), session(0, 1)))
    assert recording.latitude_deg[0] == 45
    assert recording.longitude_deg[0] == -90
    assert math.isnan(recording.latitude_deg[1])
    assert math.isnan(recording.longitude_deg[1])


def test_cadence_of_a_runner_is_steps_per_minute_with_its_fraction():
    fields = [TIMESTAMP, (4, 1, 0x02), (53, 1, 0x02)]
    rows = [(START_S + second, 85, 64) for second in range(3)]
    recording = only(fit(file_id(), message(1, RECORD, fields, *rows), session(0, 2)))
    assert recording.channels[Channel.CADENCE_SPM].tolist() == [171] * 3


def test_cadence_of_a_cyclist_stays_as_it_is():
    rows = [(START_S + second, 85) for second in range(3)]
    recording = only(fit(file_id(), message(1, RECORD, [TIMESTAMP, (4, 1, 0x02)], *rows), session(0, 2, sport=2)))
    assert recording.channels[Channel.CADENCE_SPM].tolist() == [85] * 3
    assert recording.foreign_sport == "cycling"
    assert recording.sport is None


def test_running_dynamics_come_in_the_units_of_their_names():
    fields = [TIMESTAMP, (39, 2, 0x84), (41, 2, 0x84), (83, 2, 0x84), (84, 2, 0x84), (85, 2, 0x84)]
    rows = [(START_S + second, 812, 2510, 785, 4980, 11230) for second in range(2)]
    channels = only(fit(file_id(), message(1, RECORD, fields, *rows), session(0, 1))).channels
    assert {channel: column[0] for channel, column in channels.items()} == pytest.approx(
        {
            Channel.VERTICAL_OSCILLATION_MM: 81.2,
            Channel.CONTACT_MS: 251.0,
            Channel.VERTICAL_RATIO_PCT: 7.85,
            Channel.CONTACT_BALANCE_PCT: 49.8,
            Channel.STEP_LENGTH_M: 1.123,
        }
    )


def test_a_heart_rate_of_zero_is_missing_not_zero():
    rows = [(START_S, 0), (START_S + 1, 130), (START_S + 2, 255)]
    column = only(fit(file_id(), message(1, RECORD, [TIMESTAMP, HEART_RATE], *rows))).channels[Channel.HEART_RATE_BPM]
    assert np.isnan(column).tolist() == [True, False, True]


def test_the_timer_standing_still_is_a_pause_and_its_last_stop_is_none():
    recording = only(fit(file_id(), timer((0, 0), (10, 4), (25, 0), (30, 4)), records(0, 10, 25, 30), session(0, 30)))
    assert recording.pauses == (Pause(10, 25),)


def test_laps_lie_back_to_back_with_their_triggers():
    fields = [TIMESTAMP, (2, 4, 0x86), (7, 4, 0x86), (24, 1, 0x00)]
    rows = [(START_S + 10, START_S, 10_000, 2), (START_S + 20, START_S + 10, 9_000, 0)]
    recording = only(fit(file_id(), records(0, 10, 20), message(3, LAP, fields, *rows), session(0, 20)))
    assert [(mark.start_s, mark.end_s) for mark in recording.laps] == [(0, 10), (10, 19)]
    assert [mark.trigger for mark in recording.laps] == [LapTrigger.DISTANCE, LapTrigger.MANUAL]


def test_the_sessions_of_a_file_are_activities_of_their_own():
    data = fit(file_id(), records(0, 10, 60, 70, 80), session(0, 30, sport=2), session(60, 20, sport=11))
    ride, walk = read(data).recordings
    assert (ride.foreign_sport, walk.sport) == ("cycling", Sport.WALKING)
    assert (ride.time_s.size, walk.time_s.size) == (2, 3)
    assert (walk.started_at - ride.started_at).total_seconds() == 60


def test_chained_files_are_read_one_after_the_other():
    chain = fit(file_id(), records(0, 1), session(0, 1)) + fit(file_id(), records(100, 101, 102), session(100, 2))
    assert [recording.time_s.size for recording in read(chain).recordings] == [2, 3]


def test_the_same_activity_twice_in_a_chain_is_one():
    part = fit(file_id(), records(0, 1), session(0, 1))
    assert len(read(part + part).recordings) == 1


def test_a_file_without_its_session_is_one_activity_of_unknown_sport():
    recording = only(fit(file_id(), records(0, 1, 2)))
    assert (recording.sport, recording.foreign_sport) == (None, None)


def test_the_utc_offset_is_what_the_watch_showed():
    local = START_S + 10 + 9 * 3600 + 1
    activity = message(3, ACTIVITY, [TIMESTAMP, (5, 4, 0x86)], (START_S + 10, local))
    assert only(fit(file_id(), records(0, 10), session(0, 10), activity)).utc_offset_s == 9 * 3600


def test_times_since_power_on_are_placed_by_the_wall_clock():
    rows = [(5000, 100), (5001, 101)]
    activity = message(3, ACTIVITY, [TIMESTAMP, (5, 4, 0x86)], (5001, START_S))
    recording = only(fit(file_id(), message(1, RECORD, [TIMESTAMP, HEART_RATE], *rows), activity))
    assert recording.started_at.timestamp() == START_S - 1 + FIT_EPOCH_S
    assert recording.utc_offset_s == 0
    assert ProblemCode.BAD_TIMESTAMPS in codes(recording.problems)


def test_times_since_power_on_without_a_wall_clock_are_no_times():
    rows = [(5000, 100), (5001, 101)]
    with pytest.raises(UnusableFile) as refused:
        read(fit(file_id(), message(1, RECORD, [TIMESTAMP, HEART_RATE], *rows)))
    assert refused.value.problem.code is ProblemCode.NO_TIMES


def test_records_outside_the_session_are_left_out_and_reported():
    recording = only(fit(file_id(), records(0, 1, 2, 27 * 86_400), session(0, 2)))
    assert recording.time_s.tolist() == [0, 1, 2]
    assert codes(recording.problems)[0] is ProblemCode.BAD_TIMESTAMPS


def test_a_session_that_disagrees_with_its_records_is_not_believed():
    recording = only(fit(file_id(), records(0, 1, 2), session(-90 * 86_400, 2)))
    assert recording.time_s.tolist() == [0, 1, 2]


def test_a_record_that_steps_back_is_left_out_alone():
    recording = only(fit(file_id(), records(0, 1, 9, 2, 3, 4), session(0, 9)))
    assert recording.time_s.tolist() == [0, 1, 2, 3, 4]


def test_a_course_is_no_activity():
    with pytest.raises(UnusableFile) as refused:
        read(fit(file_id(kind=6), records(0, 1, 2)))
    assert refused.value.problem.code is ProblemCode.NO_ACTIVITY


def test_device_totals_are_taken_as_the_session_has_them():
    fields = [
        (2, 4, 0x86),
        (7, 4, 0x86),
        (8, 4, 0x86),
        (9, 4, 0x86),
        (11, 2, 0x84),
        (16, 1, 0x02),
        (22, 2, 0x84),
        (5, 1, 0x00),
    ]
    row = (START_S, 600_000, 580_000, 200_000, 150, 141, 33, 1)
    totals = only(fit(file_id(), records(0, 600), message(2, SESSION, fields, row))).device_totals
    assert (totals.elapsed_s, totals.timer_s, totals.distance_m) == (600, 580, 2000)
    assert (totals.calories_kcal, totals.average_heart_rate_bpm, totals.ascent_m) == (150, 141, 33)
    assert totals.descent_m is None
