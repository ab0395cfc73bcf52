"""The queries, the words and the lock of the pages, without a browser."""

import json
import re
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

ROOT = Path(__file__).parents[2]
PLAYGROUND = ROOT / "playground"
VIEWER = PLAYGROUND / "viewer"
QUERIES = sorted([*(PLAYGROUND / "page" / "queries").glob("*.graphql"), *(VIEWER / "queries").glob("*.graphql")])
SCRIPTS = sorted(VIEWER.rglob("*.js"))
# Enums of the schema whose every value the viewer may have to put into words, and where those are.
WORDED = {
    "MissingReason": "reason",
    "Band": "band",
    "SeriesChannel": "channel",
    "Sport": "sport",
    "AdviceKind": "advice",
}


@pytest.fixture(scope="module")
def schema():
    return build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))


def words(language):
    """All words of a language by their keys as ``score.title``."""
    found = {}

    def walk(group, way):
        for name, value in group.items():
            if isinstance(value, str):
                found[".".join([*way, name])] = value
            else:
                walk(value, [*way, name])

    walk(json.loads((VIEWER / "words" / f"{language}.json").read_text(encoding="utf-8")), [])
    return found


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_each_query_is_valid_against_the_published_schema(schema, query):
    assert validate(schema, parse(query.read_text(encoding="utf-8"))) == []


def test_every_example_has_a_tab_and_every_query_of_the_viewer_a_page():
    used = "".join(path.read_text(encoding="utf-8") for path in [PLAYGROUND / "page" / "tabs.js", *SCRIPTS])
    assert len(QUERIES) > 10
    assert [query.name for query in QUERIES if f"queries/{query.name}'" not in used] == []


def test_both_languages_have_the_same_words():
    english, japanese = words("en"), words("ja")
    assert english.keys() == japanese.keys()
    # In Japanese nothing is counted in the plural, but every figure has to be told.
    places = {key: [set(re.findall(r"\{(\w+)\}", told[key])) for told in (english, japanese)] for key in english}
    assert {key: both for key, both in places.items() if both[0] != both[1]} == {}


def test_nothing_japanese_was_left_in_english():
    latin = re.compile(r"[A-Za-z0-9 /%°·+.,()<>{}–-]*")
    names = {"unit", "splits", "charts"}
    left = {key: text for key, text in words("ja").items() if latin.fullmatch(text) and key.split(".")[0] not in names}
    assert left == {}


def test_every_word_that_the_scripts_ask_for_is_there():
    asked = {key for path in SCRIPTS for key in re.findall(r"\bt\('([\w.]+)'", path.read_text(encoding="utf-8"))}
    assert len(asked) > 50
    assert asked - words("en").keys() == set()


@pytest.mark.parametrize("enum", WORDED)
def test_every_value_of_the_schema_has_words(schema, enum):
    keys = {f"{WORDED[enum]}.{name}" for name in schema.type_map[enum].values}
    assert keys - words("en").keys() == ({"advice.IMPROVE"} if enum == "AdviceKind" else set())


def test_every_channel_has_a_chart():
    script = (VIEWER / "channels.js").read_text(encoding="utf-8")
    assert [key for key in words("en") if key.startswith("channel.") and f"  {key[8:]}: {{" not in script] == []


def test_no_script_makes_markup_of_text():
    # The policy's trusted types would stop it in the browser; here it is told at once.
    unsafe = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|style=")
    assert [path.name for path in SCRIPTS if unsafe.search(path.read_text(encoding="utf-8"))] == []


def test_the_lock_pins_contents_and_names_no_registry():
    packages = json.loads((PLAYGROUND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    locked = {folder: package for folder, package in packages.items() if folder}
    assert [folder for folder, package in locked.items() if "resolved" in package] == []
    assert [folder for folder, package in locked.items() if not package["integrity"].startswith("sha512-")] == []


def test_every_dependency_is_pinned_to_one_version():
    package = json.loads((PLAYGROUND / "package.json").read_text(encoding="utf-8"))
    assert [name for name, version in package["devDependencies"].items() if not version[0].isdigit()] == []
