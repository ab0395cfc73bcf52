"""The names of the figures of the form, and how their values are written for people.

One writing in each language: a space before a unit of letters, none before % and °, none before a Japanese counter.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coaching.catalogue.text import Text
from models.terms import Component, Locale

NAMES: Mapping[Component, Text] = MappingProxyType(
    {
        Component.BRISK_SPEED: Text("歩行スピード", "Walking speed"),
        Component.STEP_LENGTH: Text("歩幅", "Step length"),
        Component.BOUNCE: Text("上下動比", "Vertical ratio"),
        Component.CADENCE: Text("ピッチ", "Cadence"),
        Component.SPRING: Text("脚のばね", "Leg spring"),
        Component.SYMMETRY: Text("左右差", "Left-right difference"),
        Component.RHYTHM: Text("リズムのばらつき", "Rhythm variation"),
        Component.PELVIS: Text("骨盤の傾き", "Pelvic drop"),
        Component.TRUNK: Text("上体の後傾", "Backward lean"),
        Component.CONTACT_TIME: Text("接地時間", "Ground contact time"),
        Component.VERTICAL_OSCILLATION: Text("上下動", "Vertical oscillation"),
        Component.DUTY_FACTOR: Text("接地時間の割合", "Duty factor"),
        Component.WALK_RATIO: Text("歩行比", "Walk ratio"),
    }
)


@dataclass(frozen=True, slots=True)
class _Writing:
    """How a value is written: what it is multiplied by, decimals, and the unit as it follows the number."""

    factor: float
    decimals: int
    unit: Text


_PERCENT = Text("%", "%")
_DEGREES = Text("°", "°")
_WRITINGS: Mapping[Component, _Writing] = MappingProxyType(
    {
        Component.BRISK_SPEED: _Writing(3.6, 1, Text(" km/h", " km/h")),
        Component.STEP_LENGTH: _Writing(1, 2, Text(" m", " m")),
        Component.BOUNCE: _Writing(1, 1, _PERCENT),
        Component.CADENCE: _Writing(1, 0, Text("歩/分", " steps/min")),
        Component.SPRING: _Writing(1, 1, Text("", "")),
        Component.SYMMETRY: _Writing(1, 1, _PERCENT),
        Component.RHYTHM: _Writing(1, 1, _PERCENT),
        Component.PELVIS: _Writing(1, 1, _DEGREES),
        Component.TRUNK: _Writing(1, 1, _DEGREES),
        Component.CONTACT_TIME: _Writing(1, 0, Text(" ms", " ms")),
        Component.VERTICAL_OSCILLATION: _Writing(0.1, 1, Text(" cm", " cm")),
        Component.DUTY_FACTOR: _Writing(1, 1, _PERCENT),
        Component.WALK_RATIO: _Writing(1000, 1, Text(" mm/(歩/分)", " mm/(steps/min)")),
    }
)


def name(component: Component, locale: Locale) -> str:
    """The short label of a figure."""
    return NAMES[component].of(locale)


def written(component: Component, value: float, locale: Locale) -> str:
    """A value in the component's own unit (``coaching.components``) as people read it, such as 7.2 km/h."""
    return _number(component)(value) + _WRITINGS[component].unit.of(locale)


def written_range(component: Component, low: float, high: float, locale: Locale) -> str:
    """A range in the component's own unit as people read it, such as 6.6 to 7.0 km/h, with a dash between."""
    number, dash = _number(component), "〜" if locale is Locale.JA else "–"
    return f"{number(low)}{dash}{number(high)}" + _WRITINGS[component].unit.of(locale)


def written_target(component: Component, value: float, target: float, locale: Locale) -> str:
    """A goal as people read it: rounded toward better, so that who reaches what is written has reached it.

    Always another number than the value's own, as that is written.
    """
    writing = _WRITINGS[component]
    step = 10.0**-writing.decimals
    told, wanted = round(value * writing.factor / step), target * writing.factor / step
    # What is a whole number of steps but for its last bits is not rounded to the next one.
    near = round(wanted) if math.isclose(wanted, round(wanted), rel_tol=1e-9) else None
    if target >= value:
        steps = max(math.ceil(wanted) if near is None else near, told + 1)
    else:
        steps = min(math.floor(wanted) if near is None else near, told - 1)
    return written(component, steps * step / writing.factor, locale)


def _number(component: Component) -> Callable[[float], str]:
    writing = _WRITINGS[component]
    return lambda value: f"{value * writing.factor:.{writing.decimals}f}"
