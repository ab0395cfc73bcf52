"""Checks of what clients send: every problem is named, not only the first."""

from dataclasses import dataclass, field
from enum import StrEnum

MAX_CLIENT_KEY = 128


class InputProblemCode(StrEnum):
    """What is wrong with an input field."""

    OUT_OF_RANGE = "OUT_OF_RANGE"
    MALFORMED = "MALFORMED"
    INCONSISTENT = "INCONSISTENT"
    TOO_MANY = "TOO_MANY"


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One input field that cannot be used, by the name that the client knows."""

    field: str
    code: InputProblemCode
    message: str


@dataclass(slots=True)
class Problems:
    """The problems found so far."""

    found: list[InputProblem] = field(default_factory=list)

    def add(self, name: str, code: InputProblemCode, message: str) -> None:
        """Note one."""
        self.found.append(InputProblem(name, code, message))

    def take(self, problem: InputProblem | None) -> None:
        """Note one that may be none."""
        if problem is not None:
            self.found.append(problem)

    def check_range(self, name: str, value: float | None, low: float, high: float) -> None:
        """Note a number outside of its range; None is no number and passes, NaN does not."""
        if value is not None and not low <= value <= high:
            self.add(name, InputProblemCode.OUT_OF_RANGE, f"must be from {low:.10g} to {high:.10g}")


def check_title(name: str, text: str, most: int) -> InputProblem | None:
    """What is wrong with a text of one line that people read, if anything."""
    if not 1 <= len(text) <= most:
        return InputProblem(name, InputProblemCode.OUT_OF_RANGE, f"must have 1 to {most} characters")
    if not text.isprintable():
        return InputProblem(name, InputProblemCode.MALFORMED, "must be one line of printable characters")
    return None


@dataclass(frozen=True, slots=True)
class Refused:
    """What a mutation answers instead of doing anything."""

    problems: tuple[InputProblem, ...]


def check_client_key(client_key: str | None) -> InputProblem | None:
    """What is wrong with a name that a client gave to a request, if anything."""
    if client_key is None:
        return None
    lone_surrogate = any("\ud800" <= letter <= "\udfff" for letter in client_key)  # no UTF-8, so nothing to hash
    if 1 <= len(client_key) <= MAX_CLIENT_KEY and not lone_surrogate:
        return None
    return InputProblem("clientKey", InputProblemCode.MALFORMED, f"must have 1 to {MAX_CLIENT_KEY} characters")
