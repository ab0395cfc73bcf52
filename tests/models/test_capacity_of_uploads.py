"""What a file's way through the whole service costs, and the first screen of an app, in DynamoDB Local."""

from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier

import numpy as np

from console.athlete.recordings import file_bytes, recording
from console.cost.measured import HOME_READ_UNITS as HOME
from console.cost.measured import UPLOAD_WRITE_UNITS as UPLOAD_LIFE
from graph.ids import ACTIVITY, key_of
from models import activities, revisions
from models.catalog import PATTERNS
from models.terms import Sport
from tests.models import runner
from tests.models.capacity import READS, counted, measuring, notes, told
from tests.models.detour import detour

HOME_SCREEN = """{ viewer {
  profile { firstWeekday locale }
  activities(first: 20) { nodes { id startedAt name distanceM movingS averageHeartRateBpm } pageInfo { hasNextPage } }
  totals(unit: WEEK, from: "2025-06-29", to: "2025-12-27") { from count distanceM movingS steps }
  personalBests { sport distanceM durationS achievedAt }
} }"""


def six_channels():
    """The file of a run of 75 minutes, as a watch of six channels records it."""
    made = recording(Sport.RUNNING, minutes=75, seed=2, started_at=datetime(2025, 12, 19, 21, 30, tzinfo=UTC))
    nothing = np.full(made.time_s.size, np.nan)
    return file_bytes(replace(made, step_length_m=nothing, vertical_ratio_pct=nothing, contact_balance_pct=nothing))


def send(service, person):
    """The activity that six channels of a long run become, by its id in the table."""
    upload_id = person.send(six_channels())
    assert service.deliver() == {"batchItemFailures": []}
    told = person.ask("query ($id: ID!) { upload(id: $id) { activities { id } } }", {"id": upload_id})["upload"]
    (made,) = told["activities"]
    return key_of(made["id"], ACTIVITY)


def test_the_whole_life_of_an_upload(exact_service):
    person, _ = runner.at_home(exact_service)
    with measuring() as measured:
        send(exact_service, person)
    writes = [each for each in measured if each.operation not in READS]
    notes.extend(life_told(writes))
    assert counted(writes) == {
        "take allowance": 1,
        "promise": 1,
        "claim": 1,
        "see device": 1,
        "write detail": 1,
        "write score": 1,
        "change activity": 1,
    }
    assert sum(each.units for each in writes) <= UPLOAD_LIFE


def life_told(writes):
    """Every write of an upload's life with its units, and the engine's own where they differ."""
    yield "the whole life of an upload of 75 minutes and six channels, write units:"
    for each in writes:
        engine = f" (the engine's own account: {each.engine:g})" if each.engine != each.units else ""
        yield f"  {each.units:4g}  {each.pattern}: {', '.join(each.kinds)}{engine}"
    yield f"  {sum(each.units for each in writes):4g}  in all, at most {UPLOAD_LIFE}"


def test_the_parts_of_an_activity(exact_service):
    person, uid = runner.at_home(exact_service)
    with measuring() as measured:
        aid = send(exact_service, person)
        revisions.delete(uid, aid)
    for part in ("detail", "score"):
        written, dropped = (of_pattern(f"{verb} {part}", measured, "six channels") for verb in ("write", "drop"))
        assert (written.requests, dropped.requests) == (1, 1)
        assert max(written.units, dropped.units) <= written.most


def test_an_activity_with_score_splits_and_its_series(exact_service):
    person, uid = runner.at_home(exact_service)
    aid = send(exact_service, person)
    with measuring() as measured:
        whole = activities.get_whole(uid, aid)
    preview = whole.detail.preview
    assert whole.detail.scores[0].value
    assert (len(preview.coarse), 768 <= preview.points <= 1024) == (256, True)
    assert whole.meta.channels == runner.CHANNELS
    line = of_pattern("detail", measured, "six channels, scored")
    assert line.requests == 1
    assert line.units <= line.most


def of_pattern(name, measured, case):
    """The line of one pattern among what was measured."""
    (pattern,) = (pattern for pattern in PATTERNS if pattern.name == name)
    return told(name, case, [each for each in measured if each.pattern == name], pattern.units)


def test_the_home_screen_takes_four_requests(exact_service):
    person, _ = runner.at_home(exact_service)
    with measuring() as measured:
        shown = person.ask(HOME_SCREEN)["viewer"]
    assert (len(shown["activities"]["nodes"]), len(shown["totals"])) == (20, 26)
    assert {best["sport"] for best in shown["personalBests"]} == {"RUNNING", "WALKING"}
    assert counted(measured) == {"profile": 1, "list": 1, "days": 1, "months": 1}
    units = sum(each.units for each in measured)
    parts = ", ".join(f"{each.pattern} {each.units:g}" for each in measured)
    notes.append(f"home screen: {len(measured)} requests, {units:g} read units ({parts}), at most {HOME:g}")
    assert units <= HOME


def test_the_home_screen_asks_everything_at_once(exact_service):
    """No request goes out before all four are there."""
    person, _ = runner.at_home(exact_service)
    barrier = Barrier(4, timeout=5)

    def together(send, operation, call):
        barrier.wait()
        return send(operation, call)

    with detour(together):
        person.ask(HOME_SCREEN)
    assert not barrier.broken
