"""An account exported and deleted by workers that die at every request they make: all of it, and then nothing of it."""

import gzip
import hashlib
import io
import itertools
import json
import random
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain, islice

from console.athlete.recordings import file_bytes, recording
from models import accounts, client, devices, exports, files, gear, keys, users
from models.entities import Device, Identity
from models.metering import meter
from models.object_keys import detail_key, export_key, raw_key
from models.settings import settings
from models.terms import AccountState, JobState, Sport
from tests.graph.walks import add
from tests.models.builders import START, activity
from tests.models.recount import gear_recount, recount
from tests.models.wire import items
from tests.service import Service
from tests.soak.place import Place, with_lease
from uploads.deletion import delete_account
from uploads.export import export

NAME = "leaving"
WHAT = "an export holds everything and a deletion leaves nothing, whatever request their workers die at"
UNIT = "activities"
FULL = 700
FEW = 20

REAL_FILES = 4  # through the whole way of an upload; the others are written where it would leave them
FILE_BYTES = 30_000
MOST_RUNS = 2000
FOLDERS = ("raw", "activities", "detail")


class Died(BaseException):
    """The worker: nothing of the code under test may catch it and tidy up."""


def run(place: Place, seed: int, count: int) -> str:
    """Export and delete an account of ``count`` activities; raises AssertionError for what is missing, or left."""
    chance = random.Random(seed)
    with place.service() as service:
        with_lease(0)  # a dead worker's lease need not be waited for
        identity, digests = _fill(service, chance, count)
        job = exports.request(identity.uid, datetime.now(UTC)).job_id
        export_runs = _until(
            lambda: exports.get(identity.uid, job).state is JobState.DONE,
            lambda: export(identity.uid, job),
            # Nothing is kept of less than a part, which takes many requests.
            chain(range(1, 31), iter(lambda: chance.randrange(1, 4 * count), 0)),
        )
        _check_archive(identity.uid, job, digests)
        accounts.close(identity, datetime.now(UTC))
        deletion_runs = _until(
            lambda: users.identify(identity.issuer, identity.subject).state is AccountState.CLOSED,
            lambda: delete_account(identity.uid),
            itertools.count(1),
        )
        assert [item["SK"]["S"] for item in items(identity.uid)] == [keys.DELETED_SK]
        assert _left_in_bucket() == []
    return (
        f"{count} activities exported by {export_runs} workers and deleted by {deletion_runs}, "
        "of which each but the last died at another request"
    )


def _fill(service: Service, chance: random.Random, count: int) -> tuple[Identity, set[str]]:
    """An account with everything that one can have: (its identity, SHA-256 of its files)."""
    person = service.person("leaving")
    bucket = settings().bucket
    client.s3().put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    sent = [file_bytes(_recording(n)) for n in range(REAL_FILES)]
    for data in sent:
        person.send(data)
    assert service.deliver() == {"batchItemFailures": []}
    person.promise(b"never sent")
    identity = users.identify(settings().issuer, "leaving")
    uid = identity.uid
    pair = gear.create(uid, "road").gear_id
    for number in range(count - REAL_FILES):
        sport = chance.choice(list(Sport))
        made = add(uid, activity(number, sport=sport, gear_id=chance.choice([None, pair])))
        devices.see(uid, Device("maker", "watch", str(number % 7)), START.date() + timedelta(number))
        sent.append(chance.randbytes(FILE_BYTES))
        for body in (b"an earlier version", sent[-1]):
            client.s3().put_object(Bucket=bucket, Key=raw_key(uid, made.upload_id), Body=body)
        files.write_detail(detail_key(uid, made.activity.aid, made.job), gzip.compress(b'{"points": 101}'))
    return identity, {hashlib.sha256(data).hexdigest() for data in sent}


def _recording(number: int) -> object:
    start = START - timedelta(days=number + 1)
    return recording(list(Sport)[number % 2], minutes=3, seed=number, started_at=start)


