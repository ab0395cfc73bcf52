"""Scores as an app asks for them: the number, all that explains it, and what it takes."""

from dataclasses import replace

import pytest

from coaching.advice import LINES
from graph.ids import ACTIVITY, global_id
from models.catalog import CATALOG
from models.entities import Detail, FormFigures
from models.metering import meter
from models.terms import Locale, MissingReason, Sex
from tests.graph.scored import RUN, STROLL, TOLD, WALK, WOMAN, run, walk
from tests.graph.test_profile import update
from tests.graph.walks import add, uid_of
from tests.models.builders import activity

ID = global_id(ACTIVITY, "aid0000")
EXPLAINED = """
query ($id: ID!, $goal: RunGoal) { activity(id: $id) {
  __typename steps distanceM stepLengthM caloriesKcal averageHeartRateBpm
  ... on Walk { brisk { reason steps distanceM durationS speedMS stepLengthM caloriesKcal heartRateBpm
    segments { startS endS } } }
  form { reason durationS steps sensorSite figures { speedMS cadenceSpm stepLengthM contactMs } bySpeed { lowMS } }
  score(goal: $goal) {
    value version coverage goal reason help driftPoints comparison
    components { key name note(locale: EN) standing better value unit expectedReason percentile people band points
      weight contribution
      expected { low typical high scaleMin scaleMax unit } }
    advice { key component componentName direction lever kind text evidence gainPoints value target unit percentile
      expected { low high unit }
      exercises { key name sets repetitions seconds eachSide warmUp equipment equipmentName cue stopRule } }
  }
} }
"""
REASON = "query ($id: ID!) { activity(id: $id) { score { value reason help(locale: JA) english: help(locale: EN) } } }"


def asked(person, query, variables=None, **headers):
    """The data of an answer without errors, and the names of the requests that it took."""
    seen = []
    leave = meter.watch(lambda request: seen.append(CATALOG.pattern_of(request.operation, request.call).name))
    try:
        body = person.post(query, variables, **headers).json()
    finally:
        leave()
    assert "errors" not in body, body["errors"]
    return body["data"], seen


@pytest.fixture
def person(service):
    somebody = service.person()
    assert update(somebody, **TOLD)["__typename"] == "ProfileUpdated"
    return somebody


def test_the_screen_of_the_talk_comes_out_whole_in_japanese(service, person):
    add(uid_of(service), *walk(distance_m=2100.0, calories_kcal=130.0))
    data, requests = asked(person, EXPLAINED, {"id": ID}, **{"accept-language": "ja"})
    assert requests == ["detail"]
    told = data["activity"]
    score = told["score"]
    assert (score["value"], score["version"], score["coverage"], score["reason"]) == (72.69, 1, 0.8, None)
    assert score["comparison"] == "同年代の人に比べて、広い歩幅で若干速い歩行ができています。"
    parts = {part["key"]: part for part in score["components"]}
    assert list(parts)[:2] == ["BRISK_SPEED", "STEP_LENGTH"]
    speed, step = parts["BRISK_SPEED"], parts["STEP_LENGTH"]
    assert [round(speed["expected"][end] * 3.6, 2) for end in ("low", "high")] == [6.57, 6.99]
    assert [round(step["expected"][end], 3) for end in ("low", "high")] == [0.773, 0.813]
    assert (speed["band"], step["band"]) == ("SLIGHTLY_HIGHER", "CLEARLY_HIGHER")
    assert (speed["unit"], speed["expected"]["unit"], step["unit"], speed["name"]) == (
        "m/s",
        "m/s",
        "m",
        "歩行スピード",
    )
    assert speed["expected"]["scaleMin"] < speed["expected"]["low"] < speed["value"] < speed["expected"]["scaleMax"]
    assert sum(part["contribution"] for part in score["components"]) == pytest.approx(72.69, abs=0.006)
    assert parts["CADENCE"]["standing"] == "SHOWN"
    assert (parts["CADENCE"]["points"], parts["CADENCE"]["weight"], parts["CADENCE"]["better"]) == (None, 0, None)
    assert (parts["CADENCE"]["expected"], parts["CADENCE"]["expectedReason"]) == (None, "NO_NORM")

    (advice,) = score["advice"]  # the step is long enough: nothing else has room
    assert advice["key"] == "WALKING.BRISK_SPEED.LOW.STEP"
    assert (advice["lever"], advice["kind"], advice["componentName"]) == ("STEP", "IMPROVE", "歩行スピード")
    assert "母指球" in advice["text"]
    assert "7.2 km/h" in advice["evidence"]
    assert advice["target"] > advice["value"] > advice["expected"]["high"]
    assert f"{advice['target'] * 3.6:.1f} km/h" in advice["evidence"]
    assert advice["expected"] == {end: speed["expected"][end] for end in ("low", "high", "unit")}
    assert (advice["value"], advice["unit"], advice["percentile"]) == (2.0, "m/s", speed["percentile"])
    assert advice["gainPoints"] == pytest.approx(0.4 * (70 - speed["points"]) / 0.8, abs=0.006)
    first = advice["exercises"][0]
    assert first["key"] == "TOE_OFF_DRILL"
    assert (first["sets"], first["repetitions"], first["seconds"], first["eachSide"]) == (2, 10, None, True)
    assert all(first[words] for words in ("name", "cue", "stopRule", "equipmentName"))

    assert told["brisk"] == {
        "reason": None,
        "steps": 2541,
        "distanceM": 2160.0,
        "durationS": 1080.0,
        "speedMS": 2.0,
        "stepLengthM": 0.85,
        "caloriesKcal": 112.4,
        "heartRateBpm": 128.3,
        "segments": [{"startS": 60.0, "endS": 600.0}, {"startS": 660.0, "endS": 1200.0}],
    }
    assert (told["steps"], told["distanceM"], told["caloriesKcal"]) == (2730, 2100.0, 130.0)
    assert told["form"]["figures"] == {"speedMS": 2.0, "cadenceSpm": 141.2, "stepLengthM": 0.85, "contactMs": None}


