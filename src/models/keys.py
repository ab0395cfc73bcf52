"""Every key of the one table.

One table, PK and SK, two local secondary indexes, no global one. All items of a person share one partition that is
rebuilt from the signed-in user on each request: no client ever names it. ``<start>`` and ``<update>`` are milliseconds
since 1970 in 14 digits, so that text order is time order. Keys are built here and nowhere else; which items they lead
to, and who asks for them, is declared in ``models.catalog``.

Parts of an activity carry the job that made them, and only those of the job that the meta names are shown: two workers
with two files of the same recording never write over each other's parts.
"""

import re
from base64 import b32encode
from datetime import date, datetime, timedelta
from hashlib import blake2b, sha256

from models.entities import epoch_ms, from_epoch_ms
from models.terms import Sport

BY_SPORT = "by-sport"
BY_UPDATE = "by-update"

_LAST_STAMP = 10**14 - 1
IDENTITY_SK = "I"
PROFILE_SK = "#P"
DELETED_SK = "#X"
GEAR_PREFIX = "G#"
DEVICE_PREFIX = "V#"
JOB_PREFIX = "E#"
PLAN_PREFIX = "L#"
YEAR_PREFIX = "TY#"
DETAIL_PREFIX = "D#"
HIDDEN_PREFIX = "H#"
HISTOGRAM_SK = "H"
SNAPSHOT_SK = "S"
_ROW = re.compile(r"[AH]#\d{14}#[^#]+")
_SPORT_LETTER = {Sport.RUNNING: "R", Sport.WALKING: "W"}


def digest(*parts: str, size: int = 10) -> str:
    """A short, URL-safe, lower-case name for these parts: 16 characters for 10 bytes."""
    hashed = blake2b("\0".join(parts).encode(), digest_size=size).digest()
    return b32encode(hashed).decode().rstrip("=").lower()


def user_pk(uid: str) -> str:
    """The partition of one person."""
    return f"U#{uid}"


def identity_pk(issuer: str, subject: str) -> str:
    """The partition of one issuer's subject; hashed, because subjects can be mail addresses."""
    return f"I#{sha256(f'{issuer}\0{subject}'.encode()).hexdigest()}"


def stamp(instant: datetime) -> str:
    """An instant as 14 digits; before 1970 and after 5138 as the ends of that time."""
    return f"{min(max(epoch_ms(instant), 0), _LAST_STAMP):014d}"


def activity_id(uid: str, device_key: str, started_at: datetime) -> str:
    """The same recording always gets the same id: a hash of person, device and start."""
    return digest(uid, device_key, stamp(started_at))


def upload_id(uid: str, client_key: str) -> str:
    """The same client key always names the same upload of a person."""
    return digest("upload", uid, client_key)


def row_sk(started_at: datetime, aid: str) -> str:
    """Sort key of an activity's row."""
    return f"A#{stamp(started_at)}#{aid}"


def hidden_sk(started_at: datetime, aid: str) -> str:
    """Sort key of the row of an activity that was merged into another one."""
    return f"H#{stamp(started_at)}#{aid}"


def is_row(sk: str) -> bool:
    """Whether this is the sort key of a row, hidden or not."""
    return bool(_ROW.fullmatch(sk))


def row_bounds(since: datetime | None, until: datetime | None, letter: str = "A") -> tuple[str, str]:
    """Sort-key bounds of rows that start at or after ``since`` and before ``until``."""
    low = f"{letter}#{stamp(since)}" if since else f"{letter}#"
    # "~" sorts after every digit; a bare stamp sorts before every row of that instant.
    high = f"{letter}#{stamp(until)}" if until else f"{letter}#~"
    return low, high


def parse_row(sk: str) -> tuple[int, str]:
    """(start in milliseconds since 1970, activity id) of a row's sort key."""
    _, started_ms, aid = sk.split("#")
    return int(started_ms), aid


def sport_letter(sport: Sport) -> str:
    """First letter of the by-sport sort key."""
    return _SPORT_LETTER[sport]


def sport_sort(sport: Sport, row: str) -> str:
    """by-sport sort key of the row with this SK."""
    return f"{_SPORT_LETTER[sport]}{row[1:]}"


