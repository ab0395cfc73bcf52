"""Times as XML files write them: ISO 8601, with every kind of offset or none."""

import math
from datetime import UTC, datetime, timedelta, timezone, tzinfo

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
        self._zone_s = 0.0
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
        elif offset := moment.utcoffset():
            self.see(offset.total_seconds())
        return moment.timestamp()

    def see(self, offset_s: float) -> None:
        """Takes note of a written offset from UTC; of none, or one that no place on Earth has, it takes none."""
        if offset_s and offset_s != self._zone_s and abs(offset_s) <= _MAX_OFFSET_S:
            self._zone_s, self._zone = offset_s, timezone(timedelta(seconds=offset_s))
            if self.offset_s is None:
                self.offset_s = int(offset_s)
