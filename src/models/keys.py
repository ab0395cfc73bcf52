"""Every key of the one table, beside the access pattern that reads it.

======================  =====================  =======================  ==================  ===========================
item                    PK                     SK                       index sort keys     read by
======================  =====================  =======================  ==================  ===========================
identity                ``I#<issuer+subject>`` ``I``                                        sign-in: GetItem
profile                 ``U#<uid>``            ``#P``                                       profile: GetItem
activity row            ``U#<uid>``            ``A#<start>#<aid>``      KS ``R#<start>#..`` list: Query backward on SK
                                                                        or ``W#<start>#..`` one sport: Query on KS
                                                                        UK ``<update>#..``  changes: Query on UK
activity meta           ``U#<uid>``            ``D#<aid>#0``                                activity: GetItem
laps, splits, efforts   ``U#<uid>``            ``D#<aid>#2splits#<job>``                    detail: Query ``D#<aid>#``
preview                 ``U#<uid>``            ``D#<aid>#3p0256#<job>``                     detail: Query ``D#<aid>#``
track                   ``U#<uid>``            ``D#<aid>#4track#<job>``                     detail: Query ``D#<aid>#``
totals                  ``U#<uid>``            ``TD#<day>``, ``TW#``,                       totals: Query BETWEEN
                                               ``TM#<month>``, ``TY#``
upload ticket           ``U#<uid>``            ``T#<upload id>``                            upload: GetItem
tombstone of activity   ``U#<uid>``            ``X#<aid>``              UK ``<update>#..``  changes: Query on UK
======================  =====================  =======================  ==================  ===========================

``<start>`` and ``<update>`` are milliseconds since 1970 in 14 digits, so that text order is time order. All keys of
a person share one partition that is rebuilt from the signed-in user on each request: no client ever names it.
Parts carry the job that made them, and only those of the job that the meta names are shown: two workers with two files
of the same recording never write over each other's parts.
"""

from base64 import b32encode
from datetime import date, datetime, timedelta
from hashlib import blake2b, sha256

from models.entities import epoch_ms
from models.terms import Sport, Weekday

BY_SPORT = "by-sport"
BY_UPDATE = "by-update"

_LAST_STAMP = 10**14 - 1
IDENTITY_SK = "I"
PROFILE_SK = "#P"
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


def row_bounds(since: datetime | None, until: datetime | None, letter: str = "A") -> tuple[str, str]:
    """Sort-key bounds of rows that start at or after ``since`` and before ``until``."""
    low = f"{letter}#{stamp(since)}" if since else f"{letter}#"
    # "~" sorts after every digit; a bare stamp sorts before every row of that instant.
    high = f"{letter}#{stamp(until)}" if until else f"{letter}#~"
    return low, high


def sport_letter(sport: Sport) -> str:
    """First letter of the by-sport sort key."""
    return _SPORT_LETTER[sport]


def sport_sort(sport: Sport, row: str) -> str:
    """by-sport sort key of the row with this SK."""
    return f"{_SPORT_LETTER[sport]}{row[1:]}"


def row_of_sport_sort(sort: str) -> str:
    """SK of the row with this by-sport sort key."""
    return f"A{sort[1:]}"


def update_sort(updated_at: datetime, aid: str) -> str:
    """by-update sort key."""
    return f"{stamp(updated_at)}#{aid}"


def detail_prefix(aid: str) -> str:
    """Prefix of everything kept of an activity beside its row."""
    return f"D#{aid}#"


def meta_sk(aid: str) -> str:
    """Sort key of an activity's meta item."""
    return f"D#{aid}#0"


def splits_sk(aid: str, job: str) -> str:
    """Sort key of an activity's laps, splits and best efforts, as this job made them."""
    return f"D#{aid}#2splits#{job}"


def preview_sk(aid: str, job: str, points: int) -> str:
    """Sort key of this job's preview with at most this many points."""
    return f"D#{aid}#3p{points:04d}#{job}"


def track_sk(aid: str, job: str) -> str:
    """Sort key of an activity's route, as this job made it."""
    return f"D#{aid}#4track#{job}"


def parse_part(sk: str) -> tuple[str, str]:
    """(kind, job) of a part's sort key; the meta's is ("0", "")."""
    kind, _, job = sk.split("#", 2)[2].partition("#")
    return kind, job


def tombstone_sk(aid: str) -> str:
    """Sort key of what is left of a deleted activity."""
    return f"X#{aid}"


def ticket_sk(upload: str) -> str:
    """Sort key of an upload ticket."""
    return f"T#{upload}"


def totals_sks(day: date, first_weekday: Weekday) -> tuple[str, str, str, str]:
    """Sort keys of the day, week, month and year that a local date counts into; a week is named by its first day."""
    offset = (day.weekday() - list(Weekday).index(first_weekday)) % 7
    week = day - timedelta(days=offset)
    return f"TD#{day:%Y-%m-%d}", f"TW#{week:%Y-%m-%d}", f"TM#{day:%Y-%m}", f"TY#{day:%Y}"


def raw_key(uid: str, upload: str) -> str:
    """S3 key of a file as it arrived."""
    return f"raw/{uid}/{upload}"


def parse_raw_key(key: str) -> tuple[str, str] | None:
    """(uid, upload id) of a raw file's key; None for any other key."""
    match key.split("/"):
        case ["raw", uid, upload] if uid and upload:
            return uid, upload
    return None


def detail_key(uid: str, aid: str, job: str) -> str:
    """S3 key of an activity's full-resolution series, as this job made it."""
    return f"detail/{uid}/{aid}/{job}.json.gz"
