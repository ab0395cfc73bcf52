"""The table that the code makes, as DynamoDB Local describes it."""

import pytest

from models import client, keys
from models.table import Item, connection
from tests.house.template import RESOURCES


@pytest.fixture
def described(exact_table):
    return client.dynamodb().describe_table(TableName=exact_table.table)["Table"]


def key_names(part):
    return {key["KeyType"]: key["AttributeName"] for key in part["KeySchema"]}


def shape(part):
    """Keys, attribute types and indexes of a described or declared table."""
    return {
        "keys": key_names(part),
        "types": {each["AttributeName"]: each["AttributeType"] for each in part["AttributeDefinitions"]},
        "indexes": {
            index["IndexName"]: (key_names(index), index["Projection"]["ProjectionType"])
            for index in part["LocalSecondaryIndexes"]
        },
    }


def test_the_table_has_both_indexes_which_cannot_be_added_later(described):
    assert shape(described) == {
        "keys": {"HASH": "PK", "RANGE": "SK"},
        "types": {"PK": "S", "SK": "S", "KS": "S", "UK": "S"},
        "indexes": {
            keys.BY_SPORT: ({"HASH": "PK", "RANGE": "KS"}, "ALL"),
            keys.BY_UPDATE: ({"HASH": "PK", "RANGE": "UK"}, "ALL"),
        },
    }
    assert "GlobalSecondaryIndexes" not in described


def test_the_templates_table_is_the_same(described):
    declared = RESOURCES["Table"]
    assert shape(declared) == shape(described)
    assert declared["BillingMode"] == described["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert "GlobalSecondaryIndexes" not in declared


def test_items_end_by_the_attribute_that_the_template_names():
    declared = RESOURCES["Table"]["TimeToLiveSpecification"]
    assert declared == {"AttributeName": Item.ttl.attr_name, "Enabled": True}


def test_the_connection_is_of_the_chosen_table(exact_table):
    assert connection().table_name == exact_table.table
    assert connection().query("nobody")["Items"] == []
