"""Two recordings of the same run or walk, by a watch and a phone, say."""

from datetime import timedelta

from models.entities import Activity

# Of the shorter one. Two people's clocks differ by minutes at most, and a phone is started at the door.
OVERLAP_SHARE = 0.5


def overlap_s(one: Activity, other: Activity) -> float:
    """Seconds that both were on their way."""
    start = max(one.started_at, other.started_at)
    end = min(card.started_at + timedelta(seconds=card.elapsed_s) for card in (one, other))
    return max((end - start).total_seconds(), 0.0)


def may_be_same(one: Activity, other: Activity) -> bool:
    """Whether two activities of a person overlap by at least half of the shorter one."""
    shorter_s = min(one.elapsed_s, other.elapsed_s)
    return one.aid != other.aid and shorter_s > 0 and overlap_s(one, other) >= OVERLAP_SHARE * shorter_s
