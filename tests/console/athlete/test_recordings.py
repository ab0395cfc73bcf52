from collections import Counter
from dataclasses import replace
from datetime import UTC, date, timedelta
from itertools import islice, pairwise

import numpy as np
import pytest

from coaching.scores import score_of
from console.athlete.recordings import SyntheticRecording, file_bytes, profile, recording, training_log
from console.athlete.terrain import sides_m
from models.terms import FileFormat, LapTrigger, Sport
from uploads.measures import measure
from uploads.readers.detect import read

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def log() -> list[SyntheticRecording]:
    return list(training_log(TODAY))


def path_m(outing: SyntheticRecording) -> float:
    return float(sides_m(outing.latitude_deg, outing.longitude_deg).sum())


def test_the_log_is_newest_first_and_ends_before_today(log: list[SyntheticRecording]) -> None:
    starts = [outing.started_at for outing in log]
    assert starts == sorted(starts, reverse=True)
    assert len(log) == 60
    local_days = [(start + timedelta(hours=9)).date() for start in starts]
    assert TODAY - timedelta(weeks=12) <= local_days[-1] < local_days[0] < TODAY
    assert all(start.tzinfo is UTC and start.microsecond == 0 for start in starts)


def test_a_week_has_three_runs_and_two_walks(log: list[SyntheticRecording]) -> None:
    weeks = Counter(((o.started_at + timedelta(hours=9)).isocalendar().week, o.sport) for o in log)
    assert {count for (_, sport), count in weeks.items() if sport is Sport.RUNNING} == {3}
    assert {count for (_, sport), count in weeks.items() if sport is Sport.WALKING} == {2}


def test_formats_places_and_kinds_vary(log: list[SyntheticRecording]) -> None:
    assert {(outing.format, outing.sport) for outing in log} == {
        (FileFormat.FIT, Sport.RUNNING),
        (FileFormat.TCX, Sport.RUNNING),
        (FileFormat.FIT, Sport.WALKING),
        (FileFormat.TCX, Sport.WALKING),
        (FileFormat.GPX, Sport.WALKING),
    }
    assert len({outing.name.split(", ")[1] for outing in log}) >= 6
    assert len({outing.name.split(", ")[0] for outing in log}) >= 7
    assert {lap.trigger for outing in log for lap in outing.laps} == {
        LapTrigger.DISTANCE,
        LapTrigger.MANUAL,
        LapTrigger.SESSION_END,
    }


def test_lengths_and_speeds_are_those_of_a_person(log: list[SyntheticRecording]) -> None:
    for outing in log:
        totals = outing.totals()
        assert 18 * 60 <= totals.elapsed_s <= 95 * 60
        low, high = (2.2, 3.1) if outing.sport is Sport.RUNNING else (1.1, 1.9)
        assert low < totals.distance_m / totals.timer_s < high
        assert totals.steps == pytest.approx(
            totals.timer_s * (2.8 if outing.sport is Sport.RUNNING else 2.05), rel=0.12
        )


def test_the_log_has_pauses_of_the_timer_and_stops_with_the_timer_running(log: list[SyntheticRecording]) -> None:
    assert sum(len(outing.pauses) for outing in log) > 60
    assert any(not outing.pauses and (outing.speed_m_s == 0).sum() > 10 for outing in log)


def test_hills_range_from_flat_to_more_than_a_hundred_metres(log: list[SyntheticRecording]) -> None:
    ascents_m = [outing.totals().ascent_m for outing in log]
    assert min(ascents_m) < 6
    assert 100 < max(ascents_m) < 200


def test_heart_rate_is_known_for_runs_and_sometimes_missing_on_phone_walks(log: list[SyntheticRecording]) -> None:
    for outing in log:
        if outing.format is not FileFormat.GPX:
            assert np.isfinite(outing.heart_rate_bpm).all()
    known = {bool(np.isfinite(outing.heart_rate_bpm).all()) for outing in log if outing.format is FileFormat.GPX}
    assert known == {True, False}
    peaks = [outing.totals().max_heart_rate_bpm for outing in log if "Intervals" in outing.name]
    assert 170 < min(peaks) <= max(peaks) <= profile("u").max_heart_rate_bpm


def test_one_recording_of_twelve_weeks_is_irregular(log: list[SyntheticRecording]) -> None:
    smart = [outing for outing in log if np.median(np.diff(outing.time_s)) > 1]
    assert len(smart) == 1
    assert set(np.diff(smart[0].time_s).tolist()) >= {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0}


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 2, 28), date(2026, 7, 15)])
def test_an_irregular_recording_comes_in_any_twelve_weeks(day: date) -> None:
    assert sum(np.median(np.diff(outing.time_s)) > 1 for outing in training_log(day)) == 1


def test_a_day_s_recording_is_the_same_whoever_asks_when() -> None:
    today = [file_bytes(outing) for outing in islice(training_log(TODAY), 4)]
    tomorrow = [file_bytes(outing) for outing in islice(training_log(TODAY + timedelta(days=1)), 4)]
    assert today == tomorrow  # nothing is on in her Mondays
    assert today[1:] == [file_bytes(outing) for outing in islice(training_log(TODAY - timedelta(days=1)), 3)]


def test_another_seed_is_another_life() -> None:
    one, other = next(training_log(TODAY, seed=1)), next(training_log(TODAY, seed=2))
    assert one.started_at != other.started_at
    assert file_bytes(one) != file_bytes(other)


def test_the_log_is_made_as_it_is_asked_for() -> None:
    # The oldest of so many weeks would lie before the year 1, which no date can say.
    newest = next(training_log(TODAY, weeks=200_000))
    assert newest.started_at.date() == date(2026, 11, 21)


