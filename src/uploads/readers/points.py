"""Points as a reader meets them: sparse rows, gathered cheaply and bounded."""

from array import array
from collections.abc import Iterator, Mapping
from enum import StrEnum

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


class Points:
    """Rows of an activity in the order of the file.

    A row has an instant (seconds since 1970 UTC, NaN where the file has none) and any of the keys. Values are kept as
    pairs of row and number: most files fill few of the columns.
    """

    __slots__ = ("_cells", "instants")

    def __init__(self) -> None:
        self.instants = array("d")
        self._cells: dict[Key, tuple[array[int], array[float]]] = {}

    def __len__(self) -> int:
        return len(self.instants)

    def add(self, instant_s: float, values: Mapping[Key, float]) -> None:
        """Adds a row.

        Raises:
            UnusableFile: FILE_TOO_LARGE beyond ``MAX_POINTS`` rows.
        """
        row = len(self.instants)
        if row >= MAX_POINTS:
            raise UnusableFile(ProblemCode.FILE_TOO_LARGE, f"more than {MAX_POINTS} points")
        self.instants.append(instant_s)
        for key, value in values.items():
            cells = self._cells.get(key)
            if cells is None:
                cells = self._cells[key] = (array("q"), array("d"))
            cells[0].append(row)
            cells[1].append(value)

    def columns(self) -> Iterator[tuple[Key, Column]]:
        """Every key that has a value, as a full column of shape (rows,)."""
        for key, (rows, values) in self._cells.items():
            column = np.full(len(self.instants), np.nan)
            column[np.frombuffer(rows, np.int64)] = np.frombuffer(values)
            yield key, column

    def part(self, rows: NDArray[np.bool_], shift_s: float = 0.0) -> "Points":
        """The chosen rows alone, their times moved by ``shift_s``."""
        part = Points()
        part.instants.frombytes((np.frombuffer(self.instants)[rows] + shift_s).tobytes())
        numbers = np.cumsum(rows) - 1
        for key, (at, values) in self._cells.items():
            where = np.frombuffer(at, np.int64)
            chosen = rows[where]
            cells = (array("q"), array("d"))
            cells[0].frombytes(numbers[where[chosen]].astype(np.int64).tobytes())
            cells[1].frombytes(np.frombuffer(values)[chosen].tobytes())
            if cells[0]:
                part._cells[key] = cells
        return part