def test_the_language_is_the_arguments_else_the_requests_else_the_profiles(service, person):
    add(uid_of(service), *walk())
    query = "query ($id: ID!, $locale: Locale) { activity(id: $id) { score { comparison(locale: $locale) } } }"

    def sentence(headers, **variables):
        data, requests = asked(person, query, {"id": ID, **variables}, **headers)
        return data["activity"]["score"]["comparison"], requests

    english = "Compared with people your age, "
    assert sentence({"accept-language": "ja"})[0].startswith("同年代の人に比べて")
    told, requests = sentence({"accept-language": "ja"}, locale="EN")
    assert (told.startswith(english), requests) == (True, ["detail"])
    update(person, locale="JA")
    told, requests = sentence({"accept-language": "en"})
    assert (told.startswith(english), requests) == (True, ["detail"])
    told, requests = sentence({})
    assert (told[:4], sorted(requests)) == ("同年代の", ["detail", "profile"])


COMPARED_WITH = (
    "query ($id: ID!) { activity(id: $id) { score { comparedWith { ageYears sex heightM speedMS site } } } }"
)


def test_a_score_tells_whom_it_is_held_against(service, person):
    """A walk's norm goes by age, sex and height; a run's figures by height, speed and where they were measured."""
    uid = uid_of(service)
    add(uid, *walk())
    add(uid, *run(1))
    compared = [
        asked(person, COMPARED_WITH, {"id": global_id(ACTIVITY, aid)})[0]["activity"]["score"]["comparedWith"]
        for aid in ("aid0000", "aid0001")
    ]
    herself = {"ageYears": pytest.approx(39.0, abs=0.01), "sex": "FEMALE", "heightM": 1.6}
    assert compared[0] == {**herself, "speedMS": None, "site": None}
    assert compared[1] == {**herself, "speedMS": 3.0, "site": "CHEST"}


def test_it_tells_the_profile_that_it_was_made_by_until_it_is_made_again(service, person):
    add(uid_of(service), *walk())
    assert update(person, heightM=1.75)["__typename"] == "ProfileUpdated"

    def height_m():
        return asked(person, COMPARED_WITH, {"id": ID})[0]["activity"]["score"]["comparedWith"]["heightM"]

    assert height_m() == 1.6
    service.work()
    assert height_m() == 1.75


def test_of_whom_too_little_is_known_that_is_told(service, person):
    """Without a value, too; of a score that was made before this was kept nothing is."""
    card, detail = walk(profile=replace(WOMAN, birth_date=None, height_m=None))
    add(uid_of(service), card, detail)
    told = asked(person, COMPARED_WITH, {"id": ID})[0]["activity"]["score"]["comparedWith"]
    assert told == {"ageYears": None, "sex": "FEMALE", "heightM": None, "speedMS": None, "site": None}
    old = tuple(replace(score, compared_with=None) for score in detail.scores)
    add(uid_of(service), replace(card, aid="aid0009"), replace(detail, scores=old))
    data, _ = asked(person, COMPARED_WITH, {"id": global_id(ACTIVITY, "aid0009")})
    assert data["activity"]["score"]["comparedWith"] is None


