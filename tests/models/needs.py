"""Every need that a pattern declares, and the call of the service that meets it."""

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from coaching.cohorts import BINS
from coaching.components import COMPONENTS
from coaching.scores import card_of
from console.plan import typical
from models import (
    accounts,
    activities,
    allowances,
    cohorts,
    devices,
    exports,
    feed,
    gear,
    keys,
    ledger,
    parts,
    rescores,
    revisions,
    sessions,
    store,
    totals,
    uploads,
    users,
)
from models.cohorts import Snapshots
from models.entities import CohortName, Detail
from models.scores import pack
from models.terms import ChangeKind, Effort, Sex, Sport, Standing
from models.versions import newest
from tests.models import runner
from tests.models.builders import NOW, SHA256, UID

ISSUER = "https://issuer.example"
# Somebody with more than a megabyte.
LARGE = "fedcba9876543210fedc"
PK, LARGE_PK = keys.user_pk(UID), keys.user_pk(LARGE)
COHORT = CohortName(Sport.RUNNING, 1, Sex.FEMALE, 30)
COHORT_MONTHS = [date(2025, month, 1) for month in range(1, 13)]
LATER = datetime(2026, 1, 10, tzinfo=UTC)
NEW_DAY = date(2025, 12, 29)
WATCH = replace(runner.DEVICE, serial=f"{runner.DEVICE.serial}0")
FORTNIGHT = keys.workout_bounds(runner.TODAY, runner.TODAY + timedelta(days=13))


@dataclass(frozen=True)
class Need:
    """A need, and how it is met: ``meet`` gets her activities, oldest first, and what ``before`` answered.

    Requests of other patterns on the way are left out of account: each has a need of its own. ``most`` is given where
    it is not the case that the pattern declares.
    """

    pattern: str
    meet: Callable
    case: str = ""
    most: float | None = None
    before: Callable = lambda _: None


def aid(visible, n=0):
    """The n-th newest activity."""
    return visible[-1 - n].activity.aid


def promised(*_):
    """A new upload."""
    upload_id = secrets.token_hex(8)
    uploads.promise(UID, upload_id, NOW, file=(None, 94_208, SHA256), sport_hint=None)
    return upload_id


def claim(upload_id):
    """Take the work of an upload."""
    assert uploads.claim(UID, upload_id, "0a1b2c3d", NOW, 60)[0] is uploads.Claim.MINE


def to_finish(visible):
    """Another activity a moment after the newest one, its upload claimed."""
    seen, upload_id = visible[-1], promised()
    claim(upload_id)
    start = seen.activity.started_at + timedelta(seconds=9)
    card = replace(seen.activity, aid=secrets.token_hex(8), started_at=start, gear_id=runner.SHOES[0])
    return replace(seen, activity=card, upload_id=upload_id)


def finish(_, made):
    """Make it visible."""
    closing = uploads.TicketClosing((made.activity.aid,), ())
    assert revisions.finish(UID, made, Detail(), closing, users.get_profile(UID))


def edit(n, **changes):
    """A change of the n-th newest activity's card."""
    return lambda visible, _: revisions.change(
        UID, aid(visible, n), ChangeKind.EDITED, lambda seen: replace(seen, activity=replace(seen.activity, **changes))
    )


def merge(n, into):
    """The n-th newest activity hidden behind another one, or shown again."""
    return lambda visible, *_: revisions.change(
        UID,
        aid(visible, n),
        ChangeKind.MERGED,
        lambda seen: replace(seen, merged_into=None if into is None else aid(visible, into)),
    )


def leaving(*_):
    """Somebody who is about to leave."""
    return users.identify(ISSUER, secrets.token_hex(4))


def left(_):
    """Somebody who left."""
    gone = leaving(_)
    accounts.close(gone, NOW)
    return gone


def old_row(visible):
    """The row of an activity as an earlier version of the service wrote it."""
    raw = runner.row(UID, visible[-20]) | {"v": {"N": "1"}, "u": {"N": "1764000000000"}}
    del raw["x"]
    runner.fill([raw])
    return store.get(PK, raw["SK"]["S"], strong=True)


def large_keys(_):
    """The keys of six of another person's activities, and one item more."""
    return [(LARGE_PK, raw["SK"]["S"]) for raw in large_items(7)][:25]


def large_items(count):
    """Whole activities of another person, their parts as large as a recording of six channels makes them."""
    for card, efforts_ms in list(runner.outings())[:count]:
        made = runner.known(card, efforts_ms)
        yield runner.row(LARGE, made)
        yield runner.item_of_meta(LARGE, made).serialize()
        yield runner.stand_in(LARGE_PK, keys.detail_sk(card.aid, made.job), 9_000)