def _until(done: Callable[[], bool], work: Callable[[], None], deaths: Iterable[int]) -> int:
    """Let workers die at these of their requests, each at the next, until one ends the work; how many it took."""
    for runs, death in enumerate(islice(deaths, MOST_RUNS), 1):
        with _mortal(death):
            try:
                work()
            except Died:
                continue
        if done():
            return runs
    raise AssertionError(f"{MOST_RUNS} workers did not end it")


@contextmanager
def _mortal(count: int) -> Iterator[None]:
    """Die at the ``count``-th request to table, bucket or queue: before it is sent, or when it was carried out."""
    made = 0

    def step(*_: object, **__: object) -> None:
        nonlocal made
        made += 1
        if made == count:
            raise Died

    clients = [client.dynamodb(), client.s3(), client.sqs()]
    before = count % 2 == 0
    leave = (lambda: None) if before else meter.watch(step)
    events = [(each.meta.events, "before-send" if before else "after-call") for each in clients]
    for emitter, name in events:
        emitter.register(name, step)
    try:
        yield
    finally:
        leave()
        for emitter, name in events:
            emitter.unregister(name, step)


def _check_archive(uid: str, job: str, digests: set[str]) -> None:
    """The archive, opened and counted, is the account."""
    body = client.s3().get_object(Bucket=settings().bucket, Key=export_key(uid, job))["Body"].read()
    assert len(body) == exports.get(uid, job).size_bytes
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        names = tar.getnames()
        found = {name: tar.extractfile(name).read() for name in names}
    assert len(names) == len(found), "a file is in the archive twice"
    by_folder = {folder: [found[name] for name in names if name.startswith(f"{folder}/")] for folder in FOLDERS}
    assert {hashlib.sha256(data).hexdigest() for data in by_folder["raw"]} == digests
    rows = items(uid, "A#")
    told = {each["activity"]["aid"]: each["activity"] for each in map(json.loads, by_folder["activities"])}
    assert {aid: card["distance_m"] for aid, card in told.items()} == {
        row["SK"]["S"].split("#")[2]: int(row["d"]["N"]) / 1000 for row in rows
    }
    assert len(by_folder["detail"]) == len(rows)
    assert all(json.loads(gzip.decompress(data))["points"] > 100 for data in by_folder["detail"])
    _check_sums(uid, {name: json.loads(data) for name, data in found.items() if name.endswith("s.json")})
    worn = {pair["gear_id"]: pair["amounts"] for pair in json.loads(found["gear.json"])}
    assert worn == gear_recount(uid)
    assert len(json.loads(found["devices.json"])) == len(devices.every(uid)) > 0


def _check_sums(uid: str, documents: dict[str, list[dict]]) -> None:
    """Days and months add up to the rows, and the bests are those of the rows."""
    counted = recount(uid)
    for name, prefix in (("days.json", "TW#"), ("months.json", "TY#")):
        for figure, letter in (("count", "c"), ("distance_mm", "d"), ("moving_ms", "m"), ("steps", "s")):
            should = sum(
                amount
                for sk, counters in counted.items()
                if sk.startswith(prefix)
                for counter, amount in counters.items()
                if counter.endswith(letter) and not counter.startswith("B")
            )
            parts = [part.get(sport.lower(), {}) for part in documents[name] for sport in Sport]
            assert sum(part.get(figure, 0) for part in parts) == should, f"{name}: {figure}"
    years = [counters for sk, counters in counted.items() if sk.startswith("TY#")]
    places = {name for counters in years for name in counters if name.startswith("B")}
    assert len(documents["bests.json"]) == len(places)


def _left_in_bucket() -> list[object]:
    found = client.s3().list_object_versions(Bucket=settings().bucket)
    begun = client.s3().list_multipart_uploads(Bucket=settings().bucket).get("Uploads", [])
    return [*found.get("Versions", []), *found.get("DeleteMarkers", []), *begun]
