"""What an activity adds to the sums: its week, its year with the year's bests, and its shoes.

A week is one item with the counters of its seven days, a year one with those of its twelve months and the best efforts
of the year. Days, weeks from any weekday, months, years and all-time bests are read from these two, so that an
activity changes two items, not four. Counters are integers under short names: ``3rd`` is Thursday's running distance
in mm, ``07ws`` the steps of July's walks, ``Br05`` the best run over the sixth standard distance.

Everything here happens inside the transaction that has the activity's own condition. Bests need more:

- who adds an effort asks that the best it saw no better than its own still is so (or that the one it beats still is
  worse): a comparison with the stored text, which sorts by duration, start and id;
- who takes a best away counts the year again, and asks that nothing was added since (``bests_version``);
- who takes away an effort that is no best asks that it did not become one meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from models import keys, store
from models.entities import ActivityMeta, Amounts, epoch_ms, from_epoch_ms
from models.records import efforts_of_raw, local_day
from models.store import RawItem, Transaction
from models.table import GearItem, SumItem
from models.terms import Sport

FIGURES = {
    "c": "count",
    "d": "distance_mm",
    "m": "moving_ms",
    "e": "elapsed_ms",
    "s": "steps",
    "a": "ascent_dm",
}
LETTERS = {Sport.RUNNING: "r", Sport.WALKING: "w"}
_WIDEST_OFFSET = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one activity adds, on the local day of its start."""

    aid: str
    sport: Sport
    started_at: datetime
    day: date
    amounts: Amounts
    efforts_ms: tuple[int, ...] = ()
    gear_id: str | None = None

    def best(self, position: int) -> str:
        """Its effort over a standard distance as the year keeps it: the text sorts by duration, start and id."""
        return f"{self.efforts_ms[position]:09d}#{epoch_ms(self.started_at):014d}#{self.aid}"

    def effort_key(self) -> tuple[object, ...]:
        """What its bests depend on."""
        return self.sport, self.started_at, self.day.year, self.efforts_ms

    def positions(self) -> list[int]:
        """The standard distances that it covers."""
        return [position for position, duration_ms in enumerate(self.efforts_ms) if duration_ms]


def contribution_of(meta: ActivityMeta) -> Contribution | None:
    """What an activity adds; nothing while another one stands for it."""
    if meta.merged_into:
        return None
    card = meta.activity
    started_ms = int(keys.stamp(card.started_at))
    amounts = Amounts(
        1,
        round(card.distance_m * 1000),
        round(card.moving_s * 1000),
        round(card.elapsed_s * 1000),
        card.steps or 0,
        round((card.ascent_m or 0) * 10),
    )
    day = local_day(started_ms, card.utc_offset_s)
    started_at = from_epoch_ms(started_ms)
    return Contribution(card.aid, card.sport, started_at, day, amounts, meta.efforts_ms, card.gear_id)


def best_name(sport: Sport, position: int) -> str:
    """The year's attribute of a best."""
    return f"B{LETTERS[sport]}{position:02d}"


@dataclass(slots=True)
class _Year:
    """What changes in the bests of a year."""

    version: int | None
    held: dict[str, str]
    wanted: dict[str, str | None] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    recounted: bool = False