@pytest.mark.parametrize("missing", [MissingReason.NO_BRISK_WALKING, MissingReason.NO_CADENCE])
def test_where_no_form_was_measured_nothing_is_held_against_anybody(service, person, missing):
    nobody = replace(WOMAN, birth_date=None, height_m=None, sex=Sex.UNSPECIFIED)
    add(uid_of(service), *walk(0, replace(STROLL, missing=missing), nobody))
    query = "query ($id: ID!) { activity(id: $id) { score { reason comparedWith { sex } components { key } } } }"
    told = asked(person, query, {"id": ID})[0]["activity"]["score"]
    assert told == {"reason": missing, "comparedWith": None, "components": None}


def test_a_list_of_scores_takes_the_request_of_the_list_alone(service, person):
    uid = uid_of(service)
    for n in range(20):
        add(uid, *(walk(n) if n % 2 else run(n)))
    query = "{ viewer { activities(first: 20) { nodes { score { value version coverage } } } } }"
    data, requests = asked(person, query)
    assert requests == ["list"]
    told = [node["score"] for node in data["viewer"]["activities"]["nodes"]]
    assert len(told) == 20
    assert {(score["version"], score["coverage"]) for score in told} == {(1, 0.8), (1, 1.0)}
    assert {score["value"] for score in told[::2]} == {72.69}
    whole, _ = asked(person, EXPLAINED, {"id": ID})
    assert told[-1]["value"] == whole["activity"]["score"]["value"]


def test_a_goal_shifts_the_weights_of_a_run_and_nothing_that_was_measured(service, person):
    uid = uid_of(service)
    add(uid, *run())
    add(uid, *walk(1))
    balanced = asked(person, EXPLAINED, {"id": ID})[0]["activity"]["score"]
    faster = asked(person, EXPLAINED, {"id": ID, "goal": "FASTER"})[0]["activity"]["score"]
    assert (balanced["goal"], faster["goal"]) == (None, "FASTER")
    assert balanced["value"] != faster["value"]
    for score in (balanced, faster):
        assert score["value"] == pytest.approx(sum(part["contribution"] for part in score["components"]), abs=0.01)
    measured = [
        [(part["key"], part["value"], part["points"]) for part in score["components"]] for score in (balanced, faster)
    ]
    assert measured[0] == measured[1]
    weights = {part["key"]: (part["weight"], part["standing"]) for part in faster["components"]}
    assert weights["SPRING"] == (0.3, "SCORED")
    assert weights["PELVIS"] == (0, "EXPERIMENTAL")
    walked = global_id(ACTIVITY, "aid0001")
    told = asked(person, EXPLAINED, {"id": walked, "goal": "FASTER"})[0]["activity"]["score"]
    assert (told["goal"], told["value"]) == (None, 72.69)


def test_an_activity_without_a_score_says_why_and_what_to_do(service, person):
    uid = uid_of(service)
    add(uid, *walk(0, STROLL))
    add(uid, activity(1), Detail())
    add(uid, *walk(2, WALK, replace(WOMAN, birth_date=None)))
    told = asked(person, EXPLAINED, {"id": ID}, **{"accept-language": "ja"})[0]["activity"]
    assert (told["score"]["value"], told["score"]["reason"]) == (None, "NO_BRISK_WALKING")
    assert told["score"]["help"].startswith("速歩きの区間が")
    assert (told["score"]["comparison"], told["score"]["advice"]) == (None, [])
    assert (told["brisk"]["reason"], told["brisk"]["steps"]) == ("NO_BRISK_WALKING", None)
    assert (told["form"]["reason"], told["form"]["figures"]) == ("NO_BRISK_WALKING", None)

    data, requests = asked(person, REASON, {"id": global_id(ACTIVITY, "aid0001")})
    score = data["activity"]["score"]
    assert (score["value"], score["reason"], requests) == (None, "OLDER_MEASURES", ["detail"])
    assert score["english"].startswith("This activity was measured before")

    younger = asked(person, EXPLAINED, {"id": global_id(ACTIVITY, "aid0002")})[0]["activity"]
    assert (younger["score"]["reason"], younger["score"]["version"]) == ("BIRTH_DATE_UNKNOWN", 1)
    assert younger["form"]["figures"]["stepLengthM"] == 0.85
    shown = {part["key"]: part["expectedReason"] for part in younger["score"]["components"]}
    assert shown["BRISK_SPEED"] == "BIRTH_DATE_UNKNOWN"


