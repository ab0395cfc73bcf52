import math
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import polyline
import pytest

from coaching.energy import running_kcal, walking_kcal
from kernels.path import path
from models.entities import DeviceTotals, Profile
from models.errors import UnusableFile
from models.terms import CaloriesMethod, Channel, DistanceReason, DistanceSource, FileFormat, LapTrigger, Sport
from uploads.measures import measure, sport_of
from uploads.readers.detect import read
from uploads.recording import LapMark, Pause, Recording

START = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
SOMEBODY = Profile("u", weight_kg=70)
METRE_NORTH_DEG = 1 / 110_940.6  # at 35 degrees
METRE_EAST_DEG = 1 / 91_288.2


def recording(time_s, east_m=None, north_m=None, **given):
    """Positions in metres around 35 N 139 E; without them an indoor recording."""
    time = np.asarray(time_s, np.float64)
    nothing = np.full(time.size, math.nan)
    given["distance_m"] = np.asarray(given.get("distance_m", nothing), np.float64)
    return Recording(
        format=FileFormat.FIT,
        started_at=START,
        time_s=time,
        latitude_deg=nothing if north_m is None else 35 + np.asarray(north_m) * METRE_NORTH_DEG,
        longitude_deg=nothing if east_m is None else 139 + np.asarray(east_m) * METRE_EAST_DEG,
        **given,
    )


def straight(seconds, speed_m_s, **given):
    time = np.arange(seconds + 1.0)
    return recording(time, time * speed_m_s, np.zeros(time.size), **given)


def raw_length_m(made):
    return path(made.latitude_deg, made.longitude_deg).cumulative_m[-1]


class TestSport:
    def test_the_file_rules_over_the_hint(self):
        assert sport_of(straight(60, 3, sport=Sport.WALKING), Sport.RUNNING) is Sport.WALKING

    def test_another_sport_is_refused_whatever_the_hint_says(self):
        with pytest.raises(UnusableFile, match="UNSUPPORTED_SPORT: cycling"):
            sport_of(straight(60, 3, foreign_sport="cycling"), Sport.RUNNING)

    def test_the_hint_rules_over_the_speed(self):
        assert sport_of(straight(60, 3), Sport.WALKING) is Sport.WALKING

    @pytest.mark.parametrize(("speed_m_s", "sport"), [(1.4, Sport.WALKING), (2.2, Sport.RUNNING), (4, Sport.RUNNING)])
    def test_else_speed_tells(self, speed_m_s, sport):
        assert sport_of(straight(300, speed_m_s), None) is sport

    def test_a_ride_is_refused(self):
        with pytest.raises(UnusableFile, match="not on foot"):
            sport_of(straight(300, 8), None)

    def test_a_recording_without_any_speed_is_refused(self):
        with pytest.raises(UnusableFile, match="UNKNOWN_SPORT: the file names no sport"):
            sport_of(recording(range(10)), None)

    def test_somebody_who_only_stands_is_no_runner(self):
        assert sport_of(straight(60, 0), None) is Sport.WALKING


