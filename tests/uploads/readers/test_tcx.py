import numpy as np
import pytest

from models.entities import Device
from models.errors import UnusableFile
from models.terms import Channel, LapTrigger, ProblemCode, Sport
from tests.uploads.builders import clock, lap, tcx, trackpoint
from uploads.readers.detect import read
from uploads.recording import LapMark, Pause, Recording


def only(data: bytes) -> Recording:
    (recording,) = read(data).recordings
    return recording


def points(*seconds: int, inner: str = "") -> list[str]:
    return [trackpoint(second, inner) for second in seconds]


def test_trackpoints_become_columns():
    inner = (
        "<Position><LatitudeDegrees>35.5</LatitudeDegrees><LongitudeDegrees>139.5</LongitudeDegrees></Position>"
        "<AltitudeMeters>7</AltitudeMeters><DistanceMeters>12</DistanceMeters>"
        "<HeartRateBpm><Value>133</Value></HeartRateBpm>"
        "<Extensions><x:TPX><x:Speed>3.1</x:Speed><x:RunCadence>84</x:RunCadence><x:Watts>250</x:Watts></x:TPX></Extensions>"
    )
    recording = only(tcx(lap(points(0, 1, inner=inner))))
    assert recording.sport is Sport.RUNNING
    assert recording.latitude_deg.tolist() == [35.5, 35.5]
    assert recording.longitude_deg.tolist() == [139.5, 139.5]
    assert recording.distance_m.tolist() == [12, 12]
    assert {channel: column[1] for channel, column in recording.channels.items()} == {
        Channel.ALTITUDE_M: 7,
        Channel.SPEED_M_S: 3.1,
        Channel.HEART_RATE_BPM: 133,
        Channel.CADENCE_SPM: 168,
        Channel.POWER_W: 250,
    }


def test_the_schemas_own_cadence_wins_over_the_extensions():
    inner = "<Cadence>80</Cadence><Extensions><TPX><RunCadence>99</RunCadence></TPX></Extensions>"
    assert only(tcx(lap(points(0, 1, inner=inner)))).channels[Channel.CADENCE_SPM].tolist() == [160, 160]


@pytest.mark.parametrize(
    ("sport", "written", "steps"), [("Running", 172, 172), ("Walking", 112, 112), ("Walking", 56, 112)]
)
def test_a_cadence_that_is_in_steps_already_is_not_doubled(sport, written, steps):
    recording = only(tcx(lap(points(0, 1, inner=f"<Cadence>{written}</Cadence>")), sport=sport))
    assert recording.channels[Channel.CADENCE_SPM].tolist() == [steps, steps]


def test_device_totals_are_the_sums_of_the_laps():
    def said(seconds: int, metres: int, rate: int, highest: int) -> str:
        return (
            f"<TotalTimeSeconds>{seconds}</TotalTimeSeconds><DistanceMeters>{metres}</DistanceMeters>"
            f"<Calories>50</Calories><AverageHeartRateBpm><Value>{rate}</Value></AverageHeartRateBpm>"
            f"<MaximumHeartRateBpm><Value>{highest}</Value></MaximumHeartRateBpm>"
            f"<Extensions><n:LX><n:Steps>300</n:Steps></n:LX></Extensions>"
        )

    laps = lap(points(0, 100), said=said(100, 250, 120, 140)) + lap(
        points(101, 400), start=101, said=said(300, 750, 160, 170)
    )
    totals = only(tcx(laps)).device_totals
    assert (totals.timer_s, totals.distance_m, totals.calories_kcal, totals.steps) == (400, 1000, 100, 600)
    assert (totals.average_heart_rate_bpm, totals.max_heart_rate_bpm) == (150, 170)
    assert totals.elapsed_s is None


