"""A device's count that jumps, stops, stands, or begins anew, with good positions beside it and without."""

import math

import numpy as np
import pytest

from bench.agreement import ACTIVITIES
from models.entities import Profile
from models.terms import Channel, DistanceReason, DistanceSource, FileFormat, Sport
from tests.uploads.builders import lap, tcx, trackpoint
from tests.uploads.test_positions import recorded, straight, wandering
from uploads.axis import axis_of
from uploads.counts import counted_up
from uploads.measures import measure
from uploads.readers.detect import read

TIME = np.arange(3601.0)
GOOD = 3.0 * TIME
NOWHERE = np.full((2, TIME.size), math.nan)
WAY = straight(TIME, 3.0) + wandering(2, 20)(np.random.default_rng(1), TIME.size)
CHOSEN_POSITIONS = (DistanceSource.POSITIONS, DistanceReason.DEVICE_IMPLAUSIBLE)
BELIEVED = (DistanceSource.DEVICE, DistanceReason.DEVICE_RECORDED)


def chosen(count, way=WAY, sport=Sport.RUNNING, **given):
    found = axis_of(recorded(TIME, way, distance_m=count, **given), sport)
    return (found.source, found.reason), float(found.cumulative_m[-1])


def speed(values):
    return {Channel.SPEED_M_S: np.where(TIME >= 0, values, 0.0)}


def standing(start, end, *, made_up=False):
    """A count that stands for a while, and makes up for it or not."""
    now, stood = TIME, GOOD[start]
    after = GOOD if made_up else GOOD - 3 * (end - start)
    return np.select([now < start, now < end], [GOOD, stood], after)


WRONG = {
    "one sample leaps by 5 km": GOOD + np.where(TIME >= 1800, 5000, 0),
    "one sample leaps by 100 m": GOOD + np.where(TIME >= 1800, 100, 0),
    "five samples leap": GOOD + np.interp(TIME, [1800, 1805], [0, 1000]),
    "a minute at 20 m/s": GOOD + np.interp(TIME, [1800, 1860], [0, 1020]),
    "ends after 60 %": np.where(TIME <= 2160, GOOD, math.nan),
    "begins after 40 %": np.where(TIME >= 1440, GOOD - GOOD[1440], math.nan),
    "first and last alone": np.where((TIME < 10) | (TIME == 3600), GOOD, math.nan),
    "stands for 2 minutes": standing(1800, 1920),
    "stands for 5 minutes": standing(1800, 2100),
    "stands for 5 minutes and makes up for it": standing(1800, 2100, made_up=True),
    "stands to the end": np.minimum(GOOD, 5400),
    "creeps": np.where(TIME < 1800, GOOD, np.where(TIME < 2400, 5400 + 0.01 * (TIME - 1800), GOOD - 1800)),
    "two counts in one": np.where(TIME % 2 == 0, GOOD, 5.0),
}


class TestWithPositions:
    @pytest.mark.parametrize("count", WRONG.values(), ids=WRONG)
    def test_a_wrong_count_gives_way_to_good_positions(self, count):
        how, distance_m = chosen(count)
        assert how == CHOSEN_POSITIONS
        assert distance_m == pytest.approx(10_800, rel=0.015)

    def test_a_good_count_is_believed(self):
        assert chosen(GOOD) == (BELIEVED, 10_800)
        assert chosen(GOOD + 50_000) == (BELIEVED, 10_800)

    def test_who_stands_lets_the_count_stand(self):
        going = (TIME < 1200) | (TIME >= 1800)
        way = np.array([np.cumsum(going * 3.0), 0 * TIME]) + wandering(3, 20)(np.random.default_rng(2), TIME.size)
        assert chosen(np.cumsum(going * 3.0), way) == (BELIEVED, pytest.approx(9003))

    def test_a_count_that_knows_more_than_the_positions_is_kept(self):
        # On a treadmill in the middle, where the receiver stands still or has no fix.
        indoors = (TIME > 1200) & (TIME < 2400)
        stays = straight(np.where(indoors, 1200, np.where(TIME < 2400, TIME, TIME - 1200)), 3.0)
        for way in (stays, np.where(indoors, math.nan, stays)):
            assert chosen(GOOD, way) == (BELIEVED, 10_800)
            (source, reason), distance_m = chosen(WRONG["one sample leaps by 5 km"], way)
            assert (source, reason) == (DistanceSource.DEVICE, DistanceReason.DEVICE_IMPLAUSIBLE)
            assert distance_m == pytest.approx(10_800, abs=5)

    def test_a_speed_that_stands_with_the_count_is_not_believed_either(self):
        stuck = speed(np.where((TIME >= 1800) & (TIME < 2100), 0.0, 3.0))
        how, distance_m = chosen(standing(1800, 2100), channels=stuck)
        assert how == CHOSEN_POSITIONS
        assert distance_m == pytest.approx(10_800, rel=0.015)


@pytest.mark.parametrize("name", ACTIVITIES)
def test_the_count_of_a_real_device_is_believed(shared_data, name):
    (made,) = read((shared_data / name).read_bytes()).recordings
    found = axis_of(made, Sport.WALKING if "walk" in name else Sport.RUNNING)
    assert (found.source, found.reason) == BELIEVED
    assert found.cumulative_m[-1] == pytest.approx(made.device_totals.distance_m, rel=1e-3)


