"""What the stock executor leaves behind, where one of several awaitables fails: coroutines that nobody awaited."""

import gc

import pytest


@pytest.fixture(scope="module", autouse=True)
def no_coroutines_left():
    """Collect them at the end of a module, which ignores warnings of them, and not in the middle of anything."""
    gc.disable()
    yield
    gc.enable()
    gc.collect()