def scored_items(visible):
    """The form and score of her newest activities."""
    return [score_item(made) for made in visible[-3:]]


def score_item(made):
    """The form and score of an activity, as a watch with a strap makes them."""
    scored, _ = parts.items_of(UID, made.activity.aid, made.job, typical.detail())
    return scored.serialize()


def planned_items(_):
    """What later parts of the service will keep, in its declared size."""
    yield runner.stand_in(PK, keys.plan_sk("plan"), 500)
    for n in range(14):
        yield runner.stand_in(PK, keys.workout_sk(runner.TODAY + timedelta(days=n), 0), 300)
    for month in COHORT_MONTHS:
        for shard in range(cohorts.SHARDS):
            pk = keys.cohort_pk("R1", Sex.FEMALE, "30", f"{month:%Y-%m}", shard)
            # Every bin of five components, each with a hundred people.
            yield runner.stand_in(pk, keys.HISTOGRAM_SK, 1600)


def score_again(visible, _):
    """Another score of the third newest activity."""
    seen = activities.get_meta(UID, aid(visible, 2))
    scores = [replace(score, version=2) for score in typical.detail().scores]
    made = replace(seen, activity=replace(seen.activity, packed_scores=scores_packed(scores)))
    assert revisions.rescore(UID, seen, made, scores, users.get_profile(UID))


def scores_packed(scores):
    """What the row keeps of them."""
    return pack([card_of(score) for score in scores])


def change_profile(*_):
    """Another height, and the walk that follows."""
    assert rescores.change_profile(UID, {"height_m": 1.61}, NOW)


def log_session(*_):
    """A session of exercises, the same each time."""
    return sessions.log(UID, runner.TODAY, runner.EXERCISES, Effort.RIGHT, client_key="told before")


def to_forget(*_):
    """A session of exercises that was told by mistake."""
    return sessions.log(UID, NEW_DAY, runner.EXERCISES, Effort.RIGHT)


def added(at):
    """Her month, in both sports and all their components in one bin."""
    return {
        replace(COHORT, sport=sport): {key: at for key, told in figures.items() if told.standing is Standing.SCORED}
        for sport, figures in COMPONENTS.items()
    }


def counted_before(_):
    """Her month as it was counted once."""
    assert cohorts.count(UID, NEW_DAY, cohorts.counted(UID, NEW_DAY), added(10))
    return cohorts.counted(UID, NEW_DAY)


def publish(*_):
    """A cohort of some thousand people, a year of months, five components."""
    chance = random.Random(1)
    figures = list(COMPONENTS[Sport.RUNNING])[:5]
    months = {
        month: {key: tuple(chance.randrange(40) for _ in range(BINS)) for key in figures} for month in COHORT_MONTHS
    }
    counts = dict.fromkeys(figures, tuple(range(100, 100 + BINS)))
    assert cohorts.publish(COHORT, counts, NOW, months, cohorts.last_told(COHORT))


