"""docs/cost.md: every figure on it is the calculator's."""

from collections.abc import Iterable, Sequence

from console.cost import measured, prose
from console.cost.comparison import COPIES, LEAST_PROXY_UNITS, ROWS_OF_AN_UPLOAD, ROWS_S_OF_A_UNIT, comparisons
from console.cost.estimate import TRACED_SHARE, Estimate, estimate
from console.cost.levers import levers, without_bucket_key
from console.cost.prices import GB, MEMORY, PRICES, READ_ON, REGIONS, TOKYO, Price
from console.cost.race import AT_ONCE_WRITE_UNITS, GATEWAY_REQUESTS_S, WORKERS, race_of
from console.cost.storage import DETAIL, RAW, SMALLEST_MOVED_BYTES
from console.cost.terminal import MONTHS, dollars, rows
from console.cost.usage import QUERIES_PER_ACTIVITY, Usage, assumptions

USERS = (1e4, 1e6, 5e6)
MIDDLE = Usage(1e6)
WHERE = "us-east-1"


def document() -> str:
    """docs/cost.md."""
    users = f"{MIDDLE.users:,.0f}"
    return "".join((
        prose.HEAD.format(read_on=READ_ON, short=_in_short(), lines=_lines()),
        prose.RACE.format(
            at_once=f"{AT_ONCE_WRITE_UNITS:,}",
            upload=f"{measured.UPLOAD_WRITE_UNITS:g}",
            count=f"{measured.COUNT_WRITE_UNITS:g}",
            workers=WORKERS,
            gateway=f"{GATEWAY_REQUESTS_S:,}",
            asked=QUERIES_PER_ACTIVITY,
            race=_race(),
        ),
        prose.COMPARISON.format(
            users=users,
            comparison=_comparison(),
            rows=ROWS_OF_AN_UPLOAD,
            bears=ROWS_S_OF_A_UNIT,
            copies=COPIES,
            least=LEAST_PROXY_UNITS,
        ),
        _levers(users),
        prose.MEASURED.format(measured=_measured()),
        prose.ASSUMED.format(traced=f"{TRACED_SHARE:.0%}", assumed=_assumed()),
        prose.PRICES.format(read_on=READ_ON, memory=MEMORY, prices=_prices()),
        prose.NOT_IN_IT,
    ))  # fmt: skip


def _table(head: Sequence[str], lines: Iterable[Sequence[str]], figures: int) -> str:
    """A table of Markdown, whose last columns are figures."""
    rule = ["---"] * (len(head) - figures) + ["---:"] * figures
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, rule, *lines))


def _in_short() -> str:
    found = []
    for users in USERS:
        for region in REGIONS:
            months = [estimate(Usage(users), region, month) for month in MONTHS]
            rest = [dollars(each.rest_cents) for each in months]
            found.append([f"{users:,.0f}", region, dollars(months[0].sign_in.cents), *rest, _a_user(months[1])])
    head = ["monthly users", "region", "sign-in", *(f"all else, month {month}" for month in MONTHS), "a user, month 12"]
    return _table(head, found, 5)


def _a_user(told: Estimate) -> str:
    return f"{told.rest_cents / 100 / told.usage.users:.4f}"


def _lines() -> str:
    text = ""
    for users in USERS:
        sides = [rows([estimate(Usage(users), region, month) for month in MONTHS]) for region in REGIONS]
        head = ["line", "quantity, month 12"]
        head += [f"{name}, month {month}" for name in REGIONS.values() for month in MONTHS]
        joined = [_marked(kind, [*cells, *tokyo[2:]]) for (kind, cells), (_, tokyo) in zip(*sides, strict=True)]
        text += f"\n### {users:,.0f} monthly users\n\n{_table(head, joined, len(head) - 1)}"
    return text


def _marked(kind: str, cells: Sequence[str]) -> list[str]:
    return [f"**{cell}**" if cell and kind == "sum" else cell for cell in cells]


def _race() -> str:
    found = []
    for users in USERS:
        for region in REGIONS:
            race = race_of(Usage(users), region)
            speeds = (f"{race.uploads_s:,.1f}", *_whole(race.requests_s, race.write_units_s, race.workers))
            late = f"{race.last_after_s / 60:,.0f} min"
            found.append([f"{users:,.0f}", region, *speeds, late, dollars(race.cents), dollars(race.warm_cents)])
    head = ["users", "region", "uploads/s", "API requests/s", "write units/s", "files at a time", "last after"]
    return _table([*head, "the hour", "warming"], found, 7)


def _whole(*figures: float) -> list[str]:
    return [f"{figure:,.0f}" for figure in figures]


