"""Every change of an activity, one transaction each: finish, edit, merge, restore, measure or score again, delete.

A change names the revision that it saw, moves the row, and carries the difference to the sums, so that a replay, a
lost answer or two workers at once can neither count twice nor leave half of a change behind. A refusal by the sums
(another activity's change came between) is tried again from what is there then.

What brings scores names the profile that they were made by, and is refused with ProfileChanged where the person told
something else meanwhile: the walk that scores everything again may have been and gone before this activity's row.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.models import Model

from models import deadline, keys, parts, store, users
from models.entities import ActivityMeta, Detail, Profile, Score, epoch_ms
from models.errors import Conflict, ProfileChanged, RetryLater
from models.ledger import Ledger, contribution_of
from models.leftovers import SEPARATOR, Leftovers, leftovers_of
from models.object_keys import detail_key, raw_key
from models.records import item_of_meta, meta_of, row_of
from models.store import RawItem, Transaction
from models.table import MetaItem, ProfileItem, RowItem, ScoreItem, TicketItem, TombstoneItem
from models.terms import ChangeKind
from models.uploads import TicketClosing, closing_actions, holds
from models.versions import newest

TOMBSTONE_DAYS = 90
_TRIES = 12
_BASE_PAUSE_S = 0.02
# Together less than ``feed.SETTLED``, also with a last try that is answered late.
_STAMP_LIFE = timedelta(seconds=20)
COMMIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Known:
    """An activity as it lies in the table at this moment."""

    meta: ActivityMeta
    raw_meta: RawItem
    raw_row: RawItem | None

    def unchanged(self) -> Condition:
        """The condition that it is still the one that was seen; the first version counted no revisions."""
        told = "rev" in self.raw_meta
        revision = MetaItem.revision == self.meta.revision if told else MetaItem.revision.does_not_exist()
        seen: Condition = revision & MetaItem.upload_id.exists()
        return seen


def finish(
    uid: str, meta: ActivityMeta, detail: Detail, closing: TicketClosing | None, scored_by: Profile | None = None
) -> bool:
    """Make an activity visible and count it, closing its upload in the same transaction where ``closing`` is given.

    The parts are written before, invisible until then. Returns False when the activity is there already.
    Raises RetryLater when another worker holds the upload, and ProfileChanged.
    """
    pk, aid = keys.user_pk(uid), meta.activity.aid
    before = store.get(pk, keys.meta_sk(aid), strong=True)
    if there := meta_of(before):
        return there.job == meta.job
    _write_parts(uid, meta, detail)
    # Whoever deletes drops the parts that were there before: a tombstone made since then may have taken these.
    seen = TombstoneItem.by_update == before["UK"]["S"] if before else MetaItem.pk.does_not_exist()

    def build(transaction: Transaction, now: datetime) -> ActivityMeta:
        made = _touched(meta, now, 1)
        ticket = (pk, keys.ticket_sk(meta.upload_id))
        if closing:
            transaction.update(TicketItem, ticket, closing_actions(closing), "ticket", holds(meta.job))
        else:
            transaction.check(TicketItem, *ticket, holds(meta.job), "ticket")
        transaction.put(item_of_meta(uid, made), "meta", seen)
        transaction.put(row_of(uid, made, ChangeKind.CREATED), "row")
        _check_profile(transaction, uid, scored_by)
        Ledger(uid, None, contribution_of(made)).write(transaction)
        return made

    if _committed(build) is not None:
        return True
    found = meta_of(store.get(pk, keys.meta_sk(aid), strong=True))
    if found and found.job == meta.job:  # done before, and the answer was lost
        return True
    _drop_parts(uid, aid, meta.job)
    if found is None:
        raise RetryLater("another worker took over this upload, or the activity was deleted meanwhile")
    return False


def change(
    uid: str, aid: str, kind: ChangeKind, changed: Callable[[ActivityMeta], ActivityMeta | None]
) -> ActivityMeta | None:
    """Replace an activity by what ``changed`` makes of it; None where it is not there.

    ``changed`` is called anew for each try, and answers None to leave everything as it is. What it makes may move to
    another day, sport or pair of shoes, or out of the lists. Raises Conflict where it is merged into what is not there,
    or hidden itself.
    """

    def attempt() -> ActivityMeta | None:
        known = _known(uid, aid)
        wanted = changed(known.meta) if known else None
        if known is None or wanted is None or wanted == known.meta:
            return known.meta if known else None

        def build(transaction: Transaction, now: datetime) -> ActivityMeta:
            made = _touched(wanted, now, known.meta.revision + 1)
            _replace(transaction, uid, known, made, kind)
            if made.merged_into and made.merged_into != known.meta.merged_into:
                # The one that stays must be there, and must not itself be hidden.
                stays = MetaItem.upload_id.exists() & MetaItem.merged_into.does_not_exist()
                transaction.check(MetaItem, keys.user_pk(uid), keys.meta_sk(made.merged_into), stays, "keeper")
            return made

        return _committed(build) or _again()

    return _patient(attempt)


def remeasure(
    uid: str, seen: ActivityMeta, made: ActivityMeta, detail: Detail, scored_by: Profile | None = None
) -> bool:
    """Replace an activity's measures, made from ``seen``; False when it was changed or deleted meanwhile.

    The parts of the job before are dropped afterwards: nobody sees them any more. Raises ProfileChanged.
    """
    _write_parts(uid, made, detail)
    aid = seen.activity.aid

    def attempt() -> bool:
        known = _known(uid, aid)
        if known is None or known.meta.revision != seen.revision:
            return known is not None and known.meta.job == made.job

        def build(transaction: Transaction, now: datetime) -> ActivityMeta:
            next_one = _touched(made, now, seen.revision + 1)
            _replace(transaction, uid, known, next_one, ChangeKind.REMEASURED)
            _check_profile(transaction, uid, scored_by)
            return next_one

        return True if _committed(build) else _again()

    done = _patient(attempt)
    _drop_parts(uid, aid, seen.job if done else made.job)
    return done


def rescore(
    uid: str, seen: ActivityMeta, made: ActivityMeta, scores: Sequence[Score], scored_by: Profile | None = None
) -> bool:
    """Give an activity other scores, made from ``seen``; False when it was changed or deleted meanwhile.

    Versions of the score that are not among these stay beside them. Raises ProfileChanged.
    """
    aid = seen.activity.aid
    known = _known(uid, aid)
    if known is None or known.meta.revision != seen.revision:
        return False

    def build(transaction: Transaction, now: datetime) -> bool:
        _replace(transaction, uid, known, _touched(made, now, seen.revision + 1), ChangeKind.REMEASURED)
        _check_profile(transaction, uid, scored_by)
        place = (keys.user_pk(uid), keys.score_sk(aid, seen.job))
        transaction.update(ScoreItem, place, parts.score_actions(scores), "score", ScoreItem.form.exists())
        return True

    return _committed(build) is not None


def delete(uid: str, aid: str) -> Leftovers | None:
    """Take an activity away with everything that it added; a tombstone stays for phones that were offline.

    Returns what is left in the bucket, also when it is asked again; None where there never was such an activity.
    Its upload keeps its ticket: other activities of the file may still need it, and a new promise of the file finds
    that something is missing.
    """
    pk, sk = keys.user_pk(uid), keys.meta_sk(aid)

    def attempt() -> Leftovers | None:
        raw = store.get(pk, sk, strong=True)
        if raw is None:
            return None
        known = _known(uid, aid)
        if known is None:
            return leftovers_of(raw)
        leftovers = _leftovers(uid, known.meta)  # read before the tombstone: later parts are not this deletion's

        def build(transaction: Transaction, now: datetime) -> Leftovers:
            stone = TombstoneItem(
                pk,
                sk,
                by_update=keys.update_sort(now, aid),
                change=ChangeKind.DELETED,
                left=leftovers.told(),
                ttl=epoch_ms(now + timedelta(days=TOMBSTONE_DAYS)) // 1000,
            )
            transaction.put(stone, "meta", known.unchanged())
            if known.raw_row:
                transaction.delete(RowItem(pk, known.raw_row["SK"]["S"]), "row")
            Ledger(uid, contribution_of(known.meta), None).write(transaction)
            return leftovers

        return _committed(build) or _again()

    left = _patient(attempt)
    if left:
        _drop_parts(uid, aid, *left.jobs)
    return left


def note_duplicate(uid: str, aid: str, other_key: str, others: tuple[str, ...] = ()) -> bool:
    """Remember that this file held the same recording, so that it is deleted with it; False where it is gone.

    ``others`` are the other activities in the file: it stays as long as one of them does.
    """
    actions = [MetaItem.duplicate_keys.add({SEPARATOR.join((other_key, *others))}), MetaItem.revision.add(1)]
    return store.update(keys.user_pk(uid), keys.meta_sk(aid), actions, MetaItem.upload_id.exists())


class _Again(Exception):
    """Something came between: look again."""


def _again() -> Any:
    raise _Again


def _patient[T](attempt: Callable[[], T]) -> T:
    """What ``attempt`` answers, tried again while others' changes come between; then RetryLater."""
    for count in range(_TRIES):
        try:
            return attempt()
        except _Again:
            _pause(count)
    raise RetryLater("this activity is being changed by others")


