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
    Text("上下動比はほかのランナーと同じくらいで", "you bounce about as much"),
    Text("上下動比がやや大きく", "you bounce slightly more"),
    Text("上下動比が大きく", "you bounce a lot"),
)
_BOUNCE_ALONE = _words(
    Text("上下動比の小さい走りができています", "you bounce little"),
    Text("上下動比のやや小さい走りができています", "you bounce slightly less"),
    Text("上下動比はほかのランナーと同じくらいです", "you bounce about as much"),
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
# Japanese is compared with (に比べて) what differs; what is alike is as (と同じくらい) other people's.
_AS_PEOPLE = Text(
    "同年代の人と同じくらいの歩幅と速さで歩けています。",
    "You walk about as fast as people your age, with a step of about the same length.",
)
_AS_FAST = Text("同年代の人と同じくらいの速さで歩けています。", "You walk about as fast as people your age.")
_AS_LONG = Text(
    "同年代の人と同じくらいの歩幅で歩けています。", "Your step is about as long as that of people your age."
)
_ALIKE_FAST = "同年代の人と同じくらいの速さで、"
_ALIKE_LONG = "同年代の人と同じくらいの歩幅で、"
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
        return _of_one(speed, step, locale)
    if speed is Band.AVERAGE and step is Band.AVERAGE:
        return _AS_PEOPLE.of(locale)
    if locale is Locale.EN:
        return _PEOPLE.en + _ended(f"{_WALKING_SPEED[speed].en}, {_WALKING_STEP[step].en}", locale)
    if step is Band.AVERAGE:
        return _ALIKE_LONG + _ended(_WALKING_SPEED[speed].ja, locale)
    if speed is Band.AVERAGE:
        return _ALIKE_FAST + _ended(_STEP_ALONE[step].ja, locale)
    return _PEOPLE.ja + _ended(f"{_WALKING_STEP[step].ja}{_WALKING_SPEED[speed].ja}", locale)


def _of_one(speed: Band | None, step: Band | None, locale: Locale) -> str | None:
    """A walk of which speed or step alone is known."""
    if speed is None and step is None:
        return None
    if Band.AVERAGE in (speed, step):
        return (_AS_FAST if speed else _AS_LONG).of(locale)
    alone = _WALKING_SPEED[speed] if speed else _STEP_ALONE[step] if step else None
    return _PEOPLE.of(locale) + _ended(alone.of(locale), locale) if alone else None


def _of_run(bounce: Band | None, cadence: Band | None, locale: Locale) -> str | None:
    if bounce is None:
        return _ended(_CADENCE_ALONE[cadence].of(locale), locale) if cadence else None
    # The words of a bounce that is alike name the other runners themselves.
    begun = "" if bounce is Band.AVERAGE and locale is Locale.JA else _RUNNERS.of(locale)
    if cadence is None:
        return begun + _ended(_BOUNCE_ALONE[bounce].of(locale), locale)
    both = _BOUNCE[bounce].of(locale), _CADENCE[cadence].of(locale)
    return begun + _ended(("、" if locale is Locale.JA else ", ").join(both), locale)


def _ended(text: str, locale: Locale) -> str:
    return text + ("。" if locale is Locale.JA else ".")
