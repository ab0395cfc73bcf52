"""What a person does, each act as clients and workers carry it out while things go wrong."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random

from botocore.exceptions import ClientError

from models import client, uploads
from models.entities import Upload
from models.errors import NotFound, RetryLater
from models.object_keys import raw_key
from models.settings import settings
from models.terms import ProblemCode, UploadState
from resolvers import accounts as leaving
from resolvers import activities, edits
from resolvers import uploads as sending
from resolvers.edits import Correction
from resolvers.uploads import NewUpload
from resolvers.validation import Refused
from tests.soak.outings import Outing, outings
from tests.soak.person import ENDLESS, PATIENCE, Belief, GaveUp, Person, now
from uploads import jobs, pipeline
from uploads.measures import sport_of

TRIMS = [0.0, 20.0, 45.0]


def upload(person: Person) -> None:
    """Promise a file, send it, and mostly see it worked on: once, again, or by two workers at once."""
    outing = person.rng.choice(outings())
    new = NewUpload(len(outing.data), outing.sha256, client_key=person.rng.choice([None, None, f"other {outing.name}"]))
    try:
        made = person.patiently(f"promise {outing.name}", lambda: sending.create_upload(person.caller, new, now()))
    except GaveUp:
        return
    assert isinstance(made, Upload)
    person.sent[made.upload_id], person.promised[made.upload_id] = outing, new
    if made.state is UploadState.DONE:
        _believe_created(person, outing, surely=True)
        return
    _put(person, made.upload_id, outing.data)
    chance = person.rng.random()
    if made.upload_id not in person.waiting or chance < 0.15:
        return  # its message comes later, or came before
    if chance < 0.3:
        _deliver_at_once(person, [made.upload_id] * 2)
    else:
        for _ in range(person.rng.choice([1, 1, 2])):
            deliver(person, made.upload_id)


def upload_nonsense(person: Person) -> None:
    """Send what is no recording."""
    data = b"no recording %d" % person.rng.getrandbits(40)
    nonsense = Outing("nonsense", data, ())
    new = NewUpload(len(data), nonsense.sha256)
    try:
        made = person.patiently("promise nonsense", lambda: sending.create_upload(person.caller, new, now()))
    except GaveUp:
        return
    person.sent[made.upload_id], person.promised[made.upload_id] = nonsense, new
    _put(person, made.upload_id, data)
    redeliver(person)


def redeliver(person: Person) -> None:
    """A message comes late, or once more."""
    if person.sent:
        deliver(person, person.rng.choice(person.waiting or list(person.sent)))


def redeliver_at_once(person: Person) -> None:
    """Two messages of any uploads are worked on at once."""
    if person.sent:
        _deliver_at_once(person, person.rng.choices(list(person.sent), k=2))


def deliver(person: Person, upload_id: str) -> None:
    """Hand an upload's message to workers until one takes it, or to none that lives."""
    before = _state(person, upload_id)
    if before is not UploadState.DONE:
        _believe_created(person, person.sent[upload_id], surely=False)
    name = f"work on {person.sent[upload_id].name} {upload_id}"
    try:
        person.patiently(name, partial(pipeline.process, person.uid, upload_id))
    except GaveUp:
        person.waiting = [*_without(person.waiting, upload_id), upload_id]
    else:
        _was_taken(person, upload_id, before)


def _deliver_at_once(person: Person, upload_ids: list[str]) -> None:
    """Several workers at once, none of which dies."""
    before = [_state(person, upload_id) for upload_id in upload_ids]
    for upload_id in upload_ids:
        _believe_created(person, person.sent[upload_id], surely=False)
    person.log.append(f"at once: {upload_ids}")
    with ThreadPoolExecutor(len(upload_ids)) as pool:
        seeds = [person.rng.random() for _ in upload_ids]
        list(pool.map(partial(_worker, person), upload_ids, seeds))
    for upload_id, state in zip(upload_ids, before, strict=True):
        _was_taken(person, upload_id, state)


