"""One set of tests on every engine: what the access functions promise, whatever stands behind them."""

import pytest

from models.settings import Settings
from tests.models.tables import empty_table, pointed_at

# Engine to the fixture that starts it: it is a URL, or has one.
ENGINES = {"moto": "engines", "ministack": "ministack", "dynamodb-local": "dynamodb_local"}


def pytest_configure(config):
    """Declare the mark of this folder."""
    config.addinivalue_line(
        "markers",
        "wrong_on(engine, reason): this engine is known to answer wrong; once it does not any more, the test fails",
    )


def pytest_itemcollected(item):
    """Expect a failure where an engine is known to be wrong."""
    for mark in item.iter_markers("wrong_on"):
        engine, reason = mark.args
        if item.callspec.params["engine"] == engine:
            item.add_marker(pytest.mark.xfail(strict=True, reason=f"{engine} {reason}"))


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    """The name of an engine."""
    return request.param


@pytest.fixture(scope="module")
def engine_settings(request, engine, engines, keys):
    """This process pointed at an engine, with moto's queues beside it; a module's tests share its clients."""
    started = request.getfixturevalue(ENGINES[engine])
    chosen = Settings(
        dynamodb_url=getattr(started, "url", started),
        sqs_url=engines.url,
        local_secret=keys.storage_secret(),
        cursor_secret="a secret of the tests",
    )
    with pointed_at(chosen):
        yield chosen


@pytest.fixture
def any_table(engine_settings):
    """An empty table in each engine; its settings."""
    with empty_table(engine_settings) as chosen:
        yield chosen