READS = [
    Need("identity", lambda _, who: users.identify(who.issuer, who.subject), before=leaving),
    Need("profile", lambda *_: users.get_profile(UID)),
    Need("closed", lambda *_: accounts.deletion(UID)),
    Need("list", lambda *_: activities.page(UID, first=20), "20 of them", 1.0),
    Need("list", lambda *_: activities.page(UID, first=100)),
    Need("list of a sport", lambda *_: activities.page(UID, first=20, sport=Sport.RUNNING), "20 runs", 1.0),
    Need("list of a sport", lambda *_: activities.page(UID, first=100, sport=Sport.RUNNING)),
    Need("list of a sport", lambda *_: activities.page(UID, first=100, sport=Sport.WALKING), "100 walks", 4.0),
    Need("around", lambda visible, _: activities.around(UID, visible[-1].activity)),
    Need("sport of a year", lambda *_: ledger.best_of_year(PK, Sport.RUNNING, 2025)),
    Need("hidden", lambda *_: activities.hidden_page(UID, first=20)),
    Need("changes", lambda *_: feed.page(UID, first=100, since=None, now=LATER)),
    Need("meta", lambda visible, _: activities.get_meta(UID, aid(visible))),
    Need("metas", lambda visible, _: activities.get_metas(UID, [aid(visible, n) for n in range(20)])),
    Need("row", lambda visible, _: revisions.change(UID, aid(visible), ChangeKind.EDITED, lambda _: None)),
    Need("days", lambda *_: totals.days(UID, runner.TODAY - timedelta(weeks=53), runner.TODAY)),
    Need("months", lambda *_: totals.bests(UID)),
    Need("year", finish, before=to_finish),
    Need("gear", lambda *_: gear.every(UID)),
    Need("pair", lambda *_: gear.get(UID, runner.SHOES[0])),
    Need("devices", lambda *_: devices.every(UID)),
    Need("known device", lambda *_: devices.see(UID, WATCH, date(2025, 12, 1))),
    Need("ticket", lambda _, upload_id: uploads.get(UID, upload_id, NOW), before=promised),
    Need("job", lambda *_: exports.get(UID, f"{0:016x}")),
    Need("jobs", lambda *_: exports.every(UID)),
    Need("session", log_session, before=log_session),
    Need("sessions", lambda *_: sessions.between(UID, runner.TODAY - timedelta(weeks=12), runner.TODAY)),
    Need("all activities", lambda *_: store.query(LARGE_PK, store.prefix(keys.DETAIL_PREFIX), strong=True)),
    Need("everything", lambda *_: store.query(LARGE_PK, None, strong=True)),
    Need("scan", lambda *_: store.scan(None, 10_000)),
    Need("plans", lambda *_: store.query(PK, store.prefix(keys.PLAN_PREFIX))),
    Need("planned workouts", lambda *_: store.query(PK, FORTNIGHT)),
    Need("score", lambda visible, _: activities.get_scored(UID, visible[-1])),
    Need("snapshot", lambda *_: Snapshots().of(COHORT), before=publish),
    Need("counted month", lambda *_: cohorts.counted(UID, COHORT_MONTHS[0])),
    Need("histograms", lambda *_: cohorts.by_month(COHORT, COHORT_MONTHS, BINS)),
]
WRITES = [
    Need("new person", leaving),
    Need("change profile", lambda *_: users.update_profile(UID, {"weight_kg": 53.9, "sex": None})),
    Need("change scored profile", change_profile),
    Need("promise", promised),
    Need("claim", lambda _, upload_id: claim(upload_id), before=promised),
    Need("change activity", finish, before=to_finish),
    Need("change activity", edit(2, name="By the river"), "another name", 10.0),
    Need("change activity", score_again, "scored again", 16.0),
    Need("change activity", edit(4, sport=Sport.WALKING), "another sport", 18.0),
    Need("change activity", merge(6, 5), "merged", 22.0),
    Need("change activity", merge(8, None), "restored", 20.0, before=merge(8, 5)),
    Need("change activity", lambda visible, _: revisions.delete(UID, aid(visible, 10)), "deleted", 18.0),
    Need("note duplicate", lambda visible, _: revisions.note_duplicate(UID, aid(visible, 12), "raw/uid/upload")),
    Need("see device", lambda *_: devices.see(UID, WATCH, NEW_DAY)),
    Need("new gear", lambda *_: gear.create(UID, "Trail shoes")),
    Need("change gear", lambda *_: gear.update(UID, runner.SHOES[2], name="Old ones", retired=True)),
    Need("drop gear", lambda *_: gear.delete(UID, runner.SHOES[7])),
    Need("log session", lambda *_: sessions.log(UID, runner.TODAY, runner.EXERCISES, Effort.RIGHT)),
    Need("drop session", lambda _, told: sessions.delete(UID, told.day, told.session_id), before=to_forget),
    Need("count month", lambda _, before: cohorts.count(UID, NEW_DAY, before, added(11)), before=counted_before),
    Need("publish", publish),
    Need("new job", lambda *_: exports.request("0" * 20, NOW)),
    Need("take allowance", lambda *_: allowances.take("1" * 20, allowances.UPLOADS, NOW)),
    Need(
        "take allowance",
        lambda *_: allowances.take("2" * 20, allowances.UPLOADS, NOW),
        "one of many",
        1.0,
        before=lambda _: allowances.take("2" * 20, allowances.UPLOADS, NOW),
    ),
    Need("advance job", lambda *_: exports.claim(UID, runner.WAITING_JOB, "0a1b2c3d", NOW, 60)),
    Need("close account", lambda _, who: accounts.close(who, NOW), before=leaving),
    Need("advance deletion", lambda _, who: accounts.note(who.uid, NOW, swept=True), before=left),
    Need("delete everything", lambda _, doomed: store.batch_delete(doomed), before=large_keys),
    Need("rewrite", lambda _, raw: store.rewrite(raw, newest("row", raw)), before=old_row),
]
# Met by a file's way through the whole service.
BY_A_FILE = {"detail", "write detail", "drop detail", "write score", "drop score"}