def _comparison() -> str:
    found = []
    for us, tokyo in zip(*(comparisons(MIDDLE, region) for region in REGIONS), strict=True):
        said = f"{us.talk_dollars:,}" if us.talk_dollars else ""
        found.append([us.name, said, dollars(us.cents), dollars(tokyo.cents)])
    return _table(["", "the talk", *REGIONS], found, 3)


def _levers(users: str) -> str:
    base = estimate(MIDDLE, WHERE)
    found = [[lever.name, dollars(lever.cents), lever.price] for lever in levers(base)]
    return prose.LEVERS.format(
        users=users,
        where=WHERE,
        levers=_table(["instead", "saves", "its price"], found, 0),
        bucket_key=dollars(without_bucket_key(base)),
        one_object=dollars(PRICES["s3 put"].cents(MIDDLE.activities, WHERE)),
        smallest=f"{SMALLEST_MOVED_BYTES:,}",
        share=f"{measured.RAW_LARGE_SHARE:.0%}",
        large=f"{measured.RAW_LARGE_BYTES:,}",
        raw_class=RAW.storage_class,
        raw_days=RAW.days,
        back=f"{_back_after_months():.1f}",
        detail=f"{measured.DETAIL_BYTES:,}",
        detail_class=DETAIL.storage_class,
        detail_days=DETAIL.days,
    )


def _back_after_months() -> float:
    """Months after which the cheaper class has paid for the move of one large file, in the region of the levers."""
    gb = measured.RAW_LARGE_BYTES / GB

    def price(name: str) -> float:
        told = PRICES[name]
        return told.steps(WHERE)[0][1] / told.per

    moved = price("s3 to instant") + gb * price("s3 checksum")
    return moved / (gb * (price("s3 standard") - price("s3 instant")))


def _measured() -> str:
    upload = f"{measured.UPLOAD_WRITE_UNITS:g} write units, {measured.UPLOAD_READ_UNITS:g} read units"
    screens = (measured.HOME_READ_UNITS, measured.DETAIL_READ_UNITS, measured.POLL_READ_UNITS)
    count = f"at most {measured.COUNT_WRITE_UNITS:g} write units, {measured.COUNT_READ_UNITS:g} read units"
    raw = f"{measured.RAW_LARGE_BYTES:,} and {measured.RAW_SMALL_BYTES:,} bytes; all compressed"
    answers = f"{measured.HOME_ANSWER_BYTES:,}; {measured.DETAIL_ANSWER_BYTES:,} bytes"
    found = [
        ["an upload of 75 minutes and six channels, from `createUpload` to the activity", upload],
        ["home screen; detail; `upload(id)`", "; ".join(f"{units:g}" for units in screens) + " read units"],
        ["a person unknown to the environment", f"{measured.SIGN_IN_READ_UNITS:g} read units, counted for every query"],
        ["a person's month, counted among others", count],
        ["an activity in the table, both indexes included", f"{measured.ACTIVITY_TABLE_BYTES:,} bytes"],
        ["a person's sums, a month", f"{measured.SUMS_BYTES_A_MONTH:,} bytes"],
        ["a raw file, of the large and of the small ones", f"{raw} {measured.RAW_GZIP_BYTES:,}"],
        ["series at full resolution", f"{measured.DETAIL_BYTES:,} bytes"],
        ["answers, compressed: home screen; detail with 1,024 points", answers],
    ]
    return _table(["", "takes"], found, 0)


def _assumed() -> str:
    found = [
        [f"`{each.name}`", f"{getattr(MIDDLE, each.name):,g}", each.metadata["unit"], each.metadata["why"]]
        for each in assumptions()
    ]
    return _table(["name", "value", "unit", "why"], found, 0)


def _prices() -> str:
    found = [
        [name, _per(price), *(_steps(price, region) for region in REGIONS), _source(price)]
        for name, price in PRICES.items()
    ]
    return _table(["name", "for", *REGIONS, "read in (us-east-1; Tokyo)"], found, 0)


def _per(price: Price) -> str:
    return f"{price.per:,.0f} {price.unit}" if price.per > 1 else f"one of the {price.unit}"


def _steps(price: Price, region: str) -> str:
    *lower, (_, last) = price.steps(region)
    return "; ".join([f"{_plain(told)} to {limit:,.0f}" for limit, told in lower] + [_plain(last)])


def _plain(figure: float) -> str:
    return f"{figure:.10f}".rstrip("0").rstrip(".")


def _source(price: Price) -> str:
    us, tokyo = price.source(WHERE), price.source(TOKYO)
    return us if us == tokyo else f"{us}; {tokyo}"