class TestDistance:
    def test_positions_alone_are_measured_to_the_metre(self):
        found = measure(straight(1000, 3), SOMEBODY, Sport.RUNNING)
        assert found.distance_source is DistanceSource.POSITIONS
        assert found.distance_m == found.positions_distance_m == pytest.approx(3000, abs=0.5)
        assert found.cumulative_m[0] == 0
        assert (np.diff(found.cumulative_m) >= 0).all()

    def test_the_devices_distance_is_chosen_and_the_positions_are_kept_beside_it(self):
        found = measure(straight(1000, 3, distance_m=np.arange(1001) * 3.1), SOMEBODY, Sport.RUNNING)
        assert found.distance_source is DistanceSource.DEVICE
        assert found.distance_m == pytest.approx(3100)
        assert found.positions_distance_m == pytest.approx(3000, abs=0.5)

    def test_a_device_that_counted_nothing_is_not_believed(self):
        found = measure(straight(1000, 3, distance_m=np.zeros(1001)), SOMEBODY, Sport.RUNNING)
        assert found.distance_source is DistanceSource.POSITIONS

    def test_a_device_that_claims_the_impossible_is_not_believed(self):
        found = measure(straight(1000, 3, distance_m=np.arange(1001) * 300.0), SOMEBODY, Sport.RUNNING)
        assert found.distance_source is DistanceSource.POSITIONS

    def test_holes_in_the_devices_distance_are_bridged(self):
        distance = np.arange(101) * 3.0
        distance[[0, 50, 51, 100]] = math.nan
        found = measure(straight(100, 3, distance_m=distance), SOMEBODY, Sport.RUNNING)
        assert np.isfinite(found.cumulative_m).all()
        assert found.cumulative_m[50] == pytest.approx(150)

    @pytest.mark.parametrize("noise_m", [1.0, 3.0])
    @pytest.mark.parametrize(("speed_m_s", "sport"), [(1.3, Sport.WALKING), (3.0, Sport.RUNNING)])
    def test_white_noise_adds_no_distance(self, noise_m, speed_m_s, sport):
        generator, time = np.random.default_rng(2), np.arange(1801.0)
        east, north = time * speed_m_s + generator.normal(0, noise_m, 1801), generator.normal(0, noise_m, 1801)
        made = recording(time, east, north)
        assert raw_length_m(made) > 1.1 * 1800 * speed_m_s
        assert measure(made, SOMEBODY, sport).distance_m == pytest.approx(1800 * speed_m_s, rel=0.03)

    def test_noise_that_wanders_slowly_adds_little(self):
        generator, time = np.random.default_rng(3), np.arange(1801.0)
        wander = np.zeros((2, 1801))
        for i in range(1, 1801):
            wander[:, i] = 0.99 * wander[:, i - 1] + generator.normal(0, 0.4, 2)
        made = recording(time, time * 3 + wander[0], wander[1])
        assert measure(made, SOMEBODY, Sport.RUNNING).distance_m == pytest.approx(5400, rel=0.02)

    def test_a_watch_that_stands_collects_no_distance(self):
        generator, time = np.random.default_rng(4), np.arange(601.0)
        made = recording(time, generator.normal(0, 1, 601), generator.normal(0, 1, 601))
        assert raw_length_m(made) > 500
        found = measure(made, SOMEBODY, Sport.WALKING)
        assert found.distance_m < 10
        assert found.moving_s < 30

    def test_a_jump_of_the_receiver_is_no_way(self):
        north = np.zeros(301)
        north[100] = 400
        north[200:] = 2000
        found = measure(recording(np.arange(301.0), np.arange(301) * 3.0, north), SOMEBODY, Sport.RUNNING)
        assert found.distance_m == pytest.approx(900, rel=0.02)

    def test_the_way_made_while_the_timer_stood_does_not_count(self):
        time = np.concatenate([np.arange(101.0), np.arange(700, 801.0)])
        east = np.concatenate([np.arange(101) * 3.0, 800 + np.arange(101) * 3.0])
        found = measure(recording(time, east, np.zeros(202), pauses=(Pause(100, 699),)), SOMEBODY, Sport.RUNNING)
        assert found.distance_m == pytest.approx(600, rel=0.01)
        assert found.moving_s == pytest.approx(200, abs=2)

    def test_a_treadmill_has_no_positions_and_no_track(self):
        found = measure(recording(range(601), distance_m=np.arange(601) * 2.5), SOMEBODY, Sport.RUNNING)
        assert found.distance_m == 1500
        assert found.positions_distance_m is None
        assert found.track is None
        assert [split.distance_m for split in found.kilometer_splits] == [1000, 500]

    def test_speed_alone_is_added_up(self):
        channels = {Channel.SPEED_M_S: np.full(601, 2.5)}
        found = measure(recording(range(601), channels=channels), SOMEBODY, Sport.RUNNING)
        assert found.distance_m == pytest.approx(1500)

    def test_a_total_alone_is_kept_and_no_splits_are_made_up(self):
        totals = DeviceTotals(distance_m=5000)
        found = measure(recording(range(1801), device_totals=totals), SOMEBODY, Sport.RUNNING)
        assert found.distance_m == pytest.approx(5000)
        assert found.kilometer_splits == found.best_efforts == ()

    def test_a_total_that_nobody_reaches_in_the_time_is_not_believed(self):
        totals = DeviceTotals(distance_m=900_000)
        assert measure(recording(range(61), device_totals=totals), SOMEBODY, Sport.RUNNING).distance_m == 0

    def test_the_date_line_and_a_hole_in_the_positions_are_crossed(self):
        made = straight(600, 3)
        longitude = made.longitude_deg - 139 + 179.995
        longitude = np.where(longitude > 180, longitude - 360, longitude)
        longitude[200:300] = math.nan
        made = Recording(FileFormat.GPX, START, made.time_s, made.latitude_deg, longitude, made.distance_m)
        found = measure(made, SOMEBODY, Sport.RUNNING)
        assert found.distance_m == pytest.approx(1800, abs=0.5)


