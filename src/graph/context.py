"""What one request knows: who asks, and what was read already."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property, partial
from typing import Any

from strawberry.dataloader import DataLoader
from strawberry.types import Info

from coaching.spans import Span
from graph.selection import wants_detail
from graph.threads import in_thread
from models.activities import Whole
from models.entities import Activity, ActivityMeta, Gear, PersonalBest, Profile, Session, Totals
from models.terms import Locale, TotalsUnit
from resolvers import activities, compare, edits, gear, history, programs, totals, users
from resolvers.access import Caller

type _SpanKey = tuple[TotalsUnit, date, date]


class Context:
    """One request: whatever several of its fields need is read once."""

    def __init__(self, caller: Caller, request_id: str | None = None) -> None:
        self.caller = caller
        self.request_id = request_id  # as the log of a function has it; None where nobody gave one
        self.now = datetime.now(UTC)
        self._detail: bool | None = None
        self._changed = False

    # Loaders, each made when it is first needed: a request needs two or three of them.

    @cached_property
    def gear(self) -> DataLoader[str, Gear | None]:
        """Shoes."""
        return DataLoader(self._pairs)

    @cached_property
    def bests(self) -> DataLoader[int | None, list[PersonalBest]]:
        """Personal bests of a year, or of all years."""
        return DataLoader(self._each(totals.bests))

    @cached_property
    def duplicates(self) -> DataLoader[Activity, list[Activity]]:
        """What may be another recording of an activity."""
        return DataLoader(self._each(edits.possible_duplicates))

    @cached_property
    def comparable(self) -> DataLoader[Activity, Activity | None]:
        """The one before an activity that it can be compared with."""
        return DataLoader(self._each(compare.previous_comparable))

    @cached_property
    def _metas(self) -> DataLoader[str, ActivityMeta | None]:
        return DataLoader(self._found)

    @cached_property
    def _wholes(self) -> DataLoader[str, Whole | None]:
        return DataLoader(self._each(self._whole))

    @cached_property
    def _profiles(self) -> DataLoader[str, Profile]:
        return DataLoader(self._each(lambda caller, _: users.profile(caller)))

    @cached_property
    def _recent(self) -> DataLoader[str, Sequence[Activity]]:
        return DataLoader(self._now(programs.recent))

    @cached_property
    def _done(self) -> DataLoader[str, list[Session]]:
        return DataLoader(self._now(programs.done))

    @cached_property
    def _newest(self) -> DataLoader[str, Activity | None]:
        return DataLoader(self._each(lambda caller, _: history.newest(caller)))

    @cached_property
    def _weeks(self) -> DataLoader[history.Asked, list[Activity]]:
        return DataLoader(self._each(self._rows))

    @cached_property
    def _parts(self) -> DataLoader[_SpanKey, list[Totals]]:
        return DataLoader(self._each(_parts))

    async def meta(self, info: "RequestInfo", aid: str) -> ActivityMeta | None:
        """An activity; together with its detail where the operation asks for any detail."""
        if self._wants_detail(info):
            whole = await self._wholes.load(aid)
            return whole.meta if whole else None
        return await self._metas.load(aid)

    async def whole(self, aid: str) -> Whole | None:
        """An activity with its detail."""
        return await self._wholes.load(aid)

    async def parts(self, unit: TotalsUnit, spans: list[Span]) -> list[Totals]:
        """The days or months from which spans are summed; fields that ask for the same range share them."""
        return await self._parts.load((unit, spans[0].first, spans[-1].last))

    async def profile(self) -> Profile:
        """The caller's profile."""
        return await self._profiles.load("")

    async def practice(self) -> tuple[Sequence[Activity], list[Session]]:
        """The activities and sessions that a programme may follow from."""
        return await asyncio.gather(self._recent.load(""), self._done.load(""))

    async def weeks(self, asked: history.Asked) -> tuple[list[Activity], Activity | None]:
        """The activities that may lie in the weeks of a history, and the newest of all; raises InvalidInput."""
        history.check(asked)
        # Whatever it is weighed by, it is read once.
        alike = history.Asked(asked.sport, asked.weeks)
        return await asyncio.gather(self._weeks.load(alike), self._newest.load(""))

    async def recent_bests(self, activity: Activity) -> list[PersonalBest]:
        """The caller's bests of an activity's local year and of the one before."""
        year = activity.local_start.year
        found = await self.bests.load_many([each for each in (year - 1, year) if 1970 <= each <= 9998])
        return [best for bests in found for best in bests]

    async def language(self, asked: Locale | None = None) -> Locale:
        """The language of sentences: that a field was asked for in, else the request's, else the profile's."""
        return asked or self.caller.language or (await self.profile()).locale

    def forget_profile(self) -> None:
        """Read the profile again: it was changed."""
        self._profiles.clear_all()

    def forget_activities(self) -> None:
        """Read activities again, and strongly: one was changed."""
        self._changed = True
        self._metas.clear_all()
        self._wholes.clear_all()

    def _wants_detail(self, info: "RequestInfo") -> bool:
        if self._detail is None:
            self._detail = wants_detail(info._raw_info)
        return self._detail

    def _whole(self, caller: Caller, aid: str) -> Whole | None:
        return activities.get_whole(caller, aid, strong=self._changed)

    def _rows(self, caller: Caller, asked: history.Asked) -> list[Activity]:
        return history.rows(caller, asked, self.now)

    async def _found(self, aids: list[str]) -> list[ActivityMeta | None]:
        if len(aids) == 1:
            read = partial(activities.get_meta, self.caller, aids[0], strong=self._changed)
            return [await in_thread(read)]
        found = await in_thread(partial(activities.get_metas, self.caller, aids, strong=self._changed))
        return [found.get(aid) for aid in aids]

    async def _pairs(self, gear_ids: list[str]) -> list[Gear | None]:
        if len(gear_ids) == 1:
            return [await in_thread(gear.get, self.caller, gear_ids[0])]
        found = {pair.gear_id: pair for pair in await in_thread(gear.every, self.caller, retired=None)}
        return [found.get(gear_id) for gear_id in gear_ids]

    def _each[Key, T](self, read: Callable[[Caller, Key], T]) -> Callable[[list[Key]], "asyncio.Future[list[T]]"]:
        """A loader's batch function: the keys lie in one partition, so they are read beside each other.

        What one of them raises is told of that one alone.
        """

        def batch(keys: list[Key]) -> "asyncio.Future[list[T]]":
            reading: asyncio.Future[Any] = asyncio.gather(
                *(in_thread(read, self.caller, key) for key in keys), return_exceptions=True
            )
            return reading

        return batch

    def _now[T](self, read: Callable[[Caller, datetime], T]) -> Callable[[list[str]], "asyncio.Future[list[T]]"]:
        """The same for what there is one of, at the time of the request."""
        return self._each(lambda caller, _: read(caller, self.now))


def _parts(caller: Caller, key: _SpanKey) -> list[Totals]:
    unit, first, last = key
    return totals.parts(caller, unit, [Span(first, last)])


RequestInfo = Info[Context, None]
