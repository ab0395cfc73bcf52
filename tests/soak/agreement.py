"""What a person was told, held against what lies in table and bucket."""

import io
import tarfile

from models import client, exports, users
from models.entities import ActivityMeta, from_epoch_ms
from models.object_keys import export_key
from models.settings import settings
from models.terms import JobState, Sport
from resolvers import gear
from tests.soak import belongings
from tests.soak.outings import figures, outings
from tests.soak.person import Belief, Person
from tests.soak.recheck import Kept, check


def agrees(person: Person, *, settled: bool) -> None:
    """Assert that everything is whole and as the person was told; ``settled`` when all messages were taken."""
    found = check(person.uid)
    assert set(found.metas) <= set(person.activities), "an activity that nobody sent"
    files = {aid: (outing, n) for outing in outings() for n, aid in enumerate(outing.aids(person.uid))}
    for aid, belief in person.activities.items():
        _is_as_told(f"activity {aid}", belief, {"there": aid in found.metas})
        meta = found.metas.get(aid)
        if meta:
            edits = meta.edits
            trims = edits.trim_start_s, edits.trim_end_s
            card = meta.activity
            shown = {"hidden": meta.merged_into, "name": card.name, "sport": card.sport, "gear": card.gear_id}
            _is_as_told(f"activity {aid}", belief, shown | {"trims": trims})
            outing, number = files[aid]
            if meta.remeasuring is None:
                assert _figures_of(meta) == figures(outing.data, number, edits.sport, trims)
            elif settled:
                assert belief.values.get("asked") == {False}, f"activity {aid} was not measured again"
    for aid in person.swept:
        assert (aid in found.stones, found.parts[aid]) == (True, []), f"something is left of activity {aid}"
    _check_belongings(person)
    _check_feed(person, found)
    if settled:
        for job in person.exports:
            _check_archive(person, job)


def _is_as_told(what: str, belief: Belief, shown: dict) -> None:
    """Each field is one that may be; from now on it is known."""
    for name, value in shown.items():
        assert belief.may_be(name, value), f"{what}: {name} is {value}, and may be {belief.values[name]}"
    belief.sure(**shown)


def _figures_of(meta: ActivityMeta) -> tuple[int, ...]:
    card = meta.activity
    return round(card.distance_m * 1000), round(card.moving_s * 1000), round(card.elapsed_s * 1000), card.steps or 0


def _check_belongings(person: Person) -> None:
    profile = users.get_profile(person.uid, strong=True)
    _is_as_told("profile", person.profile, {name: getattr(profile, name) for name in person.profile.values})
    worn = dict(profile.default_gear)
    _is_as_told("default shoes", person.worn, {sport: worn.get(sport) for sport in Sport})
    pairs = {pair.gear_id: pair for pair in gear.every(person.caller, retired=None)}
    for gear_id, belief in person.shoes.items():
        pair = pairs.get(gear_id)
        _is_as_told(f"shoes {gear_id}", belief, {"there": pair is not None})
        if pair:
            _is_as_told(f"shoes {gear_id}", belief, {"name": pair.name, "retired": pair.retired})


def _check_feed(person: Person, found: Kept) -> None:
    """The phone knows the last change of each activity."""
    belongings.hear(person)
    raws = [(aid, raw) for aid, (raw,) in found.rows.items()] + list(found.stones.items())
    last = {aid: (raw["x"]["S"], from_epoch_ms(int(raw["UK"]["S"].split("#")[0]))) for aid, raw in raws}
    assert person.heard == last, "the phone missed a change"


def _check_archive(person: Person, job: str) -> None:
    made = exports.get(person.uid, job)
    assert made is not None
    assert made.state is JobState.DONE, f"export {job} is {made.state}"
    key = export_key(person.uid, job)
    body = client.s3().get_object(Bucket=settings().bucket, Key=key)["Body"].read()
    assert len(body) == made.size_bytes
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        names = tar.getnames()
    assert len(names) == len(set(names))
    assert {"README.txt", "profile.json", "bests.json"} <= set(names)