def _committed[T](build: Callable[[Transaction, datetime], T]) -> T | None:
    """Commit what ``build`` makes, anew while only the sums refuse it; None when the activity's condition did.

    Raises Conflict when the activity that should stand for another one cannot, and ProfileChanged.
    """
    for count in range(_TRIES):
        transaction, now = Transaction(), datetime.now(UTC)
        made = build(transaction, now)
        if datetime.now(UTC) - now > _STAMP_LIFE:
            continue  # reading the sums took so long that a reader of the feed may be past this stamp
        with deadline.within(COMMIT_S):
            refused = transaction.commit()
        if not refused:
            return made
        if refused & {"meta", "ticket", "score"}:
            return None
        if "profile" in refused:
            raise ProfileChanged
        if "keeper" in refused:
            raise Conflict("keepId", "is hidden itself, or not there any more")
        _pause(count)
    raise RetryLater("other activities of this person are being counted")


def _pause(count: int) -> None:
    pause_s = random.uniform(0, min(_BASE_PAUSE_S * 2**count, 0.5))  # noqa: S311 -- jitter, not a secret
    left_s = deadline.left()
    if left_s is not None and left_s <= pause_s:
        raise RetryLater("there is no time left")
    time.sleep(pause_s)


def _known(uid: str, aid: str) -> Known | None:
    pk = keys.user_pk(uid)
    raw = store.get(pk, keys.meta_sk(aid), strong=True)
    meta = meta_of(raw)
    if raw is None or meta is None:
        return None
    build = keys.hidden_sk if meta.merged_into else keys.row_sk
    return Known(meta, raw, store.get(pk, build(meta.activity.started_at, aid), strong=True))


