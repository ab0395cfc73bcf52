"""The built pages, as a function on Lambda hands them out: small enough, complete, and licensed."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from graph import aws
from graph.app import make_app
from models.settings import use
from tests.engines import require
from tests.gateway import Request, answer_of, event_of
from tests.playground.chromium import PLAYGROUND

pytestmark = pytest.mark.chromium

# A function's answer, headers and base64 included; AWS says 6 MB.
LIMIT = 6_000_000
DIST = PLAYGROUND / "dist"


@pytest.fixture
def ask(service, monkeypatch) -> Callable:
    """Ask the function for a path as a browser does: what it told the gateway."""
    require("chromium", (DIST / "viewer.html").is_file(), "the playground is not built (make playground)")
    use(replace(service.settings, playground_dir=str(DIST)))
    monkeypatch.setattr(aws, "_app", make_app())  # which was made when there were other settings
    headers = {"accept-encoding": "gzip, deflate, br"}
    return lambda path: aws.handler(event_of(Request("GET", path, headers=headers)), None)


@pytest.mark.parametrize("path", ["/", "/viewer"])
def test_all_that_a_page_names_is_there_and_fits_into_an_answer(ask, path):
    page = answer_of(ask(path))
    assert page.status_code == 200
    named = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
    assert {name.rpartition(".")[2] for name in named} == {"css", "js", "svg"}
    for name in named:
        told = ask(name)
        assert told["statusCode"] == 200
        assert len(json.dumps(told)) < LIMIT


def test_every_file_of_the_build_fits_into_an_answer(ask):
    names = [file.name for file in DIST.iterdir() if file.suffix in {".js", ".css", ".svg", ".txt"}]
    told = {name: ask(f"/assets/{name}") for name in names}
    assert {name for name, answer in told.items() if answer["statusCode"] != 200} == set()
    assert {name for name, answer in told.items() if len(json.dumps(answer)) >= LIMIT} == set()
    # Plain, the largest would not: what was compressed has to stay so.
    assert max((DIST / name).stat().st_size for name in names) * 4 / 3 > LIMIT


def test_what_is_sent_compressed_is_the_file():
    require("chromium", (DIST / "viewer.html").is_file(), "the playground is not built (make playground)")
    twins = list(DIST.glob("*.gz"))
    assert len(twins) > 8
    unpacked = {twin: gzip.decompress(twin.read_bytes()) for twin in twins}
    assert [twin.name for twin, content in unpacked.items() if content != twin.with_suffix("").read_bytes()] == []


def test_the_licences_name_what_the_pages_are_made_of():
    require("chromium", (DIST / "viewer.html").is_file(), "the playground is not built (make playground)")
    text = (DIST / "licenses.txt").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^(\S+) [\d.]+\S* \((.+)\)$", text, re.MULTILINE))
    assert {"graphiql", "graphql", "monaco-editor", "react", "react-dom", "uplot"} <= listed.keys()
    assert {"axe-core", "esbuild", "playwright-core"} & listed.keys() == set()
    assert set(listed.values()) <= {"MIT", "Apache-2.0", "0BSD", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Python-2.0"}
