import itertools
import math

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from kernels.path import DROPPED, KEPT, RESTART, onward, path, plane, plausible, speeds
from tests.kernels import naive
from tests.kernels.inputs import axes, tracks

WGS84 = Geodesic.WGS84


@given(st.integers(0, 30).flatmap(tracks))
def test_steps_and_total_equal_the_twin(track):
    found = path(*track)
    steps, totals = naive.path(*(column.tolist() for column in track))
    # Some of these steps are a hundred kilometres long.
    np.testing.assert_allclose(found.step_m, steps, rtol=1e-6, atol=2e-8)
    np.testing.assert_allclose(found.cumulative_m, totals, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("latitude", [0, 12.5, 35.68, -60, 80, 89.9, 89.9995, -89.99999, 90])
@pytest.mark.parametrize("longitude", [0, 139.7, 179.9999, -180])
def test_a_step_below_100_m_equals_the_geodesic_within_a_micrometre(latitude, longitude):
    generator = np.random.default_rng(7)
    for azimuth, length in zip(generator.uniform(0, 360, 10), generator.uniform(0, 100, 10), strict=True):
        end = WGS84.Direct(latitude, longitude, azimuth, length)
        exact = WGS84.Inverse(latitude, longitude, end["lat2"], end["lon2"])["s12"]
        found = path([latitude, end["lat2"]], [longitude, end["lon2"]]).step_m[1]
        assert found == pytest.approx(exact, abs=1e-6)


def test_a_kilometre_is_right_to_a_hundred_millionth():
    for latitude in (-70, -35, 0, 10, 50, 85):
        for azimuth in (0, 30, 90, 135):
            end = WGS84.Direct(latitude, 179.995, azimuth, 1000)
            assert path([latitude, end["lat2"]], [179.995, end["lon2"]]).step_m[1] == pytest.approx(1000, rel=1e-8)


@pytest.mark.parametrize(
    ("a", "b", "metres", "tolerance"),
    [
        ((0, 0), (0, 1), 111319.490793, 0.02),
        ((0, 0), (1, 0), 110574.388558, 0.05),
        ((35.68, 139.76), (35.68009, 139.76), 9.985777, 1e-6),
        ((35.68, 139.76), (35.68, 139.76011), 9.957919, 1e-6),
        ((35, 179.9995), (35, -179.9995), 91.28817, 1e-5),
    ],
)
def test_published_lengths_are_met(a, b, metres, tolerance):
    assert path([a[0], b[0]], [a[1], b[1]]).cumulative_m[-1] == pytest.approx(metres, abs=tolerance)


def test_antipodes_and_both_poles_give_a_finite_length():
    assert np.isfinite(path([90, -90, 0, 0], [0, 0, 0, 180]).cumulative_m).all()


def test_missing_positions_are_bridged_and_their_own_step_is_missing():
    found = path([35, math.nan, 35.001], [139, 139, 139])
    assert math.isnan(found.step_m[1])
    assert found.step_m[2] == path([35, 35.001], [139, 139]).step_m[1]
    assert found.cumulative_m.tolist() == [0, 0, found.step_m[2]]


def test_the_way_back_is_as_long():
    latitude, longitude = 35 + np.arange(20) ** 2 * 1e-5, 139 + np.sin(np.arange(20)) * 1e-4
    assert path(latitude, longitude).cumulative_m[-1] == pytest.approx(
        path(latitude[::-1], longitude[::-1]).cumulative_m[-1], rel=1e-12
    )


@given(axes(20).flatmap(lambda time: st.tuples(st.just(time), tracks(time.size))), st.integers(1, 4))
def test_verdicts_equal_the_twin(drawn, patience):
    time, track = drawn
    found = plausible(time, *track, 5.003, patience=patience)
    assert found.tolist() == naive.plausible(time.tolist(), *(c.tolist() for c in track), 5.003, patience)


def test_patience_of_none_is_refused():
    with pytest.raises(ValueError, match="patience"):
        plausible([0], [35], [139], 12, patience=0)


def test_a_single_outlier_is_dropped_and_the_track_goes_on():
    latitude = 35 + np.arange(8) * 3e-5
    latitude[3] += 0.01
    verdict = plausible(np.arange(8.0), latitude, np.full(8, 139.0), 12)
    assert verdict.tolist() == [RESTART, KEPT, KEPT, DROPPED, KEPT, KEPT, KEPT, KEPT]


def test_a_track_that_goes_on_elsewhere_starts_anew():
    latitude = 35 + np.arange(12) * 3e-5
    latitude[4:] += 0.1
    verdict = plausible(np.arange(12.0), latitude, np.full(12, 139.0), 12, patience=3)
    assert verdict.tolist() == [RESTART] + [KEPT] * 3 + [DROPPED] * 2 + [RESTART] + [KEPT] * 5


@given(axes(20).flatmap(lambda time: st.tuples(st.just(time), tracks(time.size))))
def test_speeds_equal_the_twin(drawn):
    time, track = drawn
    found = speeds(time, *track, 3.0)
    np.testing.assert_allclose(
        found, naive.speeds(time.tolist(), *(c.tolist() for c in track), 3.0), rtol=1e-6, atol=1e-6
    )


def test_jitter_on_the_spot_gives_no_speed_of_its_path():
    latitude = 35 + np.array([0, 3, 0, 3, 0, 3, 0, 3, 0]) * 1e-5
    found = speeds(np.arange(9.0), latitude, np.full(9, 139.0), 2.0)
    assert found[2:-2].max() < 0.1


def test_the_plane_is_true_to_scale_around_its_middle():
    flat = plane([35, 35.001, math.nan], [179.9999, -179.9999, 0])
    assert math.hypot(flat.east_m[1], flat.north_m[1] - flat.north_m[0]) == pytest.approx(
        path([35, 35.001], [179.9999, -179.9999]).cumulative_m[1], rel=1e-5
    )
    assert math.isnan(flat.east_m[2])
    assert plane([], []).east_m.size == 0


@pytest.mark.parametrize("latitude", [0, 35.68, -60, 89.97])
def test_long_tracks_are_the_same_whether_or_not_every_position_is_known(latitude):
    # Stretches without a hole go by a faster way.
    generator = np.random.default_rng(5)
    moves = generator.normal(0, 4e-5, (2, 900))
    track = latitude + moves[0].cumsum() / 10, 179.99 + moves[1].cumsum()
    track = np.minimum(track[0], 90), np.where(track[1] > 180, track[1] - 360, track[1])
    found = path(*track)
    exact = [WGS84.Inverse(*a, *b)["s12"] for a, b in itertools.pairwise(zip(*track, strict=True))]
    np.testing.assert_allclose(found.step_m[1:], exact, atol=1e-7)
    for hole in (0, 255, 256, 257, 899):
        known = np.arange(900) != hole
        holed = [np.where(known, column, math.nan) for column in track]
        expected = path(*(column[known] for column in track))
        np.testing.assert_allclose(path(*holed).step_m[known], expected.step_m, rtol=1e-11, atol=1e-11)
        np.testing.assert_allclose(path(*holed).cumulative_m[-1], expected.cumulative_m[-1], rtol=1e-12)


@given(st.lists(st.one_of(st.floats(-180, 180), st.sampled_from([180.0, -180.0, 0.0, 181.0, math.inf, math.nan]))))
def test_longitudes_that_go_on_equal_the_twin(longitude):
    found = onward(longitude)
    np.testing.assert_allclose(found, naive.onward(longitude), rtol=0, atol=1e-9)
    known = np.isfinite(found)
    assert known.tolist() == [abs(each) <= 180 for each in longitude]
    assert (np.abs(np.diff(found[known])) <= 180 + 1e-9).all()


def test_longitudes_that_go_on_are_numpys():
    longitude = 179 + np.random.default_rng(1).normal(0, 20, 500).cumsum()
    wrapped = (longitude + 180) % 360 - 180
    np.testing.assert_allclose(onward(wrapped), np.unwrap(wrapped, period=360), rtol=0, atol=1e-9)
    assert onward([179.9, math.nan, -179.9]).tolist()[::2] == [179.9, 180.1]


def test_a_way_around_the_pole_goes_on_without_end():
    longitude = np.arange(0, 1080, 40.0)
    found = plane(np.full(longitude.size, 89.0), (longitude + 180) % 360 - 180)
    np.testing.assert_allclose(found.east_m, found.east_m[1] / 40 * longitude, rtol=1e-12)


@given(st.floats(-89, 89), st.floats(0, 3), st.floats(-179, 179), st.integers(0, 2**32))
def test_no_length_is_shorter_on_an_enlarged_plane(latitude, span, longitude, seed):
    generator = np.random.default_rng(seed)
    place = np.clip(latitude + generator.uniform(-span, span, 20), -90, 90)
    near = np.vstack([place, np.clip(place + generator.normal(0, 1e-4, 20), -90, 90)]).T.ravel()
    around = np.repeat(longitude + generator.uniform(-1, 1, 20), 2) + generator.normal(0, 1e-4, 40)
    flat = plane(near, around, enlarged=True)
    for k in range(0, 40, 2):
        true = WGS84.Inverse(near[k], around[k], near[k + 1], around[k + 1])["s12"]
        assert math.hypot(np.diff(flat.east_m)[k], np.diff(flat.north_m)[k]) >= true * (1 - 1e-6) - 1e-6


@given(st.integers(0, 30).flatmap(tracks), st.booleans())
def test_planes_equal_the_twin(track, enlarged):
    found = plane(*track, enlarged=enlarged)
    east, north = naive.plane(*(column.tolist() for column in track), enlarged=enlarged)
    np.testing.assert_allclose(found.east_m, east, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(found.north_m, north, rtol=1e-6, atol=1e-6)
