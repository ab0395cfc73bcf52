from datetime import UTC, datetime

import numpy as np
import pytest

from models.errors import UnusableFile
from models.terms import Channel, FileFormat, ProblemCode, Sport
from tests.uploads.builders import clock, gpx, point, track
from uploads.readers.detect import read
from uploads.recording import Pause, Recording


def only(data: bytes) -> Recording:
    (recording,) = read(data).recordings
    return recording


def refusal(data: bytes) -> ProblemCode:
    with pytest.raises(UnusableFile) as refused:
        read(data)
    return refused.value.problem.code


def morning(*seconds: int) -> list[str]:
    return [point(clock(second)) for second in seconds]


def test_points_become_columns():
    points = [
        point(clock(0), "35.1", "139.2", "<ele>12.5</ele>"),
        point(clock(3), "35.2", "139.3", "<ele>13</ele>"),
    ]
    recording = only(gpx(track(points), creator="Watch 7"))
    assert recording.format is FileFormat.GPX
    assert recording.started_at == datetime(2024, 5, 1, 6, tzinfo=UTC)
    assert recording.time_s.tolist() == [0, 3]
    assert recording.latitude_deg.tolist() == [35.1, 35.2]
    assert recording.longitude_deg.tolist() == [139.2, 139.3]
    assert recording.channels[Channel.ALTITUDE_M].tolist() == [12.5, 13]
    assert np.isnan(recording.distance_m).all()
    assert recording.device.product == "Watch 7"


@pytest.mark.parametrize(
    "extension",
    [
        "<extensions><p:TrackPointExtension><p:hr>141</p:hr><p:cad>85</p:cad><p:atemp>19</p:atemp></p:TrackPointExtension></extensions>",
        "<extensions><gpxdata:hr>141</gpxdata:hr><gpxdata:cadence>85</gpxdata:cadence><gpxdata:temp>19</gpxdata:temp></extensions>",
        "<extensions><heartrate>141</heartrate><cadence>170</cadence><temp>19</temp></extensions>",
    ],
)
def test_extensions_count_by_their_words_whatever_their_namespace(extension):
    channels = only(gpx(track([point(clock(second), inner=extension) for second in range(3)]))).channels
    assert {channel: column[0] for channel, column in channels.items()} == {
        Channel.HEART_RATE_BPM: 141,
        Channel.CADENCE_SPM: 170,
        Channel.TEMPERATURE_C: 19,
    }


def test_segments_are_apart_by_a_pause():
    assert only(gpx(track(morning(0, 10), morning(70, 80)))).pauses == (Pause(10, 70),)


def test_a_break_as_short_as_a_missed_fix_is_no_pause():
    assert only(gpx(track(morning(0, 10), morning(13, 20)))).pauses == ()


def test_tracks_that_follow_each_other_are_one_outing():
    recording = only(gpx(track(morning(0, 10)), track(morning(600, 610))))
    assert recording.time_s.tolist() == [0, 10, 600, 610]
    assert recording.pauses == (Pause(10, 600),)


def test_tracks_hours_apart_are_activities_of_their_own():
    morning_, evening = read(gpx(track(morning(0, 10)), track(morning(36_000, 36_010, 36_020)))).recordings
    assert (morning_.time_s.size, evening.time_s.size) == (2, 3)
    assert morning_.started_at < evening.started_at


def test_tracks_of_two_sports_are_activities_of_their_own():
    ride = track(morning(0, 10), head="<type>cycling</type>")
    run = track(morning(20, 30), head="<type>running</type>")
    assert [(one.sport, one.foreign_sport) for one in read(gpx(ride, run)).recordings] == [
        (None, "cycling"),
        (Sport.RUNNING, None),
    ]


@pytest.mark.parametrize(
    ("word", "sport", "foreign"),
    [
        ("running", Sport.RUNNING, None),
        ("Trail_Running", Sport.RUNNING, None),
        ("9", Sport.RUNNING, None),
        ("hiking", Sport.WALKING, None),
        ("10", Sport.WALKING, None),
        ("4", Sport.WALKING, None),
        ("1", None, "cycling"),
        ("Nordic Ski", None, "nordic ski"),
        ("jkljkl", None, None),
        ("", None, None),
    ],
)
def test_the_type_of_a_track_is_its_sport(word, sport, foreign):
    recording = only(gpx(track(morning(0, 1), head=f"<type>{word}</type>")))
    assert (recording.sport, recording.foreign_sport) == (sport, foreign)


def test_a_name_is_a_sport_only_where_it_is_nothing_else():
    assert only(gpx(track(morning(0, 1), head="<name>Running</name>"))).sport is Sport.RUNNING
    assert only(gpx(track(morning(0, 1), head="<name>Running late</name>"))).sport is None


def test_an_offset_is_the_clock_the_person_saw():
    recording = only(gpx(track([point("2024-05-01T15:00:00+09:00"), point("2024-05-01T15:00:01+09:00")])))
    assert recording.utc_offset_s == 9 * 3600
    assert recording.started_at == datetime(2024, 5, 1, 6, tzinfo=UTC)


def test_offsets_may_change_and_fail_within_a_file():
    times = ["2026-03-08T01:59:59-08:00", "2026-03-08T03:00:00-07:00", "2026-03-08T03:00:05"]
    assert only(gpx(track([point(time) for time in times]))).time_s.tolist() == [0, 1, 6]


