"""What changed, for phones that were offline."""

from dataclasses import dataclass
from datetime import datetime

from models.entities.activities import Activity
from models.terms import ChangeKind


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of an activity; ``activity`` is None when it was deleted."""

    kind: ChangeKind
    aid: str
    changed_at: datetime
    activity: Activity | None
