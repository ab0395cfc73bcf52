"""Gross energy of running and walking, resting metabolism included.

Running: ACSM's metabolic equation (ACSM's Guidelines for Exercise Testing and Prescription). Walking: the Load Carriage
Decision Aid (Looney et al. 2019, Med Sci Sports Exerc 51:1954), for ACSM's walking equation falls short exactly at
brisk speeds: 4.4 MET at 2.0 m/s where people need about 7.
"""

import math

# The walking equation was validated up to this speed (standard error 0.20 W/kg); beyond it is an extrapolation.
LCDA_VALID_TO_M_S = 1.96

KCAL_PER_LITRE_O2 = 5.0
J_PER_KCAL = 4184.0


def acsm_running_ml_kg_min(speed_m_s: float, grade: float = 0.0) -> float:
    """Oxygen uptake of running in mL/kg/min; ``grade`` is a fraction, uphill only."""
    speed_m_min = speed_m_s * 60
    return 0.2 * speed_m_min + 0.9 * speed_m_min * grade + 3.5


def acsm_walking_ml_kg_min(speed_m_s: float, grade: float = 0.0) -> float:
    """Oxygen uptake of walking in mL/kg/min, made for 0.8 to 1.7 m/s; ``grade`` is a fraction, uphill only."""
    speed_m_min = speed_m_s * 60
    return 0.1 * speed_m_min + 1.8 * speed_m_min * grade + 3.5


def lcda_walking_w_kg(speed_m_s: float, grade_pct: float = 0.0) -> float:
    """Metabolic rate of walking in W/kg; ``grade_pct`` is in percent, negative downhill."""
    level = 1.44 + 1.94 * math.pow(speed_m_s, 0.43) + 0.24 * math.pow(speed_m_s, 4)
    slope = 1 - math.pow(1.05, 1 - math.pow(1.1, grade_pct + 32))
    return level + 0.34 * speed_m_s * grade_pct * slope


def lcda_is_extrapolated(speed_m_s: float) -> bool:
    """Whether somebody walks faster than the people the equation was tried on."""
    return speed_m_s > LCDA_VALID_TO_M_S


def running_kcal(speed_m_s: float, moving_s: float, weight_kg: float) -> float:
    """Gross energy of a run on the level at a steady speed, in kcal."""
    litres_min = acsm_running_ml_kg_min(speed_m_s) * weight_kg / 1000
    return litres_min * KCAL_PER_LITRE_O2 * moving_s / 60


def walking_kcal(speed_m_s: float, moving_s: float, weight_kg: float) -> float:
    """Gross energy of a walk on the level at a steady speed, in kcal."""
    return lcda_walking_w_kg(speed_m_s) * weight_kg * moving_s / J_PER_KCAL
