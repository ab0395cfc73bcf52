"""Every key of the one table, and every access pattern that reads or writes it.

One table, PK and SK, two local secondary indexes, no global one. All items of a person share one partition that is
rebuilt from the signed-in user on each request: no client ever names it. ``<start>`` and ``<update>`` are milliseconds
since 1970 in 14 digits, so that text order is time order. ``docs/table.md`` is written from ``ITEMS`` and
``PATTERNS``, and tests fail on a request that no pattern declares. Keys are built here and nowhere else.

Parts of an activity carry the job that made them, and only those of the job that the meta names are shown: two workers
with two files of the same recording never write over each other's parts.
"""

import re
from base64 import b32encode
from datetime import date, datetime, timedelta
from hashlib import blake2b, sha256

from models.entities import epoch_ms
from models.patterns import (
    BATCH_GET,
    BATCH_WRITE,
    DELETE,
    GET,
    PUT,
    QUERY,
    SCAN,
    TRANSACT,
    UPDATE,
    Catalog,
    Item,
    Pattern,
)
from models.terms import Sport

BY_SPORT = "by-sport"
BY_UPDATE = "by-update"
_USER = "U#{uid}"

ITEMS = (
    Item("identity", "I#{identity}", "I", size="0.2 kB", expires="40 days after its account was deleted"),
    Item("profile", _USER, "#P", size="0.3 kB"),
    Item("deleted account", _USER, "#X", size="0.1 kB", expires="40 days"),
    Item(
        "row",
        _USER,
        "A#{start}#{aid}",
        {BY_SPORT: ("R#{start}#{aid}", "W#{start}#{aid}"), BY_UPDATE: ("{update}#{aid}",)},
        size="380 B with a name of 80 B",
    ),
    Item("hidden row", _USER, "H#{start}#{aid}", {BY_UPDATE: ("{update}#{aid}",)}, size="380 B with a name of 80 B"),
    Item("meta", _USER, "D#{aid}#0", size="0.8 kB"),
    Item("tombstone", _USER, "D#{aid}#0", {BY_UPDATE: ("{update}#{aid}",)}, size="0.1 kB", expires="90 days"),
    Item("detail", _USER, "D#{aid}#1detail#{job}", size="3 to 9 kB"),
    Item("score", _USER, "D#{aid}#3score#{job}", size="0.6 kB", planned=True),
    Item("week", _USER, "TW#{day}", size="0.2 to 0.8 kB"),
    Item("year", _USER, "TY#{year}", size="0.3 to 1.9 kB"),
    Item("gear", _USER, "G#{gear}", size="0.2 kB"),
    Item("device", _USER, "V#{device}", size="0.2 kB"),
    Item("ticket", _USER, "T#{upload}", size="0.4 kB", expires="7 days without its file, 30 once the file is gone"),
    Item("job", _USER, "E#{job}", size="0.3 kB", expires="30 days"),
    Item("plan", _USER, "L#{plan}", size="0.5 kB", planned=True),
    Item("planned workout", _USER, "LW#{day}#{number}", size="0.3 kB", planned=True),
    Item("histogram", "C#{measure}#{sex}#{band}#{month}#{shard}", "H", size="0.6 kB", planned=True),
    Item("snapshot", "C#{measure}#{sex}#{band}#{month}#{shard}", "S", size="0.6 kB", planned=True),
)

_CHANGES = ("row", "hidden row", "tombstone")
_DETAIL = ("meta", "tombstone", "detail", "score")
_ACTIVITY = (*_CHANGES, "meta", "week", "year", "gear", "ticket")
_RUN_WALK = ("R#", "W#")

