"""Each sentence is read here: its length, its units, and what a coach must never say."""

import re
from pathlib import Path

import pytest

from coaching.advice import LINES
from coaching.catalogue.exercises import EXERCISE_TEXTS, exercise_name
from coaching.catalogue.figures import NAMES, name, written, written_range
from coaching.catalogue.missing import HELP, WALKING_HELP, help_for
from coaching.catalogue.programs import EQUIPMENT, LEFT_OUT, REASONS, reason_text
from coaching.components import COMPONENTS
from coaching.exercises import EXERCISES
from models.terms import AdviceKind, Component, Equipment, Locale, MissingReason, ProgramReason, Sport

SRC = Path(__file__).parents[2] / "src"
JA_LONGEST, EN_LONGEST = 80, 140
NAME_LONGEST = 24

ADVICE = {key: line.text for key, line in LINES.items()}
CUES = {f"{key} cue": text.cue for key, text in EXERCISE_TEXTS.items()}
STOPS = {f"{key} stop": text.stop for key, text in EXERCISE_TEXTS.items()}
SENTENCES = {
    **ADVICE,
    **CUES,
    **STOPS,
    **{str(key): text for key, text in HELP.items()},
    **{f"{key} walking": text for key, text in WALKING_HELP.items()},
    **{str(key): text for key, text in REASONS.items()},
    "LEFT_OUT": LEFT_OUT,
}
POLITE = {key: text for key, text in SENTENCES.items() if key not in CUES}
LABELS = {
    **{str(key): text for key, text in NAMES.items()},
    **{str(key): text for key, text in EQUIPMENT.items()},
    **{key: text.name for key, text in EXERCISE_TEXTS.items()},
}

# Diagnosis, treatment, promise, fear. Pain is named only where it says when to stop.
FORBIDDEN_JA = (
    "必ず|絶対|間違いなく|確実に|保証|約束|治り|治る|治し|治療|完治|回復し|診断|診察|疾患|疾病|病気|症状|患者|異常|"
    "障害|予防|防げ|防ぎ|防止|ケガ|怪我|けが|リスク|危険|若返|痩せ|やせ|効きます|効果があります|なくなります"
)
FORBIDDEN_EN = (
    r"cure[sd]?|heal(s|ed|ing)?|treat\w*|therap\w*|diagnos\w*|disease|illness|symptom\w*|patient\w*|"
    r"abnormal\w*|disorder\w*|dysfunction\w*|prevent\w*|injur\w*|risk\w*|guarantee\w*|promise\w*|certainly|definitely|"
    r"never fail\w*|always|will (improve|increase|reduce|get|be|make)|must|wrong|bad|poor|weak|faulty"
)
FORBIDDEN_PAIN_JA, FORBIDDEN_PAIN_EN = "痛|めまい|医師", r"pain\w*|hurt\w*|dizzy|doctor"
MAY_NAME_PAIN = {*STOPS, str(ProgramReason.PAIN), "LEFT_OUT"}

# A space before a unit of letters, none before % and ° and a Japanese counter.
WRONG_UNIT_JA = re.compile(r"\d(km/h|cm|mm|ms|m(?![a-z]))|\d\s+[%°]|\d\s+[歩回秒分本]|\uff05|℃")
WRONG_UNIT_EN = re.compile(r"\d(km/h|cm|mm|ms|m(?![a-z])|steps|minutes|seconds)|\d\s+[%°]|\bspm\b|\bper cent\b|\uff05")
PLACEHOLDER = re.compile(r"[{}<>]|%[sd]|TODO|XXX|FIXME|\.\.\.")
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def parametrized(texts):
    return pytest.mark.parametrize(("ja", "en"), [(text.ja, text.en) for text in texts.values()], ids=texts)


@parametrized(SENTENCES)
def test_a_sentence_is_short_and_whole(ja, en):
    assert 10 <= len(ja) <= JA_LONGEST
    assert 15 <= len(en) <= EN_LONGEST
    assert ja.endswith("。")
    assert re.search(r"[.!]$", en)
    assert ja == ja.strip()
    assert en == en.strip()
    assert not PLACEHOLDER.search(ja + en)


@parametrized({**SENTENCES, **LABELS})
def test_each_language_is_itself(ja, en):
    assert JAPANESE.search(ja)
    assert not JAPANESE.search(en)
    assert en.isascii()
    assert re.match(r"[A-Z0-9]", en)
    assert not re.search(r"[a-z]{4,}", ja)
    assert not re.search(r"[,.!?]", ja)
    assert not re.search(r"\s\s|\s[,.]", en)


@parametrized(POLITE)
def test_the_coach_is_polite(ja, en):
    for sentence in ja.split("。")[:-1]:
        assert re.search(r"(です|ます|ましょう|ました|ません|ませんでした|ください|おすすめです)$", sentence), sentence