def page_start(uid: str, sk: str, sport_key: str | None = None) -> dict[str, dict[str, str]]:
    """Where a query goes on, as the wire has it: behind this sort key, in by-sport behind this one of it."""
    start = {"PK": {"S": user_pk(uid)}, "SK": {"S": sk}}
    return start | {"KS": {"S": sport_key}} if sport_key else start


def update_sort(updated_at: datetime, aid: str) -> str:
    """by-update sort key."""
    return f"{stamp(updated_at)}#{aid}"


def tells_change(sk: str) -> bool:
    """Whether an item of by-update with this SK is one of ours: a row, a hidden row, or a tombstone."""
    return sk.startswith(("A#", HIDDEN_PREFIX, DETAIL_PREFIX))


def detail_prefix(aid: str) -> str:
    """Prefix of everything kept of an activity beside its row."""
    return f"D#{aid}#"


def meta_sk(aid: str) -> str:
    """Sort key of an activity's meta item, or of its tombstone."""
    return f"D#{aid}#0"


def detail_sk(aid: str, job: str) -> str:
    """Sort key of what an activity shows, as this job made it."""
    return f"D#{aid}#1detail#{job}"


def score_sk(aid: str, job: str) -> str:
    """Sort key of the score that this job gave an activity, with its parts."""
    return f"D#{aid}#3score#{job}"


def parse_part(sk: str) -> tuple[str, str]:
    """(kind, job) of a part's sort key; the meta's is ("0", "")."""
    kind, _, job = sk.split("#", 2)[2].partition("#")
    return kind, job


def ticket_sk(upload: str) -> str:
    """Sort key of an upload ticket."""
    return f"T#{upload}"


def gear_sk(gear: str) -> str:
    """Sort key of a pair of shoes."""
    return f"{GEAR_PREFIX}{gear}"


def device_id(device_key: str) -> str:
    """A recorder's id: serial numbers and names hold anything."""
    return digest("device", device_key)


def device_sk(device: str) -> str:
    """Sort key of a recorder."""
    return f"{DEVICE_PREFIX}{device}"


def job_sk(job: str) -> str:
    """Sort key of a background job."""
    return f"{JOB_PREFIX}{job}"


def allowance_sk(name: str) -> str:
    """Sort key of how much of something costly a person may still ask for."""
    return f"Q#{name}"


def session_sk(day: date, session: str) -> str:
    """Sort key of a session of exercises, by the local date it was done."""
    return f"B#{day}#{session}"


def session_bounds(first: date, last: date) -> tuple[str, str]:
    """Sort-key bounds of the sessions of these local dates, both included."""
    return f"B#{first}", f"B#{last}#~"


def parse_session(sk: str) -> tuple[date, str]:
    """(local date, session id) of a session's sort key."""
    _, day, session = sk.split("#")
    return date.fromisoformat(day), session


def plan_sk(plan: str) -> str:
    """Sort key of a training plan."""
    return f"{PLAN_PREFIX}{plan}"


def workout_sk(day: date, number: int) -> str:
    """Sort key of the planned workout of a local date; ``number`` counts those of one date from 0."""
    return f"LW#{day}#{number}"


def workout_bounds(first: date, last: date) -> tuple[str, str]:
    """Sort-key bounds of the workouts planned for these local dates, both included."""
    return f"LW#{first}", f"LW#{last}#~"


def cohort_pk(measure: str, sex: str, band: str, month: str, shard: int) -> str:
    """The partition of how people of one sex and age band did in a month: ``shard`` of those that share the writes."""
    return f"C#{measure}#{sex}#{band}#{month}#{shard}"


def counted_sk(month: date) -> str:
    """Sort key of what a person's month was counted as among people of the same age and sex."""
    return f"C#{month:%Y-%m}"


def month_of_row(sk: str) -> date:
    """The first day of the month, in UTC, in which the activity of a row started."""
    return from_epoch_ms(parse_row(sk)[0]).date().replace(day=1)


def tail(sk: str) -> str:
    """What follows the letter of a sort key such as ``G#<gear>``."""
    return sk.partition("#")[2]


def week_sk(day: date) -> str:
    """Sort key of the totals of the week from Monday that a local date lies in."""
    return f"TW#{day - timedelta(days=day.weekday()):%Y-%m-%d}"


def year_sk(day: date) -> str:
    """Sort key of the totals and bests of a local date's year."""
    return f"TY#{day.year:04d}"