class TestMovingTime:
    def test_a_stop_at_a_light_is_cut_out(self):
        time = np.arange(661.0)
        east = np.where(time <= 300, time * 3, np.maximum(900, (time - 60) * 3))
        found = measure(recording(time, east, np.zeros(661)), SOMEBODY, Sport.RUNNING)
        assert found.elapsed_s == 660
        assert found.moving_s == pytest.approx(600, abs=4)
        assert not found.moving[330]

    def test_somebody_in_a_tunnel_still_moves(self):
        time = np.arange(0.0, 1201, 5)
        east = np.where((time > 400) & (time < 600), math.nan, time * 3)
        found = measure(recording(time, east, np.zeros(time.size)), SOMEBODY, Sport.RUNNING)
        assert found.moving_s == 1200
        assert found.distance_m == pytest.approx(3600, abs=1)

    def test_a_tunnel_is_laid_out_over_its_time(self):
        time = np.arange(1201.0)
        east = np.where((time > 400) & (time < 600), math.nan, time * 3)
        found = measure(recording(time, east, np.zeros(time.size)), SOMEBODY, Sport.RUNNING)
        assert found.moving_s == 1200
        assert [split.elapsed_s for split in found.kilometer_splits] == [pytest.approx(333, abs=1)] * 3 + [
            pytest.approx(200, abs=1)
        ]

    @pytest.mark.parametrize(("first", "last"), [(0, 600), (600, 1200), (1200, 1800)])
    def test_minutes_without_a_fix_are_no_motion(self, first, last):
        # The recorder goes on each second: the fix comes late, is lost in a gym and found at its door, or never again.
        time = np.arange(1801.0)
        away = (time >= first) & (time <= last)
        east = 3 * np.cumsum(~away)
        found = measure(recording(time, np.where(away, math.nan, east), np.zeros(time.size)), SOMEBODY, Sport.RUNNING)
        assert found.moving_s == pytest.approx(1200, abs=5)
        assert found.distance_m == pytest.approx(3600, rel=0.01)
        running = straight(1200, 3)
        assert found.calories_kcal == pytest.approx(measure(running, SOMEBODY, Sport.RUNNING).calories_kcal, rel=0.01)

    @pytest.mark.parametrize("first", [0, 600, 1786])
    def test_a_few_seconds_without_a_fix_keep_the_state(self, first):
        time = np.arange(1801.0)
        east = np.where((time >= first) & (time < first + 15), math.nan, 3 * time)
        found = measure(recording(time, east, np.zeros(time.size)), SOMEBODY, Sport.RUNNING)
        assert found.moving_s == 1800

    def test_a_recorded_speed_tells_where_no_fix_does(self):
        time = np.arange(1801.0)
        east = np.where(time < 600, math.nan, 3 * time)
        channels = {Channel.SPEED_M_S: np.full(time.size, 3.0)}
        found = measure(recording(time, east, np.zeros(time.size), channels=channels), SOMEBODY, Sport.RUNNING)
        assert found.moving_s == 1800

    def test_pauses_of_the_device_override_and_count_once(self):
        pauses = (Pause(100, 160), Pause(150, 200))
        found = measure(straight(600, 3, pauses=pauses), SOMEBODY, Sport.RUNNING)
        assert found.moving_s == pytest.approx(500, abs=1)

    def test_a_pause_within_one_interval_is_taken_from_it(self):
        found = measure(
            recording([0, 10, 20], distance_m=[0, 30, 60], pauses=(Pause(12, 16),)), SOMEBODY, Sport.RUNNING
        )
        assert found.moving_s == pytest.approx(16)

    def test_a_runner_who_strolls_does_not_run_and_still_gets_on(self):
        found = measure(straight(600, 0.7), SOMEBODY, Sport.RUNNING)
        assert found.moving_s == 0
        assert found.distance_m == pytest.approx(420, abs=1)
        assert measure(straight(600, 0.7), SOMEBODY, Sport.WALKING).moving_s == pytest.approx(600)

    def test_without_any_speed_the_recorder_is_believed(self):
        channels = {Channel.HEART_RATE_BPM: np.full(61, 120.0)}
        found = measure(recording(range(61), channels=channels, pauses=(Pause(10, 20),)), SOMEBODY, Sport.RUNNING)
        assert found.moving_s == 50


