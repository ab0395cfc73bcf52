"""The viewer in a real browser, against a real server: a run, a walk, and what goes wrong."""

import json
import math
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

import polyline
import pytest

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
    return visited(request, "viewer.mjs")


@pytest.fixture(params=range(len(LOOKS)), ids=["-".join(map(str, look)) for look in LOOKS])
def look(request, seen):
    """The pages of one width, scheme and language, by name."""
    found = seen["looks"][request.param]
    pages = {page["name"]: page for page in found["pages"]}
    assert (found["width"], found["colorScheme"], pages["activities"]["language"]) == LOOKS[request.param]
    return pages


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