def _worker(person: Person, upload_id: str, seed: float) -> None:
    rng, calm = Random(seed), person.weather.calm
    for count in range(ENDLESS):
        try:
            pipeline.process(person.uid, upload_id)
        except RetryLater as later:
            person.log.append(f"at once, {upload_id}: later, {later.what}")
        else:
            break
        person.weather.calm = calm or count >= PATIENCE
        time.sleep(rng.uniform(0, 0.02 * count))
    else:
        raise AssertionError(f"two workers of {upload_id} never ended")
    person.weather.calm = calm


def _was_taken(person: Person, upload_id: str, before: UploadState | None) -> None:
    """The message is gone: the upload must have ended."""
    person.waiting = _without(person.waiting, upload_id)
    outing = person.sent[upload_id]
    found = person.calmly(lambda: uploads.get(person.uid, upload_id, now()))
    assert found is not None
    if found.state is UploadState.WAITING and not has_arrived(person, upload_id):
        return  # it was promised again, and its sender gave up
    if not outing.recordings:
        assert (found.state, found.problem.code) == (UploadState.FAILED, ProblemCode.UNKNOWN_FORMAT)
        return
    assert found.state is UploadState.DONE, f"{upload_id} was taken, and is {found.state}"
    assert set(found.activity_ids) == set(outing.aids(person.uid))
    if before is not UploadState.DONE:
        _believe_created(person, outing, surely=True)


def _believe_created(person: Person, outing: Outing, *, surely: bool) -> None:
    """An outing's activities were made anew where they were not there, or may have been."""
    for aid, recording in zip(outing.aids(person.uid), outing.recordings, strict=True):
        person.swept.discard(aid)
        sport = sport_of(recording, None)
        absent = {"there": {False}, "hidden": {None}, "name": set(), "sport": set(), "gear": set(), "trims": set()}
        belief = person.activities.setdefault(aid, Belief(absent))
        if belief.may_be("there", False):
            fresh = {"hidden": {None}, "name": {recording.name}, "sport": {sport}, "trims": {(0.0, 0.0)}}
            fresh |= {"gear": person.worn.values[sport]}
            earlier = {} if belief.surely("there", False) else belief.values
            belief.values |= {name: values | earlier.get(name, set()) for name, values in fresh.items()}
            belief.maybe(there=True)
        if surely:
            belief.sure(there=True)


def _without(waiting: list[str], upload_id: str) -> list[str]:
    return [each for each in waiting if each != upload_id]


def _state(person: Person, upload_id: str) -> UploadState | None:
    found = person.calmly(lambda: uploads.get(person.uid, upload_id, now()))
    return found.state if found else None


def _put(person: Person, upload_id: str, data: bytes) -> None:
    """Send the file as its address demands: once. Only a file that arrives anew makes a message."""
    key = raw_key(person.uid, upload_id)
    try:
        client.s3().put_object(Bucket=settings().bucket, Key=key, Body=data, IfNoneMatch="*")
    except ClientError as error:
        if error.response["Error"]["Code"] != "PreconditionFailed":
            raise
        person.log.append(f"{upload_id} had arrived before")
    else:
        person.waiting.append(upload_id)


def send_again(person: Person, upload_id: str) -> None:
    """Promise and send a file that is waited for once more, as its client does when it comes back."""
    if _state(person, upload_id) is UploadState.WAITING:
        sending.create_upload(person.caller, person.promised[upload_id], now())
        _put(person, upload_id, person.sent[upload_id].data)
        assert upload_id in person.waiting, f"{upload_id} has arrived, and waits for ever"
        deliver(person, upload_id)


def has_arrived(person: Person, upload_id: str) -> bool:
    """Whether an upload's file lies in the bucket."""
    found = client.s3().list_objects_v2(Bucket=settings().bucket, Prefix=raw_key(person.uid, upload_id))
    return bool(found["KeyCount"])


