import math
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from coaching.load import edwards
from models.entities import Profile
from models.terms import Channel, MissingReason, Sex, Sport
from tests.uploads.test_measures import SOMEBODY, recording, straight
from uploads.measures import measure
from uploads.recording import Pause

RUNNER = Profile("u", sex=Sex.FEMALE, resting_heart_rate_bpm=60, max_heart_rate_bpm=180)


def run(seconds=3600, speed_m_s=3.0, *, heart_rate=None, altitude=None, **given):
    """A straight run of a second a sample; heart rate and altitude as values, or functions of time and of distance."""
    time = np.arange(seconds + 1.0)
    distance = time * speed_m_s
    channels = {}
    for channel, told, axis in ((Channel.HEART_RATE_BPM, heart_rate, time), (Channel.ALTITUDE_M, altitude, distance)):
        if told is not None:
            channels[channel] = np.broadcast_to(told(axis) if callable(told) else told, time.shape).astype(float)
    return recording(time, distance, np.zeros(time.size), distance_m=distance, channels=channels, **given)


def intensity(made, profile=RUNNER, sport=Sport.RUNNING):
    return measure(made, profile, sport).intensity


def spent(histogram):
    return {
        round(histogram.start + place * histogram.step, 3): seconds
        for place, seconds in enumerate(histogram.seconds)
        if seconds
    }


class TestTimes:
    def test_each_second_lies_at_its_heart_rate(self):
        found = intensity(run(heart_rate=lambda time: np.where(time <= 600, 120, 150)))
        assert spent(found.heart_rate_s) == {120: 600, 150: 3000}

    def test_speed_counts_while_moving_alone(self):
        speed = np.where(np.arange(1201) <= 600, 3.05, 0.0)
        made = recording(
            np.arange(1201.0),
            speed.cumsum(),
            np.zeros(1201),
            distance_m=speed.cumsum(),
            channels={Channel.SPEED_M_S: speed},
        )
        times = spent(intensity(made).moving_speed_s)
        assert times[3.0] == pytest.approx(600, abs=6)
        assert sum(times.values()) == pytest.approx(600, abs=6)

    def test_a_silence_is_no_time_at_a_heart_rate(self):
        time = np.array([0.0, 1, 2, 300, 301])
        made = recording(time, channels={Channel.HEART_RATE_BPM: np.full(5, 100.0)})
        assert spent(intensity(made).heart_rate_s) == {100: 1 + 1 + 15 + 1}

    def test_what_a_sensor_cannot_mean_is_put_to_the_ends(self):
        times = spent(intensity(run(600, heart_rate=lambda time: np.where(time < 300, 20, 250))).heart_rate_s)
        assert list(times) == [30, 239]

    def test_without_heart_rate_and_speed_there_are_none(self):
        found = intensity(recording(range(10)))
        assert (found.heart_rate_s, found.moving_speed_s, found.best_means) == (None, None, ())


