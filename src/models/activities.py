"""Activities in the table, read: each function is one request of a declared pattern."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from models import cursors, keys, parts, store
from models.entities import Activity, ActivityMeta, Detail, Form, Page, Score
from models.errors import BadCursor
from models.records import activity_of_row, meta_of
from models.store import RawItem
from models.terms import Sport
from models.versions import count_unknown

_KNOWN_PARTS = {"0", parts.DETAIL, parts.SCORE}
_AROUND = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Whole:
    """An activity with its detail."""

    meta: ActivityMeta
    detail: Detail


def get_meta(uid: str, aid: str, *, strong: bool = False) -> ActivityMeta | None:
    """The activity with this id, or None.

    Read eventually, and again strongly where nothing was found: what was finished a moment ago is there.
    """
    pk, sk = keys.user_pk(uid), keys.meta_sk(aid)
    raw = store.get(pk, sk, strong=strong)
    if raw is None and not strong:
        raw = store.get(pk, sk, strong=True)
    return meta_of(raw)


def get_metas(uid: str, aids: Sequence[str], *, strong: bool = False) -> dict[str, ActivityMeta]:
    """Those of these activities that are there, in one request for a hundred of them.

    Those that were not found are read again strongly: they may be a moment old.
    """
    pk = keys.user_pk(uid)
    wanted = dict.fromkeys(map(keys.meta_sk, aids))
    raws = store.batch_get([(pk, sk) for sk in wanted], strong=strong)
    if not strong:
        missing = wanted.keys() - {raw["SK"]["S"] for raw in raws}
        raws += store.batch_get([(pk, sk) for sk in sorted(missing)], strong=True)
    return {meta.activity.aid: meta for meta in map(meta_of, raws) if meta}


def get_whole(uid: str, aid: str, *, strong: bool = False) -> Whole | None:
    """An activity with its detail in one request; None where it is not there.

    Read eventually unless asked otherwise, and again strongly where nothing was found.
    """
    found = _whole(uid, aid, strong=strong)
    return found if found or strong else _whole(uid, aid, strong=True)


def get_scored(uid: str, meta: ActivityMeta) -> tuple[Form, tuple[Score, ...]] | None:
    """An activity's form and its scores alone, read strongly; None where it was measured before there was a form."""
    raw = store.get(keys.user_pk(uid), keys.score_sk(meta.activity.aid, meta.job), strong=True)
    return parts.scored_of(raw) if raw else None


def page(
    uid: str,
    *,
    first: int,
    after: str | None = None,
    sport: Sport | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Page[Activity]:
    """Activities newest first, in one request; raises BadCursor.

    ``since`` is included, ``until`` is not. One row more than asked for is read, because a full page alone does not
    tell whether there is a next one.
    """
    scope = "|".join(str(part) for part in ("activities", sport, since, until))
    letter = keys.sport_letter(sport) if sport else "A"
    bounds = keys.row_bounds(since, until, letter)
    index = keys.BY_SPORT if sport else None
    start = _start(uid, scope, after, bounds, letter) if after is not None else None
    answer = store.query(keys.user_pk(uid), bounds, index=index, start=start, limit=first + 1, backward=True)
    return _page(uid, scope, answer.items, first, after)


def hidden_page(uid: str, *, first: int, after: str | None = None) -> Page[Activity]:
    """Activities that were merged into others, newest first; raises BadCursor."""
    bounds = store.prefix(keys.HIDDEN_PREFIX)
    start = _start(uid, "hidden", after, bounds, "H") if after is not None else None
    answer = store.query(keys.user_pk(uid), bounds, start=start, limit=first + 1, backward=True)
    return _page(uid, "hidden", answer.items, first, after)


def of_sport(uid: str, sport: Sport, since: datetime, until: datetime | None = None) -> list[Activity]:
    """A sport's activities from ``since`` to before ``until``, oldest first: a request for each megabyte of rows."""
    bounds = keys.row_bounds(since, until, keys.sport_letter(sport))
    return list(map(activity_of_row, store.query_all(keys.user_pk(uid), bounds, index=keys.BY_SPORT)))


def of_month(uid: str, month: date) -> list[Activity]:
    """The activities that started in this month of UTC, read strongly."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    since, until = (datetime(day.year, day.month, 1, tzinfo=UTC) for day in (month, after))
    bounds = keys.row_bounds(since, until)
    return list(map(activity_of_row, store.query_all(keys.user_pk(uid), bounds, strong=True)))


def rows_behind(uid: str, place: str, first: int, *, hidden: bool = False) -> list[tuple[str, Activity]]:
    """The next rows behind a place, newest first, each with its own place, read strongly; from the newest where empty.

    For workers: a place is no cursor, and not for clients.
    """
    bounds = store.prefix(keys.HIDDEN_PREFIX) if hidden else keys.row_bounds(None, None)
    start = keys.page_start(uid, place) if place else None
    found = store.query(keys.user_pk(uid), bounds, start=start, limit=first, backward=True, strong=True).items
    return [(raw["SK"]["S"], activity_of_row(raw)) for raw in found]


def around(uid: str, card: Activity) -> list[Activity]:
    """The other activities that start within twelve hours of this one."""
    bounds = keys.row_bounds(card.started_at - _AROUND, card.started_at + _AROUND)
    found = map(activity_of_row, store.query(keys.user_pk(uid), bounds).items)
    return [other for other in found if other.aid != card.aid]


def all_alive(uid: str, aids: Iterable[str]) -> bool:
    """Whether every one of these activities is there, read strongly."""
    return all(get_meta(uid, aid, strong=True) is not None for aid in aids)


def _whole(uid: str, aid: str, *, strong: bool) -> Whole | None:
    raws = store.query(keys.user_pk(uid), store.prefix(keys.detail_prefix(aid)), strong=strong).items
    by_kind: dict[str, RawItem] = {}
    for raw in raws:
        kind, _ = keys.parse_part(raw["SK"]["S"])
        by_kind[kind] = raw
        if kind not in _KNOWN_PARTS:
            count_unknown(kind)
    meta = meta_of(by_kind.get("0"))
    if meta is None:
        return None
    detail = parts.detail_of(raws, meta.job)
    if detail is None and not strong:
        return None  # the meta of a moment ago, its parts not there yet: read strongly
    return Whole(meta, _of_sport(detail or Detail(), meta.activity.sport))


def _of_sport(detail: Detail, sport: Sport) -> Detail:
    """Without the form of a walk that was a run until a moment ago: it waits to be measured as a walk."""
    foreign = detail.form and detail.form.sport is not sport
    return replace(detail, form=None, scores=()) if foreign else detail


def _start(uid: str, scope: str, after: str, bounds: tuple[str, str], letter: str) -> RawItem:
    """The key to go on from; raises BadCursor for one that this list did not give, or that lies outside of it."""
    sk = cursors.decode(uid, scope, after)
    sort = f"{letter}{sk[1:]}"
    if not keys.is_row(sk) or not bounds[0] <= sort <= bounds[1]:
        raise BadCursor
    return keys.page_start(uid, sk, sort if letter in "RW" else None)


def _page(uid: str, scope: str, raws: list[RawItem], first: int, after: str | None) -> Page[Activity]:
    shown = raws[:first]
    return Page(
        records=tuple(map(activity_of_row, shown)),
        cursors=cursors.encode_all(uid, scope, [raw["SK"]["S"] for raw in shown]),
        has_next=len(raws) > first,
        has_previous=after is not None,
    )
