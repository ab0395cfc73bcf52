"""Settings: read from the environment once and in one place; what is missing has a name."""

import ast
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import pytest

from models import settings as module
from models.errors import SettingMissing
from models.settings import PREFIX, Settings, from_environment, settings, use
from tests.environment import variables_of

SRC = Path(__file__).parents[2] / "src"
TEXTS = ["table", "bucket", "dynamodb_url", "s3_url", "s3_public_url", "issuer", "client_id", "jwks", "cursor_secret"]
TEXTS += ["playground_dir", "state_dir", "stage", "documents", "http_edition", "metrics"]
LOCAL_SWITCHES = ("local_secret", "open_introspection", "explain_requests", "playground_token")


@pytest.fixture(autouse=True)
def untouched(monkeypatch):
    """An environment that says nothing of the service, and this process's settings put back afterwards."""
    for field in fields(Settings):
        monkeypatch.delenv(PREFIX + field.name.upper(), raising=False)
    for variable in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(variable, raising=False)
    before = settings()
    yield
    use(before)


def readers_of_the_environment():
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}:
                yield path.relative_to(SRC).as_posix()


def test_the_environment_is_read_in_one_place_and_where_kernels_are_chosen():
    # SAM CLI, a child, gets the environment of whoever starts it.
    handed_on = {"console/sam/child.py"}
    assert set(readers_of_the_environment()) == {"models/settings.py", "kernels/jit.py"} | handed_on


def test_an_empty_environment_gives_the_defaults():
    assert from_environment() == Settings()


@pytest.mark.parametrize("name", TEXTS)
def test_a_variable_sets_its_setting_and_no_other(name, monkeypatch):
    monkeypatch.setenv(PREFIX + name.upper(), "chosen")
    assert from_environment() == replace(Settings(), **{name: "chosen"})


@pytest.mark.parametrize("name", LOCAL_SWITCHES)
@pytest.mark.parametrize("value", ["1", "true", "anything"])
def test_no_environment_switches_on_what_is_only_for_a_laptop(name, value, monkeypatch):
    monkeypatch.setenv(PREFIX + name.upper(), value)
    assert from_environment() == Settings()


@pytest.mark.parametrize(
    ("variable", "value", "setting"),
    [
        ("DOCUMENTS_ONLY", "true", {"documents_only": True}),
        ("DOCUMENTS_ONLY", "False", {"documents_only": False}),
        ("DOCUMENTS_ONLY", "yes", {"documents_only": True}),
        ("POINTS_PER_S", "500", {"points_per_s": 500}),
        ("POINTS_PER_S", "0", {"points_per_s": 0}),
    ],
)
def test_switches_and_numbers_are_read_as_such(variable, value, setting, monkeypatch):
    monkeypatch.setenv(PREFIX + variable, value)
    assert from_environment() == replace(Settings(), **setting)


@pytest.mark.parametrize(
    ("stage", "only", "locked", "only_documents"),
    [
        ("playground", None, False, False),
        ("playground", True, False, True),
        ("locked", None, True, True),
        ("locked", False, True, False),
        ("Playground", None, True, True),  # mistyped: rather locked than open
    ],
)
def test_the_stage_says_what_is_answered(stage, only, locked, only_documents):
    chosen = Settings(stage=stage, documents_only=only)
    assert (chosen.locked, chosen.only_documents) == (locked, only_documents)


def test_an_empty_variable_counts_as_absent(monkeypatch):
    monkeypatch.setenv("STRIDEGRAPH_TABLE", "")
    monkeypatch.setenv("STRIDEGRAPH_DYNAMODB_URL", "")
    assert from_environment() == Settings()


@pytest.mark.parametrize(
    ("text", "origins"),
    [("https://a", ("https://a",)), (" https://a , https://b ,", ("https://a", "https://b")), (" , ", ())],
)
def test_origins_are_separated_by_commas(text, origins, monkeypatch):
    monkeypatch.setenv("STRIDEGRAPH_CORS_ORIGINS", text)
    assert from_environment().cors_origins == origins


def test_the_region_is_the_one_that_lambda_names(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert from_environment().region == "eu-west-1"
    monkeypatch.setenv("AWS_REGION", "ap-northeast-1")
    assert from_environment().region == "ap-northeast-1"


@pytest.mark.parametrize("name", ["issuer", "client_id", "jwks", "cursor_secret", "playground_dir"])
def test_a_missing_setting_is_told_by_its_variable(name):
    with pytest.raises(SettingMissing) as missing:
        Settings().require(name)
    assert missing.value.variable == PREFIX + name.upper()
    assert missing.value.variable in str(missing.value)
    assert replace(Settings(), **{name: "there"}).require(name) == "there"


def test_the_environment_is_read_once(monkeypatch):
    module._current.cache_clear()
    monkeypatch.setenv("STRIDEGRAPH_TABLE", "first")
    assert settings().table == "first"
    monkeypatch.setenv("STRIDEGRAPH_TABLE", "second")
    assert settings().table == "first"


def test_chosen_settings_win_over_the_environment(monkeypatch):
    monkeypatch.setenv("STRIDEGRAPH_TABLE", "from the environment")
    use(Settings(table="chosen"))
    assert settings().table == "chosen"


def test_settings_do_not_change_under_their_users():
    with pytest.raises(FrozenInstanceError):
        settings().table = "another"


def test_secrets_do_not_show_in_logs():
    shown = repr(Settings(cursor_secret="hidden-1", local_secret="hidden-2", playground_token="hidden-3"))
    assert "hidden" not in shown


@pytest.mark.parametrize(
    "chosen",
    [
        Settings(),
        Settings(table="other", region="eu-west-1", jwks='{"keys": []}', metrics="space", stage="locked", bucket="b"),
        Settings(cors_origins=("https://a", "https://b"), points_per_s=0, documents_only=False, documents="a:b"),
        Settings(documents_only=True, dynamodb_url="http://127.0.0.1:1", playground_dir="dist"),
    ],
)
def test_another_process_reads_the_settings_that_were_told_to_it(chosen, monkeypatch):
    for name, value in variables_of(chosen).items():
        monkeypatch.setenv(name, value)
    assert from_environment() == chosen


def test_what_no_environment_may_switch_on_is_told_to_nobody():
    local = Settings(local_secret="x", playground_token="x", open_introspection=True, explain_requests=True)
    assert variables_of(local) == variables_of(Settings())
