"""Activities and uploads as the uploads function makes them, without a file."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from models import revisions, uploads
from models.columns import pack
from models.entities import Activity, ActivityMeta, Detail, Device, DeviceTotals, Preview, Split, Track
from models.terms import Channel, DistanceSource, OffsetSource, Sport
from tests.models import wire

UID = "0123456789abcdef0123"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
START = datetime(2026, 5, 4, 6, tzinfo=UTC)
SHA256 = "ab" * 32
NOTHING = Detail()
DETAIL = Detail(
    kilometer_splits=(Split(0, 1000.0, 300.0, 299.5),),
    track=Track("_p~iF~ps|U_ulL", 5.0, 2),
    preview=Preview(2, {"elapsedS": pack([0, 300], 0), "distanceM": pack([0, 1000], 0)}, (0, 1)),
)


def activity(n=0, **changes):
    """The n-th of activities that start an hour after each other."""
    plain = Activity(
        aid=f"aid{n:04d}",
        sport=Sport.RUNNING,
        started_at=START + timedelta(hours=n),
        utc_offset_s=0,
        updated_at=NOW,
        distance_m=5000.0 + n,
        elapsed_s=1800.0,
        moving_s=1750.0,
        steps=5200,
        ascent_m=31.5,
    )
    return replace(plain, **changes)


def meta(card, upload_id="upload", job="job", **changes):
    """What is known of an activity beside its card."""
    plain = ActivityMeta(
        activity=card,
        upload_id=upload_id,
        job=job,
        offset_source=OffsetSource.RECORDED,
        distance_source=DistanceSource.DEVICE,
        positions_distance_m=4990.25,
        device=Device("maker", "watch", "123"),
        device_totals=DeviceTotals(distance_m=5003.2, steps=5190),
        channels=(Channel.HEART_RATE_BPM,),
        efforts_ms=(90_000, 0, 240_000),
    )
    return replace(plain, **changes)


def promise(upload_id="upload", now=NOW):
    """A ticket that waits for its file."""
    return uploads.promise(UID, upload_id, now, file=(None, 1000, SHA256), sport_hint=None)


def claim(upload_id="upload", job="job", now=NOW):
    """What came of asking for an upload's work."""
    return uploads.claim(UID, upload_id, job, now, 60)[0]


def add(card, detail=NOTHING, **known):
    """Make an activity visible by an upload of its own; its meta."""
    upload_id = f"upload-{card.aid}"
    if promise(upload_id) is None:  # it was deleted before, and its ticket is still there
        assert uploads.rearm(UID, upload_id, NOW)
    assert claim(upload_id) is uploads.Claim.MINE
    closing = uploads.TicketClosing((card.aid,), ())
    made = meta(card, upload_id, **known)
    assert revisions.finish(UID, made, detail, closing)
    return made


def items(prefix=""):
    """The person's items below a prefix, as they lie in the table."""
    return wire.items(UID, prefix)
