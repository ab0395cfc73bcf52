"""What one request knows: who asks, and what was read already."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from models.entities import ActivityMeta, Detail, Profile
from models.terms import Locale
from resolvers import activities, users
from resolvers.access import Caller


class Context:
    """One request: each activity's meta and detail, and the profile, are read at most once."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.metas: DataLoader[str, ActivityMeta | None] = DataLoader(self._each(activities.get_meta))
        self.details: DataLoader[str, Detail] = DataLoader(self._each(_detail))
        self._profiles: DataLoader[str, Profile] = DataLoader(self._each(lambda caller, _: users.profile(caller)))
        self.now = datetime.now(UTC)

    async def profile(self) -> Profile:
        """The caller's profile."""
        return await self._profiles.load("")

    async def language(self) -> Locale:
        """The language of sentences: the request's, else the profile's."""
        return self.caller.language or (await self.profile()).locale

    def forget_profile(self) -> None:
        """Read the profile again: it was changed."""
        self._profiles.clear_all()

    def _each[T](self, read: Callable[[Caller, str], T]) -> Callable[[list[str]], "asyncio.Future[list[T]]"]:
        """A loader's batch function: the keys lie in one partition, so they are read beside each other."""

        def batch(keys: list[str]) -> "asyncio.Future[list[T]]":
            return asyncio.gather(*(run_in_threadpool(read, self.caller, key) for key in keys))

        return batch


def _detail(caller: Caller, aid: str) -> Detail:
    whole = activities.get_whole(caller, aid, fine=True)
    return whole.detail if whole else Detail()


RequestInfo = Info[Context, None]
