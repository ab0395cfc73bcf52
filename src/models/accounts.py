"""Accounts that end: closed for sign-in first, then emptied by a background job."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.update import Action

from models import jobs, keys, store
from models.entities import Identity, epoch_ms, from_epoch_ms
from models.errors import AccountClosed
from models.store import Transaction
from models.table import DeletedAccountItem, IdentityItem
from models.terms import AccountState, JobKind

# Longer than the table's backups reach back: whoever restores one learns from the tombstones what to delete again.
REMEMBERED_DAYS = 40
# Longer than the transaction that closes an account can be on its way.
LATER_S = 120
# A deletion that was not heard of for so long is asked for again by the next one who tries to sign in.
_SILENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Deletion:
    """How far the deletion of an account is.

    Attributes:
        identity_pk: where the person's identity lies.
        heard_at: when it was last worked on, or asked for.
        swept_at: when it was first found empty; it is looked at once more after that.
    """

    identity_pk: str
    heard_at: datetime
    swept_at: datetime | None


def is_deleted(uid: str) -> bool:
    """Whether this person's account was deleted, or is being."""
    return deletion(uid) is not None


def deletion(uid: str) -> Deletion | None:
    """How far the deletion of an account is; None for one that stays."""
    raw = store.get(keys.user_pk(uid), keys.DELETED_SK, strong=True)
    if raw is None:
        return None
    swept_ms = int(raw["swept_ms"]["N"]) if "swept_ms" in raw else None
    swept_at = None if swept_ms is None else from_epoch_ms(swept_ms)
    return Deletion(raw["identity_pk"]["S"], from_epoch_ms(int(raw["heard_ms"]["N"])), swept_at)


def close(identity: Identity, now: datetime) -> None:
    """Refuse this person from now on, and ask for everything of theirs to be deleted. Raises AccountClosed.

    A message that comes later is sent before anything is written: whatever happens then, the work is asked for. It does
    nothing for an account that was not closed.
    """
    pk = keys.identity_pk(identity.issuer, identity.subject)
    jobs.send(JobKind.DELETE_ACCOUNT, identity.uid, delay_s=LATER_S)
    transaction = Transaction()
    transaction.put(
        DeletedAccountItem(keys.user_pk(identity.uid), keys.DELETED_SK, identity_pk=pk, heard_ms=epoch_ms(now)),
        "deleted account",
        DeletedAccountItem.pk.does_not_exist(),
    )
    transaction.update(
        IdentityItem,
        (pk, keys.IDENTITY_SK),
        [IdentityItem.state.set(AccountState.CLOSING)],
        "identity",
        IdentityItem.state == AccountState.ACTIVE,
    )
    if transaction.commit():
        raise AccountClosed(AccountState.CLOSING)
    jobs.send(JobKind.DELETE_ACCOUNT, identity.uid)


def nudge(identity: Identity, now: datetime) -> None:
    """Ask again for a deletion that was not heard of for a while: its message may have been lost."""
    found = deletion(identity.uid)
    if found and now - found.heard_at > _SILENCE:
        note(identity.uid, now)
        jobs.send(JobKind.DELETE_ACCOUNT, identity.uid)


def note(uid: str, now: datetime, *, swept: bool | None = None) -> None:
    """Write down that a deletion is being worked on, and whether nothing was found this time."""
    actions: list[Action] = [DeletedAccountItem.heard_ms.set(epoch_ms(now))]
    if swept is not None:
        actions.append(
            DeletedAccountItem.swept_ms.set(epoch_ms(now)) if swept else DeletedAccountItem.swept_ms.remove()
        )
    store.update(keys.user_pk(uid), keys.DELETED_SK, actions, DeletedAccountItem.identity_pk.exists())


def end(uid: str, found: Deletion, now: datetime) -> None:
    """Write down that nothing is left; identity and tombstone themselves go later."""
    ttl = epoch_ms(now + timedelta(days=REMEMBERED_DAYS)) // 1000
    closing = IdentityItem.state == AccountState.CLOSING
    actions = [IdentityItem.state.set(AccountState.CLOSED), IdentityItem.ttl.set(ttl)]
    store.update(found.identity_pk, keys.IDENTITY_SK, actions, closing & (IdentityItem.uid == uid))
    store.update(keys.user_pk(uid), keys.DELETED_SK, [DeletedAccountItem.ttl.set(ttl)])
