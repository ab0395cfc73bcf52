"""Two hundred thousand people who walk: counted by the stream or beside it, published, and asked for percentiles.

Every fiftieth walks in the table itself: their changes come over its stream, read by workers that die, and once more in
another order. Of all others the counts are added as a worker adds them.
"""

import random
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import NormalDist

from pynamodb.expressions.operand import Path

from coaching.cohorts import BINS, FEWEST_PEOPLE, band_of, bins_of, cohort_of, percentile
from console.engines.stream import TableStream
from models import cohorts, keys, scores
from models.cohorts import Snapshots
from models.entities import CohortCounts, CohortName, ScoreCard
from models.records import row_of
from models.settings import settings
from models.store import Transaction
from models.table import HistogramItem, ProfileItem
from models.terms import ChangeKind, Component, Sex, Sport
from tests.models.builders import activity, meta
from tests.soak.place import Place
from uploads.cohorts import handler
from uploads.counting import refresh

NAME = "cohorts"
WHAT = "percentiles are within a point of exact, counts exact whatever a stream repeats or a worker leaves undone"
UNIT = "people"
FULL = 200_000
FEW = 2_500

BY_STREAM = 50
NOW = datetime(2026, 6, 20, tzinfo=UTC)
MONTHS = (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1))
FIGURES = (Component.BRISK_SPEED, Component.STEP_LENGTH)
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Walker:
    """A person, and the points of each walk of a month."""

    uid: str
    birth_date: date
    sex: Sex
    month: date
    cards: tuple[ScoreCard, ...]

    @property
    def cohort(self) -> CohortName:
        """Where they are counted."""
        name = cohort_of(Sport.WALKING, 1, self.sex, self.birth_date, self.month)
        assert name is not None
        return name


def run(place: Place, seed: int, count: int) -> str:
    """Let them walk, publish, and ask; a summary with the worst error."""
    chance = random.Random(seed)
    with place.table():
        stream = TableStream(settings())
        people = [_walker(chance, number) for number in range(count)]
        streamed = people[::BY_STREAM]
        records = list(_walk(streamed, stream, chance))
        _add([each for number, each in enumerate(people) if number % BY_STREAM])
        while stream.feed(handler):
            pass
        _deliver(records, chance)
        _check_counts(people)
        refresh(NOW)
        worst, told = _worst(people, chance)
    # So few people as in a test lie unevenly within a bin.
    assert worst < (1.0 if count >= FULL else 5.0), f"a percentile is {worst:.2f} points off"
    return f"{count} people, {len(streamed)} by the stream, {told} cohorts published: worst percentile {worst:.2f} off"


def _walker(chance: random.Random, number: int) -> Walker:
    """Somebody between 18 and 90, fitter or less than the norm says, who walks up to five times in a month."""
    month = chance.choice(MONTHS)
    sex = chance.choice((Sex.FEMALE, Sex.MALE))
    age_days = chance.randrange(19 * 366, 90 * 365)
    band = band_of(age_days / 365.25) or 18
    own = chance.gauss((band - 45) / 100, 0.9)  # older walkers who upload are fitter than their age
    walks = [
        _card([100 * NORMAL.cdf(own + chance.gauss(0, 0.2)) for _ in FIGURES]) for _ in range(chance.randint(1, 5))
    ]
    return Walker(f"{number:020d}", month - timedelta(days=age_days), sex, month, tuple(walks))


def _card(points: list[float]) -> ScoreCard:
    kept = [round(each, 2) for each in points]  # as a row keeps them
    return ScoreCard(1, sum(kept) / 2, 0.8, tuple((key, 1.0, each) for key, each in zip(FIGURES, kept, strict=True)))


