"""GraphiQL in a real browser, against a real server."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.playground.chromium import origins, visited

pytestmark = pytest.mark.chromium

TABS = ["Home", "NewestActivities", "NewestRun", "NewestWalk", "TotalsAndBests", "FormAndProgram", "CreateUpload"]


@pytest.fixture(scope="module")
def seen(request):
    """What Chromium saw on two visits; the keys are those of ``visit.mjs``."""
    return visited(request, "visit.mjs")


@pytest.fixture(scope="module")
def told(seen):
    """The data of each tab's answer, by its title."""
    return {tab["title"]: tab["answer"]["data"] for tab in seen["visits"][0]["tabs"]}


def only_node(data):
    (node,) = data["viewer"]["activities"]["nodes"]
    return node


def test_each_tab_answers_without_errors(seen):
    first = seen["visits"][0]["tabs"]
    assert [tab["title"] for tab in first] == TABS
    assert [tab["title"] for tab in first if "errors" in tab["answer"]] == []


def test_the_first_tab_tells_who_it_is_and_what_was_done(told):
    viewer = told["Home"]["viewer"]
    assert viewer["profile"]["birthDate"]
    assert {node["__typename"] for node in viewer["activities"]["nodes"]} == {"Run", "Walk"}
    assert sum(week["count"] for week in viewer["totals"]) >= len(viewer["activities"]["nodes"])


def test_the_walk_explains_its_score(told):
    score = only_node(told["NewestWalk"])["score"]
    assert 0 < score["value"] < 100
    assert score["comparison"]
    assert score["components"]
    assert score["advice"]


def test_the_run_explains_its_score_or_why_there_is_none(told):
    # Some runs come in a file that keeps no running dynamics.
    score = only_node(told["NewestRun"])["score"]
    assert (score["value"] is None) == (score["reason"] is not None)
    assert (score["value"] is None) == (score["comparison"] is None)
    assert score["components"]


def test_the_run_has_its_route_and_its_charts(told):
    run = only_node(told["NewestRun"])
    assert run["track"]["polyline"]
    assert [channel["channel"] for channel in run["series"]["channels"]] == ["SPEED_M_S", "HEART_RATE_BPM"]
    assert {len(channel["values"]) for channel in run["series"]["channels"]} == {len(run["series"]["elapsedS"])}


def test_the_walk_has_its_brisk_part(told):
    assert only_node(told["NewestWalk"])["brisk"]["speedMS"] > only_node(told["NewestWalk"])["speedMS"]


def test_the_sums_the_form_and_the_exercises_are_there(told):
    assert sum(month["count"] for month in told["TotalsAndBests"]["viewer"]["totals"]) > 0
    assert told["TotalsAndBests"]["viewer"]["personalBests"]
    assert any(week["score"] for week in told["FormAndProgram"]["viewer"]["formHistory"]["weeks"])
    sessions = told["FormAndProgram"]["viewer"]["bodyProgram"]["sessions"]
    assert [bool(session["exercises"]) for session in sessions] == [True, True]


def test_the_last_tab_opens_an_upload(told):
    upload = told["CreateUpload"]["createUpload"]
    assert (upload["__typename"], upload["state"]) == ("Upload", "WAITING")
    assert upload["putUrl"]


def test_the_open_tab_sends_its_variables_without_a_click_on_it(seen):
    tab = seen["visits"][0]["tabs"][0]
    assert sorted(tab["sent"]["variables"]) == ["from", "to"]


def test_a_reload_keeps_the_tabs_as_they_were(seen):
    first, reloaded = (visit["titles"] for visit in seen["visits"])
    assert reloaded == first == TABS
    assert seen["visits"][1]["tabs"][0]["sent"]["variables"] == seen["visits"][0]["tabs"][0]["sent"]["variables"]


@pytest.mark.parametrize("visit", [0, 1], ids=["first", "reloaded"])
def test_the_demo_token_is_preset_on_every_visit(seen, visit):
    sent = {tab["sent"]["authorization"] for tab in seen["visits"][visit]["tabs"]}
    assert sent == {f"Bearer {seen['token']}"}


def test_nothing_is_asked_of_another_origin(seen):
    assert origins(seen["requests"]) == {seen["url"]}


def test_no_request_is_blocked_refused_or_lost(seen):
    assert (seen["violations"], seen["refused"], seen["failed"]) == ([], [], [])


def test_the_console_stays_silent(seen):
    assert seen["console"] == []


def test_each_editor_language_has_its_worker(seen):
    names = {Path(urlsplit(url).path).name.split(".")[0] for url in seen["workers"]}
    assert names == {"editor", "graphql", "json"}


def test_the_explorer_lists_the_fields(seen):
    assert "viewer" in seen["explorer"]


def test_the_page_is_laid_out(seen):
    # Without GraphiQL's style sheet everything still answers, in an editor a few pixels wide.
    for visit in seen["visits"]:
        assert visit["editor"]["width"] > 300
        assert visit["editor"]["height"] > 300


def test_on_a_phone_the_answer_stands_below_the_query(seen):
    phone = seen["phone"]
    assert phone["sideways"] == 0
    assert phone["answer"]["y"] >= phone["query"]["y"] + phone["query"]["height"]
    assert min(phone["answer"]["width"], phone["query"]["width"]) > 200
