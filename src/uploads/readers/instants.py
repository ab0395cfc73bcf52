"""Times as XML files write them: ISO 8601, with every kind of offset or none."""

import math
from datetime import UTC, datetime, tzinfo

_SHORTEST = len("2020-01-01T00:00")
_MAX_OFFSET_S = 14 * 3600


class Clock:
    """Reads the times of one file.

    A time without an offset follows the last written one that had one other than UTC (a phone that forgets its offset
    in mid-file is still on the same wrist), else it is UTC, as GPX says.
    """

    def __init__(self) -> None:
        self.offset_s: int | None = None
        self.unreadable = 0
        self._zone: tzinfo = UTC

    def read(self, text: str) -> float:
        """Seconds since 1970; NaN (and counted in ``unreadable``) for what is no time with a date."""
        try:
            moment = datetime.fromisoformat(text) if len(text) >= _SHORTEST else None
        except ValueError:
            moment = None
        if moment is None:
            self.unreadable += 1
            return math.nan
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._zone)
        elif moment.tzinfo is not UTC:
            self._see(moment)
        return moment.timestamp()

    def _see(self, moment: datetime) -> None:
        offset = moment.utcoffset()
        if offset and abs(offset.total_seconds()) <= _MAX_OFFSET_S and moment.tzinfo:
            self._zone = moment.tzinfo
            if self.offset_s is None:
                self.offset_s = int(offset.total_seconds())