class TestBody:
    def test_heart_rate_is_weighed_by_time_and_zeros_are_lost_contact(self):
        channels = {Channel.HEART_RATE_BPM: np.array([100.0, 100, 0, 160])}
        found = measure(recording([0, 9, 10, 13], channels=channels), SOMEBODY, Sport.RUNNING)
        assert found.average_heart_rate_bpm == pytest.approx((9 * 100 + 3 * 160) / 12)
        assert found.max_heart_rate_bpm == 160

    def test_steps_are_the_devices_else_cadence_over_time(self):
        channels = {Channel.CADENCE_SPM: np.full(601, 170.0)}
        assert measure(straight(600, 3, channels=channels), SOMEBODY, Sport.RUNNING).steps == 1700
        totals = DeviceTotals(steps=1688)
        found = measure(straight(600, 3, channels=channels, device_totals=totals), SOMEBODY, Sport.RUNNING)
        assert found.steps == 1688
        assert measure(straight(600, 3), SOMEBODY, Sport.RUNNING).steps is None

    def test_a_sensor_that_never_counted_tells_no_steps(self):
        lost = {Channel.CADENCE_SPM: np.zeros(601)}
        assert measure(straight(600, 1.4, channels=lost), SOMEBODY, Sport.WALKING).steps is None
        assert measure(straight(600, 1.4, channels=lost), SOMEBODY, Sport.WALKING).average_cadence_spm is None
        stood = {Channel.CADENCE_SPM: np.where(np.arange(601) < 300, 110.0, 0.0)}
        assert measure(straight(600, 1.4, channels=stood), SOMEBODY, Sport.WALKING).steps == 548

    def test_a_silence_makes_no_steps(self):
        channels = {Channel.CADENCE_SPM: np.array([120.0, 120, 120])}
        assert measure(recording([0, 10, 1000], channels=channels), SOMEBODY, Sport.WALKING).steps == 50

    def test_cadence_is_the_mean_while_stepping(self):
        cadence = np.where(np.arange(601) % 10 == 0, 0.0, 170.0)
        found = measure(straight(600, 3, channels={Channel.CADENCE_SPM: cadence}), SOMEBODY, Sport.RUNNING)
        assert found.average_cadence_spm == pytest.approx(170)

    def test_energy_goes_by_weight_and_names_its_method(self):
        run = measure(straight(600, 200 / 60), SOMEBODY, Sport.RUNNING)
        assert run.calories_kcal == pytest.approx(152.25, rel=1e-3)
        assert run.calories_method is CaloriesMethod.ACSM_RUNNING
        walk = measure(straight(1080, 6.2 / 3.6), Profile("u", weight_kg=65), Sport.WALKING)
        assert walk.calories_kcal == pytest.approx(100.7, rel=1e-3)
        assert walk.calories_method is CaloriesMethod.LCDA_WALKING

    def test_without_a_weight_the_devices_figure_stands_or_none(self):
        found = measure(straight(60, 3, device_totals=DeviceTotals(calories_kcal=17)), Profile("u"), Sport.RUNNING)
        assert (found.calories_kcal, found.calories_method) == (17, CaloriesMethod.DEVICE)
        found = measure(straight(60, 3), Profile("u"), Sport.RUNNING)
        assert (found.calories_kcal, found.calories_method) == (None, None)