def test_who_walked_without_a_step_counter_is_told_of_steps_and_who_ran_of_cadence(service, person):
    uid = uid_of(service)
    add(uid, *walk(0, replace(WALK, figures=FormFigures(speed_m_s=2.0))))
    watch = FormFigures(speed_m_s=3.0, contact_ms=250.0, contact_balance_pct=49.9)
    add(uid, *run(1, replace(RUN, figures=watch)))
    told = [asked(person, REASON, {"id": global_id(ACTIVITY, f"aid000{n}")})[0]["activity"]["score"] for n in (0, 1)]
    assert [each["reason"] for each in told] == ["NO_CADENCE", "NO_CADENCE"]
    assert told[0]["help"].startswith("歩数の記録がありません")
    assert told[1]["help"].startswith("ピッチの記録がありません")


def test_the_reason_is_looked_up_in_a_list_for_those_without_a_value_alone(service, person):
    uid = uid_of(service)
    for n in range(3):
        add(uid, *walk(n))
    add(uid, *walk(3, STROLL))
    query = "{ viewer { activities { nodes { device { name } score { value reason } } } } }"
    data, requests = asked(person, query)
    assert [node["score"]["reason"] for node in data["viewer"]["activities"]["nodes"]] == [
        "NO_BRISK_WALKING",
        None,
        None,
        None,
    ]
    assert sorted(requests) == ["detail", "list", "metas"]


def test_a_drift_and_the_running_dynamics_are_told(service, person):
    thirds = {"first_third": RUN.figures, "last_third": replace(RUN.figures, vertical_ratio_pct=9.4)}
    add(uid_of(service), *run(0, replace(RUN, **thirds)))
    told = asked(person, EXPLAINED, {"id": ID})[0]["activity"]
    assert told["score"]["driftPoints"] < -5
    assert (told["form"]["sensorSite"], told["form"]["figures"]["contactMs"]) == ("CHEST", 250.0)
    contact = next(part for part in told["score"]["components"] if part["key"] == "CONTACT_TIME")
    assert (contact["standing"], contact["points"], contact["expected"]) == ("SHOWN", None, None)
    notes = {part["key"]: part["note"] for part in told["score"]["components"]}
    assert notes["STEP_LENGTH"] == LINES["RUNNING.STEP_LENGTH.IN_RANGE"].text.of(Locale.EN)
    assert notes["BOUNCE"] is notes["CONTACT_TIME"] is None


def test_while_it_is_measured_again_that_is_the_reason(service, person):
    add(uid_of(service), *run())
    correct = "mutation ($id: ID!) { editActivity(input: {id: $id, sport: WALKING}) { __typename } }"
    person.ask(correct, {"id": ID})
    told = asked(person, EXPLAINED, {"id": ID})[0]["activity"]
    assert (told["__typename"], told["score"]["value"], told["score"]["components"]) == ("Walk", None, None)
    reasons = [told[part]["reason"] for part in ("score", "form", "brisk")]
    assert reasons == ["BEING_MEASURED"] * 3
    assert told["score"]["help"]


@pytest.mark.parametrize("first", [0, 6])
def test_too_much_advice_is_refused(service, person, first):
    add(uid_of(service), *walk())
    query = "query ($id: ID!, $first: Int!) { activity(id: $id) { score { advice(first: $first) { key } } } }"
    (error,) = person.post(query, {"id": ID, "first": first}).json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_USER_INPUT", "first")


def test_no_more_advice_is_given_than_asked_for(service, person):
    add(
        uid_of(service), *run(0, replace(RUN, figures=replace(RUN.figures, vertical_ratio_pct=10.0, cadence_spm=150.0)))
    )
    query = (
        "query ($id: ID!, $first: Int!) { activity(id: $id) { score { advice(first: $first) { key gainPoints } } } }"
    )
    told = {first: person.ask(query, {"id": ID, "first": first})["activity"]["score"]["advice"] for first in (1, 2, 5)}
    assert [len(told[first]) for first in (1, 2)] == [1, 2]
    assert len(told[5]) > 2
    gains = [each["gainPoints"] for each in told[5]]
    assert gains == sorted(gains, reverse=True)
    assert told[5][:2] == told[2]


def test_another_person_sees_no_score(service, person):
    add(uid_of(service), *walk())
    assert service.person("another").ask(REASON, {"id": ID}) == {"activity": None}
