"""How the demo athlete's body answers to speed and slope.

Sources: walking energy Looney et al. 2019 (LCDA), running energy the ACSM's metabolic equation, walk ratio Murakami &
Otaka 2017, running cadence after Lieberman et al. 2015. The rest are plain straight lines of the right size: they make
recordings look like a person's, and prove nothing.
"""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from models.terms import Sport
from uploads.recording import Column

RESTING_VO2 = 3.5  # mL/kg/min
STANDING_VO2 = 5.0
J_PER_ML_OXYGEN = 20.9
KCAL_PER_L_OXYGEN = 5.0
LAG_UP_S, LAG_DOWN_S = 28.0, 45.0
GRAVITY_M_S2 = 9.81


@dataclass(frozen=True, slots=True)
class Body:
    """A person's fixed figures; ``vo2_max`` in mL/kg/min."""

    height_m: float = 1.64
    weight_kg: float = 55.0
    resting_heart_rate_bpm: int = 54
    max_heart_rate_bpm: int = 186
    vo2_max: float = 50.0
    walk_ratio: float = 0.0061  # step length in m over cadence in steps/min
    contact_balance_pct: float = 49.6

    def oxygen(self, sport: Sport, speed_m_s: Column, slope: Column) -> Column:
        """Oxygen uptake once settled, mL/kg/min."""
        if sport is Sport.RUNNING:
            moving = (0.2 + 0.9 * slope) * speed_m_s * 60 + RESTING_VO2
        else:
            slope_pct = 100 * slope
            level_w_kg = 1.44 + 1.94 * speed_m_s**0.43 + 0.24 * speed_m_s**4
            graded_w_kg = 0.34 * speed_m_s * slope_pct * (1 - 1.05 ** (1 - 1.1 ** (slope_pct + 32)))
            moving = (level_w_kg + graded_w_kg) * 60 / J_PER_ML_OXYGEN
        return np.where(speed_m_s > 0, np.maximum(moving, STANDING_VO2), STANDING_VO2)

    def heart_rate_bpm(self, oxygen: Column) -> Column:
        """One row a second: the share of the reserve that the uptake asks for, with lag, and drift of 4 bpm an hour."""
        reserve_bpm = self.max_heart_rate_bpm - self.resting_heart_rate_bpm
        share = (oxygen - RESTING_VO2) / (self.vo2_max - RESTING_VO2)
        drift_bpm = np.arange(oxygen.size) * (4 / 3600)
        goals_bpm = self.resting_heart_rate_bpm + reserve_bpm * share + drift_bpm
        lagging = accumulate(np.minimum(goals_bpm, self.max_heart_rate_bpm).tolist(), _lagged, initial=82.0)
        return np.fromiter(lagging, np.float64, oxygen.size + 1)[1:]

    def cadence_spm(self, sport: Sport, speed_m_s: Column) -> Column:
        """Steps per minute; 0 while standing."""
        if sport is Sport.RUNNING:
            moving = (170 + 6 * (speed_m_s - 3)) * np.sqrt(1.70 / self.height_m)
        else:
            moving = np.sqrt(speed_m_s * 60 / self.walk_ratio)
        return np.where(speed_m_s > 0, moving, 0.0)

    def contact_ms(self, speed_m_s: Column) -> Column:
        """Ground contact of a running step: shorter the faster."""
        return np.clip(248 - 34 * (speed_m_s - 3), 180, 340)

    def vertical_oscillation_mm(self, speed_m_s: Column, cadence_spm: Column) -> Column:
        """Rise and fall of the trunk in a running step: less at high cadence."""
        return 82 - 0.5 * (cadence_spm - 172) + 3 * (speed_m_s - 3)

    def power_w(self, speed_m_s: Column, slope: Column) -> Column:
        """Running power as foot pods estimate it."""
        return self.weight_kg * speed_m_s * np.maximum(1.04 + 0.5 * GRAVITY_M_S2 * slope, 0.3)

    def energy_kcal(self, oxygen: Column) -> float:
        """Gross energy of rows of one second each."""
        return float(oxygen.sum()) / 60 * self.weight_kg / 1000 * KCAL_PER_L_OXYGEN


def slope_factor(sport: Sport, slope: Column) -> Column:
    """Speed on a slope over speed on the flat at the same effort: walking after Tobler 1993, running a softer line."""
    if sport is Sport.WALKING:
        return np.exp(-3.5 * (np.abs(slope + 0.05) - 0.05))
    return np.exp(np.where(slope > 0, -2.8, -1.4) * slope)


def _lagged(heart_rate_bpm: float, goal_bpm: float) -> float:
    lag_s = LAG_UP_S if goal_bpm > heart_rate_bpm else LAG_DOWN_S
    return heart_rate_bpm + (goal_bpm - heart_rate_bpm) / lag_s
