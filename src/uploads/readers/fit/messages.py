"""The messages of one kind in a file as columns, whichever definition each one follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kernels.arrays import Integers
from kernels.fit_columns import array_starts, arrays, columns
from kernels.fit_layout import COUNT, KIND, OFFSET, STRING, Layout, developer_field, fields_of, layout
from kernels.fit_stream import Index
from uploads.readers.fit.components import PACKED, expand, sources
from uploads.readers.fit.profile.context import FIELD_DESCRIPTION
from uploads.readers.fit.profile.kind import Kind
from uploads.recording import Column


@dataclass(frozen=True, slots=True)
class DeveloperField:
    """A field that an app brought along: what its description says of it.

    Attributes:
        developer: the index of the app.
        number: of the field, within the app's.
        base_type: how its values are stored.
        name: in the app's words.
        units: in the app's words too, empty where it says none.
    """

    developer: int
    number: int
    base_type: int
    name: str
    units: str


class Messages:
    """The messages of a kind in the order of the file; what they hold is decoded when it is asked for."""

    def __init__(self, file: Index, kind: Kind, most: int | None = None) -> None:
        """The first ``most`` messages, all where it is None."""
        self._file = file
        self._kind = kind
        self._rows = file.rows(kind.number)[:most]
        self._texts: dict[str, Layout] = {}  # where the texts are that were asked for

    def __len__(self) -> int:
        return self._rows.size

    @property
    def names(self) -> list[str]:
        """Every known field that the messages have, by its definition or as a component of another."""
        return [name for name in self._kind.fields if self._has(name)]

    def columns(self, names: Iterable[str]) -> dict[str, Column]:
        """Fields of one value, each of shape (n,): NaN where a message has none, absent where all have none.

        Times are seconds since 1989-12-31 UTC, all else is in the units of the profile. A field that a message has only
        as a component of another is taken from there.
        """
        wanted = [name for name in names if self._has(name)]
        needed = {source for name in wanted for source in (name, *sources(self._kind, name)) if self._has(source)}
        found = self._gather([name for name in self._kind.fields if name in needed - PACKED])
        if "timestamp" in needed and self._file.stamps_s.size:
            stamps = self._file.stamps_s[self._rows].astype(np.float64)
            found["timestamp"] = np.where(stamps > 0, stamps, found["timestamp"])
        expand(found, {name: self.array(name) for name in needed & PACKED})
        return {name: found[name] for name in wanted if name in found}

    def array(self, *names: str, starts: Integers | None = None) -> tuple[Column, Integers]:
        """Fields of several values side by side.

        Returns:
            The values of all messages one after the other, shape (k, fields), NaN where one is missing; and where those
            of each message begin, shape (n + 1,): the ``starts``, if they are given.
        """
        fields = [self._kind.fields[name] for name in names]
        return arrays(
            self._file,
            self._rows,
            [field.number for field in fields],
            [field.scale for field in fields],
            [field.shift for field in fields],
            starts,
        )

    def starts(self, *names: str) -> Integers:
        """Where the values of each message would begin in an array of the fields, shape (n + 1,)."""
        return array_starts(self._file, self._rows, [self._kind.fields[name].number for name in names])

    def rows(self, names: Iterable[str]) -> list[dict[str, float]]:
        """The messages one by one, each with the fields that have a value."""
        found = self.columns(names)
        lists = [column.tolist() for column in found.values()]
        return [
            {name: value for name, value in zip(found, values, strict=True) if value == value}  # noqa: PLR0124 -- NaN
            for values in (zip(*lists, strict=True) if lists else [()] * len(self))
        ]

    def text(self, name: str, row: int = 0) -> str | None:
        """A text of one message, up to its first zero; None where it has none."""
        at = self._rows[row]
        if name not in self._texts:
            self._texts[name] = layout(self._file, self._kind.number, [self._kind.fields[name].number])
        told = self._texts[name][self._file.which[at], 0]
        if told[OFFSET] < 0 or told[KIND] != STRING:
            return None
        start = int(self._file.positions[at]) + int(told[OFFSET])
        stored = self._file.data[start : start + int(told[COUNT])].tobytes()
        return stored.partition(b"\0")[0].decode(errors="ignore") or None

    def developer_fields(self) -> list[DeveloperField]:
        """The developers' fields that these messages have."""
        known = _described(self._file)
        found = layout(self._file, self._kind.number, [_number(field) for field in known])
        return [field for i, field in enumerate(known) if (found[:, i, OFFSET] >= 0).any()]

    def developer_column(self, field: DeveloperField) -> Column:
        """The values of a developer's field as they are stored, shape (n,), NaN where there is none."""
        values: Column = columns(self._file, self._rows, [_number(field)], [1.0], [0.0])[0]
        return values

    @cached_property
    def _defined(self) -> set[str]:
        by_number = self._kind.by_number
        found = {by_number[number].name for number in fields_of(self._file, self._kind.number) if number in by_number}
        if self._file.stamps_s.size and len(self) and "timestamp" in self._kind.fields:
            found.add("timestamp")
        return found

    def _has(self, name: str) -> bool:
        return name in self._defined or not self._defined.isdisjoint(sources(self._kind, name))

    def _gather(self, names: list[str]) -> dict[str, Column]:
        fields = [self._kind.fields[name] for name in names]
        values = columns(
            self._file,
            self._rows,
            [field.number for field in fields],
            [field.scale for field in fields],
            [field.shift for field in fields],
        )
        return dict(zip(names, values, strict=True))


def _number(field: DeveloperField) -> int:
    return developer_field(field.developer, field.number, field.base_type)


def _described(file: Index) -> list[DeveloperField]:
    """All fields that the file describes; of two descriptions of one field the first holds."""
    described = Messages(file, FIELD_DESCRIPTION)
    found: dict[tuple[int, int], DeveloperField] = {}
    for row, told in enumerate(described.rows(("developer_data_index", "field_definition_number", "fit_base_type_id"))):
        if len(told) == 3:
            developer, number, base_type = map(int, told.values())
            if (developer, number) not in found:
                name, units = described.text("field_name", row), described.text("units", row)
                found[developer, number] = DeveloperField(developer, number, base_type, name or "", units or "")
    return list(found.values())
