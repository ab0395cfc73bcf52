"""Running, walking, or not on foot at all: told from speed and cadence."""

from models.terms import Sport

# People change from walking to running at 2.06 m/s when they may choose (Hreljac 1993, Med Sci Sports Exerc 25:1158).
TRANSITION_SPEED_M_S = 2.05
# Around it the cadence decides: 140 steps/min parts the two gaits in 91 % of cases, speed in 55 to 79 %
# ("Cadence as an indicator of the walk-to-run transition", Hum Mov Sci 2023, 90:103117).
TRANSITION_CADENCE_SPM = 140.0
# Beyond half a metre per second away from the transition, speed alone is enough.
TRANSITION_BAND_M_S = 0.5

# The half-marathon world record is run at 6.2 m/s; who is typically faster than this has wheels.
FASTEST_TYPICAL_M_S = 6.5
# Held for a twentieth of the time by nobody on foot: 400 m at the world record are 9.3 m/s, and end after 43 s.
FASTEST_SUSTAINED_M_S = 8.0
# Sprinters' steps are 2.4 m at 10 m/s; at an endurance speed a longer one is a pedal's turn.
LONGEST_STEP_M = 2.2


def classify(speed_m_s: float, fast_speed_m_s: float, cadence_spm: float | None) -> Sport | None:
    """The sport of a recording, or None where nobody moves like that on foot.

    Args:
        speed_m_s: the typical speed while moving (the median).
        fast_speed_m_s: a high one that was held (the 95th percentile).
        cadence_spm: the typical cadence while moving, both feet; None where it was not recorded.
    """
    if speed_m_s > FASTEST_TYPICAL_M_S or fast_speed_m_s > FASTEST_SUSTAINED_M_S:
        return None
    if cadence_spm is not None and cadence_spm > 0:
        if speed_m_s > TRANSITION_SPEED_M_S and speed_m_s * 60 / cadence_spm > LONGEST_STEP_M:
            return None
        if abs(speed_m_s - TRANSITION_SPEED_M_S) <= TRANSITION_BAND_M_S:
            return Sport.RUNNING if cadence_spm >= TRANSITION_CADENCE_SPM else Sport.WALKING
    return Sport.RUNNING if speed_m_s >= TRANSITION_SPEED_M_S else Sport.WALKING
