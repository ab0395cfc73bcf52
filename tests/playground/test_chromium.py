"""The built playground in a real browser, against a real server."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.engines import require

pytestmark = pytest.mark.chromium

ROOT = Path(__file__).parents[2]
PLAYGROUND = ROOT / "playground"


def origin(url: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


@pytest.fixture(scope="module")
def seen(request):
    """What Chromium saw on two visits; the keys are those of ``visit.mjs``."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    require("chromium", browser, "no chromium on the path (Debian: apt-get install chromium)")
    require("chromium", shutil.which("node"), "no node on the path")
    built = (PLAYGROUND / "dist" / "index.html").is_file() and (
        PLAYGROUND / "node_modules" / "playwright-core"
    ).is_dir()
    require("chromium", built, "the playground is not built (make playground)")
    server = request.getfixturevalue("live_server")  # only now: a skipped test starts no server
    visit = Path(__file__).with_name("visit.mjs")
    run = subprocess.run(
        ["node", visit, f"{server.url}/", browser], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout) | {"url": server.url, "token": server.token}


def test_both_tabs_answer_without_errors(seen):
    first = seen["visits"][0]["tabs"]
    assert [tab["title"] for tab in first] == ["LastActivities", "NewestRun"]
    for tab in first:
        assert "errors" not in tab["answer"]
        assert tab["answer"]["data"]["viewer"]["activities"]["nodes"]


def test_the_open_tab_sends_its_variables_without_a_click_on_it(seen):
    tab = seen["visits"][0]["tabs"][0]
    assert tab["sent"]["variables"] == {"first": 5}
    assert 1 <= len(tab["answer"]["data"]["viewer"]["activities"]["nodes"]) <= 5


def test_a_reload_keeps_the_tabs_as_they_were(seen):
    first, reloaded = ([tab["title"] for tab in visit["tabs"]] for visit in seen["visits"])
    assert reloaded == first
    assert seen["visits"][1]["tabs"][0]["sent"]["variables"] == {"first": 5}


@pytest.mark.parametrize("visit", [0, 1], ids=["first", "reloaded"])
def test_the_demo_token_is_preset_on_every_visit(seen, visit):
    sent = [tab["sent"]["authorization"] for tab in seen["visits"][visit]["tabs"]]
    assert sent == [f"Bearer {seen['token']}"] * 2


def test_nothing_is_asked_of_another_origin(seen):
    assert {origin(url) for url in seen["requests"]} == {origin(seen["url"])}


def test_no_request_is_blocked_refused_or_lost(seen):
    assert (seen["violations"], seen["refused"], seen["failed"]) == ([], [], [])


def test_the_console_stays_silent(seen):
    assert seen["console"] == []


def test_each_editor_language_has_its_worker(seen):
    names = {Path(urlsplit(url).path).name.split(".")[0] for url in seen["workers"]}
    assert names == {"editor", "graphql", "json"}


def test_the_page_is_laid_out(seen):
    # Without GraphiQL's style sheet everything still answers, in an editor a few pixels wide.
    for visit in seen["visits"]:
        assert visit["editor"]["width"] > 300
        assert visit["editor"]["height"] > 300
