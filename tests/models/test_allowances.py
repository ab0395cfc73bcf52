"""What a person may ask for of what costs most, whichever container is asked, in DynamoDB Local."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from models import allowances, keys, store
from models.allowances import Allowance, take
from models.errors import RateLimited
from models.metering import meter
from models.table import AllowanceItem
from tests.models.builders import NOW, UID

pytestmark = pytest.mark.usefixtures("exact_table")
FEW = Allowance("few", 3, 60)


@pytest.fixture(autouse=True)
def another_container():
    allowances.forget()


def later(seconds):
    return NOW + timedelta(seconds=seconds)


def granted(now, allowance=FEW, uid=UID):
    """None, or how long to wait."""
    try:
        take(uid, allowance, now)
    except RateLimited as refusal:
        return refusal.retry_after_s
    return None


def test_so_many_are_granted_at_once_and_one_more_each_while():
    assert [granted(NOW) for _ in range(5)] == [None, None, None, 60, 60]
    assert granted(later(59.5)) == 1
    assert granted(later(60)) is None
    assert granted(later(60)) == 60
    assert [granted(later(10_000)) for _ in range(4)] == [None, None, None, 60]


def test_a_container_that_just_began_knows_nothing_and_grants_no_more():
    for expected in (None, None, None, 60, 60):
        allowances.forget()
        assert granted(NOW) == expected
    allowances.forget()
    assert granted(later(60)) is None


def test_what_a_container_remembers_may_be_old():
    """It granted one; others granted the rest meanwhile, or the bucket filled up again."""
    assert granted(NOW) is None
    kept = dict(allowances._full_at)
    allowances.forget()
    assert [granted(NOW), granted(NOW)] == [None, None]
    allowances._full_at.clear()
    allowances._full_at.update(kept)
    assert granted(NOW) == 60
    assert granted(later(1_000)) is None


def test_people_and_names_do_not_share():
    assert [granted(NOW) for _ in range(4)] == [None, None, None, 60]
    assert granted(NOW, uid="0" * 20) is None
    assert granted(NOW, Allowance("other", 1, 60)) is None
    assert granted(NOW, Allowance("other", 1, 60)) == 60


def test_many_at_once_get_no_more_than_there_are():
    with ThreadPoolExecutor(8) as pool:
        for n in range(5):
            most = Allowance(f"at once {n}", 4, 3_600)
            found = list(pool.map(lambda _, most=most: granted(NOW, most), range(8)))
            assert found.count(None) <= 4
            # Whoever met another's write is told to come again at once, and then gets what is left.
            while found.count(None) < 4:
                found.append(granted(NOW, most))
            assert granted(NOW, most) == 3_600


def test_asking_is_one_write_and_the_first_of_a_busy_bucket_two():
    asked = []
    leave = meter.watch(lambda request: asked.append(request.operation))
    assert granted(NOW) is None
    assert granted(NOW) is None
    assert granted(later(1_000)) is None
    assert asked == ["UpdateItem"] * 3
    allowances.forget()
    assert granted(later(1_000)) is None
    leave()
    assert asked == ["UpdateItem"] * 5


def test_it_is_forgotten_when_it_means_nothing_any_more():
    take(UID, FEW, NOW)
    held = store.update_or_told(
        keys.user_pk(UID), keys.allowance_sk("few"), [AllowanceItem.v.set(1)], AllowanceItem.pk.does_not_exist()
    )
    assert int(held["ttl"]["N"]) - NOW.timestamp() == pytest.approx(3 * 60 + 3_600, abs=1)


def test_a_container_remembers_so_many_people_and_no_more(monkeypatch):
    monkeypatch.setattr(allowances, "_REMEMBERED", 3)
    for n in range(5):
        take(str(n) * 20, FEW, NOW)
    assert len(allowances._full_at) == 3