class TestWithoutPositions:
    @pytest.mark.parametrize(
        ("name", "distance_m"),
        [
            ("one sample leaps by 5 km", 10_800),
            ("five samples leap", 10_800),
            ("a minute at 20 m/s", 10_620),
            ("stands for 5 minutes and makes up for it", 10_800),
        ],
    )
    def test_leaps_are_left_out_and_lateness_is_laid_out(self, name, distance_m):
        how, found_m = chosen(WRONG[name], NOWHERE)
        assert how == (DistanceSource.DEVICE, DistanceReason.DEVICE_IMPLAUSIBLE)
        assert found_m == pytest.approx(distance_m, abs=20)

    @pytest.mark.parametrize(
        "name", ["ends after 60 %", "begins after 40 %", "stands for 5 minutes", "stands to the end", "creeps"]
    )
    def test_the_speed_tells_what_the_count_does_not(self, name):
        (source, _), distance_m = chosen(WRONG[name], NOWHERE, channels=speed(3.0))
        assert source is DistanceSource.DEVICE
        assert distance_m == pytest.approx(10_800, abs=10)

    def test_what_nothing_tells_is_not_made_up(self):
        assert chosen(WRONG["ends after 60 %"], NOWHERE) == (BELIEVED, 6480)
        found = axis_of(recorded(TIME, NOWHERE, distance_m=WRONG["ends after 60 %"]), Sport.RUNNING)
        assert (found.moving_share[1:] * np.diff(TIME)).sum() == pytest.approx(2160, abs=5)

    def test_a_count_that_is_first_written_late_counted_from_the_start(self):
        late = np.where(TIME >= 600, GOOD, math.nan)
        found = axis_of(recorded(TIME, NOWHERE, distance_m=late), Sport.RUNNING)
        np.testing.assert_allclose(found.cumulative_m, GOOD)


@pytest.mark.parametrize("way", [WAY, NOWHERE], ids=["positions", "none"])
@pytest.mark.parametrize("name", ["one sample leaps by 5 km", "five samples leap", "a minute at 20 m/s"])
def test_a_leap_spoils_no_kilometre(name, way):
    found = measure(recorded(TIME, way, distance_m=WRONG[name]), Profile("u"), Sport.RUNNING)
    assert all(split.elapsed_s == pytest.approx(333, abs=62) for split in found.kilometer_splits[:-1])
    assert found.intensity.evenness_pct < 6
    assert abs(found.intensity.second_half_pct) < 4
    assert max(effort.distance_m / effort.duration_s for effort in found.best_efforts) < 3.4


class TestBegunAnew:
    @pytest.mark.parametrize("count", [np.where(TIME < 1800, GOOD, GOOD - 5400), GOOD % 1000], ids=["once", "each km"])
    @pytest.mark.parametrize("way", [WAY, NOWHERE], ids=["positions", "none"])
    def test_it_is_added_to_what_was_counted(self, count, way):
        how, distance_m = chosen(count, way)
        assert how == BELIEVED
        assert distance_m == pytest.approx(10_800, abs=25)

    def test_a_zero_in_between_is_held(self):
        assert counted_up(np.arange(4.0), np.array([997.0, 1000, 0, 1006])).tolist() == [997, 1000, 1000, 1006]
        assert counted_up(np.arange(4.0), np.array([10.0, 20, 15, 30])).tolist() == [10, 20, 20, 30]

    def test_missing_counts_stay_missing(self):
        found = counted_up(np.arange(6.0), np.array([math.nan, 997, 1000, math.nan, 2, 5]))
        np.testing.assert_array_equal(found, [math.nan, 997, 1000, math.nan, 1002, 1005])

    def test_the_readers_add_up_each_laps_own_count(self):
        written = [trackpoint(at, f"<DistanceMeters>{3 * (at % 300)}</DistanceMeters>") for at in range(1200)]
        (made,) = read(tcx(lap(written))).recordings
        assert made.format is FileFormat.TCX
        assert made.distance_m[-1] == 4 * 897
        assert (np.diff(made.distance_m) >= 0).all()


def spiked(values, at=1800):
    found = 3.0 + np.random.default_rng(1).normal(0, 0.1, TIME.size)
    found[at : at + len(values)] = values
    return found


def best_speeds(recorded_speed):
    made = recorded(TIME, WAY, distance_m=GOOD, channels=speed(recorded_speed))
    means = measure(made, Profile("u"), Sport.RUNNING).intensity.best_means
    return {mean.duration_s: mean.mean for mean in means if mean.channel is Channel.SPEED_M_S}


class TestSpikes:
    @pytest.mark.parametrize("spike", [[24], [12], [9], [12, 12, 12], [24] * 6, [100]])
    def test_a_spike_of_the_recorded_speed_is_no_sprint(self, spike):
        assert best_speeds(spiked(spike))[5] < 3.3

    @pytest.mark.parametrize("at", [0, 1, 3599, 3600])
    def test_nor_is_one_at_an_end(self, at):
        assert best_speeds(spiked([12], at))[5] < 3.3

    def test_a_sprint_is_one(self):
        found = best_speeds(spiked([4.5, 6, 7.5, 8.5, 9, 9, 9, 9, 9, 7, 5, 4]))
        assert found[5] == pytest.approx(9, abs=0.3)


def test_a_leap_that_is_taken_out_leaves_no_rounding_that_falls():
    """1376338.06 less a leap of 1376320.14 is a hair below 17.92."""
    time = np.array([0.0, 3792.0, 65_482.0])
    found = axis_of(
        recorded(time, np.full((2, 3), math.nan), distance_m=np.array([math.nan, 17.92, 1_376_338.06])), Sport.RUNNING
    )
    assert found.reason is DistanceReason.DEVICE_IMPLAUSIBLE
    assert (np.diff(found.cumulative_m) >= 0).all()