PATTERNS = (
    Pattern("identity", "who signed in", GET, ("identity",), units=0.5),
    Pattern("profile", "the signed-in person", GET, ("profile",), units=0.5),
    Pattern("closed", "whether an account was deleted", GET, ("deleted account",), units=1.0, case="read strongly"),
    Pattern("list", "activities, newest first", QUERY, ("row",), ("A#",), backward=True, units=3.5, case="100 of them"),
    Pattern(
        "list of a sport",
        "runs or walks, newest first",
        QUERY,
        ("row",),
        _RUN_WALK,
        BY_SPORT,
        backward=True,
        units=4.0,
        case="100 runs",
    ),
    Pattern("around", "activities around an instant, for duplicates", QUERY, ("row",), ("A#",), units=0.5),
    Pattern(
        "sport of a year",
        "a sport's activities of a year, for its bests",
        QUERY,
        ("row",),
        _RUN_WALK,
        BY_SPORT,
        units=11.0,
        case="156 runs, read strongly",
    ),
    Pattern("hidden", "merged activities, newest first", QUERY, ("hidden row",), ("H#",), backward=True, units=0.5),
    Pattern("changes", "what changed since", QUERY, _CHANGES, ("{update}",), BY_UPDATE, units=4.0, case="100 of them"),
    Pattern(
        "detail", "activity, score, splits and series", QUERY, _DETAIL, ("D#{aid}#",), units=1.5, case="six channels"
    ),
    Pattern("meta", "an activity alone", GET, ("meta", "tombstone"), units=0.5),
    Pattern("metas", "activities by their ids", BATCH_GET, ("meta", "tombstone"), units=10.0, case="20 of them"),
    Pattern("row", "an activity's row, to change it", GET, ("row", "hidden row"), units=1.0, case="read strongly"),
    Pattern("days", "totals of days and weeks", QUERY, ("week",), ("TW#",), units=1.5, case="53 weeks of 4 each"),
    Pattern("months", "totals of months and years, and bests", QUERY, ("year",), ("TY#",), units=0.5, case="2 years"),
    Pattern("year", "a year's bests, before they change", GET, ("year",), units=1.0, case="read strongly"),
    Pattern("gear", "shoes", QUERY, ("gear",), ("G#",), units=0.5),
    Pattern("pair", "one pair of shoes", GET, ("gear",), units=1.0, case="read strongly"),
    Pattern("devices", "what recorded", QUERY, ("device",), ("V#",), units=0.5),
    Pattern("known device", "whether a recorder is known", GET, ("device",), units=0.5),
    Pattern("ticket", "an upload", GET, ("ticket",), units=1.0, case="read strongly"),
    Pattern("job", "a background job", GET, ("job",), units=1.0, case="read strongly"),
    Pattern("jobs", "background jobs", QUERY, ("job",), ("E#",), units=1.0, case="read strongly"),
    Pattern("plans", "training plans", QUERY, ("plan",), ("L#",), units=0.5, planned=True),
    Pattern(
        "planned workouts", "two weeks of a plan", QUERY, ("planned workout",), ("LW#{day}",), units=1.0, planned=True
    ),
    Pattern("score", "an activity's score alone", GET, ("score",), units=0.5, planned=True),
    Pattern("snapshot", "people of the same age and sex", GET, ("snapshot", "histogram"), units=0.5, planned=True),
    Pattern("new person", "the first request of a person", TRANSACT, ("identity", "profile"), units=4.0),
    Pattern("change profile", "height, weight, language ...", UPDATE, ("profile",), units=1.0),
    Pattern("promise", "a new upload", PUT, ("ticket",), units=1.0),
    Pattern("claim", "start, give back or end an upload", UPDATE, ("ticket",), units=1.0),
    Pattern("write detail", "parts, invisible until the meta names their job", PUT, ("detail",), units=8.0),
    Pattern("drop detail", "parts that another job's replaced", DELETE, ("detail",), units=8.0),
    Pattern(
        "change activity", "finish, edit, merge, restore, delete ...", TRANSACT, _ACTIVITY, units=18.0, case="finish"
    ),
    Pattern("note duplicate", "another file of the same recording", UPDATE, ("meta",), units=1.0),
    Pattern("see device", "a recorder's first and last day", UPDATE, ("device",), units=1.0),
    Pattern("new gear", "a new pair of shoes", PUT, ("gear",), units=1.0),
    Pattern("change gear", "name or retire shoes", UPDATE, ("gear",), units=1.0),
    Pattern("drop gear", "forget shoes", DELETE, ("gear",), units=1.0),
    Pattern("new job", "ask for an export", PUT, ("job",), units=1.0),
    Pattern("advance job", "how far a job is", UPDATE, ("job",), units=1.0),
    Pattern("close account", "the first step of a deletion", TRANSACT, ("identity", "deleted account"), units=4.0),
    Pattern("advance deletion", "how far a deletion is", UPDATE, ("identity", "deleted account"), units=1.0),
    Pattern(
        "all activities", "a person's, to export them", QUERY, _DETAIL, ("D#",), units=260.0, case="1 MB, read strongly"
    ),
    Pattern("everything", "a whole account, to delete it", QUERY, units=260.0, case="1 MB, read strongly"),
    Pattern("delete everything", "25 items of an account", BATCH_WRITE, units=105.0, case="six activities"),
    Pattern("scan", "all items, to bring them to the newest version", SCAN, units=260.0, case="1 MB, read strongly"),
    Pattern("rewrite", "an item in its newest version", UPDATE, ("row", "hidden row", "meta"), units=3.0),
)

CATALOG = Catalog(ITEMS, PATTERNS)

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


def tail(sk: str) -> str:
    """What follows the letter of a sort key such as ``G#<gear>``."""
    return sk.partition("#")[2]


def week_sk(day: date) -> str:
    """Sort key of the totals of the week from Monday that a local date lies in."""
    return f"TW#{day - timedelta(days=day.weekday()):%Y-%m-%d}"


def year_sk(day: date) -> str:
    """Sort key of the totals and bests of a local date's year."""
    return f"TY#{day.year:04d}"
