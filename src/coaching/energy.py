"""Gross energy of running and walking, resting metabolism included.

Running: ACSM's metabolic equation (ACSM's Guidelines for Exercise Testing and Prescription). Walking: the Load Carriage
Decision Aid (Looney et al. 2019, Med Sci Sports Exerc 51:1954), for ACSM's walking equation falls short exactly at
brisk speeds: 4.4 MET at 2.0 m/s where people need about 7. Its fourth power has no end, so where people change into a
run the dearer way ends: from there on it is the lower of both.

From the heart rate: Keytel et al. 2005, J Sports Sci 23:289, without a measure of fitness (115 people of 18 to 45
years, 47 to 120 kg, at 57 to 90 % of their maximum; 73 % of the variance). From the cadence of a walk: CADENCE-Adults
(Tudor-Locke et al. 2019 and 2020, Int J Behav Nutr Phys Act 16:8 and 17:137; Aguiar et al. 2021, 18:129).
"""

import math
from bisect import bisect_right
from collections.abc import Mapping
from types import MappingProxyType

from models.terms import Sex

# The walking equation was validated up to this speed (standard error 0.20 W/kg); beyond it is an extrapolation.
LCDA_VALID_TO_M_S = 1.96
# People change into a run at 2.0 to 2.2 m/s, about where running gets cheaper (Hreljac 1993, Med Sci Sports Exerc
# 25:1158).
RUNNING_CHEAPER_FROM_M_S = 2.2

KCAL_PER_LITRE_O2 = 5.0
J_PER_KCAL = 4184.0
# Oxygen uptake at rest, mL/kg/min: one MET.
RESTING_ML_KG_MIN = 3.5

# kJ/min: constant, and by bpm, kg and year. The weight of women counts the other way: it is a fit, no law.
KEYTEL: Mapping[Sex, tuple[float, float, float, float]] = MappingProxyType(
    {Sex.MALE: (-55.0969, 0.6309, 0.1988, 0.2017), Sex.FEMALE: (-20.4022, 0.4472, -0.1263, 0.074)}
)
# Below, a heart beats faster for many other reasons; above is more than 90 % of the maximum of a twenty-year-old.
KEYTEL_VALID_BPM = (90.0, 175.0)

# Steps/min from which on walking takes so many METs: rounded thresholds of people from 21 to 85 years.
CADENCE_METS = ((100.0, 3), (110.0, 4), (120.0, 5), (130.0, 6))


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
    """Gross energy of a walk on the level at a steady speed, in kcal; from 2.2 m/s on never more than of a run."""
    walked_kcal = lcda_walking_w_kg(speed_m_s) * weight_kg * moving_s / J_PER_KCAL
    if speed_m_s < RUNNING_CHEAPER_FROM_M_S:
        return walked_kcal
    return min(walked_kcal, running_kcal(speed_m_s, moving_s, weight_kg))


def resting_kcal_min(weight_kg: float) -> float:
    """What somebody takes at rest, kcal/min."""
    return RESTING_ML_KG_MIN * weight_kg / 1000 * KCAL_PER_LITRE_O2


def keytel_kcal_min(sex: Sex, heart_rate_bpm: float, weight_kg: float, age_years: float) -> float | None:
    """Gross energy by the heart rate in kcal/min, never less than at rest.

    None outside of the heart rates that the equation is for, and for a sex that it knows nothing of.
    """
    if sex not in KEYTEL or not KEYTEL_VALID_BPM[0] <= heart_rate_bpm <= KEYTEL_VALID_BPM[1]:
        return None
    constant, by_bpm, by_kg, by_year = KEYTEL[sex]
    kj_min = constant + by_bpm * heart_rate_bpm + by_kg * weight_kg + by_year * age_years
    return max(kj_min * 1000 / J_PER_KCAL, resting_kcal_min(weight_kg))


def cadence_mets(cadence_spm: float) -> int | None:
    """The METs that a walk of this cadence takes at least, from 3 to 6; None below moderate exercise.

    3 and 6 are the papers' own thresholds, those between are rounded from the same measurements.
    """
    place = bisect_right(CADENCE_METS, cadence_spm, key=_threshold)
    return CADENCE_METS[place - 1][1] if place else None


def _threshold(step: tuple[float, int]) -> float:
    return step[0]