def _touched(meta: ActivityMeta, now: datetime, revision: int) -> ActivityMeta:
    return replace(meta, revision=revision, activity=replace(meta.activity, updated_at=now))


def _replace(transaction: Transaction, uid: str, known: Known, made: ActivityMeta, kind: ChangeKind) -> None:
    """Put the new meta and row in the place of the old ones, and carry the difference to the sums."""
    transaction.put_raw(_carried(item_of_meta(uid, made), newest("meta", known.raw_meta)), "meta", known.unchanged())
    row = _carried(row_of(uid, made, kind), newest("row", known.raw_row) if known.raw_row else {})
    if known.raw_row and known.raw_row["SK"] != row["SK"]:
        transaction.delete(RowItem(keys.user_pk(uid), known.raw_row["SK"]["S"]), "row")
    transaction.put_raw(row, "row")
    Ledger(uid, contribution_of(known.meta), contribution_of(made)).write(transaction)


def _carried(item: Model, before: RawItem) -> RawItem:
    """The item as it goes over the wire, with the attributes of the one before that this code does not know."""
    known = {attribute.attr_name for attribute in item.get_attributes().values()}
    unknown = {name: store.writable(value) for name, value in before.items() if name not in known}
    return unknown | item.serialize()


def _check_profile(transaction: Transaction, uid: str, scored_by: Profile | None) -> None:
    if scored_by:
        place = (keys.user_pk(uid), keys.PROFILE_SK)
        transaction.check(ProfileItem, *place, users.scored_by(scored_by), "profile")


def _write_parts(uid: str, meta: ActivityMeta, detail: Detail) -> None:
    for part in parts.items_of(uid, meta.activity.aid, meta.job, detail):
        store.put(part)


def _drop_parts(uid: str, aid: str, *jobs: str) -> None:
    """Delete the parts of these jobs, and of no other: those may be about to be shown."""
    for sk in _parts_of(uid, aid):
        if keys.parse_part(sk)[1] in jobs:
            store.delete(keys.user_pk(uid), sk)


def _parts_of(uid: str, aid: str) -> list[str]:
    """Sort keys of all parts of an activity, read strongly."""
    found = store.query_all(keys.user_pk(uid), store.prefix(keys.detail_prefix(aid)), strong=True)
    return [raw["SK"]["S"] for raw in found if keys.parse_part(raw["SK"]["S"])[0] != "0"]


def _leftovers(uid: str, meta: ActivityMeta) -> Leftovers:
    return Leftovers(
        detail_key(uid, meta.activity.aid, meta.job),
        raw_key(uid, meta.upload_id),
        meta.upload_id,
        meta.siblings,
        meta.duplicate_keys,
        tuple(sorted({keys.parse_part(sk)[1] for sk in _parts_of(uid, meta.activity.aid)} | {meta.job})),
    )
