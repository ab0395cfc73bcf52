"""Wrong altitudes are left out, and everything that somebody on foot can climb stays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.slope import FASTEST_RISE_M_S
from models.terms import Channel
from tests.uploads.test_measures import recording
from uploads.altitude import altitude_of, without_faults

SENSORS = pytest.mark.parametrize("barometric", [True, False])


def left_out(time, altitude, *, barometric):
    found = without_faults(np.asarray(time, float), np.asarray(altitude, float), barometric=barometric)
    kept = np.isfinite(found)
    np.testing.assert_array_equal(found[kept], np.asarray(altitude)[kept])
    return np.flatnonzero(~kept).tolist()


@SENSORS
@pytest.mark.parametrize("step_s", [1, 4, 8])
@pytest.mark.parametrize("slope_m_s", [0.0, 0.3, -0.3])
@pytest.mark.parametrize("at", [0, 50, 99])
def test_one_wrong_sample_is_left_out_alone(barometric, step_s, slope_m_s, at):
    time = np.arange(100.0) * step_s
    altitude = 100 + slope_m_s * time
    altitude[at] += 500
    assert left_out(time, altitude, barometric=barometric) == [at]


@SENSORS
def test_wrong_samples_in_a_row_are_left_out(barometric):
    altitude = np.round(100 + 3 * np.sin(np.arange(300) / 30), 1)
    altitude[100:104] = 0
    altitude[200:202] = 999
    assert left_out(np.arange(300), altitude, barometric=barometric) == [100, 101, 102, 103, 200, 201]


STEPS = st.lists(
    st.tuples(st.sampled_from([1.0, 1.0, 1.0, 4.0, 9.0, 300.0]), st.floats(-FASTEST_RISE_M_S, FASTEST_RISE_M_S)),
    min_size=1,
    max_size=80,
)


@SENSORS
@given(steps=STEPS)
def test_what_somebody_can_climb_stays_whatever_the_recorder_left_out(barometric, steps):
    seconds, rates = np.array(steps).T
    time, altitude = np.cumsum(seconds), np.cumsum(seconds * rates)
    assert left_out(time, altitude, barometric=barometric) == []


@SENSORS
def test_a_lift_and_steps_of_the_sensor_stay(barometric):
    time = np.arange(200.0)
    assert left_out(time, np.where(time < 100, 20.0, 220.0), barometric=barometric) == []
    assert left_out(time, np.where(time % 50 == 0, 20.2, 20.0), barometric=barometric) == []


@SENSORS
@pytest.mark.parametrize("altitude", [[], [5], [5, 900]])
def test_next_to_nothing_is_believed(barometric, altitude):
    assert left_out(range(len(altitude)), altitude, barometric=barometric) == []


def test_holes_neither_hide_a_fault_nor_are_filled():
    time = np.arange(300.0)
    altitude = np.where(time % 5 == 0, 100.0, np.nan)
    altitude[100:200] = np.nan
    altitude[250] = 700
    found = altitude_of(recording(time, channels={Channel.ALTITUDE_M: altitude}, barometric=True))
    assert np.nanmax(found) == np.nanmin(found) == 100
    assert np.isnan(found[110:190]).all()
    assert altitude_of(recording(time)) is None
