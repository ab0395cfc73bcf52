"""What would make the month cheaper, in the order of the dollars, as the calculator itself finds them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from console.cost.estimate import Estimate, estimate
from console.cost.usage import OWN, Usage


@dataclass(frozen=True, slots=True)
class Lever:
    """A change, what it saves a month, and what it costs otherwise."""

    name: str
    cents: int
    price: str


_CHANGES: tuple[tuple[str, str, Callable[[Usage], Usage]], ...] = (
    (
        "an issuer of one's own for Cognito",
        "somebody has to run it",
        lambda usage: replace(usage, sign_in=OWN),
    ),
    (
        "raw files that the phone sends compressed",
        "the readers take gzip as it is; then no file is large enough for a colder class, and none has to be",
        lambda usage: replace(usage, compressed_raw=True),
    ),
    (
        "calls of the stream with ten records instead of five",
        "people are compared later; the units are the same",
        lambda usage: replace(usage, records_per_call=2 * usage.records_per_call),
    ),
    (
        "1,024 MB for the API, were its time the same",
        "it waits for DynamoDB most of it; starts take longer",
        lambda usage: replace(usage, api_memory_mb=1024),
    ),
    (
        "Arm instead of x86",
        "the kernels have to be compiled on it",
        lambda usage: replace(usage, arm=True),
    ),
    (
        "half the log lines",
        "less to find faults by",
        lambda usage: replace(
            usage,
            query_log_bytes=usage.query_log_bytes / 2,
            upload_log_bytes=usage.upload_log_bytes / 2,
            job_log_bytes=usage.job_log_bytes / 2,
            count_log_bytes=usage.count_log_bytes / 2,
        ),
    ),
    ("no X-Ray", "less to find slow requests by", lambda usage: replace(usage, traced=False)),
    (
        "no stream of cohorts",
        "nobody is compared with people of the same age and sex",
        lambda usage: replace(usage, changes_per_activity=0),
    ),
    (
        "a quarter fewer home screens",
        "apps that keep what they have, and ask `changes`",
        lambda usage: replace(
            usage, queries_per_user=usage.queries_per_user - 0.25 * max(usage.homes, 0) / usage.users
        ),
    ),
)


def levers(before: Estimate) -> list[Lever]:
    """Those that save anything, the largest first."""
    found = []
    for name, price, change in _CHANGES:
        after = estimate(change(before.usage), before.region, before.month)
        found.append(Lever(name, before.cents - after.cents, price))
    return sorted((lever for lever in found if lever.cents > 0), key=lambda lever: -lever.cents)


def without_bucket_key(before: Estimate) -> int:
    """Cents that the bucket's key saves with a key of one's own: each object would ask for it."""
    keyed, bare = (replace(before.usage, own_key=True, bucket_key=saving) for saving in (True, False))
    return estimate(bare, before.region, before.month).cents - estimate(keyed, before.region, before.month).cents
