"""Random histories of one person's activities, two workers at once: sums, bests and shoes are what a recount gives."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from models import gear, parts, revisions, uploads
from models.entities import Activity, ActivityMeta
from models.errors import Conflict, RetryLater
from models.records import row_of
from models.terms import ChangeKind, Sport
from models.uploads import TicketClosing
from tests.models.builders import DETAIL, NOW, SHA256, START, activity, meta
from tests.models.recount import gear_recount, gear_stored, recount, stored
from tests.models.wire import wire
from tests.soak.place import Place
from tests.soak.recheck import kept

NAME = "histories"
WHAT = "uploads, re-deliveries, edits, merges, deletions and re-processing count once, two workers at once"
UNIT = "histories"
FULL = 2000
FEW = 12

ACTIVITIES = 5
STEPS = 6  # of each worker
WORKERS = 2
LEASE_S = 60
TURN = START.replace(month=12, day=31)


class History:
    """One person, whose activities two workers change as they like."""

    def __init__(self, seed: str) -> None:
        self.uid = uuid4().hex[:20]
        self._chance = random.Random(seed)
        self._shoes = [gear.create(self.uid, name).gear_id for name in ("road", "trail")]

    def run(self) -> list[str]:
        """What is wrong afterwards; nothing, if all went well."""
        plans = [random.Random(self._chance.random()) for _ in range(WORKERS)]
        with ThreadPoolExecutor(WORKERS) as pool:
            for done in [pool.submit(self._work, plan) for plan in plans]:
                done.result()
        return self._wrong()

    def _work(self, chance: random.Random) -> None:
        steps: list[Callable[[random.Random, int], object]] = [
            self._upload,
            self._upload,
            self._deliver_again,
            self._edit,
            self._delete,
            self._merge,
            self._restore,
            self._remeasure,
        ]
        for count in range(STEPS):
            step = steps[0] if count == 0 else chance.choice(steps)
            step(chance, chance.randrange(ACTIVITIES))

    def _upload(self, chance: random.Random, number: int) -> None:
        """A file of this recording arrives, by the upload of the first time or by another one."""
        upload_id = f"upload-{number}-{chance.randrange(2)}"
        if uploads.promise(self.uid, upload_id, NOW, file=(None, 1000, SHA256), sport_hint=None) is None:
            uploads.rearm(self.uid, upload_id, NOW)
        self._deliver(chance, number, upload_id)

    def _deliver_again(self, chance: random.Random, number: int) -> None:
        self._deliver(chance, number, f"upload-{number}-{chance.randrange(2)}")

    def _deliver(self, chance: random.Random, number: int, upload_id: str) -> None:
        job = f"{chance.getrandbits(32):08x}"
        claimed, _ = uploads.claim(self.uid, upload_id, job, NOW, LEASE_S)
        if claimed is not uploads.Claim.MINE:
            return
        made = meta(self._card(chance, number), upload_id, job, efforts_ms=_efforts(chance))
        closing = TicketClosing((made.activity.aid,), ())
        try:
            for _ in range(chance.choice([1, 1, 2])):  # the second time, the first one's answer was lost
                if not revisions.finish(self.uid, made, DETAIL, closing):
                    uploads.close(self.uid, upload_id, job, closing)
        except RetryLater:
            """It was deleted meanwhile, and its upload is over: the next delivery finds that out."""

    def _edit(self, chance: random.Random, number: int) -> None:
        changes = chance.choice(
            [
                {"name": f"name {chance.random()}"},
                {"sport": chance.choice(list(Sport))},
                {"gear_id": chance.choice([None, *self._shoes])},
                {"started_at": _start(chance)},
                {"distance_m": chance.randrange(10**7) / 1000, "elapsed_s": chance.randrange(10**7) / 1000},
            ]
        )
        self._change(number, ChangeKind.EDITED, lambda seen: replace(seen, activity=replace(seen.activity, **changes)))

    def _merge(self, chance: random.Random, number: int) -> None:
        keep = activity(chance.randrange(ACTIVITIES)).aid
        if keep == activity(number).aid:
            return

        def hide(seen: ActivityMeta) -> ActivityMeta | None:
            return None if seen.merged_into else replace(seen, merged_into=keep)

        try:
            self._change(number, ChangeKind.MERGED, hide)
        except Conflict:
            """The other one is not there, or hidden itself: an app would be told so before."""

    def _restore(self, _chance: random.Random, number: int) -> None:
        self._change(number, ChangeKind.RESTORED, lambda seen: replace(seen, merged_into=None))

    def _change(
        self, number: int, kind: ChangeKind, changed: Callable[[ActivityMeta], ActivityMeta | None]
    ) -> ActivityMeta | None:
        return revisions.change(self.uid, activity(number).aid, kind, changed)

    def _remeasure(self, chance: random.Random, number: int) -> None:
        aid = activity(number).aid
        seen = self._change(number, ChangeKind.EDITED, lambda known: known)
        if seen is None:
            return
        job = f"{chance.getrandbits(32):08x}"
        card = replace(seen.activity, distance_m=chance.randrange(10**7) / 1000, started_at=_start(chance))
        made = replace(seen, job=job, activity=card, efforts_ms=_efforts(chance))
        revisions.remeasure(self.uid, seen, made, DETAIL)
        assert aid == card.aid

    def _delete(self, _chance: random.Random, number: int) -> None:
        revisions.delete(self.uid, activity(number).aid)

    def _card(self, chance: random.Random, number: int) -> Activity:
        return activity(
            number,
            sport=chance.choice(list(Sport)),
            started_at=_start(chance),
            utc_offset_s=chance.choice([-36_000, 0, 20_700, 50_400]),
            steps=chance.choice([None, 0, 4321]),
            ascent_m=chance.choice([None, 0.0, 12.3]),
            gear_id=chance.choice([None, *self._shoes]),
        )

    def _wrong(self) -> list[str]:
        uid = self.uid
        pairs = {"sums": (stored(uid), recount(uid)), "shoes": (gear_stored(uid), gear_recount(uid))}
        found = [f"{name}: stored {is_}, counted {should}" for name, (is_, should) in pairs.items() if is_ != should]
        there = kept(uid)
        for aid in {*there.metas, *there.rows}:
            rows, known = there.rows[aid], there.metas.get(aid)
            made = [wire(row_of(uid, known, ChangeKind(rows[0]["x"]["S"])))] if known and rows else []
            if made != rows or not rows:
                found.append(f"{aid}: rows {rows}, meta {known}")
            if known and parts.detail_of(there.parts[aid], known.job) != DETAIL:
                found.append(f"{aid}: the parts of job {known.job} are not there")
        return found


def _start(chance: random.Random) -> datetime:
    """Around the turn of a year, a week and a month, so that activities move between sums."""
    return TURN + timedelta(days=chance.randrange(-2, 3), milliseconds=chance.randrange(10**8))


def _efforts(chance: random.Random) -> tuple[int, ...]:
    """Few different values, so that ties and changes of the best are common."""
    return tuple(chance.choice([0, 90_000, 91_000, 92_000]) for _ in range(3))


def run(place: Place, seed: int, count: int) -> str:
    """``count`` histories, each of a person of its own; raises AssertionError with the seed of the first wrong one."""
    with place.table():
        for number in range(count):
            wrong = History(f"{seed}/{number}").run()
            assert not wrong, f"history {number} of seed {seed}: {wrong}"
    return f"{count} histories of {WORKERS} workers and {STEPS} steps each, every one equal to its recount"