class Ledger:
    """The change of all sums when ``old`` is replaced by ``new``; either may be None."""

    def __init__(self, uid: str, old: Contribution | None, new: Contribution | None) -> None:
        self._pk = keys.user_pk(uid)
        self._old, self._new = old, new

    def write(self, transaction: Transaction) -> None:
        """Add the changes to a transaction; reads the bests, so call it anew for each try.

        The labels of what may be refused are ``year`` and ``gear``: then try again from what is there.
        """
        if self._old == self._new:
            return
        deltas, gear = self._deltas()
        years = self._bests()
        for sk, counters in deltas.items():
            year = years.get(sk)
            actions: list[Action] = [Path(name).add(delta) for name, delta in counters.items() if delta]
            if year:
                actions += _best_actions(year)
            if actions:
                condition = _joined(year.conditions) if year else None
                label = "year" if year else "week"
                transaction.update(SumItem, (self._pk, sk), [*actions, SumItem.v.set(1)], label, condition)
        for gear_id, counters in gear.items():
            actions = [Path(name).add(delta) for name, delta in counters.items() if delta]
            sk = keys.gear_sk(gear_id)
            # Shoes that were deleted count nothing any more.
            if actions and store.get(self._pk, sk, strong=True):
                transaction.update(GearItem, (self._pk, sk), actions, "gear", GearItem.name.exists())

    def _signed(self) -> Iterator[tuple[int, Contribution]]:
        if self._old:
            yield -1, self._old
        if self._new:
            yield 1, self._new

    def _deltas(self) -> tuple[Mapping[str, Mapping[str, int]], Mapping[str, Mapping[str, int]]]:
        sums: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        gear: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        for sign, part in self._signed():
            letter = LETTERS[part.sport]
            for figure, name in FIGURES.items():
                amount = sign * getattr(part.amounts, name)
                sums[keys.week_sk(part.day)][f"{part.day.weekday()}{letter}{figure}"] += amount
                sums[keys.year_sk(part.day)][f"{part.day.month:02d}{letter}{figure}"] += amount
                if part.gear_id:
                    gear[part.gear_id][name] += amount
        return sums, gear

    def _bests(self) -> dict[str, _Year]:
        if self._old and self._new and self._old.effort_key() == self._new.effort_key():
            return {}
        years: dict[str, _Year] = {}
        for sign, part in self._signed():
            sk = keys.year_sk(part.day)
            if sk not in years:
                years[sk] = _year_of(store.get(self._pk, sk, strong=True) or {})
            (_add if sign > 0 else self._take)(years[sk], part)
        for year in years.values():
            if year.recounted:
                version = SumItem.bests_version
                seen = version.does_not_exist() if year.version is None else version == year.version
                year.conditions = [seen]
        return years

    def _take(self, year: _Year, part: Contribution) -> None:
        lost = [p for p in part.positions() if year.held.get(best_name(part.sport, p)) == part.best(p)]
        if not lost:
            year.conditions += [_is_not(best_name(part.sport, p), part.best(p)) for p in part.positions()]
            return
        year.recounted = True
        counted = best_of_year(self._pk, part.sport, part.day.year, without=part.aid)
        for position in lost:
            name = best_name(part.sport, position)
            year.wanted[name] = counted.get(name)


def _is_not(name: str, best: str) -> Condition:
    other: Condition = Path(name).does_not_exist() | (Path(name) != best)
    return other


def _add(year: _Year, part: Contribution) -> None:
    for position in part.positions():
        name, mine = best_name(part.sport, position), part.best(position)
        held = year.wanted[name] if name in year.wanted else year.held.get(name)
        stored = Path(name)
        if held is None or mine < held:
            year.wanted[name] = mine
            year.conditions.append(stored.does_not_exist() | (stored > mine))
        else:
            year.conditions.append(stored <= mine)


def best_of_year(pk: str, sport: Sport, year: int, *, without: str = "") -> dict[str, str]:
    """The bests of a sport's activities of a local year, counted from the rows, leaving one activity out."""
    since = datetime(year, 1, 1, tzinfo=UTC) - _WIDEST_OFFSET
    until = datetime(year + 1, 1, 1, tzinfo=UTC) + _WIDEST_OFFSET
    bounds = keys.row_bounds(since, until, keys.sport_letter(sport))
    bests: dict[str, str] = {}
    for raw in store.query_all(pk, bounds, index=keys.BY_SPORT, strong=True):
        started_ms, aid = keys.parse_row(raw["SK"]["S"])
        if aid == without or local_day(started_ms, int(raw["o"]["N"])).year != year:
            continue
        part = Contribution(
            aid, sport, from_epoch_ms(started_ms), date(year, 1, 1), Amounts(), efforts_ms=efforts_of_raw(raw)
        )
        for position in part.positions():
            name = best_name(sport, position)
            bests[name] = min(part.best(position), bests.get(name, "~"))
    return bests


def _year_of(raw: RawItem | dict[str, Any]) -> _Year:
    version = int(raw["bv"]["N"]) if "bv" in raw else None
    return _Year(version, {name: value["S"] for name, value in raw.items() if name.startswith("B")})


def _best_actions(year: _Year) -> list[Action]:
    actions = [
        Path(name).remove() if best is None else Path(name).set(best)
        for name, best in year.wanted.items()
        if best is not None or name in year.held
    ]
    return [*actions, SumItem.bests_version.add(1)]


def _joined(conditions: list[Condition]) -> Condition | None:
    joined = None
    for condition in conditions:
        joined = condition if joined is None else joined & condition
    return joined
