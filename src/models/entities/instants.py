"""Instants as the table keeps them: whole milliseconds since 1970."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_ms(instant: datetime) -> int:
    """Milliseconds since 1970, exactly; the table keeps no finer instants."""
    return (instant - EPOCH) // timedelta(milliseconds=1)


def from_epoch_ms(milliseconds: int) -> datetime:
    """The inverse of ``epoch_ms``, in UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)
