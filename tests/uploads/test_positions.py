"""How far somebody went by positions alone, on ways whose length is known, under noise of known kinds."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from models.terms import Channel, DistanceReason, DistanceSource, FileFormat, Sport
from uploads.axis import axis_of
from uploads.recording import Pause, Recording

METRE_NORTH_DEG = 1 / 110_940.6  # at 35 degrees
METRE_EAST_DEG = 1 / 91_288.2
METRES_PER_DEGREE_AT_THE_POLE = 111_694.0

type Noise = Callable[[np.random.Generator, int], np.ndarray]


def recorded(time, way, **given):
    """A recording of metres east and north, shape (2, n)."""
    nothing = np.full(time.size, math.nan)
    return Recording(
        format=FileFormat.FIT,
        started_at=datetime(2026, 3, 1, 6, 30, tzinfo=UTC),
        time_s=time,
        latitude_deg=35 + way[1] * METRE_NORTH_DEG,
        longitude_deg=139 + way[0] * METRE_EAST_DEG,
        distance_m=given.pop("distance_m", nothing),
        **given,
    )


def white(deviation_m) -> Noise:
    return lambda generator, size: generator.normal(0, deviation_m, (2, size))


def wandering(deviation_m, seconds) -> Noise:
    """Gauss-Markov: what a receiver is off by comes and goes within some seconds."""

    def made(generator, size):
        kept = math.exp(-1 / seconds)
        fresh = generator.normal(0, deviation_m * math.sqrt(1 - kept**2), (2, size))
        found = np.empty((2, size))
        found[:, 0] = generator.normal(0, deviation_m, 2)
        for i in range(1, size):
            found[:, i] = kept * found[:, i - 1] + fresh[:, i]
        return found

    return made


def straight(time, speed):
    return np.array([time * speed, 0 * time])


def laps(time, speed):
    """Of 400 m on a track."""
    along, radius, straight_m = (time * speed) % 400, 36.5, 84.39
    bend = (along - straight_m) / radius
    back = (along - 2 * straight_m - math.pi * radius) / radius
    parts = [along < straight_m, along < straight_m + math.pi * radius, along < 2 * straight_m + math.pi * radius]
    home = straight_m - (along - straight_m - math.pi * radius)
    east = np.select(parts, [along, straight_m + radius * np.sin(bend), home], -radius * np.sin(back))
    north = np.select(
        parts, [0 * along, radius - radius * np.cos(bend), 0 * along + 2 * radius], radius + radius * np.cos(back)
    )
    return np.array([east, north])


def blocks(time, speed):
    """Around corners of ninety degrees, every eighty metres."""
    along = time * speed
    turns = np.floor(along / 80).astype(int)
    heading = np.array([[1, 0], [0, 1], [1, 0], [0, -1]])[turns % 4].T
    return np.cumsum(heading * np.diff(along, prepend=0.0), axis=1)


def there_and_back(time, speed):
    along = (time * speed) % 600
    return np.array([np.where(along < 300, along, 600 - along), 0 * time])


def distance_m(way, noise=None, *, sport=Sport.WALKING, time=None, seed=1, **given):
    time = np.arange(float(way.shape[1])) if time is None else time
    off = 0 if noise is None else noise(np.random.default_rng(seed), way.shape[1])
    return axis_of(recorded(time, way + off, **given), sport).positions_distance_m


SECONDS = np.arange(1801.0)
WAYS = [(straight, 1.4), (straight, 3.0), (laps, 3.0), (laps, 5.0), (blocks, 1.4), (blocks, 3.0), (there_and_back, 1.4)]
ways = pytest.mark.parametrize(("way", "speed"), WAYS, ids=lambda value: getattr(value, "__name__", value))


class TestWays:
    @ways
    def test_without_noise_nothing_is_cut_and_nothing_added(self, way, speed):
        assert distance_m(way(SECONDS, speed), sport=Sport.RUNNING) == pytest.approx(1800 * speed, rel=0.01)

    @ways
    @pytest.mark.parametrize("noise_m", [0.5, 1.0, 3.0])
    def test_white_noise_neither_lengthens_the_way_nor_smooths_it_off(self, way, speed, noise_m):
        found = distance_m(way(SECONDS, speed), white(noise_m), sport=Sport.RUNNING)
        # Noise hides the moment of a sharp turn: of some seconds around it, the more the noise.
        assert found == pytest.approx(1800 * speed, rel=0.03 if noise_m < 3 else 0.045)

    @ways
    @pytest.mark.parametrize(("deviation_m", "seconds"), [(2, 10), (3, 20), (3, 100)])
    def test_noise_that_wanders_adds_little(self, way, speed, deviation_m, seconds):
        found = distance_m(way(SECONDS, speed), wandering(deviation_m, seconds), sport=Sport.RUNNING)
        assert found == pytest.approx(1800 * speed, rel=0.05)

    @pytest.mark.parametrize(("speed", "within"), [(0.5, 0.12), (0.6, 0.06), (0.8, 0.06)])
    def test_a_slow_walk_is_a_walk(self, speed, within):
        for noise in (None, white(1.0), wandering(2, 10), wandering(3, 20)):
            assert distance_m(straight(SECONDS, speed), noise) == pytest.approx(1800 * speed, rel=within)

    @pytest.mark.parametrize(("way", "left"), [(laps, 0.6), (there_and_back, 0.9), (blocks, 0.75)])
    def test_between_sparse_samples_the_way_goes_around_the_bend(self, way, left):
        every = np.cumsum(np.random.default_rng(2).choice([2, 3, 4, 5, 6, 7, 8], 300))
        time = every[every <= 1800]
        sparse = way(SECONDS, 3.0)[:, time]
        true_m = 3.0 * (time[-1] - time[0])
        cut_m = true_m - np.hypot(*np.diff(sparse)).sum()
        found = distance_m(sparse, time=time.astype(float), sport=Sport.RUNNING)
        assert cut_m > 0.008 * true_m
        assert abs(true_m - found) < left * cut_m

    def test_a_clock_that_rounds_is_no_noise(self):
        exact = np.cumsum(np.random.default_rng(3).uniform(1.0, 2.2, 900))
        way = blocks(exact, 3.2)
        found = distance_m(way, time=np.floor(exact), sport=Sport.RUNNING)
        assert found == pytest.approx(3.2 * (exact[-1] - exact[0]), rel=0.02)

    def test_far_north_a_metre_is_a_metre(self):
        time = SECONDS
        made = recorded(time, straight(time, 3.0))
        north = 60 + np.cumsum(np.full(time.size, 3 * METRE_NORTH_DEG / 2))
        east = made.longitude_deg + np.arange(time.size) * 1e-5
        found = axis_of(Recording(FileFormat.GPX, made.started_at, time, north, east, made.distance_m), Sport.RUNNING)
        assert found.positions_distance_m == pytest.approx(found.raw_distance_m, rel=1e-4)

    @pytest.mark.parametrize("beside_m", [0.0, 0.5, 20.0, 5000.0])
    @pytest.mark.parametrize("pole", [1, -1])
    def test_across_a_pole(self, beside_m, pole):
        east, north = 3 * SECONDS - 2700, beside_m
        latitude = pole * (90 - np.hypot(east, north) / METRES_PER_DEGREE_AT_THE_POLE)
        self.assert_straight(latitude, np.degrees(np.arctan2(north, east)))

    def test_around_a_pole(self):
        around = (np.degrees(SECONDS * 3 / 100) + 180) % 360 - 180
        self.assert_straight(np.full(SECONDS.size, 90 - 100 / METRES_PER_DEGREE_AT_THE_POLE), around)

    @pytest.mark.parametrize("latitude", [0.0, 35.0, -70.0, 89.0])
    def test_across_the_date_line(self, latitude):
        metres = 111_320 * math.cos(math.radians(latitude))
        longitude = 179.99 + 3 * SECONDS / metres
        self.assert_straight(np.full(SECONDS.size, latitude), np.where(longitude > 180, longitude - 360, longitude))

    def test_on_the_pole_nobody_moves(self):
        anywhere = np.random.default_rng(1).uniform(-180, 180, SECONDS.size)
        assert self.found(np.full(SECONDS.size, 90.0), anywhere).positions_distance_m < 1

    def assert_straight(self, latitude, longitude):
        found = self.found(latitude, longitude)
        assert found.positions_distance_m == pytest.approx(5400, rel=0.005)
        assert (found.moving_share == 1).all()
        np.testing.assert_allclose(found.speed_m_s, 3, rtol=0.01)

    @staticmethod
    def found(latitude, longitude):
        made = recorded(SECONDS, straight(SECONDS, 3.0))
        return axis_of(replace(made, latitude_deg=latitude, longitude_deg=longitude), Sport.RUNNING)


NOISES = {
    "white, 1 m": white(1.0),
    "white, 3 m": white(3.0),
    "2 m within 10 s": wandering(2, 10),
    "3 m within 20 s": wandering(3, 20),
    "5 m within 30 s": wandering(5, 30),
    "3 m within 100 s": wandering(3, 100),
}


class TestStanding:
    @pytest.mark.parametrize("noise", NOISES.values(), ids=NOISES)
    @pytest.mark.parametrize("sport", Sport)
    def test_who_stands_ten_minutes_gains_less_than_twenty_metres(self, noise, sport):
        for seed in range(5):
            assert distance_m(np.zeros((2, 601)), noise, seed=seed, sport=sport) < 20

    @pytest.mark.parametrize("name", [name for name in NOISES if name != "5 m within 30 s"])
    def test_ten_minutes_in_the_middle_of_a_walk_neither(self, name):
        noise = NOISES[name]
        going = (SECONDS < 600) | (SECONDS >= 1200)
        way = np.array([np.cumsum(going * 1.4), 0 * SECONDS])
        on_the_way = straight(np.arange(1201.0), 1.4)
        for seed in range(3):
            gained_m = distance_m(way, noise, seed=seed) - distance_m(on_the_way, noise, seed=seed)
            assert gained_m < 20

    def test_a_short_stop_of_a_runner_is_no_way(self):
        going = (SECONDS % 300) >= 40
        way = np.array([np.cumsum(going * 3.0), 0 * SECONDS])
        assert distance_m(way, wandering(2, 10), sport=Sport.RUNNING) == pytest.approx(3 * going.sum(), rel=0.03)

    def test_who_goes_around_in_a_small_circle_goes(self):
        angle = SECONDS * 1.4 / 8
        circle = np.array([8 * np.cos(angle), 8 * np.sin(angle)])
        assert distance_m(circle, white(0.5)) == pytest.approx(1.4 * 1800, rel=0.05)

    def test_without_steps_nobody_walks(self):
        # At 0.6 m/s positions alone would believe it.
        made = straight(SECONDS, 0.6)
        cadence = np.where(SECONDS < 900, 110.0, 0.0)
        found = distance_m(made, channels={Channel.CADENCE_SPM: cadence})
        assert found == pytest.approx(540, abs=10)
        nothing_counts = {Channel.CADENCE_SPM: np.zeros(SECONDS.size)}
        assert distance_m(made, channels=nothing_counts) == pytest.approx(1080, abs=10)


class TestSilence:
    TIME = np.concatenate([np.arange(301.0), np.arange(420.0, 721)])

    def test_what_a_runner_strolls_while_the_recorder_sleeps_is_no_way(self):
        way = np.array([np.where(self.TIME < 310, 3 * self.TIME, 960 + 3 * (self.TIME - 420)), 0 * self.TIME])
        assert distance_m(way, time=self.TIME, sport=Sport.RUNNING) == pytest.approx(1800, abs=15)

    def test_a_tunnel_is_crossed(self):
        assert distance_m(straight(self.TIME, 3.0), time=self.TIME, sport=Sport.RUNNING) == pytest.approx(2160, abs=5)

    def test_a_pause_of_the_timer_is_none_of_it(self):
        pauses = (Pause(300, 420),)
        found = distance_m(straight(self.TIME, 3.0), time=self.TIME, sport=Sport.RUNNING, pauses=pauses)
        assert found == pytest.approx(1800, abs=5)


class TestChoice:
    def test_the_devices_distance_is_chosen_where_it_can_be_believed(self):
        made = recorded(SECONDS, straight(SECONDS, 3.0), distance_m=SECONDS * 3.1)
        found = axis_of(made, Sport.RUNNING)
        assert (found.source, found.reason) == (DistanceSource.DEVICE, DistanceReason.DEVICE_RECORDED)
        assert found.cumulative_m[-1] == pytest.approx(5580)
        assert found.positions_distance_m == pytest.approx(5400, rel=0.001)

    @pytest.mark.parametrize(
        ("metres_a_second", "reason"),
        [(math.nan, DistanceReason.DEVICE_MISSING), (90.0, DistanceReason.DEVICE_IMPLAUSIBLE)],
    )
    def test_else_the_positions(self, metres_a_second, reason):
        made = recorded(SECONDS, straight(SECONDS, 3.0), distance_m=SECONDS * metres_a_second)
        found = axis_of(made, Sport.RUNNING)
        assert (found.source, found.reason) == (DistanceSource.POSITIONS, reason)
        assert found.cumulative_m[-1] == found.positions_distance_m

    def test_without_positions_speed_or_a_total_is_all_there_is(self):
        nowhere = np.full((2, SECONDS.size), math.nan)
        speed = {Channel.SPEED_M_S: np.full(SECONDS.size, 2.5)}
        assert axis_of(recorded(SECONDS, nowhere, channels=speed), Sport.RUNNING).reason is DistanceReason.NO_POSITIONS
        found = axis_of(recorded(SECONDS, nowhere), Sport.RUNNING)
        assert found.reason is DistanceReason.TOTAL_ONLY
        assert found.positions_distance_m is found.raw_distance_m is None

    def test_the_raw_way_is_that_of_every_position(self):
        generator = np.random.default_rng(5)
        way = straight(SECONDS, 1.4) + generator.normal(0, 1, (2, SECONDS.size))
        found = axis_of(recorded(SECONDS, way), Sport.WALKING)
        assert found.raw_distance_m == pytest.approx(np.hypot(*np.diff(way)).sum(), rel=1e-4)
        assert found.raw_distance_m > 1.3 * found.positions_distance_m
