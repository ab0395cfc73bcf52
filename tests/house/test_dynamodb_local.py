"""Amazon's DynamoDB Local starts from the project's own script, and goes when it is no longer needed."""

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError

from tests.dynamodb_local import running


def client(url):
    session = botocore.session.Session()
    session.set_credentials("local", "local")
    once = Config(retries={"total_max_attempts": 1})
    return session.create_client("dynamodb", region_name="us-east-1", endpoint_url=url, config=once)


def test_the_engine_of_a_test_run_answers(dynamodb_local):
    assert client(dynamodb_local).describe_limits()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_an_engine_starts_empty_and_is_gone_afterwards():
    with running() as url:
        assert client(url).list_tables()["TableNames"] == []

    with pytest.raises(EndpointConnectionError):
        client(url).list_tables()
