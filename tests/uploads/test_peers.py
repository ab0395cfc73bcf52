"""A score is told among people of the same age and sex, and a walk that arrives is counted among them."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coaching.cohorts import BINS
from console.engines.stream import StreamPoller, TableStream
from models import cohorts
from models.entities import CohortName, Profile
from models.terms import Component, Sex, Sport
from tests.uploads.test_scored_upload import START, WALKER, even
from uploads import jobs, peers
from uploads.cohorts import handler

WOMEN_30 = CohortName(Sport.WALKING, 1, Sex.FEMALE, 30)
WALK = even(Sport.WALKING, 20, 2.0, 141.0, step_length_m=0.85)
MARCH = date(2026, 3, 1)


def percentiles(whole):
    (score,) = whole.detail.scores
    return {each.key: (each.percentile, each.people) for each in score.components if each.percentile is not None}


def test_without_people_the_norm_alone_tells(uploaded):
    told = percentiles(uploaded(WALKER, WALK))
    assert told == {
        Component.BRISK_SPEED: (pytest.approx(69.0, abs=0.1), None),
        Component.STEP_LENGTH: (pytest.approx(76.4, abs=0.1), None),
    }


def test_two_hundred_and_fifty_people_weigh_as_much_as_the_norm(uploaded, exact_service):
    slower = (250, *(0,) * (BINS - 1))
    cohorts.publish(WOMEN_30, {Component.BRISK_SPEED: slower}, datetime.now(UTC), {}, cohorts.Told({}))
    peers.forget()
    percentile, people = percentiles(uploaded(WALKER, WALK))[Component.BRISK_SPEED]
    assert people == 250
    assert percentile == round((69.0 + 100) / 2 - 0.01)  # her points are 68.99


def test_a_walk_that_arrives_is_counted_by_way_of_the_stream(uploaded, exact_service):
    stream = TableStream(exact_service.settings)
    whole = uploaded(WALKER, WALK)
    while stream.feed(handler):
        pass
    (counts,) = cohorts.by_month(WOMEN_30, [MARCH], BINS)
    assert {key: sum(bins) for key, bins in counts.items()} == {Component.BRISK_SPEED: 1, Component.STEP_LENGTH: 1}
    assert whole.meta.activity.started_at == START


def test_the_embedded_engine_has_a_stream(service):
    """Its wiring alone: moto keeps no transaction apart from another."""
    seen = []

    def note(event, _):
        seen.extend(record["dynamodb"]["Keys"]["SK"]["S"] for record in event["Records"])
        return {"batchItemFailures": []}

    service.person().ask("{ viewer { id } }")
    assert TableStream(service.settings).feed(note) == len(seen) > 0
    assert "#P" in seen


def test_a_poller_feeds_until_it_is_stopped(service):
    seen = []

    def note(event, _):
        seen.extend(event["Records"])
        return {"batchItemFailures": []}

    with StreamPoller(service.settings, note):
        service.person().ask("{ viewer { id } }")
        deadline = datetime.now(UTC) + timedelta(seconds=20)
        while not seen and datetime.now(UTC) < deadline:
            time.sleep(0.1)
    assert seen


def test_a_poller_outlives_a_function_that_fails(service, caplog):
    seen = []

    def fail_once(event, _):
        seen.extend(event["Records"])
        if not caplog.records:
            raise OSError("no table today")
        return {"batchItemFailures": []}

    with StreamPoller(service.settings, fail_once):
        service.person().ask("{ viewer { id } }")
        deadline = datetime.now(UTC) + timedelta(seconds=20)
        while len({each["eventID"] for each in seen}) == len(seen) and datetime.now(UTC) < deadline:
            time.sleep(0.1)
    assert "no table today" in caplog.text
    assert len(seen) > len({each["eventID"] for each in seen})


def test_the_schedule_publishes_cohorts(exact_service, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "refresh", asked.append)
    body = '{"kind": "PUBLISH_COHORTS", "uid": "", "key": ""}'
    assert jobs.handler({"Records": [{"messageId": "schedule", "body": body}]}, None) == {"batchItemFailures": []}
    assert len(asked) == 1


@pytest.mark.parametrize("told", [{"sex": Sex.UNSPECIFIED}, {"birth_date": None}, {"birth_date": date(2012, 1, 1)}])
def test_people_of_no_cohort_are_compared_with_the_norms_alone(told):
    profile = replace(Profile("u", birth_date=date(1987, 1, 1), sex=Sex.FEMALE), **told)
    assert peers.percentiles_for(Sport.WALKING, 1, profile, MARCH) is None
