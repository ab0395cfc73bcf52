"""People: the identity that leads to a uid of ours, and the profile."""

import secrets
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.transactions import TransactWrite

from models import keys, records
from models.entities import Identity, Profile
from models.errors import NotFound
from models.table import CONDITION_FAILED, IdentityItem, ProfileItem, transact

ACTIVE = "ACTIVE"


def identify(issuer: str, subject: str) -> Identity:
    """The identity of an issuer's subject; the first time, a person is made for it.

    The uid is random and ours, so that people survive a change of the issuer.
    """
    found = _identity(issuer, subject)
    if found:
        return found
    uid = secrets.token_hex(10)

    def build(transaction: TransactWrite) -> None:
        identity = IdentityItem(keys.identity_pk(issuer, subject), keys.IDENTITY_SK, uid=uid, state=ACTIVE)
        transaction.save(identity, condition=IdentityItem.pk.does_not_exist())
        transaction.save(ProfileItem(keys.user_pk(uid), keys.PROFILE_SK))

    if transact(build):
        return Identity(issuer, subject, uid)
    found = _identity(issuer, subject, consistent=True)  # somebody else's first request of this person was quicker
    if found is None:
        raise NotFound("identity", subject)
    return found


def get_profile(uid: str) -> Profile:
    """A person's profile; raises NotFound."""
    try:
        item = ProfileItem.get(keys.user_pk(uid), keys.PROFILE_SK, consistent_read=True)
    except ProfileItem.DoesNotExist as error:
        raise NotFound("profile", uid) from error
    return records.profile_of(uid, item)


def update_profile(uid: str, changes: dict[str, Any]) -> Profile:
    """Set the named fields (None clears one) and nothing else; raises NotFound."""
    item = ProfileItem(keys.user_pk(uid), keys.PROFILE_SK)
    actions = [
        getattr(ProfileItem, name).remove() if value is None else getattr(ProfileItem, name).set(value)
        for name, value in changes.items()
    ]
    if not actions:
        return get_profile(uid)
    try:
        item.update(actions, condition=ProfileItem.pk.exists())
    except UpdateError as error:
        if error.cause_response_code == CONDITION_FAILED:
            raise NotFound("profile", uid) from error
        raise
    return records.profile_of(uid, item)


def _identity(issuer: str, subject: str, *, consistent: bool = False) -> Identity | None:
    try:
        item = IdentityItem.get(keys.identity_pk(issuer, subject), keys.IDENTITY_SK, consistent_read=consistent)
    except IdentityItem.DoesNotExist:
        return None
    return Identity(issuer, subject, item.uid, active=item.state == ACTIVE)
