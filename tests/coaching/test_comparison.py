import re
from datetime import date
from itertools import product

import pytest

from coaching.comparison import comparison
from coaching.scores import band_of, score_of
from models.entities import ComponentScore, Expected, Form, FormFigures, Profile, Score
from models.terms import Band, Component, Locale, Sex, Sport

DAY = date(2026, 6, 1)
# A figure of each band, of an expectation of 10.
VALUES = dict(zip(Band, (5.0, 8.0, 10.0, 12.0, 15.0), strict=True))
EXPECTED = Expected(9.0, 10.0, 11.0, 0.0, 20.0)
PAIRS = {
    Sport.WALKING: (Component.BRISK_SPEED, Component.STEP_LENGTH),
    Sport.RUNNING: (Component.BOUNCE, Component.CADENCE),
}
EVERY = [(sport, first, second) for sport in Sport for first, second in product([None, *Band], repeat=2)]


def banded(sport, *bands):
    """A score whose figures lie in these bands; None for one that is not known."""
    figures = [
        ComponentScore(key, VALUES[band], None, 0.4, expected=EXPECTED)
        for key, band in zip(PAIRS[sport], bands, strict=True)
        if band
    ]
    assert [band_of(each, sport) for each in figures] == [band for band in bands if band]
    return Score(sport, 1, 50.0, 0.8, tuple(figures))


def test_the_sentence_of_the_talk():
    woman = Profile("somebody", date(1987, 6, 1), Sex.FEMALE, 1.60)
    found = score_of(Form(Sport.WALKING, FormFigures(2.0, 141.2, 0.85)), woman, DAY)
    assert comparison(found, Locale.JA) == "同年代の人に比べて、広い歩幅で若干速い歩行ができています。"
    assert comparison(found, Locale.EN) == "Compared with people your age, you walk slightly faster, with a long step."


@pytest.mark.parametrize(
    ("sport", "bands", "ja"),
    [
        (Sport.WALKING, (Band.AVERAGE, Band.AVERAGE), "同年代の人と同じくらいの歩幅と速さで歩けています。"),
        (
            Sport.WALKING,
            (Band.CLEARLY_LOWER, Band.SLIGHTLY_LOWER),
            "同年代の人に比べて、若干狭い歩幅でゆっくりとした歩行になっています。",
        ),
        (Sport.WALKING, (Band.AVERAGE, None), "同年代の人と同じくらいの速さで歩けています。"),
        (Sport.WALKING, (None, Band.AVERAGE), "同年代の人と同じくらいの歩幅で歩けています。"),
        (
            Sport.WALKING,
            (Band.AVERAGE, Band.CLEARLY_HIGHER),
            "同年代の人と同じくらいの速さで、広い歩幅の歩行ができています。",
        ),
        (
            Sport.WALKING,
            (Band.SLIGHTLY_LOWER, Band.AVERAGE),
            "同年代の人と同じくらいの歩幅で、若干ゆっくりとした歩行になっています。",
        ),
        (Sport.RUNNING, (Band.AVERAGE, None), "上下動比はほかのランナーと同じくらいです。"),
        (
            Sport.RUNNING,
            (Band.AVERAGE, Band.AVERAGE),
            "上下動比はほかのランナーと同じくらいで、ピッチは身長と速さに合っています。",
        ),
        (Sport.WALKING, (Band.CLEARLY_HIGHER, None), "同年代の人に比べて、速い歩行ができています。"),
        (Sport.WALKING, (None, Band.SLIGHTLY_HIGHER), "同年代の人に比べて、若干広い歩幅の歩行ができています。"),
        (
            Sport.RUNNING,
            (Band.CLEARLY_LOWER, Band.AVERAGE),
            "ほかのランナーに比べて、上下動比が小さく、ピッチは身長と速さに合っています。",
        ),
        (
            Sport.RUNNING,
            (Band.SLIGHTLY_HIGHER, None),
            "ほかのランナーに比べて、上下動比のやや大きい走りになっています。",
        ),
        (Sport.RUNNING, (None, Band.SLIGHTLY_LOWER), "ピッチは身長と速さの目安よりやや低めです。"),
    ],
)
def test_sentences_read_out(sport, bands, ja):
    assert comparison(banded(sport, *bands), Locale.JA) == ja


@pytest.mark.parametrize("locale", Locale)
def test_every_pair_of_bands_has_a_sentence_of_its_own(locale):
    told = {case: comparison(banded(*case), locale) for case in EVERY}
    silent = [case for case, sentence in told.items() if sentence is None]
    assert silent == [(sport, None, None) for sport in Sport]
    sentences = [sentence for sentence in told.values() if sentence]
    assert len(set(sentences)) == len(sentences) == 70
    for sentence in sentences:
        assert len(sentence) <= 110
        assert not re.search(r"[{}<>]|TODO|None", sentence)
        if locale is Locale.JA:
            assert sentence.endswith("。")
            assert sentence.count("。") == 1
            assert not re.search("[a-zA-Z]|、、|でで|のの", sentence)
            assert not re.search("に比べて.*同じくらい", sentence)  # alike to, different from
        else:
            assert re.fullmatch(r"[A-Z][a-z]+[a-z ,]*\.", sentence)


def test_without_a_score_the_sentence_is_told_all_the_same():
    """A walk whose steps nobody counted has a speed."""
    found = score_of(Form(Sport.WALKING, FormFigures(2.0)), Profile("x", date(1987, 6, 1), Sex.FEMALE, 1.60), DAY)
    assert found.value is None
    assert comparison(found, Locale.JA) == "同年代の人に比べて、若干速い歩行ができています。"
    child = score_of(Form(Sport.WALKING, FormFigures(2.0)), Profile("x", date(2015, 6, 1), Sex.FEMALE, 1.30), DAY)
    assert comparison(child, Locale.JA) is None