class TestClimbing:
    HILLS = 20 * np.sin(np.arange(1201) / 1200 * 4 * math.pi)

    @pytest.mark.parametrize("barometric", [True, False, None])
    def test_two_hills_are_eighty_metres(self, barometric):
        made = straight(1200, 3, channels={Channel.ALTITUDE_M: 100 + self.HILLS}, barometric=barometric)
        found = measure(made, SOMEBODY, Sport.RUNNING)
        # Smoothing takes a little off every summit.
        assert found.ascent_m == pytest.approx(80, rel=0.05)
        assert found.descent_m == pytest.approx(80, rel=0.05)
        assert sum(split.ascent_m for split in found.kilometer_splits) == pytest.approx(found.ascent_m)

    @pytest.mark.parametrize("barometric", [True, False, None])
    @pytest.mark.parametrize("wrong_m", [500, -500, 30])
    @pytest.mark.parametrize("at", [0, 400, slice(700, 703), -1])
    def test_wrong_altitudes_are_no_climb(self, barometric, wrong_m, at):
        altitude = 100 + self.HILLS
        right = straight(1200, 3, channels={Channel.ALTITUDE_M: altitude}, barometric=barometric)
        told = altitude.copy()
        told[at] += wrong_m
        wrong = straight(1200, 3, channels={Channel.ALTITUDE_M: told}, barometric=barometric)
        expected = measure(right, SOMEBODY, Sport.RUNNING)
        found = measure(wrong, SOMEBODY, Sport.RUNNING)
        assert found.ascent_m == pytest.approx(expected.ascent_m, abs=1.5)
        assert found.descent_m == pytest.approx(expected.descent_m, abs=1.5)

    def test_the_wander_of_satellite_altitude_is_no_hill(self):
        wander = 4 * np.sin(np.arange(1201) / 40)
        made = straight(1200, 3, channels={Channel.ALTITUDE_M: wander})
        assert measure(made, SOMEBODY, Sport.RUNNING).ascent_m == 0

    def test_without_altitude_there_is_no_figure(self):
        found = measure(straight(600, 3), SOMEBODY, Sport.RUNNING)
        assert (found.ascent_m, found.descent_m, found.kilometer_splits[0].ascent_m) == (None, None, None)


class TestParts:
    def test_splits_cover_the_whole_way(self):
        channels = {Channel.HEART_RATE_BPM: np.linspace(120, 160, 1201), Channel.CADENCE_SPM: np.full(1201, 168.0)}
        found = measure(straight(1200, 3, channels=channels), SOMEBODY, Sport.RUNNING)
        for splits in (found.kilometer_splits, found.mile_splits):
            assert sum(split.distance_m for split in splits) == pytest.approx(found.distance_m)
            assert sum(split.elapsed_s for split in splits) == pytest.approx(found.elapsed_s)
            assert sum(split.moving_s for split in splits) == pytest.approx(found.moving_s)
        assert [split.index for split in found.kilometer_splits] == [1, 2, 3, 4]
        assert found.kilometer_splits[0].elapsed_s == pytest.approx(1000 / 3, abs=0.1)
        assert found.kilometer_splits[0].average_cadence_spm == pytest.approx(168)
        assert found.kilometer_splits[3].average_heart_rate_bpm > found.kilometer_splits[0].average_heart_rate_bpm

    def test_laps_are_measured_where_the_device_marked_them(self):
        marks = (LapMark(0, 200, LapTrigger.MANUAL), LapMark(200, 5000, LapTrigger.SESSION_END), LapMark(700, 800))
        first, second = measure(straight(600, 3, laps=marks), SOMEBODY, Sport.RUNNING).laps
        assert (first.distance_m, second.distance_m) == (pytest.approx(600, abs=0.5), pytest.approx(1200, abs=0.5))
        assert (first.elapsed_s, second.elapsed_s, second.start_s) == (200, 400, 200)
        assert (first.trigger, second.trigger) == (LapTrigger.MANUAL, LapTrigger.SESSION_END)

    def test_best_efforts_are_those_that_were_covered(self):
        time = np.arange(901.0)
        east = np.where(time < 300, time * 2.5, np.where(time < 500, 750 + (time - 300) * 5, 1750 + (time - 500) * 2.5))
        efforts = measure(recording(time, east, np.zeros(901)), SOMEBODY, Sport.RUNNING).best_efforts
        assert [effort.distance_m for effort in efforts] == [400, 800, 1000, 1609.344]
        assert efforts[0].duration_s == pytest.approx(80, abs=0.5)
        assert efforts[2].duration_s == pytest.approx(200, abs=0.5)
        assert efforts[2].start_s == pytest.approx(300, abs=1)

    def test_no_position_lies_further_from_the_track_than_it_says(self):
        angle = np.arange(1201) / 100
        made = recording(np.arange(1201.0), 150 * np.sin(angle), 200 * np.cos(angle * 1.3))
        track = measure(made, SOMEBODY, Sport.RUNNING).track
        corners = [
            ((lon - 139) / METRE_EAST_DEG, (lat - 35) / METRE_NORTH_DEG) for lat, lon in polyline.decode(track.polyline)
        ]
        assert len(corners) == track.points < 200
        for point in zip(150 * np.sin(angle), 200 * np.cos(angle * 1.3), strict=True):
            assert min(offset_m(point, a, b) for a, b in pairwise(corners)) <= track.tolerance_m