def test_no_weeks_are_no_recordings() -> None:
    assert list(training_log(TODAY, weeks=0)) == []


def test_columns_are_whole_seconds_in_order_with_gaps_at_pauses_only(log: list[SyntheticRecording]) -> None:
    for outing in log:
        steps_s = np.diff(outing.time_s)
        assert outing.time_s[0] == 0
        assert (steps_s >= 1).all()
        assert (outing.time_s == np.rint(outing.time_s)).all()
        assert (np.diff(outing.distance_m) >= 0).all()
        gaps = {outing.time_s[i] for i in np.flatnonzero(steps_s > 7)}
        assert gaps == {pause.start_s for pause in outing.pauses}


def test_laps_follow_each_other_over_the_whole_recording(log: list[SyntheticRecording]) -> None:
    for outing in log:
        assert (outing.laps[0].start_s, outing.laps[-1].end_s) == (0, outing.end_s)
        assert all(lap.end_s == following.start_s for lap, following in pairwise(outing.laps))
        assert all(lap.start_s < lap.end_s for lap in outing.laps)


@pytest.mark.parametrize("sport", Sport)
def test_without_noise_the_positions_lie_as_far_apart_as_the_distance_says(sport: Sport) -> None:
    outing = recording(sport, minutes=40, seed=3, gps_noise_m=0)
    assert path_m(outing) == pytest.approx(outing.distance_m[-1], rel=1e-5)


def test_noise_lengthens_the_path_a_little(log: list[SyntheticRecording]) -> None:
    exact = recording(minutes=40, gps_noise_m=0)
    noisy = recording(minutes=40, gps_noise_m=2)
    errors_m = np.hypot(noisy.latitude_deg - exact.latitude_deg, noisy.longitude_deg - exact.longitude_deg) * 1e5
    assert 0.5 < np.median(errors_m) < 6
    for outing in log:
        if np.median(np.diff(outing.time_s)) == 1:
            assert 0.995 < path_m(outing) / outing.distance_m[-1] < 1.02


def test_speed_is_the_rate_of_the_distance() -> None:
    outing = recording(minutes=20)
    moving = np.diff(outing.time_s) == 1
    middles_m_s = (outing.speed_m_s[1:] + outing.speed_m_s[:-1]) / 2
    np.testing.assert_allclose(np.diff(outing.distance_m)[moving], middles_m_s[moving], atol=0.12)


def test_speed_is_cadence_times_step_length() -> None:
    for sport in Sport:
        outing = recording(sport, minutes=10)
        np.testing.assert_allclose(outing.cadence_spm / 60 * outing.step_length_m, outing.speed_m_s)


def test_heart_rate_follows_a_start_with_delay() -> None:
    beats = recording(minutes=10).heart_rate_bpm
    assert beats[5] < 95
    assert beats[10] + 15 < beats[40] < beats[200] - 5


def test_only_a_watch_measures_running_dynamics() -> None:
    watch, phone = recording(minutes=3), recording(minutes=3, file_format=FileFormat.GPX)
    assert np.isfinite(watch.contact_ms).all()
    assert np.isnan(phone.contact_ms).all()
    assert np.isfinite(phone.cadence_spm).all()


def test_a_recording_s_timer_stands_still_in_its_pause() -> None:
    outing = recording(minutes=10)
    (pause,) = outing.pauses
    inside = np.array([pause.start_s, pause.start_s + 10, pause.end_s, pause.end_s + 5])
    np.testing.assert_array_equal(outing.timer_s(inside) - pause.start_s, [0, 0, 0, 5])
    assert outing.totals(pause.start_s, pause.end_s).timer_s == 0


def test_totals_of_what_was_not_measured_are_missing() -> None:
    outing = recording(minutes=3)
    missing = np.full(outing.time_s.size, np.nan)
    totals = replace(
        outing, heart_rate_bpm=missing, cadence_spm=missing, altitude_m=missing, calories_kcal=None
    ).totals()
    assert (totals.average_heart_rate_bpm, totals.max_heart_rate_bpm, totals.steps) == (None, None, None)
    assert (totals.ascent_m, totals.descent_m, totals.calories_kcal) == (None, None, None)


@pytest.mark.parametrize(
    ("file_format", "start"),
    [(FileFormat.FIT, b"\x0e"), (FileFormat.GPX, b"<?xml"), (FileFormat.TCX, b"<?xml")],
)
def test_the_file_is_of_the_recording_s_format_and_the_same_each_time(file_format: FileFormat, start: bytes) -> None:
    first, second = (file_bytes(recording(minutes=2, file_format=file_format)) for _ in range(2))
    assert first.startswith(start)
    assert first == second


def test_what_her_watch_records_is_enough_for_a_score() -> None:
    """Four weeks: each run and each walk has a form, and a score where its device tells of her steps."""
    told: dict[Sport, list[float | None]] = {sport: [] for sport in Sport}
    for outing in training_log(date(2026, 6, 1), weeks=4):
        (made,) = read(file_bytes(outing)).recordings
        form = measure(made, profile("u"), outing.sport).form
        assert form.missing is None
        told[outing.sport].append(score_of(form, profile("u"), date(2026, 6, 1)).value)
        # At ease between the brisk stretches, and not in them.
        assert form.brisk is None or form.figures.speed_m_s > 1.5
    runs = [value for value in told[Sport.RUNNING] if value is not None]
    # TCX tells of no running dynamics.
    assert len(told[Sport.RUNNING]) - len(runs) == 1
    assert min(runs) > 40
    assert None not in told[Sport.WALKING]
    assert max(value for value in told[Sport.WALKING] if value is not None) > 40