def edit(person: Person) -> None:
    """Correct the name, the sport, the shoes or the length of an activity."""
    aid = _any_activity(person)
    if aid is None:
        return
    rng, belief = person.rng, person.activities[aid]
    pairs = [pair for pair, each in person.shoes.items() if each.surely("there", True)]
    choices = {
        "name": lambda: f"name {rng.getrandbits(20)}",
        "sport": lambda: rng.choice(["RUNNING", "WALKING"]),
        "gear": lambda: rng.choice([None, *pairs]),
        "trims": lambda: (rng.choice(TRIMS), rng.choice(TRIMS)),
    }
    wanted = {name: choices[name]() for name in rng.sample(sorted(choices), rng.choice([1, 1, 2]))}
    call = partial(edits.edit, person.caller, aid, _correction(wanted))
    try:
        done = person.patiently(f"edit {aid} {wanted}", call)
    except GaveUp:
        belief.maybe(**wanted)
        belief.values["asked"] = {False}  # for its job, perhaps
    except NotFound:
        _believe_gone(belief)
    else:
        assert not isinstance(done, Refused), done
        belief.sure(there=True, asked=True, **wanted)


def _correction(wanted: dict) -> Correction:
    given = {name: value for name, value in wanted.items() if name not in {"gear", "trims"}}
    if "gear" in wanted:
        given["gear_id"] = wanted["gear"]
    if "trims" in wanted:
        given["trim_start_s"], given["trim_end_s"] = wanted["trims"]
    return Correction(frozenset(given), **given)


def merge(person: Person) -> None:
    """Let one activity stand for another recording of the same outing, where they are."""
    if len(person.activities) < 2:
        return
    pairs = [
        (keep, hide)
        for outing, other in zip(outings(), outings()[1:], strict=False)
        for keep, hide in [(outing.aids(person.uid)[0], other.aids(person.uid)[0])]
        if keep in person.activities and hide in person.activities
    ]
    if not pairs:
        return
    keep, hide = person.rng.sample(person.rng.choice(pairs), 2)
    belief = person.activities[hide]
    try:
        done = person.patiently(f"merge {hide} into {keep}", lambda: edits.merge(person.caller, keep, hide))
    except GaveUp:
        belief.maybe(hidden=keep)
    except NotFound:
        assert not all(person.activities[aid].surely("there", True) for aid in (keep, hide))
    else:
        if not isinstance(done, Refused):
            belief.sure(there=True, hidden=keep)


def restore(person: Person) -> None:
    """Show a merged activity again."""
    hidden = [aid for aid, each in person.activities.items() if not each.surely("hidden", None)]
    if not hidden:
        return
    belief = person.activities[aid := person.rng.choice(hidden)]
    try:
        person.patiently(f"restore {aid}", lambda: edits.restore(person.caller, aid))
    except GaveUp:
        belief.maybe(hidden=None)
    except NotFound:
        _believe_gone(belief)
    else:
        belief.sure(there=True, hidden=None)


def delete(person: Person) -> None:
    """Take an activity away."""
    aid = _any_activity(person)
    if aid is None:
        return
    belief = person.activities[aid]
    try:
        done = person.patiently(f"delete {aid}", lambda: activities.delete_activity(person.caller, aid, now()))
    except GaveUp:
        belief.maybe(there=False)
    else:
        assert done or belief.may_be("there", False)
        belief.sure(there=False)
        if done:
            person.swept.add(aid)


def work(person: Person) -> None:
    """Let workers do the background jobs that wait, some of them twice."""
    person.jobs += _received()
    left, person.jobs = person.jobs, []
    for body in left:
        for _ in range(person.rng.choice([1, 1, 1, 2])):
            try:
                person.patiently(f"job {body}", partial(jobs.run, body))
            except GaveUp:
                person.jobs.append(body)


def _received() -> list[str]:
    """The bodies of all jobs that wait, taken off the queue."""
    url, bodies = settings().jobs_queue_url, []
    while messages := client.sqs().receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        taken = [{"Id": str(n), "ReceiptHandle": each["ReceiptHandle"]} for n, each in enumerate(messages)]
        client.sqs().delete_message_batch(QueueUrl=url, Entries=taken)
        bodies += [message["Body"] for message in messages]
    return bodies


def export(person: Person) -> None:
    """Ask for an archive of everything."""
    try:
        asked = person.patiently("export", lambda: leaving.request_export(person.caller, now()))
    except GaveUp:
        return
    person.exports.add(asked.job_id)


def _any_activity(person: Person) -> str | None:
    return person.rng.choice(sorted(person.activities)) if person.activities else None


def _believe_gone(belief: Belief) -> None:
    assert belief.may_be("there", False), "an activity is gone that nobody deleted"
    belief.sure(there=False)
