"""From a file to its score, end to end, held against the formulas written out by hand."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime
from statistics import NormalDist

import numpy as np
import pytest

from console.athlete.synthetic import SyntheticRecording
from models import scores
from models.entities import Device
from models.terms import Component, FileFormat, LapTrigger, MissingReason, Sport
from uploads.recording import LapMark

START = datetime(2026, 3, 14, 22, 0, tzinfo=UTC)  # the 15th in Japan
BIRTHDAY = date(1987, 3, 15)  # 39 years old on that very day
WALKER = {"birth_date": BIRTHDAY, "sex": "FEMALE", "height_m": 1.60, "weight_kg": 65.0}
RUNNER = {"birth_date": BIRTHDAY, "sex": "MALE", "height_m": 1.70}
G = 9.81
METRES_A_DEGREE = 110_941.5  # of latitude, at 35 degrees


def even(sport, minutes, speed_m_s, cadence_spm=np.nan, file_format=FileFormat.FIT, **dynamics):
    """An outing on the level, north along a meridian, whose every second is the same."""
    time = np.arange(minutes * 60 + 1.0)
    figures = {"step_length_m": np.nan, "vertical_oscillation_mm": np.nan, "vertical_ratio_pct": np.nan}
    figures |= {"contact_ms": np.nan, "contact_balance_pct": np.nan, "heart_rate_bpm": np.nan, "power_w": np.nan}
    columns = {name: np.full(time.size, value) for name, value in (figures | dynamics).items()}
    return SyntheticRecording(
        format=file_format,
        sport=sport,
        name="Even",
        started_at=START,
        utc_offset_s=9 * 3600,
        time_s=time,
        latitude_deg=35 + time * speed_m_s / METRES_A_DEGREE,
        longitude_deg=np.full(time.size, 139.0),
        altitude_m=np.full(time.size, 40.0),
        distance_m=time * speed_m_s,
        speed_m_s=np.full(time.size, speed_m_s),
        cadence_spm=np.full(time.size, cadence_spm),
        laps=(LapMark(0.0, float(time[-1]), LapTrigger.SESSION_END),),
        device=Device("Stridegraph", "Even Watch", "7"),
        **columns,
    )


def value_of(whole):
    """The one score of an activity; the row tells the same."""
    (score,) = whole.detail.scores
    (card,) = scores.unpack(whole.meta.activity.packed_scores)
    assert card.value == (None if score.value is None else round(score.value, 2))
    return score


def test_a_walker_has_the_score_of_the_talks_screen(uploaded):
    """A woman of 39, 1.60 m tall: 7.2 km/h in steps of 0.85 m."""
    whole = uploaded(WALKER, even(Sport.WALKING, 20, 2.0, 141.0, step_length_m=0.85, heart_rate_bpm=121.0))
    # Women of 35 walk 115 m/min briskly and of 45 110: at 39 it is 113. A sixth standard normal law, by hand.
    norm_m_s = (115 - 5 * 0.4) / 60
    speed_points = 100 * NormalDist().cdf((2.0 / norm_m_s - 1) / 0.125)
    step_norm_m = 0.50 * 1.60 * math.sqrt(norm_m_s * 60 / 115)
    step_points = 100 * NormalDist().cdf((0.85 / step_norm_m - 1) / 0.10)
    by_hand = (0.40 * speed_points + 0.40 * step_points) / 0.80
    assert by_hand == pytest.approx(72.69, abs=0.005)
    score = value_of(whole)
    assert score.value == pytest.approx(by_hand, abs=0.001)  # years are of 365.2425 days
    assert score.coverage == pytest.approx(0.80)
    assert {each.key: each.value for each in score.components} == {
        Component.BRISK_SPEED: 2.0,
        Component.STEP_LENGTH: 0.85,
        Component.CADENCE: 141.0,
        Component.WALK_RATIO: pytest.approx(0.85 / 141, abs=1e-6),
    }
    brisk = whole.detail.form.brisk
    assert (brisk.duration_s, brisk.distance_m, brisk.steps, brisk.heart_rate_bpm) == (1200.0, 2400.0, 2820, 121.0)
    # LCDA: 1.44 + 1.94 S^0.43 + 0.24 S^4 watts a kilogram, 65 kg, 20 minutes.
    watts_kg = 1.44 + 1.94 * 2.0**0.43 + 0.24 * 2.0**4
    assert brisk.calories_kcal == pytest.approx(watts_kg * 65 * 1200 / 4184, abs=0.01)


def indoors(recording):
    """The same where nothing tells how far or how fast."""
    nothing = np.full(recording.time_s.size, np.nan)
    return replace(recording, latitude_deg=nothing, longitude_deg=nothing, distance_m=nothing, speed_m_s=nothing)


def test_a_runner_has_the_score_of_the_formulas(uploaded):
    run = even(
        Sport.RUNNING,
        20,
        3.0,
        170.0,
        vertical_ratio_pct=8.1,
        contact_ms=250.0,
        contact_balance_pct=49.3,
        vertical_oscillation_mm=85.8,
        step_length_m=1.059,
    )
    whole = uploaded(RUNNER, run)
    bounce = 70 + (8.1 - 7.5) / (8.7 - 7.5) * (30 - 70)
    assert bounce == pytest.approx(50)
    # (170 + 6 (v - 3)) sqrt(1.70 / h) is what is expected: exactly on it.
    cadence = 90.0
    balance = 70.0  # 0.7 % off
    # Morin et al. 2005, per unit of mass.
    contact_s, flight_s, leg_m = 0.250, 60 / 170 - 0.250, 0.53 * 1.70
    force = G * math.pi / 2 * (flight_s / contact_s + 1)
    sinking_m = force * contact_s**2 / math.pi**2 - G * contact_s**2 / 8
    compression_m = leg_m - math.sqrt(leg_m**2 - (3.0 * contact_s / 2) ** 2) + sinking_m
    stiffness = force / compression_m * leg_m / G
    assert 12 < stiffness < 15
    spring = 40 + (stiffness - 12) / (15 - 12) * (70 - 40)
    by_hand = (0.30 * bounce + 0.20 * cadence + 0.15 * spring + 0.15 * balance) / 0.80
    score = value_of(whole)
    assert score.value == pytest.approx(by_hand, abs=0.01)
    assert score.coverage == pytest.approx(0.80 / 0.90)
    points = {each.key: each.points for each in score.components if each.points is not None}
    assert points == pytest.approx(
        {
            Component.BOUNCE: bounce,
            Component.CADENCE: cadence,
            Component.SPRING: spring,
            Component.SYMMETRY: balance,
        },
        abs=0.02,
    )
    form = whole.detail.form
    # Without the first three minutes.
    assert (form.duration_s, form.steps) == (1020.0, 2890)
    assert score.drift_points == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("told", "recording", "missing"),
    [
        (RUNNER, even(Sport.RUNNING, 20, 3.0, 170.0), MissingReason.NO_RUNNING_DYNAMICS),
        (RUNNER, even(Sport.RUNNING, 3, 3.0, 170.0, vertical_ratio_pct=8.1), MissingReason.NO_STEADY_RUNNING),
        (RUNNER, indoors(even(Sport.RUNNING, 20, 3.0, 170.0, vertical_ratio_pct=8.1)), MissingReason.NO_DISTANCE),
        (WALKER, even(Sport.WALKING, 20, 1.1, 92.0, step_length_m=0.72), MissingReason.NO_BRISK_WALKING),
        (WALKER, even(Sport.WALKING, 20, 2.0), MissingReason.NO_CADENCE),
        (WALKER | {"height_m": None}, even(Sport.WALKING, 20, 2.0, 141.0), MissingReason.HEIGHT_UNKNOWN),
        (WALKER | {"birth_date": None}, even(Sport.WALKING, 20, 2.0, 141.0), MissingReason.BIRTH_DATE_UNKNOWN),
        (WALKER | {"birth_date": date(2008, 3, 16)}, even(Sport.WALKING, 20, 2.0, 141.0), MissingReason.UNDER_18),
    ],
    ids=lambda value: str(value) if isinstance(value, MissingReason) else "",
)
def test_what_is_missing_is_told(uploaded, told, recording, missing):
    score = value_of(uploaded(told, recording))
    assert (score.value, score.missing) == (None, missing)


@pytest.mark.parametrize("file_format", FileFormat)
def test_the_same_walk_scores_alike_in_every_format(uploaded, file_format):
    """GPX and TCX tell whole strides a minute and positions to seven decimals: what they can tell, they tell alike."""
    speed_m_s, cadence_spm = 180e-7 * METRES_A_DEGREE, 142.0
    step_m = speed_m_s * 60 / cadence_spm
    walk = even(Sport.WALKING, 20, speed_m_s, cadence_spm, file_format, step_length_m=step_m)
    speed_points = 100 * NormalDist().cdf((speed_m_s / (113 / 60) - 1) / 0.125)
    step_points = 100 * NormalDist().cdf((step_m / (0.50 * 1.60 * math.sqrt(113 / 115)) - 1) / 0.10)
    assert value_of(uploaded(WALKER, walk)).value == pytest.approx((speed_points + step_points) / 2, abs=0.1)
