"""What a deleted activity leaves in the bucket, as its tombstone remembers it."""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from models.records import is_tombstone
from models.store import RawItem

SEPARATOR = "|"  # in no key and no id


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What a deleted activity leaves in the bucket."""

    detail_key: str
    raw_key: str
    upload_id: str
    siblings: tuple[str, ...]
    duplicate_keys: tuple[str, ...]
    jobs: tuple[str, ...]

    def duplicates(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """(upload, key, ids of the other activities in it) of each file that held the same recording."""
        for noted in self.duplicate_keys:
            key, *others = noted.split(SEPARATOR)
            yield key.rpartition("/")[2], key, tuple(others)

    def told(self) -> list[str]:
        """As a tombstone keeps it."""
        lists = (",".join(texts) for texts in (self.siblings, self.duplicate_keys, self.jobs))
        return [self.detail_key, self.raw_key, self.upload_id, *lists]


def leftovers_of(stone: RawItem) -> Leftovers | None:
    """What a tombstone remembers; the parts and files may still be there when a deletion was interrupted."""
    if not is_tombstone(stone):
        return None
    detail, raw, upload, *lists = orjson.loads(stone["left"]["S"])
    siblings, duplicates, jobs = (tuple(part for part in text.split(",") if part) for text in lists)
    return Leftovers(detail, raw, upload, siblings, duplicates, jobs)