def offset_m(point, a, b):
    along = (b[0] - a[0], b[1] - a[1])
    length_2 = along[0] ** 2 + along[1] ** 2
    share = ((point[0] - a[0]) * along[0] + (point[1] - a[1]) * along[1]) / length_2 if length_2 else 0
    share = min(max(share, 0), 1)
    return math.dist(point, (a[0] + share * along[0], a[1] + share * along[1]))


def carried(on_foot_m_s, carried_m_s, cadence_spm):
    """Ten minutes on foot, ten carried, ten on foot; cadence 0 where carried, or none at all."""
    time = np.arange(1801.0)
    by_wheels = (time > 600) & (time <= 1200)
    speed = np.where(by_wheels, carried_m_s, on_foot_m_s)
    way = np.cumsum(np.where(time > 0, speed, 0.0))
    channels = {} if cadence_spm is None else {Channel.CADENCE_SPM: np.where(by_wheels, 0.0, cadence_spm)}
    return recording(time, way, np.zeros(time.size), channels=channels), way


class TestCarried:
    """Wheels within a walk or a run are neither way nor motion."""

    @pytest.mark.parametrize("counted", [True, False], ids=["by the device", "by positions"])
    @pytest.mark.parametrize(
        ("sport", "on_foot_m_s", "carried_m_s", "cadence_spm"),
        [
            (Sport.WALKING, 1.4, 11.0, 112),
            (Sport.WALKING, 1.4, 11.0, None),
            (Sport.WALKING, 1.4, 5.0, 112),
            (Sport.RUNNING, 3.0, 6.0, 170),
        ],
    )
    def test_it_is_left_out(self, sport, on_foot_m_s, carried_m_s, cadence_spm, counted):
        made, way = carried(on_foot_m_s, carried_m_s, cadence_spm)
        found = measure(replace(made, distance_m=way) if counted else made, SOMEBODY, sport)
        assert found.distance_m == pytest.approx(1200 * on_foot_m_s, abs=60)
        assert found.moving_s == pytest.approx(1200, abs=12)
        assert found.best_efforts[0].duration_s == pytest.approx(400 / on_foot_m_s, rel=0.1)
        usual = {Sport.RUNNING: running_kcal, Sport.WALKING: walking_kcal}[sport](on_foot_m_s, 1200, 70)
        assert found.calories_kcal == pytest.approx(usual, rel=0.06)
        speeds = {mean.duration_s: mean.mean for mean in found.intensity.best_means}
        assert speeds[60] < 1.2 * on_foot_m_s
        assert found.distance_reason is (
            DistanceReason.DEVICE_IMPLAUSIBLE if counted else DistanceReason.DEVICE_MISSING
        )

    def test_a_sensor_that_fails_takes_no_way_from_a_runner(self):
        made, way = carried(3.6, 4.4, 172)
        found = measure(replace(made, distance_m=way), SOMEBODY, Sport.RUNNING)
        assert (found.distance_m, found.moving_s) == (pytest.approx(way[-1]), 1800)

    def test_steps_that_were_counted_for_a_moment_tell_nothing_of_the_rest(self):
        time = np.arange(1801.0)
        cadence = np.where(time < 60, 120.0, 0.0)
        made = straight(1800, 5.5, distance_m=time * 5.5, channels={Channel.CADENCE_SPM: cadence})
        assert measure(made, SOMEBODY, Sport.RUNNING).distance_m == pytest.approx(1800 * 5.5)

    def test_a_sprint_is_made_on_foot(self):
        time = np.arange(601.0)
        way = np.cumsum(np.where((time > 300) & (time <= 320), 10.0, 3.0))
        made = recording(time, way, np.zeros(time.size), distance_m=way)
        assert measure(made, SOMEBODY, Sport.RUNNING).distance_m == pytest.approx(way[-1] - way[0], abs=4)


@pytest.mark.parametrize(
    ("speed_m_s", "sport", "distances_m"),
    [
        # 5,000 m of a bus: nobody runs that in 10:25, though 400 m at this speed are no record.
        (8.0, Sport.RUNNING, [400.0]),
        (7.0, Sport.RUNNING, [400.0, 800.0, 1000.0, 1609.344]),
        (4.4, Sport.WALKING, [400.0, 800.0, 1000.0, 1609.344, 3000.0, 5000.0]),
        (4.6, Sport.WALKING, []),
    ],
)
def test_what_nobody_has_reached_is_no_effort(speed_m_s, sport, distances_m):
    time = np.arange(1201.0)
    found = measure(recording(time, distance_m=time * speed_m_s), SOMEBODY, sport).best_efforts
    assert [effort.distance_m for effort in found] == distances_m


