import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.efforts import best_efforts
from tests.kernels import naive
from tests.kernels.test_splits import progress


@given(progress(), st.sampled_from([1.0, 5.5, 20.0, 60.0]))
def test_duration_equals_trying_every_start_and_end(drawn, target):
    time, total = drawn
    found = best_efforts(time, total, [target])
    np.testing.assert_allclose(
        found.duration_s[0], naive.best_effort(time.tolist(), total.tolist(), target), atol=1e-9, rtol=1e-9
    )


@given(progress())
def test_the_distance_lies_within_the_effort(drawn):
    time, total = drawn
    rises = np.append(np.diff(time) > 0, True) if time.size else np.zeros(0, bool)
    time, total = time[rises], total[rises]
    found = best_efforts(time, total, [5.0])
    if math.isfinite(found.duration_s[0]):
        start, end = found.start_s[0], found.start_s[0] + found.duration_s[0]
        assert np.interp(end, time, total) - np.interp(start, time, total) >= 5.0 - 1e-6 * max(1.0, abs(start))


def test_a_fast_middle_is_found_between_samples():
    # 1 m/s, then 400 m at 5 m/s in samples that are not at its ends, then 1 m/s.
    time = [0, 90, 110, 170, 190, 300]
    metres = [0, 90, 150, 450, 510, 620]
    found = best_efforts(time, metres, [300, 400, 10_000])
    assert found.duration_s[:2] == pytest.approx([60, 60 + 100 / 3])
    assert math.isnan(found.duration_s[2])
    assert math.isnan(found.start_s[2])


def test_the_earliest_of_equal_efforts_is_named():
    assert best_efforts(range(11), np.arange(11) * 3.0, [6]).start_s[0] == 0


@pytest.mark.parametrize("target", [0, -1, 1e-9, math.nan, math.inf])
def test_a_distance_that_is_none_is_refused(target):
    with pytest.raises(ValueError, match="targets_m"):
        best_efforts([0, 1], [0, 1], [target])


def test_a_total_so_large_that_rounding_swallows_the_target_is_survived():
    total = 1e15 + np.array([0.0, 4, 8])
    assert best_efforts([0, 1, 2], total, [0.001]).duration_s[0] >= 0
    assert best_efforts([5], [1e15], [0.001]).duration_s.size == 1


@pytest.mark.parametrize("seed", range(12))
def test_strides_over_a_long_recording_skip_nothing(seed):
    generator = np.random.default_rng(seed)
    time = generator.choice([0, 0.5, 1, 1, 1, 1, 9], 220).cumsum()
    total = np.maximum(generator.normal(3 + np.sin(np.arange(220) / 30), 1), 0).cumsum()
    targets = [5.0, 30.0, 110.0, 400.0]
    found = best_efforts(time, total, targets)
    twin = [naive.best_effort(time.tolist(), total.tolist(), target) for target in targets]
    np.testing.assert_allclose(found.duration_s, twin, rtol=1e-9)


def test_the_earliest_start_is_named_even_where_a_later_one_ends_first():
    assert best_efforts(range(60), np.arange(60) * 3.0, [6, 7.5, 60, 150]).start_s.tolist() == [0, 0, 0, 0]
