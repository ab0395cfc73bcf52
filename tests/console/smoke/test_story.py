"""The half that needs a service and a token alone, against a real one."""

import pytest
from typer.testing import CliRunner

from console.client import Client
from console.main import app
from console.smoke.figures import Row, percentile, table
from console.smoke.story import leave, list_row, upload_rows

LISTED = "{ viewer { activities(first: 50) { nodes { id } } } }"


def ids(client):
    return {node["id"] for node in client.execute(LISTED)["viewer"]["activities"]["nodes"]}


def test_the_story_is_told_and_leaves_nothing_behind(live_server):
    with Client(live_server.url, live_server.token) as client:
        before = ids(client)

        rows = upload_rows(client)

        assert [row.name.split()[0] for row in rows] == ["createUpload", "PUT", "from", "the"]
        assert all(value > 0 for row in rows for value in row.values_ms)
        assert ids(client) == before


def test_a_list_is_asked_for_as_often_as_wanted(live_server):
    with Client(live_server.url, live_server.token) as client:
        assert len(list_row(client, 3).values_ms) == 3


def test_the_command_prints_what_it_measured(live_server):
    told = CliRunner().invoke(app, ["smoke", "--url", live_server.url, "--token", live_server.token, "--requests", "2"])

    assert told.exit_code == 0, told.output
    assert f"{live_server.url}, as seen from here" in told.output
    assert "list of ten activities" in told.output
    assert "from the PUT to DONE" in told.output


def test_without_anything_to_measure_the_command_says_so():
    told = CliRunner().invoke(app, ["smoke"])

    assert told.exit_code == 1
    assert "Name a --stack, or give --url and --token." in told.output


def test_a_token_that_nobody_signed_is_told(live_server):
    told = CliRunner().invoke(app, ["smoke", "--url", live_server.url, "--token", "x.y.z"])

    assert told.exit_code == 1
    assert "token" in told.output


@pytest.mark.parametrize(
    ("values", "percent", "wanted"),
    [([5.0], 50, 5.0), ([5.0], 99, 5.0), ([3.0, 1.0, 2.0], 50, 2.0), (list(range(1, 201)), 99, 198), ([1, 2], 50, 1)],
)
def test_a_percentile_is_a_value_that_was_measured(values, percent, wanted):
    assert percentile(values, percent) == wanted


def test_no_values_have_no_percentile():
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_a_table_has_a_line_for_each_row():
    made = table([Row("a", [1.0, 2.0]), Row("b", [3.0])])

    assert made.row_count == 2
    assert [list(column.cells) for column in made.columns][:2] == [["a", "b"], ["2", "1"]]


def test_somebody_who_was_made_for_it_leaves(service):
    person = service.person("smoke")
    person.ask("{ viewer { id } }")

    class Asking:
        def execute(self, query):
            return person.ask(query)

    leave(Asking())

    body = person.post("{ viewer { id } }").json()
    assert body["errors"][0]["extensions"]["code"] == "ACCOUNT_CLOSED"
