"""Sessions of exercises that were done: told by the person, listed by their local dates."""

import secrets
from datetime import date

from models import keys, store
from models.entities import Session
from models.errors import RetryLater
from models.store import RawItem
from models.table import SessionItem
from models.terms import Effort


def log(
    uid: str,
    day: date,
    exercises: tuple[str, ...],
    effort: Effort,
    painful: tuple[str, ...] = (),
    client_key: str | None = None,
) -> Session:
    """Keep a session; the same client key always names the same one of a day, which stays as it was."""
    session_id = secrets.token_hex(6) if client_key is None else id_of(uid, client_key)
    pk, sk = keys.user_pk(uid), keys.session_sk(day, session_id)
    item = SessionItem(pk, sk, exercises=list(exercises), effort=effort, painful=list(painful) or None)
    if store.put(item, SessionItem.pk.does_not_exist()):
        return Session(session_id, day, exercises, effort, painful)
    raw = store.get(pk, sk, strong=True)
    if raw is None:
        raise RetryLater("this session was just deleted")
    return session_of(raw)


def id_of(uid: str, client_key: str) -> str:
    """The id that a session with this key has on its day."""
    return keys.digest("session", uid, client_key)


def delete(uid: str, day: date, session_id: str) -> bool:
    """Forget a session. False where there is none."""
    pk, sk = keys.user_pk(uid), keys.session_sk(day, session_id)
    if store.get(pk, sk, strong=True) is None:
        return False
    # Without a condition: a deletion whose answer was lost is made again, and must not be told as refused.
    return store.delete(pk, sk)


def between(uid: str, first: date, last: date) -> list[Session]:
    """The sessions of these local dates, both included, oldest first, in one request."""
    found = store.query_all(keys.user_pk(uid), keys.session_bounds(first, last))
    return [session_of(raw) for raw in found]


def session_of(raw: RawItem) -> Session:
    """A stored session as a record."""
    day, session_id = keys.parse_session(raw["SK"]["S"])
    return Session(
        session_id=session_id,
        day=day,
        exercises=_texts(raw, "exercises"),
        effort=Effort(raw["effort"]["S"]),
        painful=_texts(raw, "painful"),
    )


def _texts(raw: RawItem, name: str) -> tuple[str, ...]:
    return tuple(part["S"] for part in raw[name]["L"]) if name in raw else ()
