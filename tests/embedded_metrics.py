"""CloudWatch's embedded metric format, as far as CloudWatch checks it: what a log line must be to give metrics."""

import json
import time

UNITS = {"Milliseconds", "Count"}
MOST_METRICS, MOST_DIMENSIONS, MOST_VALUE_CHARACTERS = 100, 30, 1024
HOUR_MS = 3_600_000


def lines_of(output):
    """The lines of an output that declare metrics, each checked."""
    told = [json.loads(line) for line in output.splitlines() if '"_aws"' in line]
    for line in told:
        check(line)
    return told


def check(line):
    """Fails for a line of which CloudWatch would make no metrics, or too many."""
    assert set(line["_aws"]) == {"Timestamp", "CloudWatchMetrics"}
    assert abs(line["_aws"]["Timestamp"] - time.time() * 1000) < HOUR_MS
    assert line["_aws"]["CloudWatchMetrics"]
    for directive in line["_aws"]["CloudWatchMetrics"]:
        assert set(directive) == {"Namespace", "Dimensions", "Metrics"}
        assert 0 < len(directive["Namespace"]) <= 255
        assert 0 < len(directive["Metrics"]) <= MOST_METRICS
        for dimensions in directive["Dimensions"]:
            assert 0 < len(dimensions) <= MOST_DIMENSIONS
            assert all(0 < len(line[each]) <= MOST_VALUE_CHARACTERS for each in dimensions)
        for metric in directive["Metrics"]:
            assert metric["Unit"] in UNITS
            assert isinstance(line[metric["Name"]], int | float)


def figures_of(line, dimension):
    """The figures of a line that are counted by a dimension."""
    (found,) = (each for each in line["_aws"]["CloudWatchMetrics"] if each["Dimensions"] == [[dimension]])
    return {metric["Name"]: line[metric["Name"]] for metric in found["Metrics"]}