def _walk(people: list[Walker], stream: TableStream, chance: random.Random) -> Iterator[dict[str, object]]:
    """Put their profiles and walks into the table, a worker now and then at the stream; the records of all."""
    for person in people:
        _put(
            ProfileItem(
                keys.user_pk(person.uid), keys.PROFILE_SK, birth_date=person.birth_date.isoformat(), sex=person.sex
            )
        )
        for number, card in enumerate(person.cards):
            at = datetime(person.month.year, person.month.month, 1 + number, 7, tzinfo=UTC)
            told = activity(aid=f"walk{number}", sport=Sport.WALKING, started_at=at, packed_scores=scores.pack([card]))
            row = row_of(person.uid, meta(told), ChangeKind.CREATED)
            _put(row)
            yield {"dynamodb": {"Keys": {"PK": {"S": row.pk}, "SK": {"S": row.sk}}}}
        if chance.random() < 0.1:
            _dying(stream, chance)


def _put(item: HistogramItem | ProfileItem) -> None:
    transaction = Transaction()
    transaction.put(item, "item")
    assert not transaction.commit()


def _dying(stream: TableStream, chance: random.Random) -> None:
    """A worker takes some of a batch and dies before it says so."""

    def some(event: dict[str, list[object]], context: object) -> dict[str, object]:
        handler({"Records": event["Records"][: chance.randint(1, 50)]}, context)
        raise ConnectionError("the worker is gone")

    with suppress(ConnectionError):
        stream.feed(some)


def _deliver(records: list[dict[str, dict[str, object]]], chance: random.Random) -> None:
    """Everything once more, in another order."""
    chance.shuffle(records)
    for number, record in enumerate(records):
        record["dynamodb"]["SequenceNumber"] = str(number)
    assert handler({"Records": records}, None) == {"batchItemFailures": []}


def _add(people: list[Walker]) -> None:
    """Add people to their cohorts' counters, all of a shard at once."""
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        for key, at in bins_of(person.cards, 1).items():
            sums[cohorts.histogram_pk(person.cohort, person.month, person.uid)][cohorts.counter(key, at)] += 1
    for pk, counters in sums.items():
        transaction = Transaction()
        actions = [Path(name).add(number) for name, number in counters.items()]
        transaction.update(HistogramItem, (pk, keys.HISTOGRAM_SK), [*actions, HistogramItem.v.set(1)], "sum")
        assert not transaction.commit()


def _check_counts(people: list[Walker]) -> None:
    """The table's counts are those of all people, each counted once."""
    wanted: defaultdict[tuple[CohortName, date, Component], list[int]] = defaultdict(lambda: [0] * BINS)
    for person in people:
        for key, at in bins_of(person.cards, 1).items():
            wanted[person.cohort, person.month, key][at] += 1
    for name in {person.cohort for person in people}:
        for month, counts in zip(MONTHS, cohorts.by_month(name, MONTHS, BINS), strict=True):
            for key in FIGURES:
                assert list(counts.get(key, (0,) * BINS)) == wanted[name, month, key], (
                    f"{name} in {month} is miscounted"
                )


def _worst(people: list[Walker], chance: random.Random) -> tuple[float, int]:
    """How far a percentile is from that of all points themselves, and how many cohorts were published."""
    exact: defaultdict[tuple[CohortName, Component], list[float]] = defaultdict(list)
    together = Counter((person.cohort, person.month) for person in people)
    for person in people:
        if together[person.cohort, person.month] < FEWEST_PEOPLE:
            continue
        for at, key in enumerate(FIGURES):
            exact[person.cohort, key].append(sum(card.components[at][2] for card in person.cards) / len(person.cards))
    snapshots, worst, told = Snapshots(), 0.0, set()
    for (name, key), points in exact.items():
        published: CohortCounts = snapshots.of(name)
        if key not in published:
            continue
        points.sort()
        told.add(name)
        for asked in (chance.uniform(0, 100) for _ in range(300)):
            found = percentile(asked, published[key])
            worst = max(worst, abs(found - 100 * bisect_left(points, asked) / len(points)))
    return worst, len(told)
