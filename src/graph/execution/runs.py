"""One operation being carried out by a plan.

A plan writes into the answer's dicts. Where a resolver has not finished, its place holds None until the value arrives,
and what follows from the value is then filled in. Nothing is told to anybody before all places are filled.

When anything is unusual, what was written is thrown away, and the stock executor answers the whole operation. What
resolvers have answered until then is given to it again, so that none is called twice: a value at once, a failure as it
was raised, a task as it is, finished or not. Only attributes are read again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from functools import partial
from types import CoroutineType
from typing import TYPE_CHECKING, Any

from graphql import GraphQLFieldResolver, GraphQLResolveInfo, MiddlewareManager
from graphql.pyutils import Path

from graph.execution.unusual import Unusual
from models.logs import keep_stack

if TYPE_CHECKING:
    from graphql.execution.executor import Executor

    from graph.execution.plans import ObjectPlan, Resolved

logger = logging.getLogger(__name__)

type Data = dict[str, Any]
type Answer = Data | Awaitable[Data]
# The function that Strawberry makes the resolver of a field without one.
BASIC = "_get_basic_result"


class Given(Enum):
    """How a resolver answered: at once, or by a coroutine that awaited nothing."""

    VALUE = auto()
    ERROR = auto()
    LATER_VALUE = auto()
    LATER_ERROR = auto()


class Run:
    """A run of a plan.

    Attributes:
        arguments: of fields whose arguments are the same at each place, by field.
    """

    __slots__ = ("_answers", "_filled", "_loop", "_tasks", "_waiting", "arguments", "executor", "is_awaitable")

    def __init__(self, executor: "Executor[Any]") -> None:
        self.executor = executor
        self.is_awaitable = executor.is_awaitable
        self.arguments: dict[object, dict[str, Any]] = {}
        self._answers: list[tuple[Path, Given, Any]] = []
        self._tasks: list[asyncio.Future[Any]] = []
        self._waiting: set[asyncio.Future[Any]] = set()
        self._filled: asyncio.Future[bool] | None = None
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None

    def answer(self, plan: "ObjectPlan", source: Any, stock: Callable[[], Answer]) -> Answer:
        """The answer to an operation, by a plan, or by the stock executor where something is unusual."""
        try:
            data = plan.run(self, source, None)
        except Exception as unusual:  # noqa: BLE001 -- whatever it is, the stock executor comes upon it, too, and tells it
            return self._by_stock(stock, unusual)
        except BaseException:
            self._leave()
            raise
        return data if self._filled is None else self._when_filled(self._filled, data, stock)

    # What resolvers answered.

    def told(self, path: Path, value: Any) -> None:
        """A resolver answered with a value."""
        self._answers.append((path, Given.VALUE, value))

    def failed(self, path: Path, error: Exception) -> None:
        """A resolver raised."""
        self._answers.append((path, Given.ERROR, error))

    def settled(self, path: Path, coroutine: Any) -> Any:
        """The value of a coroutine that awaits nothing; raises what it raises."""
        if self._loop is None:  # nobody could wait for it
            coroutine.close()
            raise Unusual
        try:
            coroutine.send(None)
        except StopIteration as end:
            self._answers.append((path, Given.LATER_VALUE, end.value))
            return end.value
        except Exception as error:
            self._answers.append((path, Given.LATER_ERROR, error))
            raise
        raise Unusual  # pragma: no cover -- it does await

    def started(self, path: Path, awaitable: Any) -> asyncio.Future[Any]:
        """A task for what a resolver gave to be awaited; it has run as far as it comes without waiting."""
        if self._loop is None:
            self.told(path, awaitable)
            raise Unusual
        task: asyncio.Future[Any]
        if type(awaitable) is CoroutineType:
            task = self.begun(awaitable)
        else:
            task = asyncio.ensure_future(awaitable)
            self._tasks.append(task)
        self.told(path, task)
        return task

    def begun(self, value: Any) -> Any:
        """A task for a coroutine, as far as it comes without waiting; any other value as it is."""
        if type(value) is not CoroutineType or self._loop is None:
            return value
        task: asyncio.Future[Any] = asyncio.Task(value, loop=self._loop, eager_start=True)
        self._tasks.append(task)
        return task

    def wait(self, task: asyncio.Future[Any], field: "Resolved", result: Data, path: Path) -> None:
        """Fill a place in the result when a task's value is there."""
        if self._filled is None:
            self._filled = task.get_loop().create_future()
        self._waiting.add(task)
        task.add_done_callback(partial(self._arrived, self._filled, field, result, path))

    def _arrived(
        self, filled: asyncio.Future[bool], field: "Resolved", result: Data, path: Path, task: asyncio.Future[Any]
    ) -> None:
        self._waiting.discard(task)
        if filled.done():
            return
        try:
            field.complete(self, task.result(), result, path)
        except (Exception, asyncio.CancelledError) as unusual:
            keep_stack(unusual)
            logger.debug("Something is unusual at %s.", path.as_list(), exc_info=unusual)
            filled.set_result(False)
        else:
            if not self._waiting:
                filled.set_result(True)

    # The end of it.

    async def _when_filled(self, filled: asyncio.Future[bool], data: Data, stock: Callable[[], Answer]) -> Data:
        try:
            clean = await filled
        except asyncio.CancelledError:
            await self._give_up()
            raise
        if clean:
            return data
        answer = self._by_stock(stock, None)
        return await answer if isinstance(answer, Awaitable) else answer

    def _by_stock(self, stock: Callable[[], Answer], unusual: Exception | None) -> Answer:
        if unusual is not None:
            logger.debug("Something is unusual.", exc_info=unusual)
        if self._filled is not None and not self._filled.done():
            self._filled.set_result(False)
        self.executor.middleware_manager = Once(self, self._answers)
        answer: Answer
        try:
            answer = stock()
        except BaseException:
            self._leave()
            raise
        if isinstance(answer, Awaitable):
            return self._to_the_end(answer)
        self._leave()
        return answer

    async def _to_the_end(self, answer: Awaitable[Data]) -> Data:
        try:
            return await answer
        finally:
            self._leave()

    def _leave(self) -> None:
        """Nobody waits any more for what still runs; what it fails with is nobody's news."""
        for task in self._tasks:
            task.cancel()
            task.add_done_callback(_forgotten)

    async def _give_up(self) -> None:
        self._leave()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class Once(MiddlewareManager):
    """Gives answers of resolvers that were called already, in place of calling them again.

    Others begin as those did, as tasks, so that answers of one instant take as many turns of the loop to arrive.
    """

    def __init__(self, run: Run, answers: list[tuple[Path, Given, Any]]) -> None:
        super().__init__()
        self._run = run
        self._answers = {path: (given, answer) for path, given, answer in answers}

    def get_field_resolver(self, field_resolver: GraphQLFieldResolver) -> GraphQLFieldResolver:
        """The resolver, which is only called where it was not."""
        if getattr(field_resolver, "__name__", "") == BASIC:  # reads an attribute
            return field_resolver

        def resolver(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
            known = self._answers.get(info.path)
            if known is None:
                return self._run.begun(field_resolver(source, info, **arguments))
            given, answer = known
            if given is Given.VALUE:
                return answer
            if given is Given.ERROR:
                raise answer
            return _later(given, answer)

        return resolver


async def _later(given: Given, answer: Any) -> Any:
    if given is Given.LATER_ERROR:
        raise answer
    return answer


def _forgotten(task: asyncio.Future[Any]) -> None:
    if not task.cancelled():
        task.exception()
