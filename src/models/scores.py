"""Forms and scores as the table keeps them: all of a score beside its activity, a few bytes of it in the list.

A row keeps at most the two newest versions, so that a list and the form of some weeks need nothing else. What a later
version of this code added (a component, a reason, a figure) is left out here, or told as ``OTHER``.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

import orjson

from models.entities import (
    Brisk,
    ComparedWith,
    ComponentScore,
    Expected,
    Form,
    FormFigures,
    Score,
    ScoreCard,
    SpeedBin,
    Stretch,
)
from models.terms import Component, MissingReason, SensorSite, Sex, Sport

VERSIONS_KEPT = 2
# Version, value in hundredths, coverage in per cent, how many components.
_CARD = struct.Struct(">BHBB")
# Place in ``Component``, value, points in hundredths.
_COMPONENT = struct.Struct(">BfH")
_NO_VALUE = 0xFFFF
# The codes that rows keep: ``Component`` is only ever appended to.
_KEYS = tuple(Component)
_CODES = {key: code for code, key in enumerate(_KEYS)}
# Finer than any sensor; points, and what is summed of them, are kept as they are.
_DECIMALS = 6


def pack(cards: Iterable[ScoreCard]) -> bytes | None:
    """The newest versions' cards, the newest first; None where there is none."""
    newest = sorted(cards, key=lambda card: -card.version)[:VERSIONS_KEPT]
    return b"".join(map(_packed, newest)) or None


def unpack(packed: bytes | None) -> tuple[ScoreCard, ...]:
    """The inverse of ``pack``, to hundredths of a point and single precision of a value."""
    cards, at = [], 0
    while packed and at < len(packed):
        version, value, coverage, count = _CARD.unpack_from(packed, at)
        at += _CARD.size
        rows = list(_COMPONENT.iter_unpack(packed[at : at + count * _COMPONENT.size]))
        at += count * _COMPONENT.size
        components = tuple((_KEYS[code], value, points / 100) for code, value, points in rows if code < len(_KEYS))
        cards.append(ScoreCard(version, None if value == _NO_VALUE else value / 100, coverage / 100, components))
    return tuple(cards)


def pack_form(form: Form) -> bytes:
    """A form as it lies in the table: what is missing takes no room."""
    return _compressed(_compact(asdict(form)))


def unpack_form(packed: bytes) -> Form:
    """The inverse of ``pack_form``."""
    made = orjson.loads(zlib.decompress(packed))
    told = _known(Form, made)
    for name in told.keys() & {"figures", "first_third", "last_third"}:
        told[name] = _figures(told[name])
    told["sport"] = Sport(made["sport"])
    told["partial"] = tuple(made.get("partial", ()))
    told["site"] = SensorSite(made["site"]) if made["site"] in SensorSite else SensorSite.UNKNOWN
    told["by_speed"] = tuple(
        SpeedBin(each["low_m_s"], each["duration_s"], _figures(each["figures"])) for each in made.get("by_speed", ())
    )
    if "brisk" in made:
        segments = tuple(Stretch(**_known(Stretch, each)) for each in made["brisk"].get("segments", ()))
        told["brisk"] = Brisk(**_known(Brisk, made["brisk"]) | {"segments": segments})
    return Form(**told | _reason(made.get("missing")))


def pack_score(score: Score) -> bytes:
    """A score with all that explains it, but for its version, under which it is kept."""
    made = {name: value for name, value in asdict(score).items() if name not in {"version", "components"}}
    return _compressed(_compact(made) | {"components": [_component(each) for each in score.components]})


def unpack_score(version: int, packed: bytes) -> Score:
    """The inverse of ``pack_score``."""
    made = orjson.loads(zlib.decompress(packed))
    told = _known(Score, made) | {"version": version, "sport": Sport(made["sport"]), "value": made.get("value")}
    if "compared_with" in made:
        told["compared_with"] = _compared_with(made["compared_with"])
    components = tuple(_component_of(row) for row in made["components"] if row[0] in Component)
    return Score(**told | {"components": components} | _reason(made.get("missing")))


def _packed(card: ScoreCard) -> bytes:
    hundredths = _NO_VALUE if card.value is None else round(card.value * 100)
    head = _CARD.pack(card.version, hundredths, round(card.coverage * 100), len(card.components))
    # Rounded as the detail is, so that the row tells the same to the last bit.
    rows = (
        _COMPONENT.pack(_CODES[key], round(value, _DECIMALS), round(points * 100))
        for key, value, points in card.components
    )
    return head + b"".join(rows)


def _component(each: ComponentScore) -> list[Any]:
    band = each.expected
    expected = [round(bound, _DECIMALS) for bound in asdict(band).values()] if band else None
    row = [each.key, round(each.value, _DECIMALS), each.points, each.weight, each.percentile, each.people, expected]
    return [*row, each.missing]


def _component_of(row: list[Any]) -> ComponentScore:
    key, value, points, weight, percentile, people, expected, missing = row[:8]
    band = Expected(*expected[:5]) if expected else None
    return ComponentScore(Component(key), value, points, weight, percentile, people, band, **_reason(missing))


def _compared_with(made: Mapping[str, Any]) -> ComparedWith:
    sex, site = made["sex"], made.get("site")
    return ComparedWith(
        made.get("age_years"),
        Sex(sex) if sex in Sex else Sex.UNSPECIFIED,
        made.get("height_m"),
        made.get("speed_m_s"),
        None if site is None else SensorSite(site) if site in SensorSite else SensorSite.UNKNOWN,
    )


def _figures(made: Mapping[str, float]) -> FormFigures:
    return FormFigures(**_known(FormFigures, made))


def _known(record: type[Any], made: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(record)}
    return {name: value for name, value in made.items() if name in names}


def _reason(value: str | None) -> dict[str, MissingReason | None]:
    if value is None:
        return {"missing": None}
    return {"missing": MissingReason(value) if value in MissingReason else MissingReason.OTHER}


def _compact(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _compact(inner) for name, inner in value.items() if inner is not None and inner != ()}
    return [_compact(inner) for inner in value] if isinstance(value, tuple | list) else value


def _compressed(value: Any) -> bytes:
    return zlib.compress(orjson.dumps(value), 9)
