"""Alarms and the dashboard watch what there is: functions and queues of the template, metrics that the code writes."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from graph.http.observed import observed
from models.metering import meter
from models.observation import stage
from models.settings import PREFIX, Settings, settings, use
from tests.embedded_metrics import figures_of, lines_of
from tests.house.template import FUNCTIONS, RESOURCES, ROOT, TEMPLATE, function, of_type, variables
from uploads import observed as processing
from uploads.observed import Stage

ALARMS = of_type("AWS::CloudWatch::Alarm")
QUEUES = of_type("AWS::SQS::Queue")
OURS = "stridegraph/${Stage}"
# What a namespace's first dimension names.
KINDS = {
    ("AWS/ApiGateway", "ApiId"): "AWS::Serverless::HttpApi",
    ("AWS/Lambda", "FunctionName"): "AWS::Serverless::Function",
    ("AWS/SQS", "QueueName"): "AWS::SQS::Queue",
    ("AWS/DynamoDB", "TableName"): "AWS::DynamoDB::Table",
    ("AWS/Logs", "LogGroupName"): "AWS::Logs::LogGroup",
    ("AWS/S3", "BucketName"): "AWS::S3::Bucket",
}


def alarmed(metric):
    """(dimensions, alarm) of each alarm that reads this metric."""
    for name, alarm in ALARMS.items():
        parts = [each["MetricStat"]["Metric"] for each in alarm.get("Metrics", ()) if "MetricStat" in each]
        for part in parts or [alarm]:
            if part["MetricName"] == metric:
                yield {each["Name"]: each["Value"] for each in part.get("Dimensions", ())}, name


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_alarms_of_functions_are_the_published_alias_s(name, metric):
    (dimensions,) = [each for each, _ in alarmed(metric) if each["FunctionName"] == name]

    assert dimensions == {"FunctionName": name, "Resource": f"${{{name}}}:live"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_faults_that_a_function_survives_raise_an_alarm(name):
    (lines,) = [
        each
        for each in of_type("AWS::Logs::MetricFilter").values()
        if each["LogGroupName"] == RESOURCES[name]["LoggingConfig"]["LogGroup"]
    ]
    counted = lines["MetricTransformations"][0]

    assert '$.level = "ERROR"' in lines["FilterPattern"]
    ((_, alarm),) = alarmed(counted["MetricName"])
    assert ALARMS[alarm]["Namespace"] == counted["MetricNamespace"] == variables(name)[f"{PREFIX}METRICS"]


def test_every_alarm_is_told():
    for alarm in ALARMS.values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == ["Alarms"]
        assert alarm["TreatMissingData"] == "notBreaching"


def test_an_alarm_reads_no_metric_that_may_never_have_been_by_its_name():
    """DynamoDB makes a metric with the first event: a sum of two by name is nothing until there are both."""
    of_the_table = [alarm for alarm in ALARMS.values() if "AWS/DynamoDB" in namespaces(alarm)]

    assert len(of_the_table) == 2
    assert {alarm["Metrics"][0]["Expression"] for alarm in of_the_table} == {"SUM(METRICS())"}


def namespaces(alarm):
    return (each["MetricStat"]["Metric"]["Namespace"] for each in alarm.get("Metrics", ()) if "MetricStat" in each)


def test_every_queue_of_dead_letters_raises_an_alarm_and_keeps_them_for_two_weeks():
    dead = {name for name in QUEUES if name.endswith("DeadLetters")}
    watched = {dimensions["QueueName"] for dimensions, _ in alarmed("ApproximateNumberOfMessagesVisible")}

    assert watched == {f"{name}.QueueName" for name in dead}
    assert all(QUEUES[name]["MessageRetentionPeriod"] == 14 * 24 * 3600 for name in dead)


def test_the_alarms_that_a_canary_names_are_there():
    named = RESOURCES["ApiFunction"]["DeploymentPreference"]["Alarms"][1]

    names = {alarm["AlarmName"] for alarm in ALARMS.values()}
    assert all(each in ALARMS or each in names for each in named)


def test_the_page_of_operations_has_every_alarm():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    names = {alarm["AlarmName"].removeprefix("stridegraph-${Stage}-") for alarm in ALARMS.values()}

    assert {name for name in names if f"`{name}`" not in text} == set()


def written_out(metrics):
    """A widget's metrics as (fields, options), without CloudWatch's shorthand for what the metric before has."""
    before = []
    for metric in metrics:
        options = metric[-1] if isinstance(metric[-1], dict) else {}
        fields = [each for each in metric if isinstance(each, str)]
        if fields[:1] == ["..."]:
            fields = before[: len(before) - len(fields) + 1] + fields[1:]
        before = [before[at] if field == "." else field for at, field in enumerate(fields)]
        yield before, options


WIDGETS = {
    each["properties"]["title"]: list(written_out(each["properties"]["metrics"]))
    for each in json.loads(RESOURCES["Dashboard"]["DashboardBody"])["widgets"]
}


def shown() -> Iterator[list[str]]:
    """The fields of every metric of the dashboard: namespace, name, then dimensions with their values."""
    return (fields for metrics in WIDGETS.values() for fields, _ in metrics if fields)


def searched():
    """(namespace, dimension, metric) of every search of the dashboard."""
    options = [options for metrics in WIDGETS.values() for _, options in metrics]
    searches = [each["expression"] for each in options if "SEARCH" in each.get("expression", "")]
    return [re.search(r"\{\"(.+)\",(\w+)\} MetricName=\"(\w+)\"", each).groups() for each in searches]


def test_widgets_are_written_out_as_cloudwatch_does():
    metrics = [["N", "M", "D", "d", "E", "e", {"id": "a"}], ["...", "x", ".", "y"], [".", "O", ".", "."], ["...", "z"]]

    assert list(written_out(metrics)) == [
        (["N", "M", "D", "d", "E", "e"], {"id": "a"}),
        (["N", "M", "D", "x", "E", "y"], {}),
        (["N", "O", "D", "x"], {}),
        (["N", "O", "D", "z"], {}),
    ]


def test_the_dashboard_shows_resources_that_are_there():
    for namespace, _, *dimensions in shown():
        if namespace == OURS:
            continue
        dimension, value, *rest = dimensions
        named = re.fullmatch(r"\$\{(\w+)(\.QueueName)?\}", value)[1]
        assert TEMPLATE["Resources"][named]["Type"] == KINDS[namespace, dimension]
        if namespace == "AWS/Lambda":
            assert rest == ["Resource", f"${{{named}}}:live"]


def test_what_there_is_one_of_for_each_function_is_shown_of_all():
    for title, metrics in WIDGETS.items():
        functions = {fields[3] for fields, _ in metrics if fields[:1] == ["AWS/Lambda"]}
        assert functions in ({f"${{{name}}}" for name in FUNCTIONS}, set()), title


def test_the_dashboard_shows_the_stages_of_uploads_in_their_order():
    stages = [fields[1:] for fields, _ in WIDGETS["Uploads: stages, p90 in ms"]]

    assert stages == [[str(each), "Function", "uploads"] for each in Stage]


def test_the_dashboard_counts_gigabyte_seconds_by_the_sizes_of_the_functions():
    metrics = WIDGETS["Bill: GB-seconds"]
    sizes = {options["id"]: function(fields[3][2:-1])["MemorySize"] for fields, options in metrics if fields}
    expressions = [options["expression"] for fields, options in metrics if not fields]

    assert expressions == [f"{name} / 1000 * {size} / 1024" for name, size in sizes.items()]
    assert len(sizes) == len(FUNCTIONS)


@pytest.fixture
def written(capsys):
    """(dimension, metric) of everything that the code writes for CloudWatch, faults included."""
    before = settings()
    use(replace(Settings(), metrics="stridegraph/test"))
    try:
        fail_everywhere()
    finally:
        use(before)
    lines = lines_of(capsys.readouterr().out)
    assert len(lines) == 4
    return {
        (dimension, metric)
        for line in lines
        for (dimension,) in (each["Dimensions"][0] for each in line["_aws"]["CloudWatchMetrics"])
        for metric in figures_of(line, dimension)
    }


def fail_everywhere():
    """An upload, a job, a month and a request, each of which fails by our fault in the end."""
    for work in (processing.upload("uid", "upload"), processing.job("EXPORT", "uid"), processing.month("uid")):
        with suppress(ZeroDivisionError), work:
            spend()
            raise ZeroDivisionError
    with observed("request") as seen:
        spend()
        seen.facts["outcome"] = "INTERNAL"


def spend():
    """Reach every stage, read and write."""
    for operation in ("GetItem", "PutItem"):
        meter.note(operation, {}, {"ConsumedCapacity": {"CapacityUnits": 1.0}}, 1)
    for each in Stage:
        with stage(each):
            pass


def test_the_dashboard_shows_what_the_code_writes(written):
    filters = of_type("AWS::Logs::MetricFilter").values()
    counted = {transformed["MetricName"] for each in filters for transformed in each["MetricTransformations"]}
    plain = {(name, *dimensions) for namespace, name, *dimensions in shown() if namespace == OURS}

    assert {name for name, *dimensions in plain if not dimensions} == counted
    assert {(dimensions[0], name) for name, *dimensions in plain if dimensions} <= written
    assert (
        {namespace for namespace, _, _ in searched()}
        == {OURS}
        == {variables(name)[f"{PREFIX}METRICS"] for name in FUNCTIONS}
    )
    assert {(dimension, metric) for _, dimension, metric in searched()} <= written
