"""A table alone, for what needs neither S3 nor HTTP."""

from dataclasses import replace
from uuid import uuid4

import pytest

from models import client, table
from models.settings import Settings, settings, use


@pytest.fixture(scope="module")
def exact_settings(dynamodb_local):
    """This process pointed at DynamoDB Local; making a client takes a while, so all tests of a module share it."""
    before = settings()
    chosen = Settings(dynamodb_url=dynamodb_local, local_secret="local", cursor_secret="a secret of the tests")
    use(chosen)
    client.reset()
    yield chosen
    use(before)
    client.reset()


@pytest.fixture
def exact_table(exact_settings):
    """An empty table in DynamoDB Local; its settings."""
    chosen = replace(exact_settings, table=f"models-{uuid4().hex}")
    use(chosen)
    table.connect()
    table.create()
    yield chosen
    table.connection().delete_table()
