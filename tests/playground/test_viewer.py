"""The viewer in a real browser, against a real server: a run, a walk, and what goes wrong."""

import json
import math
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

import polyline
import pytest

from tests.playground import even
from tests.playground.chromium import PLAYGROUND, origins, visited

pytestmark = pytest.mark.chromium

PAGES = ["activities", "running", "walking", "progress", "months", "plan"]
LOOKS = [(390, "light", "ja"), (390, "dark", "en"), (1280, "light", "en"), (1280, "dark", "ja")]
WORDS = {
    name: json.loads((PLAYGROUND / "viewer" / "words" / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("en", "ja")
}
SPORTS = ["running", "walking"]


@pytest.fixture(scope="module")
def seen(request):
    """What Chromium saw; the keys are those of ``viewer.mjs``."""
    return visited(request, "viewer.mjs", "other_token", "newcomer_token")


@pytest.fixture(params=range(len(LOOKS)), ids=["-".join(map(str, look)) for look in LOOKS])
def look(request, seen):
    """The pages of one width, scheme and language, by name."""
    found = seen["looks"][request.param]
    pages = {page["name"]: page for page in found["pages"]}
    assert (found["width"], found["colorScheme"], pages["activities"]["language"]) == LOOKS[request.param]
    return pages


@pytest.fixture
def another(seen):
    """The pages of somebody else, who tells no sex and went at one pace, by name; in Japanese."""
    return {page["name"]: page for page in seen["another"]["pages"]}


def rounded(value, digits=0):
    """As ``Intl.NumberFormat`` writes it."""
    return str(Decimal(str(value)).quantize(Decimal(10) ** -digits, ROUND_HALF_UP))


def activity_of(page):
    return page["answer"]["data"]["activity"]


def test_every_page_is_there_and_answered_without_errors(look):
    assert list(look) == PAGES
    assert [name for name, page in look.items() if "errors" in page["answer"] or not page["headings"]] == []


def test_nothing_can_be_moved_sideways(look):
    assert {name: page["sideways"] for name, page in look.items() if page["sideways"]} == {}


def test_the_accessibility_checker_finds_nothing_serious(look):
    assert {name: page["findings"] for name, page in look.items() if page["findings"]} == {}


def test_the_accessibility_checker_looked(look):
    assert [name for name, page in look.items() if "color-contrast" not in page["passed"]] == []


def test_the_list_shows_runs_and_walks(seen):
    nodes = seen["looks"][0]["pages"][0]["answer"]["data"]["viewer"]["activities"]["nodes"]
    assert {node["sport"] for node in nodes} == {"RUNNING", "WALKING"}


@pytest.mark.parametrize("sport", SPORTS)
def test_the_route_has_the_shape_of_its_track(look, sport):
    page = look[sport]
    points = polyline.decode(activity_of(page)["track"]["polyline"])
    latitudes, longitudes = zip(*points, strict=True)
    shrunk = (max(longitudes) - min(longitudes)) * math.cos(math.radians(latitudes[0]))
    ratio = shrunk / (max(latitudes) - min(latitudes))
    assert page["route"]["width"] / page["route"]["height"] == pytest.approx(ratio, rel=0.02)
    assert page["route"]["lengthPx"] > max(page["route"]["width"], page["route"]["height"])


@pytest.mark.parametrize("sport", SPORTS)
def test_every_recorded_channel_is_drawn_from_end_to_end(look, sport):
    page = look[sport]
    words = WORDS[page["language"]]["channel"]
    recorded = {
        channel["channel"]
        for channel in activity_of(page)["series"]["channels"]
        if any(value is not None for value in channel["values"])
    }
    assert {"SPEED_M_S", "HEART_RATE_BPM", "ALTITUDE_M", "CADENCE_SPM"} <= recorded
    assert [chart["name"] for chart in page["charts"]] == [name for key, name in words.items() if key in recorded]
    assert [chart["name"] for chart in page["charts"] if chart["share"] < 0.9] == []


def test_a_run_has_charts_of_its_form(look):
    words = WORDS[look["running"]["language"]]["channel"]
    assert {words["VERTICAL_RATIO_PCT"], words["CONTACT_MS"]} <= {chart["name"] for chart in look["running"]["charts"]}


@pytest.mark.parametrize("sport", SPORTS)
def test_the_score_is_what_the_api_says(look, sport):
    page = look[sport]
    words, score = WORDS[page["language"]]["score"], activity_of(page)["score"]
    assert page["ring"] == words["label"].format(value=rounded(score["value"]))
    assert page["comparison"] == score["comparison"]


@pytest.mark.parametrize("sport", SPORTS)
def test_each_component_stands_with_its_points_and_its_expected_range(look, sport):
    page = look[sport]
    words = WORDS[page["language"]]
    scored = [each for each in activity_of(page)["score"]["components"] if each["standing"] == "SCORED"]
    whole = sum(each["weight"] for each in scored)
    assert len(page["components"]) == len(scored) > 1
    for text, each in zip(page["components"], scored, strict=True):
        adds = {"adds": rounded(each["contribution"], 1), "most": rounded(each["weight"] / whole * 100)}
        assert text.startswith(each["name"])
        assert words["score"]["contribution"].format(points=rounded(each["points"]), **adds) in text
        assert words["expected"][sport.upper()] in text
        assert words["band"][each["band"]] in text
        if each["unit"] == "%":
            assert f"{rounded(each['expected']['low'], 1)}–{rounded(each['expected']['high'], 1)}%" in text


def in_people(words, value, key):
    return words["score"]["norm"][key].format(value=rounded(value))


@pytest.mark.parametrize(("sport", "key"), [("running", "runners"), ("walking", "ageAndSex")])
def test_a_percentile_of_a_norm_says_so_where_nobody_was_counted(look, sport, key):
    page = look[sport]
    words = WORDS[page["language"]]
    scored = [each for each in activity_of(page)["score"]["components"] if each["standing"] == "SCORED"]
    told = [(text, each) for text, each in zip(page["components"], scored, strict=True) if each["percentile"]]
    assert told
    for text, each in told:
        assert each["people"] is None
        assert in_people(words, each["percentile"], key) in text


def test_who_tells_no_sex_is_not_told_of_people_of_the_same_one(another):
    page = another["another-walking"]
    score = activity_of(page)["score"]
    assert score["comparedWith"] == {"sex": "UNSPECIFIED"}
    assert len(page["components"]) == 2
    for text, each in zip(page["components"], score["components"], strict=False):
        assert in_people(WORDS["ja"], each["percentile"], "bothSexes") in text
        assert "性別" not in text


def test_the_three_speeds_of_a_walk_are_told_apart(another):
    page, words = another["another-walking"], WORDS["ja"]
    assert words["figure"]["meanSpeed"] in page["figures"]
    assert words["brisk"]["about"] in page["paragraphs"]
    assert [text for text in page["components"] if words["score"]["median"] not in text] == []


def test_why_there_is_no_score_is_said_once(another):
    score = activity_of(another["another-running"])["score"]
    assert (score["value"], score["reason"]) == (None, "NO_RUNNING_DYNAMICS")
    assert another["another-running"]["comparison"] == score["help"]
    progress = another["another-progress"]
    running = progress["answer"]["data"]["viewer"]["running"]
    assert (running["reason"], running["help"]) == ("NO_RUNNING_DYNAMICS", score["help"])
    assert WORDS["ja"]["progress"]["noForm"] + score["help"] in progress["paragraphs"]


@pytest.mark.parametrize("sport", SPORTS)
def test_one_pace_has_one_colour(another, sport):
    page, words = another[f"another-{sport}"], WORDS["ja"]["track"]
    assert page["colours"] == ["track-line pace-3"]
    pace = activity_of(page)["paceSPerKm"]
    assert page["legends"][0] == words["even"].format(pace=f"{pace // 60:.0f}:{pace % 60:02.0f}\u00a0/km")
    assert page["label"] == words["plain"].format(distance=page["figures"][WORDS["ja"]["figure"]["distance"]])


def test_paces_have_colours(look):
    assert len(look["running"]["colours"]) == 5


@pytest.mark.parametrize("sport", SPORTS)
def test_a_flat_line_stands_beside_more_than_one_value(another, sport):
    charts = another[f"another-{sport}"]["charts"]
    assert len(charts) >= 4
    assert {chart["name"]: chart["values"] for chart in charts if len(set(chart["values"])) < 2} == {}
    assert [chart["name"] for chart in charts if chart["share"] < 0.9] == []


@pytest.mark.parametrize("sport", SPORTS)
def test_the_fastest_split_is_a_whole_one_and_told_as_such(another, sport):
    page = another[f"another-{sport}"]
    splits = activity_of(page)["splits"]
    whole = [each for each in splits if each["distanceM"] > 999]
    assert len(whole) == even.whole_kilometres(sport) == len(splits) - 1
    fastest = min(each["movingS"] * 1000 / each["distanceM"] for each in whole)
    pace = f"{round(fastest) // 60}:{round(fastest) % 60:02d}\u00a0/km"
    assert WORDS["ja"]["splits"]["note"].format(unit="km", pace=pace) in page["paragraphs"]


@pytest.mark.parametrize("sport", SPORTS)
def test_the_advice_comes_with_its_exercises(look, sport):
    page = look[sport]
    advice = activity_of(page)["score"]["advice"]
    assert len(page["advice"]) == len(advice) > 0
    for text, each in zip(page["advice"], advice, strict=True):
        assert each["text"] in text
        assert [exercise["cue"] for exercise in each["exercises"] if exercise["cue"] not in text] == []


def test_the_figures_are_those_of_the_activity(look):
    run = activity_of(look["running"])
    words = WORDS[look["running"]["language"]]["figure"]
    figures = look["running"]["figures"]
    assert figures[words["distance"]] == f"{rounded(run['distanceM'] / 1000, 2)}\u00a0km"
    assert figures[words["heartRate"]] == f"{rounded(run['averageHeartRateBpm'])}\u00a0bpm"


@pytest.mark.parametrize("sport", SPORTS)
def test_a_place_chosen_by_keyboard_is_read_on_every_chart_and_marked_on_the_route(look, sport):
    scrubbed = look[sport]["scrubbed"]
    assert scrubbed["place"] == scrubbed["spoken"]
    assert scrubbed["place"].split("\u00a0")[0].replace(".", "").isdigit()
    assert len(scrubbed["readings"]) == len(look[sport]["charts"])
    assert [reading for reading in scrubbed["readings"] if not reading[0].isdigit()] == []
    assert scrubbed["marker"] == "visible"


def test_the_progress_draws_the_form_of_both_sports(look):
    form = WORDS[look["progress"]["language"]]["progress"]["form"]
    assert [chart["name"] for chart in look["progress"]["charts"]] == [form["RUNNING"], form["WALKING"]]
    assert [chart["name"] for chart in look["progress"]["charts"] if chart["share"] == 0] == []


def test_the_page_goes_by_keyboard_and_keeps_its_language(seen):
    keyboard = seen["keyboard"]
    assert keyboard["steps"] == ["skip", "main", "language"]
    assert (keyboard["language"], keyboard["kept"]) == ("ja", "ja")


def test_the_narrowest_phone_has_no_need_to_move_the_page_sideways(seen):
    assert seen["keyboard"]["width"] == 320


def test_only_our_own_pages_and_the_public_endpoint_are_asked(seen):
    assert origins(seen["requests"]) == {seen["url"]}
    paths = {urlsplit(url).path for url in seen["requests"]}
    assert {path for path in paths if not path.startswith("/assets/")} == {"/viewer", "/graphql"}


def test_no_request_is_blocked_refused_or_lost(seen):
    assert (seen["violations"], seen["refused"], seen["failed"]) == ([], [], [])


def test_the_console_stays_silent(seen):
    assert seen["console"] == []


def test_whoever_has_no_token_can_give_one(seen):
    signing = {page["name"]: page["headings"] for page in seen["troubles"]["pages"]}
    assert signing["sign-in"] == signing["refused"] == [WORDS["en"]["signIn"]["title"]]
    assert seen["troubles"]["list"]["data"]["viewer"]["activities"]["nodes"]


def test_a_pasted_token_goes_before_the_demo_users_until_signed_out(seen):
    told, words = seen["another"], WORDS["ja"]
    assert told["demo"]["ids"]
    assert len(told["other"]["ids"]) == 2
    assert not set(told["other"]["ids"]) & set(told["demo"]["ids"])
    assert told["kept"] == told["other"]
    assert told["out"] == told["after"] == told["demo"]
    ways = {name: told[name]["who"] for name in ("demo", "other")}
    assert ways == {
        "demo": f"{words['frame']['demo']} {words['signIn']['other']}",
        "other": f"{words['frame']['own']} {words['signIn']['backToDemo']}",
    }


def test_nobody_but_the_demo_user_is_told_to_wait_for_the_demo(another):
    page, words = another["another-newcomer"], WORDS["ja"]["activities"]
    assert page["headings"] == [words["title"], words["none"]]
    assert page["paragraphs"] == [words["how"]]


def test_the_pages_of_somebody_else_are_accessible(another):
    wrong = {name: (page["findings"], page["sideways"]) for name, page in another.items()}
    assert {name: found for name, found in wrong.items() if any(found)} == {}
    assert len(wrong) == 6


def test_what_is_not_there_is_told_with_a_way_on(seen):
    told = {page["name"]: page["headings"] for page in seen["troubles"]["pages"]}
    assert told["absent"] == [WORDS["en"]["activity"]["absent"]]
    assert told["offline"] == [WORDS["en"]["error"]["title"]]
    assert seen["troubles"]["again"]["data"]["viewer"]["totals"]


def test_troubles_are_shown_accessibly_and_break_no_policy(seen):
    troubles = seen["troubles"]
    wrong = {page["name"]: (page["findings"], page["sideways"]) for page in troubles["pages"]}
    assert {name: found for name, found in wrong.items() if any(found)} == {}
    assert troubles["violations"] == []
    assert [line for line in troubles["console"] if not line.startswith("Failed to load resource")] == []
