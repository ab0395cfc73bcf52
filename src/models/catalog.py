"""Every kind of item of the one table, and every access pattern that reads or writes it.

``docs/table.md`` is written from ``ITEMS`` and ``PATTERNS``, and tests fail on a request that no pattern declares.
"""

from models.keys import BY_SPORT, BY_UPDATE
from models.patterns import (
    BATCH_GET,
    BATCH_WRITE,
    DELETE,
    GET,
    PUT,
    QUERY,
    SCAN,
    TRANSACT,
    UPDATE,
    Catalog,
    Item,
    Pattern,
)

_USER = "U#{uid}"

ITEMS = (
    Item("identity", "I#{identity}", "I", size="0.2 kB", expires="40 days after its account was deleted"),
    Item("profile", _USER, "#P", size="0.3 kB"),
    Item("deleted account", _USER, "#X", size="0.1 kB", expires="40 days"),
    Item(
        "row",
        _USER,
        "A#{start}#{aid}",
        {BY_SPORT: ("R#{start}#{aid}", "W#{start}#{aid}"), BY_UPDATE: ("{update}#{aid}",)},
        size="440 B with a name of 80 B",
    ),
    Item("hidden row", _USER, "H#{start}#{aid}", {BY_UPDATE: ("{update}#{aid}",)}, size="440 B with a name of 80 B"),
    Item("meta", _USER, "D#{aid}#0", size="0.8 kB"),
    Item("tombstone", _USER, "D#{aid}#0", {BY_UPDATE: ("{update}#{aid}",)}, size="0.1 kB", expires="90 days"),
    Item("detail", _USER, "D#{aid}#1detail#{job}", size="3 to 9 kB"),
    Item("score", _USER, "D#{aid}#3score#{job}", size="0.8 kB, 0.5 kB more a version"),
    Item("week", _USER, "TW#{day}", size="0.2 to 0.8 kB"),
    Item("year", _USER, "TY#{year}", size="0.3 to 1.9 kB"),
    Item("gear", _USER, "G#{gear}", size="0.2 kB"),
    Item("device", _USER, "V#{device}", size="0.2 kB"),
    Item("ticket", _USER, "T#{upload}", size="0.4 kB", expires="7 days without its file, 30 once the file is gone"),
    Item("job", _USER, "E#{job}", size="0.3 kB", expires="30 days"),
    Item("session", _USER, "B#{day}#{session}", size="0.2 kB"),
    Item(
        "allowance", _USER, "Q#{name}", size="0.1 kB", expires="an hour after it would be full again, if it were empty"
    ),
    Item("plan", _USER, "L#{plan}", size="0.5 kB", planned=True),
    Item("planned workout", _USER, "LW#{day}#{number}", size="0.3 kB", planned=True),
    Item("histogram", "C#{measure}#{sex}#{band}#{month}#{shard}", "H", size="0.5 to 2 kB"),
    Item("snapshot", "C#{measure}#{sex}#{band}#{month}#{shard}", "S", size="0.6 to 4 kB"),
    Item("counted month", _USER, "C#{month}", size="0.3 kB"),
)

_CHANGES = ("row", "hidden row", "tombstone")
_DETAIL = ("meta", "tombstone", "detail", "score")
_ACTIVITY = (*_CHANGES, "meta", "week", "year", "gear", "ticket", "score", "profile")
_RUN_WALK = ("R#", "W#")