@parametrized({**SENTENCES, **LABELS})
def test_units_are_written_one_way(ja, en):
    assert not WRONG_UNIT_JA.search(ja)
    assert not WRONG_UNIT_EN.search(en)


@pytest.mark.parametrize("key", [*SENTENCES, *LABELS])
def test_there_is_no_diagnosis_and_no_promise(key):
    text = SENTENCES.get(key) or LABELS[key]
    assert not re.search(FORBIDDEN_JA, text.ja)
    if "Weaker side first" not in text.en:
        assert not re.search(rf"\b({FORBIDDEN_EN})\b", text.en, re.IGNORECASE)
    if key not in MAY_NAME_PAIN:
        assert not re.search(FORBIDDEN_PAIN_JA, text.ja)
        assert not re.search(rf"\b({FORBIDDEN_PAIN_EN})\b", text.en, re.IGNORECASE)


@pytest.mark.parametrize(
    ("said", "pattern"),
    [
        ("この運動で必ず速くなります。", FORBIDDEN_JA),
        ("ケガを予防できます。", FORBIDDEN_JA),
        ("ひざの異常が治ります。", FORBIDDEN_JA),
        ("This will prevent injuries.", FORBIDDEN_EN),
        ("It cures runner's knee.", FORBIDDEN_EN),
        ("Guaranteed to help.", FORBIDDEN_EN),
        ("Your gait is abnormal.", FORBIDDEN_EN),
    ],
)
def test_forbidden_words_are_found(said, pattern):
    assert re.search(pattern if pattern is FORBIDDEN_JA else rf"\b({pattern})", said, re.IGNORECASE)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("7.2km/hで歩けています。", WRONG_UNIT_JA),
        ("5 %上げましょう。", WRONG_UNIT_JA),
        ("5\uff05上げましょう。", WRONG_UNIT_JA),
        ("100 歩です。", WRONG_UNIT_JA),
        ("Walk at 7.2km/h.", WRONG_UNIT_EN),
        ("Add 5 % more.", WRONG_UNIT_EN),
        ("Run at 170 spm.", WRONG_UNIT_EN),
    ],
)
def test_wrong_units_are_found(said, wrong):
    assert wrong.search(said)


def test_the_push_off_is_told_in_our_own_words():
    said = LINES["WALKING.BRISK_SPEED.LOW.STEP"].text.ja
    theirs = "親指のつけばで地面を蹴り出すようにすると歩幅が広がりやすくなります。"
    longest = max(len(said[a:b]) for a in range(len(said)) for b in range(a, len(said) + 1) if said[a:b] in theirs)
    assert "母指球" in said
    assert longest < 9


def test_no_two_lines_of_advice_say_the_same():
    for language in ("ja", "en"):
        said = [(key.split(".")[0], getattr(text, language)) for key, text in ADVICE.items()]
        assert len(set(said)) == len(said)


def test_a_line_to_improve_calls_nothing_low():
    # It is also given to those above average who have room left.
    judged = r"遅い|低い|低め|短い歩幅|狭い|足りない|不足|弱い|悪い|too (low|slow|short|high)|below average|not enough"
    for key, line in LINES.items():
        if line.kind is AdviceKind.IMPROVE:
            assert not re.search(judged, line.text.ja + line.text.en), key


@parametrized(LABELS)
def test_a_label_is_short(ja, en):
    assert len(ja) <= NAME_LONGEST // 2 + 3
    assert len(en) <= NAME_LONGEST + 4
    assert not re.search(r"[。.]$", ja + en)


def test_everything_has_its_words():
    assert NAMES.keys() == set(Component)
    assert EXERCISE_TEXTS.keys() == EXERCISES.keys()
    assert EQUIPMENT.keys() == set(Equipment)
    assert REASONS.keys() == set(ProgramReason)
    for reason in ProgramReason:
        assert {reason_text(reason, locale) for locale in Locale} == {REASONS[reason].ja, REASONS[reason].en}


def test_names_differ():
    for language in ("ja", "en"):
        assert len({getattr(text, language) for text in NAMES.values()}) == len(Component)
        assert len({getattr(text.name, language) for text in EXERCISE_TEXTS.values()}) == len(EXERCISES)
    assert name(Component.BRISK_SPEED, Locale.JA) == "歩行スピード"
    assert name(Component.BRISK_SPEED, Locale.EN) == "Walking speed"


def test_every_exercise_says_when_to_stop():
    for text in EXERCISE_TEXTS.values():
        assert "中止" in text.stop.ja
        assert "Stop" in text.stop.en


def test_each_reason_of_a_score_says_what_to_do():
    # The modules that score name the reasons that a score can have.
    scoring = [SRC / "coaching" / f"{module}.py" for module in ("scores", "wants", "expectations")]
    named = {found for path in scoring for found in re.findall(r"MissingReason\.(\w+)", path.read_text())}
    # The form's own reasons, and that of activities measured before there were forms.
    named |= {"NO_BRISK_WALKING", "NO_STEADY_RUNNING", "OLDER_MEASURES", "BEING_MEASURED"}

    assert {"HEIGHT_UNKNOWN", "UNDER_18", "NO_NORM"} <= named
    assert {MissingReason[each] for each in named} <= HELP.keys()
    assert help_for(MissingReason.NO_HEART_RATE, Locale.JA) is None
    assert help_for(MissingReason.HEIGHT_UNKNOWN, Locale.JA) == HELP[MissingReason.HEIGHT_UNKNOWN].ja


