"""A person of the service with activities of known figures, without files."""

from models import revisions, uploads, users
from models.entities import Detail
from tests.models.builders import NOW, SHA256, meta


def uid_of(service, subject="somebody"):
    return users.identify(service.settings.issuer, subject).uid


def add(uid, card, detail=None, **known):
    """Make an activity visible by an upload of its own; its meta."""

    upload_id = f"upload-{card.aid}"
    if uploads.promise(uid, upload_id, NOW, file=(None, 1000, SHA256), sport_hint=None) is None:
        assert uploads.rearm(uid, upload_id, NOW)
    assert uploads.claim(uid, upload_id, "job", NOW, 60)[0] is uploads.Claim.MINE
    made = meta(card, upload_id, **known)
    assert revisions.finish(uid, made, detail or Detail(), uploads.TicketClosing((card.aid,), ()))
    return made
