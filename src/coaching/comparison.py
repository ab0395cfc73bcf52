"""A score in one sentence: how somebody moves, beside others. Japanese and English, for every pair of bands.

A walk is compared with people of the same age, sex and height, by speed and step; a run with other runners, by bounce,
and by the cadence that its speed and the person's height ask for.
"""

from collections.abc import Mapping
from types import MappingProxyType

from coaching.catalogue.text import Text
from coaching.scores import band_of
from models.entities import Score
from models.terms import Band, Component, Locale, Sport

type Words = Mapping[Band, Text]


def _words(*texts: Text) -> Words:
    return MappingProxyType(dict(zip(Band, texts, strict=True)))


# Each in the order of the bands, from clearly lower to clearly higher.
_WALKING_STEP = _words(
    Text("狭い歩幅で", "with a short step"),
    Text("若干狭い歩幅で", "with a slightly shorter step"),
    Text("同じくらいの歩幅で", "with a step of about the same length"),
    Text("若干広い歩幅で", "with a slightly longer step"),
    Text("広い歩幅で", "with a long step"),
)
_WALKING_SPEED = _words(
    Text("ゆっくりとした歩行になっています", "you walk slowly"),
    Text("若干ゆっくりとした歩行になっています", "you walk slightly slower"),
    Text("同じくらいの速さの歩行ができています", "you walk at about the same speed"),
    Text("若干速い歩行ができています", "you walk slightly faster"),
    Text("速い歩行ができています", "you walk fast"),
)
_STEP_ALONE = _words(
    Text("狭い歩幅の歩行になっています", "your step is short"),
    Text("若干狭い歩幅の歩行になっています", "your step is slightly shorter"),
    Text("同じくらいの歩幅の歩行ができています", "your step is about the same length"),
    Text("若干広い歩幅の歩行ができています", "your step is slightly longer"),
    Text("広い歩幅の歩行ができています", "your step is long"),
)
_BOUNCE = _words(
    Text("上下動比が小さく", "you bounce little"),
    Text("上下動比がやや小さく", "you bounce slightly less"),
    Text("上下動比は同じくらいで", "you bounce about as much"),
    Text("上下動比がやや大きく", "you bounce slightly more"),
    Text("上下動比が大きく", "you bounce a lot"),
)
_BOUNCE_ALONE = _words(
    Text("上下動比の小さい走りができています", "you bounce little"),
    Text("上下動比のやや小さい走りができています", "you bounce slightly less"),
    Text("上下動比は同じくらいです", "you bounce about as much"),
    Text("上下動比のやや大きい走りになっています", "you bounce slightly more"),
    Text("上下動比の大きい走りになっています", "you bounce a lot"),
)
_CADENCE = _words(
    Text("ピッチは身長と速さの目安より低めです", "with a low cadence for your height and speed"),
    Text("ピッチは身長と速さの目安よりやや低めです", "with a slightly low cadence for your height and speed"),
    Text("ピッチは身長と速さに合っています", "with a cadence that suits your height and speed"),
    Text("ピッチは身長と速さの目安よりやや高めです", "with a slightly high cadence for your height and speed"),
    Text("ピッチは身長と速さの目安より高めです", "with a high cadence for your height and speed"),
)
_CADENCE_ALONE = _words(
    Text("ピッチは身長と速さの目安より低めです", "Your cadence is low for your height and speed"),
    Text("ピッチは身長と速さの目安よりやや低めです", "Your cadence is slightly low for your height and speed"),
    Text("ピッチは身長と速さに合っています", "Your cadence suits your height and speed"),
    Text("ピッチは身長と速さの目安よりやや高めです", "Your cadence is slightly high for your height and speed"),
    Text("ピッチは身長と速さの目安より高めです", "Your cadence is high for your height and speed"),
)
_AS_PEOPLE = Text(
    "同年代の人と同じくらいの歩幅と速さで歩けています。",
    "You walk about as fast as people your age, with a step of about the same length.",
)
_PEOPLE = Text("同年代の人に比べて、", "Compared with people your age, ")
_RUNNERS = Text("ほかのランナーに比べて、", "Compared with other runners, ")


def comparison(score: Score, locale: Locale) -> str | None:
    """The sentence of a score; None where neither of the figures that it speaks of is known."""
    bands = {each.key: band_of(each, score.sport) for each in score.components}
    if score.sport is Sport.WALKING:
        return _of_walk(bands.get(Component.BRISK_SPEED), bands.get(Component.STEP_LENGTH), locale)
    return _of_run(bands.get(Component.BOUNCE), bands.get(Component.CADENCE), locale)


def _of_walk(speed: Band | None, step: Band | None, locale: Locale) -> str | None:
    if speed is None or step is None:
        alone = _WALKING_SPEED[speed] if speed else _STEP_ALONE[step] if step else None
        return _PEOPLE.of(locale) + _ended(alone.of(locale), locale) if alone else None
    if speed is Band.AVERAGE and step is Band.AVERAGE:
        return _AS_PEOPLE.of(locale)
    pace, length = _WALKING_SPEED[speed].of(locale), _WALKING_STEP[step].of(locale)
    told = f"{length}{pace}" if locale is Locale.JA else f"{pace}, {length}"
    return _PEOPLE.of(locale) + _ended(told, locale)


def _of_run(bounce: Band | None, cadence: Band | None, locale: Locale) -> str | None:
    if bounce is None:
        return _ended(_CADENCE_ALONE[cadence].of(locale), locale) if cadence else None
    if cadence is None:
        return _RUNNERS.of(locale) + _ended(_BOUNCE_ALONE[bounce].of(locale), locale)
    both = _BOUNCE[bounce].of(locale), _CADENCE[cadence].of(locale)
    return _RUNNERS.of(locale) + _ended(("、" if locale is Locale.JA else ", ").join(both), locale)


def _ended(text: str, locale: Locale) -> str:
    return text + ("。" if locale is Locale.JA else ".")