class TestSlope:
    @pytest.mark.parametrize(("grade", "pace_s_per_km"), [(0.05, 256.1), (-0.05, 437.0), (0.0, 1000 / 3)])
    def test_an_even_slope_gives_the_published_pace(self, grade, pace_s_per_km):
        measured = measure(
            run(altitude=lambda distance: 500 + grade * distance, barometric=True), RUNNER, Sport.RUNNING
        )
        assert measured.intensity.grade_adjusted_pace_s_per_km == pytest.approx(pace_s_per_km, rel=2e-3)
        paces = [split.grade_adjusted_pace_s_per_km for split in measured.kilometer_splits]
        assert paces == pytest.approx([pace_s_per_km] * 11, rel=5e-3)

    def test_steep_descents_have_a_floor_and_walks_their_own_costs(self):
        found = intensity(run(altitude=lambda distance: 5000 - 0.2 * distance, barometric=True))
        assert found.grade_adjusted_pace_s_per_km == pytest.approx(1000 / 3 / 0.6, rel=5e-3)
        walk = run(speed_m_s=1.4, altitude=lambda distance: 0.1 * distance, barometric=True)
        pace = intensity(walk, sport=Sport.WALKING).grade_adjusted_pace_s_per_km
        assert pace == pytest.approx(1000 / 1.4 * 2.5 / 4.8991, rel=5e-3)

    def test_noise_of_a_satellite_altitude_costs_a_hundredth(self):
        noise = np.random.default_rng(3).normal(0, 0.7, 3601).cumsum() * 0.3
        found = intensity(run(altitude=20 + noise - noise.mean()))
        assert found.grade_adjusted_pace_s_per_km == pytest.approx(1000 / 3, rel=0.02)

    def test_unknown_altitude_for_long_is_no_slope(self):
        found = intensity(run(altitude=lambda distance: np.where(distance < 8000, 10.0, math.nan)))
        assert (found.grade_adjusted_pace_s_per_km, found.grade_adjusted_missing) == (None, MissingReason.NO_ALTITUDE)
        short = intensity(run(altitude=lambda distance: np.where(distance < 10_500, 10.0, math.nan)))
        assert short.grade_adjusted_pace_s_per_km == pytest.approx(1000 / 3, rel=1e-3)

    def test_the_ground_in_a_hole_of_the_altitude_is_not_known(self):
        # Up and down again within: its ends are as high as each other, and nothing in between is told.
        time = np.arange(3601.0)
        made = run(altitude=lambda distance: np.where((distance > 4000) & (distance < 6000), math.nan, 50.0))
        assert intensity(made).grade_adjusted_missing is MissingReason.NO_ALTITUDE
        gone = (time > 1333) & (time < 2000)  # the recorder slept, and somebody went on
        channels = {Channel.ALTITUDE_M: np.full(3601, 50.0)[~gone]}
        slept = recording(time[~gone], time[~gone] * 3, np.zeros((~gone).sum()), channels=channels)
        assert intensity(slept).grade_adjusted_missing is MissingReason.NO_ALTITUDE

    def test_a_short_hole_is_bridged(self):
        made = run(altitude=lambda distance: np.where(distance % 1000 < 150, math.nan, 0.05 * distance))
        assert intensity(made).grade_adjusted_pace_s_per_km == pytest.approx(256.1, rel=0.01)

    @pytest.mark.parametrize("barometric", [True, False])
    def test_one_wrong_altitude_changes_no_pace_and_no_drift(self, barometric):
        def hills(distance):
            return 100 + 20 * np.sin(distance / 500)

        right = run(altitude=hills, heart_rate=150, barometric=barometric)
        for wrong_m in (500.0, -500.0, 60.0):
            altitude = right.column(Channel.ALTITUDE_M).copy()
            altitude[2000] += wrong_m
            made = replace(right, channels={**right.channels, Channel.ALTITUDE_M: altitude})
            found, expected = intensity(made), intensity(right)
            pace_s_per_km = expected.grade_adjusted_pace_s_per_km
            assert found.grade_adjusted_pace_s_per_km == pytest.approx(pace_s_per_km, rel=1e-3)
            assert found.decoupling_pct == pytest.approx(expected.decoupling_pct, abs=0.1)

    def test_without_altitude_or_distance_the_reason_is_told(self):
        assert intensity(run()).grade_adjusted_missing is MissingReason.NO_ALTITUDE
        indoors = recording(range(60), channels={Channel.ALTITUDE_M: np.full(60, 5.0)})
        assert intensity(indoors).grade_adjusted_missing is MissingReason.NO_DISTANCE