def test_laps_start_where_they_say_and_end_where_the_next_one_starts():
    laps = lap(points(0, 50), said="<TriggerMethod>Distance</TriggerMethod>") + lap(points(60, 90), start=60)
    assert only(tcx(laps)).laps == (LapMark(0, 60, LapTrigger.DISTANCE), LapMark(60, 90, LapTrigger.OTHER))


def test_tracks_within_a_lap_are_apart_by_a_pause():
    assert only(tcx(lap(points(0, 10), points(40, 50)))).pauses == (Pause(10, 40),)


def test_time_between_laps_is_no_pause():
    assert only(tcx(lap(points(0, 10)) + lap(points(40, 50), start=40))).pauses == ()


def test_the_creator_is_the_device():
    creator = "<Creator><Name>Forerunner 410</Name><UnitId>385</UnitId><ProductID>1</ProductID></Creator>"
    assert only(tcx(lap(points(0, 1)), after=creator)).device == Device(product="Forerunner 410", serial="385")


@pytest.mark.parametrize(
    ("word", "sport", "foreign"), [("Other", None, None), ("Biking", None, "biking"), ("Rugby", None, "rugby")]
)
def test_sports_are_a_closed_list(word, sport, foreign):
    recording = only(tcx(lap(points(0, 1)), sport=word))
    assert (recording.sport, recording.foreign_sport) == (sport, foreign)


def test_a_course_in_the_same_file_is_no_part_of_the_activity():
    data = tcx(lap(points(0, 1, 2)))
    course = f"<Courses><Course><Track>{''.join(points(500, 600))}</Track></Course></Courses></TrainingCenterDatabase>"
    assert only(data.replace(b"</TrainingCenterDatabase>", course.encode())).time_s.size == 3


def test_laps_without_points_are_no_activity():
    with pytest.raises(UnusableFile) as refused:
        read(tcx(lap(said="<TotalTimeSeconds>1800</TotalTimeSeconds>")))
    assert refused.value.problem.code is ProblemCode.NO_ACTIVITY


def test_a_document_that_breaks_gives_what_stands_before():
    data = tcx(lap(points(*range(20))))
    file = read(data[: data.rindex(b"<Time>")])
    assert file.recordings[0].time_s.size == 19
    assert [problem.code for problem in file.problems] == [ProblemCode.TRUNCATED]


def test_a_document_without_its_root_is_read_and_the_loss_told():
    data = (
        tcx(lap(points(0, 1, 2))).removeprefix(b"<TrainingCenterDatabase>").removesuffix(b"</TrainingCenterDatabase>")
    )
    file = read(b"\n  " + data)
    assert file.recordings[0].time_s.size == 3
    assert [problem.code for problem in file.problems] == [ProblemCode.TRUNCATED]


def test_a_distance_that_falls_is_held_and_told():
    metres = [10, 20, 15, 30]
    held = [trackpoint(second, f"<DistanceMeters>{at}</DistanceMeters>") for second, at in enumerate(metres)]
    recording = only(tcx(lap(held)))
    assert recording.distance_m.tolist() == [10, 20, 20, 30]
    assert ProblemCode.BAD_VALUES in {problem.code for problem in recording.problems}


def test_a_distance_of_nothing_but_zeros_was_not_recorded():
    assert np.isnan(only(tcx(lap(points(0, 1, inner="<DistanceMeters>0</DistanceMeters>")))).distance_m).all()


def test_values_that_are_no_numbers_are_missing_and_counted():
    file = read(tcx(lap([*points(0, 1), trackpoint(2, "<AltitudeMeters>high</AltitudeMeters>")])))
    assert Channel.ALTITUDE_M not in file.recordings[0].channels
    assert [problem.code for problem in file.problems] == [ProblemCode.BAD_VALUES]


def test_a_flood_of_laps_is_refused():
    with pytest.raises(UnusableFile) as refused:
        read(tcx(f'<Lap StartTime="{clock(0)}"/>' * 10_001))
    assert refused.value.problem.code is ProblemCode.FILE_TOO_LARGE
