"""Columns as XML elements, one text a row, for the writers of GPX and TCX."""

from datetime import datetime
from math import isnan

import numpy as np

from uploads.recording import Column


def elements(template: str, column: Column) -> list[str]:
    """The ``%`` template filled with each value; an empty text where the value is missing."""
    return [template % value if not isnan(value) else "" for value in column.tolist()]


def joined(*columns: list[str]) -> list[str]:
    """The columns' texts of each row in one."""
    return ["".join(texts) for texts in zip(*columns, strict=True)]


def wrapped(before: str, inner: list[str], after: str) -> list[str]:
    """Each text between two others, and nothing around nothing."""
    return [f"{before}{text}{after}" if text else "" for text in inner]


def instants(started_at: datetime, time_s: Column) -> list[str]:
    """Whole seconds after an aware instant, as XML's dateTime in UTC."""
    start = np.datetime64(round(started_at.timestamp()), "s")
    texts: list[str] = np.datetime_as_string(start + time_s.astype("timedelta64[s]"), timezone="UTC").tolist()
    return texts