class TestSmallRecordings:
    @pytest.mark.parametrize("size", [0, 1, 2, 3])
    @pytest.mark.parametrize("filled", [True, False])
    def test_any_length_is_measured(self, size, filled):
        columns = np.arange(size, dtype=float) if filled else np.full(size, math.nan)
        made = recording(
            np.arange(size),
            columns if filled else None,
            columns if filled else None,
            distance_m=columns,
            channels=dict.fromkeys(Channel, columns) if filled else {},
            laps=(LapMark(0, 1),),
            pauses=(Pause(0, 1),),
        )
        found = measure(made, SOMEBODY, Sport.WALKING)
        assert found.elapsed_s == max(size - 1, 0)
        assert 0 <= found.moving_s <= found.elapsed_s
        assert found.cumulative_m.shape == found.moving.shape == found.speed_m_s.shape == (size,)
        assert np.isfinite(found.cumulative_m).all()

    def test_a_file_of_totals_alone_keeps_them(self):
        totals = DeviceTotals(distance_m=5000, elapsed_s=1900, timer_s=1800)
        found = measure(recording([], device_totals=totals), SOMEBODY, Sport.RUNNING)
        assert (found.distance_m, found.elapsed_s, found.moving_s) == (5000, 1900, 1800)


class TestRealRecordings:
    @pytest.mark.parametrize(
        "name",
        ["tcx-run/run.tcx", "fit-run/strava-android-app-201.10-b1218918.fit", "fit-walk/garmin-fenix-5-walk.fit"],
    )
    def test_the_way_over_the_positions_is_the_devices_within_one_and_a_half_per_cent(self, shared_data, name):
        (made,) = read((shared_data / name).read_bytes()).recordings
        found = measure(made, SOMEBODY, sport_of(made, None))
        assert found.positions_distance_m == pytest.approx(made.device_totals.distance_m, rel=0.015)

    def test_one_recording_in_four_formats_has_one_length(self, shared_data):
        files = sorted((shared_data / "tri-format").iterdir())
        lengths_m = []
        for file in files:
            (made,) = read(file.read_bytes()).recordings
            with pytest.raises(UnusableFile, match="UNSUPPORTED_SPORT"):
                sport_of(made, None)
            lengths_m.append(measure(made, SOMEBODY, Sport.RUNNING).distance_m)
        assert len(lengths_m) == 4
        assert max(lengths_m) / min(lengths_m) < 1.005

    def test_the_same_run_as_tcx_and_gpx_is_measured_alike(self, shared_data):
        tcx, gpx = (
            read((shared_data / name).read_bytes()).recordings[0] for name in ("tcx-run/run.tcx", "gpx-run/run.gpx")
        )
        lengths_m = [measure(made, SOMEBODY, Sport.RUNNING).positions_distance_m for made in (tcx, gpx)]
        assert lengths_m[0] == pytest.approx(lengths_m[1], rel=0.002)


def test_a_count_that_jumps_is_no_best_effort():
    time_s = np.arange(1800.0)
    jumping = 3 * time_s + np.where(time_s >= 900, 1000, 0)
    found = measure(recording(time_s, distance_m=jumping), Profile("somebody"), Sport.RUNNING).best_efforts
    assert [effort.distance_m for effort in found] == [400, 800, 1000, 1609.344, 3000, 5000]
    assert all(effort.distance_m / effort.duration_s == pytest.approx(3, rel=0.01) for effort in found)


def test_an_hour_of_silence_that_ends_elsewhere_is_no_time_in_motion():
    time_s = np.arange(2400.0) + np.where(np.arange(2400) >= 1200, 3600, 0)
    east_m = np.arange(2400) * 3.0 + np.where(np.arange(2400) >= 1200, 100_000, 0)
    made = measure(recording(time_s, east_m, np.zeros(2400)), Profile("somebody"), Sport.RUNNING)
    assert made.moving_s == pytest.approx(2398, abs=5)
    assert made.distance_m == pytest.approx(7194, rel=0.01)
