"""What the formats call a sport, in our words."""

from dataclasses import dataclass

from models.terms import Sport
from uploads.readers.words import brief

# Characters of a sport that is not ours; it is kept with the upload.
MAX_SPORT = 40


@dataclass(frozen=True, slots=True)
class SportWord:
    """A file's word for its sport: one of ours, somebody else's, or (both None) nothing useful."""

    sport: Sport | None = None
    foreign: str | None = None


UNSAID = SportWord()
_NOTHING_USEFUL = frozenset({"", "all", "default", "generic", "other", "sport", "track", "unknown", "workout"})
# Strava writes its activity types as numbers into GPX.
_STRAVA_TYPES = {
    "1": SportWord(foreign="cycling"),
    "4": SportWord(Sport.WALKING),
    "9": SportWord(Sport.RUNNING),
    "10": SportWord(Sport.WALKING),
    "16": SportWord(foreign="swimming"),
}
# Looked for first: "nordic skiing" is no walk and "ride" is no run, whatever else the word contains.
_FOREIGN_PARTS = (
    *("bik", "cycl", "ride", "riding", "swim", "ski", "snowboard", "skat", "row", "paddl", "kayak", "canoe", "sail"),
    *("surf", "driv", "motor", "car", "fly", "flight", "climb", "golf", "elliptical", "strength", "yoga", "transition"),
)
_RUNNING_PARTS = ("run", "jog")
_WALKING_PARTS = ("walk", "hik", "trek", "stroll")


def sport_word(word: str | None, *, closed: bool) -> SportWord:
    """The sport behind a file's word.

    Args:
        word: as the file has it; case, spaces, hyphens and underscores do not matter.
        closed: whether the format has a fixed list of words. Then an unknown word is a foreign sport; in free text
            (GPX) it says nothing.
    """
    known = brief((word or "").casefold().replace("-", " ").replace("_", " "), MAX_SPORT) or ""
    if known in _STRAVA_TYPES:
        return _STRAVA_TYPES[known]
    if known in _NOTHING_USEFUL:
        return UNSAID
    if any(part in known for part in _FOREIGN_PARTS):
        return SportWord(foreign=known)
    if any(part in known for part in _RUNNING_PARTS):
        return SportWord(Sport.RUNNING)
    if any(part in known for part in _WALKING_PARTS):
        return SportWord(Sport.WALKING)
    return SportWord(foreign=known) if closed else UNSAID


def sport_in_title(title: str | None) -> SportWord:
    """TomTom names a track after its sport: a title counts only where it is nothing but the word."""
    word = (title or "").strip().casefold()
    return (
        sport_word(word, closed=False) if word in {"running", "run", "walking", "walk", "hiking", "cycling"} else UNSAID
    )
