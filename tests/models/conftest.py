"""A table alone, for what needs neither S3 nor HTTP."""

import pytest

from models.settings import Settings
from tests.models.tables import empty_table, pointed_at


@pytest.fixture(scope="module")
def exact_settings(dynamodb_local):
    """This process pointed at DynamoDB Local; making a client takes a while, so all tests of a module share it."""
    chosen = Settings(dynamodb_url=dynamodb_local, local_secret="local", cursor_secret="a secret of the tests")
    with pointed_at(chosen):
        yield chosen


@pytest.fixture
def exact_table(exact_settings):
    """An empty table in DynamoDB Local; its settings."""
    with empty_table(exact_settings) as chosen:
        yield chosen


@pytest.fixture(scope="module")
def lasting_table(exact_settings):
    """An empty table in DynamoDB Local that the tests of a module share; its settings."""
    with empty_table(exact_settings) as chosen:
        yield chosen