class TestPacing:
    def test_a_steady_run_is_even(self):
        found = intensity(run())
        assert found.evenness_pct == pytest.approx(0, abs=0.1)
        assert found.second_half_pct == pytest.approx(0, abs=0.1)
        assert found.pacing_missing is None

    def test_a_slower_second_half_is_a_positive_split(self):
        distance = np.concatenate((np.arange(1001) * 4.0, 4000 + np.arange(1, 1001) * 4 / 1.1))
        time = np.arange(distance.size, dtype=float)
        found = intensity(recording(time, distance, np.zeros(time.size), distance_m=distance))
        assert found.second_half_pct > 9
        assert 4 < found.evenness_pct < 6

    def test_a_pause_does_not_slow_a_half(self):
        distance = np.concatenate((np.arange(1001) * 4.0, np.full(300, 4000.0), 4000 + np.arange(1, 1001) * 4.0))
        time = np.arange(distance.size, dtype=float)
        found = intensity(
            recording(time, distance, np.zeros(time.size), distance_m=distance, pauses=(Pause(1000, 1300),))
        )
        assert found.second_half_pct == pytest.approx(0, abs=1)

    def test_two_kilometres_and_a_bit_are_too_short(self):
        found = intensity(run(800))
        assert (found.evenness_pct, found.second_half_pct) == (None, None)
        assert found.pacing_missing is MissingReason.TOO_SHORT
        assert intensity(recording(range(10))).pacing_missing is MissingReason.NO_DISTANCE


class TestDecoupling:
    def test_a_heart_that_rises_from_140_to_160_decouples(self):
        found = intensity(run(heart_rate=lambda time: 140 + 20 * time / 3600))
        assert found.decoupling_pct == pytest.approx(100 * (1 - 145 / 155), abs=0.05)
        assert intensity(run(heart_rate=150)).decoupling_pct == pytest.approx(0, abs=0.05)

    def test_a_hill_in_the_second_half_is_no_drift(self):
        hill = run(
            heart_rate=150,
            altitude=lambda distance: np.maximum(distance - 5400, 0) * 0.08,
            barometric=True,
        )
        # The heart stays where the way becomes dearer: by the speed on the level it carries further.
        assert intensity(hill).decoupling_pct < -30

    @pytest.mark.parametrize(
        ("made", "sport", "reason"),
        [
            (run(heart_rate=120), Sport.WALKING, MissingReason.NOT_A_RUN),
            (run(), Sport.RUNNING, MissingReason.NO_HEART_RATE),
            (run(1190, heart_rate=150), Sport.RUNNING, MissingReason.TOO_SHORT),
            (
                run(1300, heart_rate=lambda time: np.where(time < 1190, 150, math.nan)),
                Sport.RUNNING,
                MissingReason.TOO_SHORT,
            ),
            (
                run(heart_rate=lambda time: np.where(time < 1500, 150, math.nan)),
                Sport.RUNNING,
                MissingReason.PARTIAL_HEART_RATE,
            ),
            # Four fifths of the whole, and little of its end.
            (
                run(heart_rate=lambda time: np.where(time < 2950, 150, math.nan)),
                Sport.RUNNING,
                MissingReason.PARTIAL_HEART_RATE,
            ),
            (
                recording(range(3601), channels={Channel.HEART_RATE_BPM: np.full(3601, 150.0)}),
                Sport.RUNNING,
                MissingReason.NO_DISTANCE,
            ),
        ],
        ids=["walk", "no heart rate", "19 minutes", "19 of 21", "25 of 60", "49 of 60", "no distance"],
    )
    def test_where_it_means_nothing_the_reason_is_told(self, made, sport, reason):
        found = intensity(made, sport=sport)
        assert (found.decoupling_pct, found.decoupling_missing) == (None, reason)

    def test_a_heart_rate_that_is_known_for_most_of_either_half_is_enough(self):
        found = intensity(run(heart_rate=lambda time: np.where(time % 600 < 60, math.nan, 140 + 20 * time / 3600)))
        assert found.decoupling_pct == pytest.approx(100 * (1 - 145 / 155), abs=0.3)

    def test_a_heart_rate_every_few_seconds_is_a_whole_one(self):
        rare = intensity(run(heart_rate=lambda time: np.where(time % 5, math.nan, 150)))
        whole = intensity(run(heart_rate=150))
        assert rare.decoupling_pct == pytest.approx(0, abs=0.05)
        assert rare.heart_rate_s == whole.heart_rate_s
        assert (rare.load.banister, rare.load.edwards) == (
            pytest.approx(whole.load.banister),
            pytest.approx(whole.load.edwards),
        )


