"""Figures for CloudWatch: lines that it can read, of what was measured; none unless somebody wants them."""

from dataclasses import replace

import pytest

from models import metrics
from models.metering import meter
from models.metrics import Figure, Measured, Unit
from models.observation import Observation, current, note, note_user, observing, stage, user_hash
from models.settings import Settings, settings, use
from tests.embedded_metrics import figures_of, lines_of

UID = "0123456789abcdef0123"


@pytest.fixture(autouse=True)
def wanted():
    """Figures are wanted; the settings of before come back."""
    before = settings()
    use(replace(Settings(), metrics="stridegraph/test"))
    yield
    use(before)


def test_a_line_is_what_cloudwatch_reads(capsys):
    seen = Observation("request-1", user_hash(UID), {"outcome": "OK", "bytes": 12, "absent": None})
    counted = Measured("Outcome", "DONE", [Figure("Uploads", 1, Unit.COUNT)])
    timed = Measured("Function", "uploads", [Figure("Duration", 1.23456, Unit.MILLISECONDS)])

    metrics.write(seen, counted, timed)

    output = capsys.readouterr().out
    (line,) = lines_of(output)
    assert output.count("\n") == 1
    assert output.endswith("\n")
    assert [each["Namespace"] for each in line["_aws"]["CloudWatchMetrics"]] == ["stridegraph/test"] * 2
    assert (figures_of(line, "Outcome"), line["Outcome"]) == ({"Uploads": 1}, "DONE")
    assert (figures_of(line, "Function"), line["Function"]) == ({"Duration": 1.235}, "uploads")
    assert (line["requestId"], line["user"], line["outcome"], line["bytes"]) == ("request-1", user_hash(UID), "OK", 12)
    assert "absent" not in line


def test_nothing_is_written_unless_it_is_wanted(capsys):
    assert metrics.wanted()
    use(Settings())
    assert not metrics.wanted()
    metrics.write(Observation(), Measured("Document", "other", [Figure("Duration", 1, Unit.MILLISECONDS)]))
    assert capsys.readouterr().out == ""


def test_work_is_done_though_its_line_is_lost(capsys, caplog):
    metrics.write(Observation(facts={"odd": object()}), Measured("Job", "EXPORT", [Figure("Faults", 1, Unit.COUNT)]))
    assert capsys.readouterr().out == ""
    assert "a line of figures was lost" in caplog.text


@pytest.mark.undeclared
def test_units_of_reads_and_writes_are_apart_and_zeros_are_left_out():
    def asked(*each):
        with meter.tallying() as tally:
            for operation, capacity in each:
                meter.note(operation, {}, {"ConsumedCapacity": capacity}, 1)
        meter.note("Query", {}, {"ConsumedCapacity": {"CapacityUnits": 100.0}}, 1)  # nobody's any more
        return tally

    reads = asked(("Query", {"CapacityUnits": 1.5}), ("BatchGetItem", [{"CapacityUnits": 2.0}]))
    writes = asked(("TransactWriteItems", [{"CapacityUnits": 8.0}, {"CapacityUnits": 2.0}]), ("PutItem", None))

    assert [(each.name, each.value) for each in metrics.units(reads)] == [("ReadUnits", 3.5)]
    assert [(each.name, each.value) for each in metrics.units(writes)] == [("WriteUnits", 10.0)]
    assert {each.name: each.value for each in metrics.units(reads + writes)} == {"ReadUnits": 3.5, "WriteUnits": 10.0}
    assert metrics.units([]) == []


def test_work_inside_other_work_is_observed_apart():
    with observing("outer", UID) as outer:
        with observing("inner") as inner:
            note(depth=2)
            assert current() is inner
        note(depth=1)
    assert current() is None
    assert (outer.facts, inner.facts, inner.user) == ({"depth": 1}, {"depth": 2}, None)


def test_a_stage_counts_again_and_also_where_it_fails(monkeypatch):
    clock = iter([0.0, 0.004, 1.0, 1.006, 2.0])
    monkeypatch.setattr("models.observation.time.perf_counter", lambda: next(clock))
    with observing() as seen:
        with stage("Read"):
            pass
        with pytest.raises(ValueError, match="broken"), stage("Read"):
            raise ValueError("broken")
        seen.begun_s = 0.0
        assert seen.stages == {"Read": pytest.approx(10.0)}
        assert seen.duration_ms == pytest.approx(2000.0)


def test_outside_of_any_work_nothing_is_noted():
    note(fact=1)
    note_user(UID)
    with stage("Read"):
        assert current() is None


def test_a_person_is_a_hash_that_is_the_same_everywhere():
    assert user_hash(UID) == user_hash(UID) != user_hash(UID[::-1])
    assert len(user_hash(UID)) == 16
    assert UID not in user_hash(UID)
    with observing() as seen:
        note_user(UID)
    assert seen.user == user_hash(UID)
