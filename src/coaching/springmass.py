"""The runner as a mass on a spring, from contact and flight alone (Morin et al. 2005, J Appl Biomech 21:167).

The force on the ground is taken for half a sine. The equations hold on the level, at a steady speed. What they say of
the body's rise is a model's and no measurement: never mix it with a recorded oscillation.
"""

import math
from dataclasses import dataclass

GRAVITY_M_S2 = 9.81
# Leg length as a share of the height (Winter, Biomechanics and Motor Control of Human Movement).
LEG_PER_HEIGHT = 0.53
# Of the leg's length: at all of it the model has no answer.
_REACH = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class SpringMass:
    """What contact and flight say of a runner.

    Attributes:
        force_n: the highest force on the ground.
        sinking_m: how far the body sinks during contact.
        vertical_kn_m: vertical stiffness.
        leg_compression_m: how much shorter the leg becomes.
        leg_kn_m: stiffness of the leg.
        oscillation_m: rise and fall of the body in a step, modelled.
        duty_factor: share of a stride that a foot is on the ground.
        grounded: whether there was no flight between the steps, which the model takes for 0.
    """

    force_n: float
    sinking_m: float
    vertical_kn_m: float
    leg_compression_m: float
    leg_kn_m: float
    oscillation_m: float
    duty_factor: float
    grounded: bool


def spring_mass(
    weight_kg: float, speed_m_s: float, contact_s: float, flight_s: float, height_m: float
) -> SpringMass | None:
    """The model of a runner; None where the foot would have to reach further than the leg is long.

    The flight is from one foot's leaving to the other's landing; below 0 where both are on the ground at once.
    """
    leg_m = LEG_PER_HEIGHT * height_m
    reach_m = speed_m_s * contact_s / 2
    if reach_m >= leg_m or contact_s <= 0:
        return None
    flight = max(flight_s, 0.0)
    force_n = weight_kg * GRAVITY_M_S2 * math.pi / 2 * (flight / contact_s + 1)
    sinking_m = force_n * contact_s**2 / (weight_kg * math.pi**2) - GRAVITY_M_S2 * contact_s**2 / 8
    compression_m = leg_m - math.sqrt(leg_m**2 - reach_m**2) + sinking_m
    return SpringMass(
        force_n,
        sinking_m,
        force_n / sinking_m / 1000,
        compression_m,
        force_n / compression_m / 1000,
        sinking_m + GRAVITY_M_S2 * flight**2 / 8,
        contact_s / (2 * (contact_s + flight_s)),
        flight_s <= 0,
    )


def leg_spring(speed_m_s: float, contact_s: float, cadence_spm: float, height_m: float) -> float | None:
    """The leg's stiffness times its length over the body's weight: a number without unit, the same for all masses.

    Where the foot would have to reach further than the leg is long, that of a leg that reaches as far as it can: softer
    than any runner's, so that somebody's score does not rise because a contact is too long for the model.
    """
    longest_m_s = _REACH * 2 * LEG_PER_HEIGHT * height_m / contact_s
    model = spring_mass(1.0, min(speed_m_s, longest_m_s), contact_s, 60 / cadence_spm - contact_s, height_m)
    return None if model is None else model.leg_kn_m * 1000 * LEG_PER_HEIGHT * height_m / GRAVITY_M_S2
