"""Sessions of exercises that the signed-in person did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coaching.exercises import EXERCISES
from models import sessions
from models.entities import Session
from models.errors import InvalidInput
from models.terms import Effort
from resolvers.access import Caller, uid_of
from resolvers.validation import InputProblemCode, Problems, Refused, check_client_key

MAX_EXERCISES = 20
MAX_DAYS = 400
# More than anybody does of a day; a list of days is read as a whole.
MAX_A_DAY = 10
# The day may have begun where the person is: clocks are at most 14 hours ahead of UTC.
_AHEAD = timedelta(days=1)
_BACK = timedelta(days=366)
_DAY_DIGITS = 8
# Characters of a key that nobody knows, as it is told.
_MAX_TOLD = 40


@dataclass(frozen=True, slots=True)
class NewSession:
    """What somebody tells of a session."""

    day: date
    exercises: tuple[str, ...]
    effort: Effort
    painful: tuple[str, ...] = ()
    client_key: str | None = None


def log(caller: Caller, new: NewSession, today: date) -> Session | Refused:
    """Keep a session; the same client key gives the same one of a day, also of a day that is full."""
    uid = uid_of(caller)
    problems = _problems(new, today)
    if not problems.found and _is_full(uid, new):
        problems.add("day", InputProblemCode.TOO_MANY, f"has {MAX_A_DAY} sessions already")
    if problems.found:
        return Refused(tuple(problems.found))
    exercises, painful = tuple(dict.fromkeys(new.exercises)), tuple(dict.fromkeys(new.painful))
    return sessions.log(uid, new.day, exercises, new.effort, painful, new.client_key)


def delete(caller: Caller, key: str) -> bool:
    """Forget the session with this key; False where there is none."""
    uid = uid_of(caller)
    day = _day_of(key[:_DAY_DIGITS])
    return sessions.delete(uid, day, key[_DAY_DIGITS:]) if day else False


def key_of(session: Session) -> str:
    """What names a session among all of its person's: its id alone is one of a day's."""
    return f"{session.day:%Y%m%d}{session.session_id}"


def between(caller: Caller, first: date, last: date) -> list[Session]:
    """The sessions of these local dates, both included, oldest first; raises InvalidInput."""
    if first > last:
        raise InvalidInput("to", "must not be earlier than from")
    if (last - first).days >= MAX_DAYS:
        raise InvalidInput("to", f"is {MAX_DAYS} days or more later than from")
    return sessions.between(uid_of(caller), first, last)


def _named(keys: Sequence[str]) -> str:
    """Each key once, in a size that an answer can hold."""
    told = list(dict.fromkeys(key[:_MAX_TOLD] for key in keys))
    more = ["..."] if len(told) > MAX_EXERCISES else []
    return ", ".join([*(repr(key) for key in told[:MAX_EXERCISES]), *more])


def _is_full(uid: str, new: NewSession) -> bool:
    told = {each.session_id for each in sessions.between(uid, new.day, new.day)}
    again = new.client_key is not None and sessions.id_of(uid, new.client_key) in told
    return len(told) >= MAX_A_DAY and not again


def _day_of(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def _problems(new: NewSession, today: date) -> Problems:
    problems = Problems()
    if not today - _BACK <= new.day <= today + _AHEAD:
        problems.add("day", InputProblemCode.OUT_OF_RANGE, "must lie within the last year")
    if not 1 <= len(new.exercises) <= MAX_EXERCISES:
        problems.add("exercises", InputProblemCode.OUT_OF_RANGE, f"must be 1 to {MAX_EXERCISES}")
    if unknown := [key for key in new.exercises if key not in EXERCISES]:
        problems.add("exercises", InputProblemCode.MALFORMED, f"no such exercise: {_named(unknown)}")
    told = set(new.exercises)
    if elsewhere := [key for key in new.painful if key not in told]:
        problems.add("painful", InputProblemCode.INCONSISTENT, f"must be among the exercises: {_named(elsewhere)}")
    problems.take(check_client_key(new.client_key))
    return problems
