import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernels.summary import summary
from tests.kernels import naive
from tests.kernels.inputs import axes, columns


@given(axes().flatmap(lambda time: st.tuples(st.just(time), columns(time.size))), st.sampled_from([0, 2.0, math.inf]))
def test_summary_equals_the_twin(drawn, max_gap):
    time, values = drawn
    np.testing.assert_allclose(
        summary(time, values, max_gap), naive.summary(time.tolist(), values.tolist(), max_gap), atol=1e-9
    )


def test_at_even_steps_it_is_numpys_mean_and_maximum():
    values = np.random.default_rng(3).normal(150, 10, 100)
    found = summary(np.arange(100), values)
    assert found.mean == pytest.approx(values[1:].mean())
    assert found.maximum == values.max()
    assert found.known_s == 99


def test_a_long_silence_weighs_no_more_than_the_gap():
    assert summary([0, 10, 1000], [100, 100, 200], 10).mean == pytest.approx(150)


def test_a_single_value_is_its_own_mean():
    found = summary([5], [140])
    assert (found.mean, found.maximum, found.integral) == (140, 140, 0)
