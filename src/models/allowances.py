"""How much a person may ask for of what costs most: a bucket in the table for each, which every container sees.

A bucket of ``most`` asks gets one back every ``every_s``. Kept is one number, the time at which it will be full again
(the generic cell rate algorithm): an ask moves that time on by ``every_s``, and is refused where it would come to lie
further ahead than a whole bucket. An ask is one conditional write. Of an idle bucket it sets the time, of one in use it
adds to it; which it is, a container remembers of those whom it answered, and learns from the refusal of the others.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from models import keys, store
from models.entities import epoch_ms
from models.errors import RateLimited
from models.table import AllowanceItem

_REMEMBERED = 4_096
_FORGOTTEN_AFTER_S = 3_600


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many asks at once, and one more every so many seconds."""

    name: str
    most: int
    every_s: int


# Five years of a phone's recordings, 2,000, at once and without a pause; after that three a minute.
UPLOADS = Allowance("uploads", 2_500, 20)
EXPORTS = Allowance("exports", 3, 4 * 3_600)
RESCORES = Allowance("rescores", 10, 600)

_full_at: OrderedDict[tuple[str, str], int] = OrderedDict()


def take(uid: str, allowance: Allowance, now: datetime) -> None:
    """Ask for one; raises RateLimited, with the time to wait, where the bucket is empty.

    An ask whose answer was lost may have been counted: then a repetition takes another one, and nothing else.
    """
    now_ms = epoch_ms(now)
    in_use = _full_at.get((uid, allowance.name), 0) > now_ms
    for used in (in_use, not in_use):
        held, full_ms = _ask(uid, allowance, now_ms, used=used)
        if held:
            return
        wait_ms = full_ms - now_ms - _room_ms(allowance)
        if wait_ms > 0:
            raise RateLimited(math.ceil(wait_ms / 1000), allowance.name)
    raise RateLimited(1, allowance.name)  # others ask for the same person, this very moment


def _ask(uid: str, allowance: Allowance, now_ms: int, *, used: bool) -> tuple[bool, int]:
    """(whether it was granted, when the bucket is full again, as far as this container knows)."""
    step_ms = allowance.every_s * 1000
    full, there = AllowanceItem.full_ms, AllowanceItem.pk.exists()
    if used:
        moved = full.set(full + step_ms)
        condition = there & (full > now_ms) & (full <= now_ms + _room_ms(allowance))
    else:
        moved = full.set(now_ms + step_ms)
        condition = ~there | (full <= now_ms)
    ttl = now_ms // 1000 + allowance.most * allowance.every_s + _FORGOTTEN_AFTER_S
    actions: list[Action] = [moved, AllowanceItem.v.set(1), AllowanceItem.ttl.set(ttl)]
    key = keys.user_pk(uid), keys.allowance_sk(allowance.name)
    before = store.update_or_told(*key, actions, condition)
    name = (uid, allowance.name)
    if before is None:
        full_ms = max(_full_at.get(name, 0), now_ms) + step_ms
    else:
        full_ms = int(before.get("full", {"N": "0"})["N"])
    _full_at[name] = full_ms
    _full_at.move_to_end(name)
    while len(_full_at) > _REMEMBERED:
        _full_at.popitem(last=False)
    return before is None, full_ms


def _room_ms(allowance: Allowance) -> int:
    """How far ahead the time may lie for one more ask to be granted."""
    return (allowance.most - 1) * allowance.every_s * 1000


def forget() -> None:
    """Let a container know of nobody, as one that just began."""
    _full_at.clear()
