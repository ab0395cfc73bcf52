"""A text in every language of the service, and a line of advice."""

from dataclasses import dataclass

from models.terms import AdviceKind, Locale


@dataclass(frozen=True, slots=True)
class Text:
    """The same said in Japanese and in English."""

    ja: str
    en: str

    def of(self, locale: Locale) -> str:
        """The words in a language."""
        return self.ja if locale is Locale.JA else self.en


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the coach says of a figure.

    Attributes:
        exercises: keys of those that help (``coaching.exercises``), the most helpful first.
    """

    kind: AdviceKind
    text: Text
    exercises: tuple[str, ...] = ()


def improve(ja: str, en: str, *exercises: str) -> Line:
    """A line for a figure that can do better."""
    return Line(AdviceKind.IMPROVE, Text(ja, en), exercises)


def keep(ja: str, en: str) -> Line:
    """A line for a figure that is good as it is."""
    return Line(AdviceKind.KEEP, Text(ja, en))


def note(ja: str, en: str) -> Line:
    """A line for a figure that is shown and not scored."""
    return Line(AdviceKind.NOTE, Text(ja, en))
