"""Accounts that end: closed for sign-in first, then emptied."""

from models import keys, store


def is_deleted(uid: str) -> bool:
    """Whether this person's account was deleted, or is being."""
    return store.get(keys.user_pk(uid), keys.DELETED_SK, strong=True) is not None