def test_fractions_of_a_second_are_kept_to_the_millisecond():
    times = ["2024-05-01T06:00:00.000Z", "2024-05-01T06:00:00.9941234Z"]
    assert only(gpx(track([point(time) for time in times]))).time_s.tolist() == [0, 0.994]


def test_a_file_written_newest_first_is_turned_round():
    recording = only(gpx(track(morning(9, 6, 3, 0))))
    assert recording.time_s.tolist() == [0, 3, 6, 9]
    assert recording.problems == ()


@pytest.mark.parametrize(
    ("latitude", "told"), [("NaN", False), ("inf", True), ("91", True), ("north", True), ("", False)]
)
def test_a_latitude_that_cannot_be_is_missing(latitude, told):
    data = gpx(track([*morning(*range(30)), point(clock(30), latitude)]))
    file = read(data)
    recording = file.recordings[0]
    assert np.isnan(recording.latitude_deg).tolist() == [False] * 30 + [True]
    problems = [problem.code for problem in (*file.problems, *recording.problems)]
    assert problems == ([ProblemCode.BAD_VALUES] if told else [])


def test_zero_zero_is_no_position():
    assert np.isnan(only(gpx(track([*morning(0), point(clock(1), "0", "0")]))).latitude_deg).tolist() == [False, True]


def test_points_without_times_are_left_out_and_counted():
    recording = only(gpx(track([*morning(0), point(None), *morning(1)])))
    assert recording.time_s.size == 2
    assert recording.problems[0].code is ProblemCode.BAD_TIMESTAMPS


def test_one_broken_clock_does_not_stretch_the_activity_over_years():
    recording = only(gpx(track([*morning(0, 1, 2), point("2085-12-21T16:46:58Z"), *morning(4)])))
    assert recording.time_s.tolist() == [0, 1, 2, 4]


def test_times_from_before_satellites_are_no_times():
    assert refusal(gpx(track([point(f"1901-12-13T20:45:{second}Z") for second in (52, 53)]))) is ProblemCode.NO_TIMES


def test_routes_and_waypoints_are_no_activity():
    places = f'<wpt lat="1" lon="2"><time>{clock(0)}</time></wpt><rte><rtept lat="1" lon="2"/></rte>'
    assert refusal(gpx(places)) is ProblemCode.NO_ACTIVITY


def test_tracks_without_times_have_no_times():
    assert refusal(gpx(track([point(None), point(None)]))) is ProblemCode.NO_TIMES


def test_a_single_point_is_too_short():
    assert refusal(gpx(track(morning(0)))) is ProblemCode.TOO_SHORT


def test_a_truncated_document_gives_what_stands_before_the_break():
    whole = gpx(track(morning(*range(10))))
    file = read(whole[: whole.rindex(b"<trkpt") + 20])
    assert file.recordings[0].time_s.size == 9
    assert [problem.code for problem in file.problems] == [ProblemCode.TRUNCATED]


def test_only_the_tracks_with_times_are_taken_and_the_others_told():
    file = read(gpx(track([point(None), point(None)]), track(morning(0, 1))))
    assert len(file.recordings) == 1
    assert [problem.code for problem in file.problems] == [ProblemCode.NO_TIMES]


def test_strava_tells_a_barometer_in_the_creator():
    assert only(gpx(track(morning(0, 1)), creator="StravaGPX iPhone with Barometer")).barometric is True
    assert only(gpx(track(morning(0, 1)), creator="StravaGPX")).barometric is None


def test_an_archive_of_years_is_refused():
    data = gpx(*[track(morning(8000 * number, 8000 * number + 1)) for number in range(9)])
    assert len(read(data).recordings) == 9
    archive = [track([point(f"20{year:02d}-0{month}-01T06:00:00Z")]) for year in range(10, 30) for month in range(1, 8)]
    assert refusal(gpx(*archive)) is ProblemCode.FILE_TOO_LARGE


@pytest.mark.parametrize(
    ("speed_m_s", "sport", "written", "steps_spm"),
    [
        (0.7, "walking", 78, 78),
        (0.7, "walking", 41, 82),
        (1.0, "walking", 78, 78),
        (1.0, "walking", 48, 96),
        (1.8, "walking", 65, 130),
        (1.9, "running", 118, 118),
        (1.9, "running", 76, 152),
        (3.0, "running", 85, 170),
        (5.0, "running", 95, 190),
        (5.0, "running", 160, 160),
        # Indoors the receiver wanders: as before, by the cadence alone.
        (0.0, "walking", 57, 114),
    ],
)
def test_strides_and_steps_are_told_apart_by_the_speed(speed_m_s, sport, written, steps_spm):
    points = "".join(
        f'<trkpt lat="{35 + i * speed_m_s / 110_940.6:.7f}" lon="139.0"><time>2024-05-01T06:{i // 60:02}:{i % 60:02}Z'
        f"</time><extensions><cad>{written}</cad></extensions></trkpt>"
        for i in range(600)
    )
    document = f'<gpx creator="t"><trk><type>{sport}</type><trkseg>{points}</trkseg></trk></gpx>'
    made = only(document.encode())
    assert np.median(made.channels[Channel.CADENCE_SPM]) == steps_spm
