import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.smoothing import moving_mean
from tests.kernels import naive
from tests.kernels.inputs import axes, columns


@given(axes().flatmap(lambda t: st.tuples(st.just(t), columns(t.size))), st.sampled_from([0, 0.5, 3, np.inf]))
def test_mean_equals_the_twin(drawn, half_width):
    position, values = drawn
    found = moving_mean(position, values, half_width)
    np.testing.assert_allclose(found, naive.moving_mean(position.tolist(), values.tolist(), half_width), atol=1e-9)


def test_on_even_steps_it_is_a_running_mean():
    values = np.random.default_rng(1).normal(size=50)
    found = moving_mean(np.arange(50), values, 2)
    np.testing.assert_allclose(found[2:-2], np.convolve(values, np.full(5, 0.2), "valid"), atol=1e-12)


def test_a_constant_stays_what_it_is():
    assert moving_mean(np.arange(100), np.full(100, 123.4), 7) == pytest.approx(123.4, abs=1e-12)
