"""What every access pattern costs in DynamoDB Local, held against what ``models.keys`` declares.

The table of all figures is printed at the end of the run.
"""

from dataclasses import fields, replace
from random import Random

import pytest

from models import client, scores
from models.catalog import PATTERNS
from models.entities import Activity
from models.metering.units import size_bytes
from models.patterns import TRANSACT
from models.settings import use
from models.terms import CaloriesMethod, ChangeKind, Sport
from tests.models import needs, runner
from tests.models.builders import NOW, START, UID, meta
from tests.models.capacity import fill, measuring, notes, told

ROW_BYTES = 440
DECLARED = {pattern.name: pattern for pattern in PATTERNS}
NEEDS = [*needs.READS, *needs.WRITES]


@pytest.fixture(scope="module")
def account(lasting_table, engines):
    """Her activities, oldest first, with everything else of hers in the table, and a queue for what she asks."""
    use(replace(lasting_table, sqs_url=engines.url))
    queue = client.sqs().create_queue(QueueName="capacity")["QueueUrl"]
    use(replace(lasting_table, sqs_url=engines.url, jobs_queue_url=queue))
    visible = runner.move_in(UID)
    fill(needs.scored_items(visible))
    fill(needs.planned_items(visible))
    fill(needs.large_items(90))
    return visible


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: f"{need.pattern} {need.case}".strip())
def test_a_need_is_met_by_one_request_of_the_declared_units(account, need):
    prepared = need.before(account)
    with measuring() as measured:
        need.meet(account, prepared)
    mine = [each for each in measured if each.pattern == need.pattern]
    pattern = DECLARED[need.pattern]
    line = told(need.pattern, need.case or pattern.case, mine, need.most or pattern.units)
    assert line.requests == 1
    assert line.units <= line.most
    assert {each.units for each in mine if each.operation != TRANSACT} <= {line.engine}


def test_every_pattern_is_declared_with_its_units_and_measured():
    assert [pattern.name for pattern in PATTERNS if pattern.units is None] == []
    assert {need.pattern for need in NEEDS} | needs.BY_A_FILE == set(DECLARED)


def test_a_row_with_every_figure_and_two_versions_of_its_score_stays_small():
    chance = Random(1)
    full = Activity(
        aid="a" * 16,
        sport=Sport.RUNNING,
        started_at=START,
        utc_offset_s=-34_200,
        updated_at=NOW,
        distance_m=161_234.567,
        elapsed_s=98_765.432,
        moving_s=98_765.431,
        name="A long run around the lake with everyone",
        steps=123_457,
        average_heart_rate_bpm=152.3,
        max_heart_rate_bpm=191.7,
        average_cadence_spm=171.9,
        ascent_m=4321.9,
        descent_m=4321.7,
        calories_kcal=12_347,
        calories_method=CaloriesMethod.ACSM_RUNNING,
        gear_id="0123456789ab",
        packed_scores=scores.pack(runner.score_card(chance, runner.RUN_PARTS, version) for version in (1, 2)),
    )
    assert None not in {getattr(full, field.name) for field in fields(Activity)}
    raw = runner.row(UID, meta(full, efforts_ms=(90_000,) * 13), ChangeKind.REMEASURED)
    notes.append(f"largest row, scored, with a name of {len(full.name)} bytes: {size_bytes(raw)} bytes")
    assert size_bytes(raw) < ROW_BYTES