PATTERNS = (
    Pattern("identity", "who signed in", GET, ("identity",), units=0.5),
    Pattern("profile", "the signed-in person", GET, ("profile",), units=0.5),
    Pattern("closed", "whether an account was deleted", GET, ("deleted account",), units=1.0, case="read strongly"),
    Pattern("list", "activities, newest first", QUERY, ("row",), ("A#",), backward=True, units=4.0, case="100 of them"),
    Pattern(
        "list of a sport",
        "runs or walks, newest first",
        QUERY,
        ("row",),
        _RUN_WALK,
        BY_SPORT,
        backward=True,
        units=4.0,
        case="100 runs",
    ),
    Pattern("around", "activities around an instant, or of a month", QUERY, ("row",), ("A#",), units=0.5),
    Pattern(
        "sport of a year",
        "a sport's activities of a year, for its bests",
        QUERY,
        ("row",),
        _RUN_WALK,
        BY_SPORT,
        units=12.0,
        case="156 runs, read strongly",
    ),
    Pattern("hidden", "merged activities, newest first", QUERY, ("hidden row",), ("H#",), backward=True, units=0.5),
    Pattern("changes", "what changed since", QUERY, _CHANGES, ("{update}",), BY_UPDATE, units=4.0, case="100 of them"),
    Pattern(
        "detail", "activity, score, splits and series", QUERY, _DETAIL, ("D#{aid}#",), units=1.5, case="six channels"
    ),
    Pattern("meta", "an activity alone", GET, ("meta", "tombstone"), units=0.5),
    Pattern("metas", "activities by their ids", BATCH_GET, ("meta", "tombstone"), units=10.0, case="20 of them"),
    Pattern("row", "an activity's row, to change it", GET, ("row", "hidden row"), units=1.0, case="read strongly"),
    Pattern("days", "totals of days and weeks", QUERY, ("week",), ("TW#",), units=1.5, case="53 weeks of 4 each"),
    Pattern("months", "totals of months and years, and bests", QUERY, ("year",), ("TY#",), units=0.5, case="2 years"),
    Pattern("year", "a year's bests, before they change", GET, ("year",), units=1.0, case="read strongly"),
    Pattern("gear", "shoes", QUERY, ("gear",), ("G#",), units=0.5),
    Pattern("pair", "one pair of shoes", GET, ("gear",), units=1.0, case="read strongly"),
    Pattern("devices", "what recorded", QUERY, ("device",), ("V#",), units=0.5),
    Pattern("known device", "whether a recorder is known", GET, ("device",), units=0.5),
    Pattern("ticket", "an upload", GET, ("ticket",), units=1.0, case="read strongly"),
    Pattern("job", "a background job", GET, ("job",), units=1.0, case="read strongly"),
    Pattern("jobs", "background jobs", QUERY, ("job",), ("E#",), units=1.0, case="read strongly"),
    Pattern("session", "one session, told before or to be deleted", GET, ("session",), units=1.0, case="read strongly"),
    Pattern("sessions", "sessions of exercises", QUERY, ("session",), ("B#{day}",), units=1.0, case="12 weeks of 3"),
    Pattern("plans", "training plans", QUERY, ("plan",), ("L#",), units=0.5, planned=True),
    Pattern(
        "planned workouts", "two weeks of a plan", QUERY, ("planned workout",), ("LW#{day}",), units=1.0, planned=True
    ),
    Pattern("score", "an activity's form and score alone", GET, ("score",), units=1.0, case="read strongly"),
    Pattern("snapshot", "people of the same age and sex", GET, ("snapshot",), units=0.5),
    Pattern("counted month", "what a month was counted as", GET, ("counted month",), units=1.0, case="read strongly"),
    Pattern("histograms", "a cohort's year of months", BATCH_GET, ("histogram",), units=48.0, case="8 shards of each"),
    Pattern("publish", "a cohort's counts, for all to be compared with", PUT, ("snapshot",), units=4.0),
    Pattern(
        "count month",
        "a person's month, moved in its cohorts",
        TRANSACT,
        ("counted month", "profile", "histogram"),
        units=10.0,
        case="a run and a walk",
    ),
    Pattern("new person", "the first request of a person", TRANSACT, ("identity", "profile"), units=4.0),
    Pattern("change profile", "height, weight, language ...", UPDATE, ("profile",), units=1.0),
    Pattern(
        "change scored profile",
        "birth date, sex or height, and the rescore that follows",
        TRANSACT,
        ("profile", "job"),
        units=4.0,
    ),
    Pattern("promise", "a new upload", PUT, ("ticket",), units=1.0),
    Pattern("claim", "start, give back or end an upload", UPDATE, ("ticket",), units=1.0),
    Pattern("write detail", "parts, invisible until the meta names their job", PUT, ("detail",), units=8.0),
    Pattern("drop detail", "parts that another job's replaced", DELETE, ("detail",), units=8.0),
    Pattern("write score", "form and score, written with the detail", PUT, ("score",), units=1.0),
    Pattern("drop score", "those that another job's replaced", DELETE, ("score",), units=2.0),
    Pattern(
        "change activity", "finish, edit, merge, rescore, delete ...", TRANSACT, _ACTIVITY, units=20.0, case="finish"
    ),
    Pattern("note duplicate", "another file of the same recording", UPDATE, ("meta",), units=1.0),
    Pattern("see device", "a recorder's first and last day", UPDATE, ("device",), units=1.0),
    Pattern("new gear", "a new pair of shoes", PUT, ("gear",), units=1.0),
    Pattern("change gear", "name or retire shoes", UPDATE, ("gear",), units=1.0),
    Pattern("drop gear", "forget shoes", DELETE, ("gear",), units=1.0),
    Pattern("log session", "a session of exercises that was done", PUT, ("session",), units=1.0),
    Pattern("drop session", "forget a session of exercises", DELETE, ("session",), units=1.0),
    Pattern("new job", "ask for an export, or for new scores", PUT, ("job",), units=1.0),
    Pattern("advance job", "how far a job is", UPDATE, ("job",), units=1.0),
    Pattern("take allowance", "one more upload, export or walk of scores", UPDATE, ("allowance",), units=1.0),
    Pattern("close account", "the first step of a deletion", TRANSACT, ("identity", "deleted account"), units=4.0),
    Pattern("advance deletion", "how far a deletion is", UPDATE, ("identity", "deleted account"), units=1.0),
    Pattern(
        "all activities", "a person's, to export them", QUERY, _DETAIL, ("D#",), units=260.0, case="1 MB, read strongly"
    ),
    Pattern("everything", "a whole account, to delete it", QUERY, units=260.0, case="1 MB, read strongly"),
    Pattern("delete everything", "25 items of an account", BATCH_WRITE, units=105.0, case="six activities"),
    Pattern("scan", "all items, to bring them to the newest version", SCAN, units=260.0, case="1 MB, read strongly"),
    Pattern("rewrite", "an item in its newest version", UPDATE, ("row", "hidden row", "meta"), units=3.0),
)

CATALOG = Catalog(ITEMS, PATTERNS)
