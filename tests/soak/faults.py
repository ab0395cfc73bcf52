"""Faults at every step: whatever happens to a request, nothing is counted twice, lost, or half visible.

People live through twenty to sixty acts each, their requests passing a proxy that breaks a fifth of them, their workers
dying now and then at any request. Clients and queues ask again, or give up. When nothing goes wrong any more, every
item and object of the person is checked against a recount and against what the person was told.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from random import Random
from unittest.mock import patch

from models import accounts, client, keys, revisions, transport, users
from models.errors import AccountClosed
from models.object_keys import person_prefixes
from models.settings import settings
from models.terms import AccountState
from resolvers import accounts as leaving
from tests.models.wire import items
from tests.soak import acts, belongings
from tests.soak.agreement import agrees
from tests.soak.person import GaveUp, Person, now
from tests.soak.place import Place, with_lease
from tests.soak.proxy import CELLS, READS, WRITES, Fault, running
from tests.soak.weather import Weather
from uploads import pipeline

NAME = "faults"
WHAT = "nothing is counted twice, lost or half visible, whatever happens to any request"
UNIT = "faults"
FULL = 10_000
FEW = 120

READ_TIMEOUT_S, LATE_S = 0.3, 0.4
# From so many on, chance alone leaves out no kind of fault and no write; which ones a few meet is the threads' timing.
MANY = 1_000
ACTS = {
    acts.upload: 9,
    acts.upload_nonsense: 1,
    acts.redeliver: 2,
    acts.redeliver_at_once: 1,
    acts.edit: 7,
    acts.merge: 3,
    acts.restore: 2,
    acts.delete: 4,
    acts.work: 4,
    acts.export: 1,
    belongings.tell_of_oneself: 1,
    belongings.buy_shoes: 2,
    belongings.change_shoes: 2,
    belongings.forget_shoes: 1,
    belongings.look: 5,
    belongings.look_at_all: 1,
    belongings.hear: 2,
}


def run(place: Place, seed: int, count: int) -> str:
    """Let people live until so many faults were injected; a summary with the table of faults and operations."""
    lives = 0
    with quick(), running(place.dynamodb_url, LATE_S) as proxy, place.service(proxy.url) as service:
        while proxy.injected.total() < count:
            rng = Random(f"{seed}/{lives}")
            weather = Weather(rng)
            proxy.script = weather
            person = Person(service, weather, rng, f"person {lives}")
            try:
                live(person, lives)
            except Exception as error:
                raise AssertionError(f"life {lives} of seed {seed}: {error!r}\n" + "\n".join(person.log)) from error
            lives += 1
        injected, passed = proxy.injected, proxy.passed.total()
    if count >= MANY:
        _check_covered(injected, count)
    return f"{injected.total()} faults in {passed} requests of {lives} lives, nothing amiss\n{_table(injected)}"


@contextmanager
def quick() -> Iterator[None]:
    """Short pauses and an impatient client, so that thousands of faults fit into minutes."""
    with (
        patch.object(client, "READ_TIMEOUT_S", READ_TIMEOUT_S),
        patch.multiple(transport, _FIRST_PAUSE_S=0.003, _LONGEST_PAUSE_S=0.03),
        patch.object(revisions, "_BASE_PAUSE_S", 0.003),
    ):
        client.reset()
        yield
    client.reset()


def live(person: Person, number: int) -> None:
    """A life: two stretches of acts, a look at everything after each, and for some an archive and the end."""
    with_lease(person.rng.choice([0, 0, 0, 1]))
    person.sign_in()
    acts.upload(person)
    for settled in (False, True):
        for _ in range(person.rng.randint(10, 30)):
            (act,) = person.rng.choices(list(ACTS), list(ACTS.values()))
            act(person)
        if settled:
            if number % 3 == 1:
                acts.export(person)
            settle(person)
        person.calmly(lambda settled=settled: agrees(person, settled=settled))
    if number % 2 == 0:
        leave(person, steady=number == 0)


def settle(person: Person) -> None:
    """Nothing goes wrong any more: every message that waits is taken, every job done."""
    person.weather.calm = True
    for upload_id in list(person.waiting):
        acts.deliver(person, upload_id)
    for upload_id in person.sent:
        acts.send_again(person, upload_id)
    for _ in range(3):
        acts.work(person)
    person.weather.calm = False


def leave(person: Person, *, steady: bool) -> None:
    """End the account, a ``steady`` person for sure; nothing may be left of it."""
    with_lease(0)
    with suppress(GaveUp):
        person.patiently("leave", lambda: _close(person), steady=steady)
    for _ in range(3):
        acts.work(person)
    person.weather.calm = True
    if users.identify("issuer", person.subject).state is AccountState.ACTIVE:
        agrees(person, settled=False)
        return
    for _ in range(4):
        accounts.nudge(person.identity, now() + timedelta(minutes=6))
        acts.work(person)
    for upload_id in person.sent:
        pipeline.process(person.uid, upload_id)
    assert users.identify("issuer", person.subject).state is AccountState.CLOSED
    assert [item["SK"]["S"] for item in items(person.uid)] == [keys.DELETED_SK]
    for prefix in person_prefixes(person.uid):
        assert client.s3().list_objects_v2(Bucket=settings().bucket, Prefix=prefix)["KeyCount"] == 0


def _close(person: Person) -> None:
    try:
        leaving.delete_account(person.caller, "DELETE", now())
    except AccountClosed:  # by a try whose answer was lost; the next sign-in asks for the deletion again
        accounts.nudge(person.identity, now() + timedelta(minutes=6))


def _check_covered(injected: Counter[tuple[Fault, str]], count: int) -> None:
    operations = {operation for _, operation in injected}
    assert {fault for fault, _ in injected} == set(Fault)
    assert operations >= WRITES, f"nothing happened to {WRITES - operations}"
    rare = {cell: injected[cell] for cell in CELLS if injected[cell] < count // 2000}
    assert not rare, f"too few of {rare}\n{_table(injected)}"


def _table(injected: Counter[tuple[Fault, str]]) -> str:
    operations = sorted(READS | WRITES)
    lines = [["", *operations, "all"]]
    for fault in Fault:
        counts = [injected[fault, operation] for operation in operations]
        lines.append([fault, *map(str, counts), str(sum(counts))])
    sums = [sum(injected[fault, operation] for fault in Fault) for operation in operations]
    lines.append(["all", *map(str, sums), str(sum(sums))])
    return "\n".join("  ".join([f"{line[0]:<11}", *(f"{each:>18}" for each in line[1:])]) for line in lines)
