"""Which requests of an operation run in parallel: a rehearsal lets them go in rounds.

Every request waits until nothing else can happen without an answer: each worker thread stands at a request, and the
event loop has nothing left to do. Then all of them go on together, as one round. So a round holds what needs no answer
of the same round, however busy the machine is: the rounds are the operation's waits for the table, one after another.
"""

import asyncio
import threading

from graph import threads

# Turns of the event loop without anything new: more than any chain of callbacks between two requests has links.
_QUIET_TURNS = 200
_PAUSE_S = 0.001


class Rounds:
    """The rounds of one operation; made in the thread of its event loop."""

    def __init__(self) -> None:
        self._changed = threading.Condition()  # reentrant
        self._home = threading.get_ident()
        self._held = 0
        self._open = 0
        self._ended = False

    def join(self) -> int:
        """Wait for the next round in a worker thread; its number, from 1."""
        with self._changed:
            mine = self._open + 1
            if self._ended or threading.get_ident() == self._home:  # where nobody could open a round
                self._go_on(mine)
                return mine
            self._held += 1
            self._changed.wait_for(lambda: self._ended or self._open >= mine)
            return mine

    async def conduct(self) -> None:
        """Open one round after another, until this is cancelled."""
        turns = 0
        while True:
            waiting = self._held > 0 and self._held == threads.at_work()
            turns = turns + 1 if waiting else 0
            if turns > _QUIET_TURNS:
                self._go_on(self._open + 1)
            await asyncio.sleep(0 if waiting else _PAUSE_S)

    def end(self) -> None:
        """Hold nobody any more."""
        self._ended = True
        self._go_on(self._open)

    def _go_on(self, number: int) -> None:
        with self._changed:
            self._open, self._held = number, 0
            self._changed.notify_all()