def test_walkers_are_asked_for_steps_and_runners_for_cadence():
    told = {sport: help_for(MissingReason.NO_CADENCE, Locale.JA, sport) for sport in (None, *Sport)}
    assert "歩数" in told[Sport.WALKING]
    assert "ピッチ" not in told[Sport.WALKING]
    assert "ピッチ" in told[Sport.RUNNING]
    assert told[Sport.RUNNING] == told[None]
    assert help_for(MissingReason.NO_DISTANCE, Locale.EN, Sport.WALKING) == HELP[MissingReason.NO_DISTANCE].en


def test_asking_for_the_profile_promises_no_score_and_speaks_for_both_sports():
    for reason in (MissingReason.BIRTH_DATE_UNKNOWN, MissingReason.BIRTH_DATE_AND_HEIGHT_UNKNOWN):
        assert "プロフィール" in HELP[reason].ja
        assert not re.search("表示|同年代|同じ年", HELP[reason].ja)
        assert not re.search("to see|your age", HELP[reason].en)
    both = HELP[MissingReason.BIRTH_DATE_AND_HEIGHT_UNKNOWN].ja
    assert "生年月日" in both
    assert "身長" in both


def test_a_programme_says_that_what_hurt_is_left_out():
    for locale in Locale:
        plain, told = (reason_text(ProgramReason.WEAKNESSES, locale, left_out=left_out) for left_out in (False, True))
        assert told.startswith(plain)
        assert LEFT_OUT.of(locale) in told
        # A rest says so itself.
        assert reason_text(ProgramReason.PAIN, locale, left_out=True) == REASONS[ProgramReason.PAIN].of(locale)


def test_a_stop_rule_names_its_parts_of_the_body():
    words = {"knee": "ひざ", "calf": "ふくらはぎ", "Achilles tendon": "アキレス腱", "ankle": "足首"}
    words |= {"back": "腰", "hip": "股関節", "shoulder": "肩"}
    for text in EXERCISE_TEXTS.values():
        assert text.stop.parts == {part for part in words if part in text.stop.en}
        assert text.stop.parts == {part for part, word in words.items() if word in text.stop.ja}


def test_an_exercise_has_a_name_for_as_long_as_it_is_known():
    assert exercise_name("ROPE_SKIPPING", Locale.JA) == "縄跳び"
    assert exercise_name("GONE", Locale.EN) == "GONE"


@pytest.mark.parametrize(
    ("component", "value", "ja", "en"),
    [
        (Component.BRISK_SPEED, 2.0, "7.2 km/h", "7.2 km/h"),
        (Component.STEP_LENGTH, 0.853, "0.85 m", "0.85 m"),
        (Component.BOUNCE, 8.04, "8.0%", "8.0%"),
        (Component.CADENCE, 171.4, "171歩/分", "171 steps/min"),
        (Component.SPRING, 11.93, "11.9", "11.9"),
        (Component.SYMMETRY, 0.4, "0.4%", "0.4%"),
        (Component.RHYTHM, 2.16, "2.2%", "2.2%"),
        (Component.PELVIS, 4.5, "4.5°", "4.5°"),
        (Component.TRUNK, 3.0, "3.0°", "3.0°"),
        (Component.CONTACT_TIME, 248.6, "249 ms", "249 ms"),
        (Component.VERTICAL_OSCILLATION, 87.7, "8.8 cm", "8.8 cm"),
        (Component.DUTY_FACTOR, 35.71, "35.7%", "35.7%"),
        (Component.WALK_RATIO, 0.00602, "6.0 mm/(歩/分)", "6.0 mm/(steps/min)"),
    ],
)
def test_values_are_written_for_people(component, value, ja, en):
    assert written(component, value, Locale.JA) == ja
    assert written(component, value, Locale.EN) == en
    assert not WRONG_UNIT_JA.search(ja)


def test_every_value_can_be_written():
    for definitions in COMPONENTS.values():
        for component in definitions:
            assert written(component, 1.0, Locale.JA)
            assert written(component, 1.0, Locale.EN)


def test_ranges_have_one_unit():
    assert written_range(Component.BRISK_SPEED, 1.825, 1.942, Locale.JA) == "6.6〜7.0 km/h"
    assert written_range(Component.BRISK_SPEED, 1.825, 1.942, Locale.EN) == "6.6–7.0 km/h"
    assert written_range(Component.SYMMETRY, 0.0, 1.2, Locale.JA) == "0.0〜1.2%"
