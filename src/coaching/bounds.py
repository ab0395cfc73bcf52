"""What a body can do: figures beyond it are a sensor's fault, and left out instead of scored as poor.

All bounds are ours [E], far outside of what anybody was seen to do. Vertical ratios: the watches' gauges end at 6.1 and
11.9 %. Contact: sprinters at their fastest come down to about 100 ms (Weyand et al. 2000, J Appl Physiol 89:1991), slow
joggers reach 350 ms. A foot that is on the ground for all of its stride does not step. Balance: 40 % is a heavy limp.
"""

import math
from dataclasses import fields, replace

from models.entities import FormFigures
from models.terms import Sport

VERTICAL_RATIO_PCT = (2.0, 25.0)
CONTACT_MS = (80.0, 500.0)
BALANCE_PCT = (35.0, 65.0)
LONGEST_DUTY_PCT = 100.0

# No figure of a body in any of our units; arithmetic with more of it may end in infinity.
_HUGE = 1e6
# They may be 0 or point the other way.
_SIGNED = frozenset({"step_time_cv_pct", "pelvis_drop_deg", "trunk_lean_deg"})


def sound(figures: FormFigures, sport: Sport) -> FormFigures:
    """The figures without those that are no numbers, or none that a body has: what is missing is absent, never 0."""
    numbers = FormFigures(
        **{
            field.name: (finite if field.name in _SIGNED else positive)(getattr(figures, field.name))
            for field in fields(FormFigures)
        }
    )
    balance = within(numbers.contact_balance_pct, BALANCE_PCT)
    if sport is Sport.WALKING:  # whose feet stay on the ground for longer, and who does not bounce
        return replace(numbers, contact_balance_pct=balance)
    contact_ms = within(numbers.contact_ms, CONTACT_MS)
    duty_pct = duty_factor_pct(contact_ms, numbers.cadence_spm)
    return replace(
        numbers,
        contact_balance_pct=balance,
        vertical_ratio_pct=within(numbers.vertical_ratio_pct, VERTICAL_RATIO_PCT),
        contact_ms=None if duty_pct is not None and duty_pct >= LONGEST_DUTY_PCT else contact_ms,
    )


def unsound(figures: FormFigures, sport: Sport) -> frozenset[str]:
    """The names of figures that were recorded, and that ``sound`` leaves out."""
    kept = sound(figures, sport)
    told = ((field.name, getattr(figures, field.name)) for field in fields(FormFigures))
    numbers = (name for name, value in told if value is not None and math.isfinite(value))
    return frozenset(name for name in numbers if getattr(kept, name) is None)


def duty_factor_pct(contact_ms: float | None, cadence_spm: float | None) -> float | None:
    """The share of a stride that a foot is on the ground, %; None where not both are known."""
    return contact_ms / 1000 * cadence_spm / 120 * 100 if contact_ms and cadence_spm else None


def within(number: float | None, bounds: tuple[float, float]) -> float | None:
    """The number between two bounds, both included; None beyond."""
    return number if number is not None and bounds[0] <= number <= bounds[1] else None


def positive(number: float | None) -> float | None:
    """The number above zero; None where it is none that a body has."""
    return number if number is not None and 1 / _HUGE < number < _HUGE else None


def finite(number: float | None) -> float | None:
    """The number of either sign; None where it is none that a body has."""
    return number if number is not None and -_HUGE < number < _HUGE else None