class TestLoad:
    def test_published_load_of_an_hour(self):
        load = intensity(run(heart_rate=60 + 0.75 * 120)).load
        assert load.banister == pytest.approx(135.414, abs=1e-3)
        assert load.edwards == pytest.approx(edwards([0, 0, 0, 60, 0]))
        man = intensity(run(heart_rate=150), replace(RUNNER, sex=Sex.MALE)).load
        assert man.banister == pytest.approx(121.556, abs=1e-3)

    @pytest.mark.parametrize(
        ("changes", "reason", "by_zones"),
        [
            ({"sex": Sex.UNSPECIFIED}, MissingReason.SEX_UNSPECIFIED, True),
            ({"resting_heart_rate_bpm": None}, MissingReason.RESTING_HEART_RATE_UNKNOWN, True),
            ({"max_heart_rate_bpm": None}, MissingReason.MAX_HEART_RATE_UNKNOWN, False),
            ({"max_heart_rate_bpm": None, "birth_date": date(1986, 3, 1)}, None, True),
        ],
    )
    def test_it_takes_a_profile(self, changes, reason, by_zones):
        load = intensity(run(heart_rate=150), replace(RUNNER, **changes)).load
        assert (load.missing, load.banister is None, load.edwards is None) == (reason, reason is not None, not by_zones)

    def test_without_heart_rate_there_is_none(self):
        assert intensity(run()).load.missing is MissingReason.NO_HEART_RATE


class TestBestMeans:
    def test_a_fast_minute_is_found_where_it_is(self):
        speed = np.where((np.arange(601) > 200) & (np.arange(601) <= 260), 5.0, 3.0)
        made = straight(600, 3, channels={Channel.SPEED_M_S: speed})
        means = {(mean.channel, mean.duration_s): mean for mean in intensity(made, SOMEBODY).best_means}
        assert {duration for _, duration in means} == {5, 30, 60, 300}
        assert means[Channel.SPEED_M_S, 60].mean == pytest.approx(5)
        assert means[Channel.SPEED_M_S, 60].start_s == 201
        assert means[Channel.SPEED_M_S, 300].mean == pytest.approx((60 * 5 + 240 * 3) / 300)

    def test_a_stretch_across_a_silence_does_not_count(self):
        time = np.concatenate((np.arange(101.0), 500 + np.arange(101.0)))
        made = recording(time, channels={Channel.POWER_W: np.full(202, 250.0)})
        means = intensity(made).best_means
        assert [(mean.channel, mean.duration_s) for mean in means] == [(Channel.POWER_W, s) for s in (5, 30, 60)]

    def test_a_race_of_thirty_hours_has_its_best_hour(self):
        time = np.arange(0, 30 * 3600.0, 4)
        made = recording(time, channels={Channel.HEART_RATE_BPM: np.where(time > 28.5 * 3600, 150.0, 120.0)})
        best = {mean.duration_s: mean for mean in intensity(made).best_means}
        assert best[3600].mean == pytest.approx(150)
        assert best[3600].start_s == pytest.approx(28.5 * 3600, abs=5)

    def test_a_clock_that_jumped_for_days_has_no_curve(self):
        made = recording([0.0, 1, 3e6], channels={Channel.HEART_RATE_BPM: np.full(3, 90.0)})
        assert intensity(made).best_means == ()


@pytest.mark.parametrize("time", [[], [0.0], [0.0, 1.0], [0.0, 1000.0]])
def test_recordings_of_next_to_nothing_have_reasons(time):
    made = recording(time, channels={Channel.HEART_RATE_BPM: np.full(len(time), 100.0)})
    found = intensity(made)
    assert (found.grade_adjusted_missing, found.pacing_missing) == (MissingReason.NO_DISTANCE,) * 2
    # A single heart rate speaks for no time.
    no_heart = MissingReason.NO_HEART_RATE
    assert found.decoupling_missing is (MissingReason.NO_DISTANCE if len(time) > 1 else no_heart)
    assert (found.heart_rate_s is None, found.load.missing) == ((True, no_heart) if len(time) < 2 else (False, None))
    assert datetime.now(UTC) > made.started_at
