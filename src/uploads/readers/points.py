"""Points of an activity as a reader met them: columns, or rows that become columns; bounded either way."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from models.errors import UnusableFile
from models.terms import Channel, ProblemCode
from uploads.recording import Column

# Two days and a third at one point a second.
MAX_POINTS = 200_000


class Axis(StrEnum):
    """What a point has beside its time and its measured channels."""

    LATITUDE_DEG = "latitudeDeg"
    LONGITUDE_DEG = "longitudeDeg"
    DISTANCE_M = "distanceM"


type Key = Axis | Channel


@dataclass(frozen=True, slots=True)
class Points:
    """Points in the order of the file.

    Attributes:
        instants: seconds since 1970 UTC, shape (n,); NaN where the file has none.
        columns: every key that has a value, each of shape (n,); NaN where it is missing.
    """

    instants: Column = field(default_factory=lambda: np.empty(0))
    columns: Mapping[Key, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_count(self.instants.size)

    def __len__(self) -> int:
        return self.instants.size

    def part(self, rows: NDArray[np.bool_], shift_s: float = 0.0) -> "Points":
        """The chosen rows alone, their times moved by ``shift_s``; columns without a value in them are left out."""
        chosen = {key: column[rows] for key, column in self.columns.items()}
        known = {key: column for key, column in chosen.items() if not np.isnan(column).all()}
        return Points(self.instants[rows] + shift_s, known)


class Rows:
    """Points that come one at a time. Values are kept as pairs of row and number: most files fill few columns."""

    __slots__ = ("_cells", "_instants")

    def __init__(self) -> None:
        self._instants = array("d")
        self._cells: dict[Key, tuple[array[int], array[float]]] = {}

    def add(self, instant_s: float, values: Mapping[Key, float]) -> None:
        """Adds a point; its instant is in seconds since 1970 UTC, NaN where it has none.

        Raises:
            UnusableFile: FILE_TOO_LARGE beyond ``MAX_POINTS``.
        """
        row = len(self._instants)
        check_count(row + 1)
        self._instants.append(instant_s)
        for key, value in values.items():
            cells = self._cells.get(key)
            if cells is None:
                cells = self._cells[key] = (array("q"), array("d"))
            cells[0].append(row)
            cells[1].append(value)

    def points(self) -> Points:
        """What was added, as columns."""
        columns: dict[Key, Column] = {}
        # In an order of their own, not in that of the file: the problems of a recording follow it.
        for key, (rows, values) in sorted(self._cells.items(), key=itemgetter(0)):
            columns[key] = np.full(len(self._instants), np.nan)
            columns[key][np.frombuffer(rows, np.int64)] = np.frombuffer(values)
        return Points(np.array(self._instants), columns)


def check_count(points: int) -> None:
    """Refuses more points than an activity can have: raises UnusableFile, FILE_TOO_LARGE, beyond ``MAX_POINTS``."""
    if points > MAX_POINTS:
        raise UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {MAX_POINTS} points")
