import pytest

from coaching.sport import classify
from models.terms import Sport


@pytest.mark.parametrize(
    ("speed_m_s", "fast_speed_m_s", "cadence_spm", "sport"),
    [
        (1.3, 1.6, None, Sport.WALKING),
        (1.3, 1.6, 112, Sport.WALKING),
        (0.3, 0.5, None, Sport.WALKING),
        (1.95, 2.2, 128, Sport.WALKING),
        (2.3, 2.5, 138, Sport.WALKING),  # racing walkers are fast, and low in cadence for it
        (2.2, 2.6, None, Sport.RUNNING),
        (2.2, 2.6, 160, Sport.RUNNING),
        (1.8, 2.2, 165, Sport.RUNNING),  # a slow jog
        (2.8, 3.4, 84, Sport.RUNNING),  # a recorder that counts one foot
        (3.3, 4.0, 172, Sport.RUNNING),
        (5.8, 6.4, 185, Sport.RUNNING),  # the marathon world record
        (3.0, 7.5, 178, Sport.RUNNING),  # repetitions on the track
        (7.0, 9.0, None, None),
        (7.1, 11.0, 170, None),
        (5.0, 9.5, None, None),
        (5.5, 6.0, 80, None),  # pedals, not steps: 4 m a turn
        (15.0, 25.0, None, None),
    ],
)
def test_speed_and_cadence_tell_the_sport(speed_m_s, fast_speed_m_s, cadence_spm, sport):
    assert classify(speed_m_s, fast_speed_m_s, cadence_spm) is sport
