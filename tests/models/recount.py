"""What the sums must be, counted from the rows the slow way, and what they are."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from struct import unpack

from tests.models.wire import bytes_of, items

COUNTERS = {"distance_mm": "d", "moving_ms": "m", "elapsed_ms": "e", "steps": "s", "ascent_dm": "a"}
FIGURES = {"d": "d", "m": "m", "e": "e", "s": "s", "a": "a"}


def recount(uid):
    """Week and year items as the visible rows give them: counters that are not zero, and bests."""
    sums, bests = {}, {}
    for row in items(uid, "A#"):
        _, stamp, aid = row["SK"]["S"].split("#")
        letter = row["KS"]["S"][0].lower()
        local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(stamp), seconds=int(row["o"]["N"]))
        monday = local.date() - timedelta(days=local.weekday())
        amounts = Counter({figure: int(row[figure]["N"]) for figure in FIGURES if figure in row})
        amounts["c"] = 1
        for sk, part in ((f"TW#{monday}", f"{local.weekday()}"), (f"TY#{local.year:04d}", f"{local.month:02d}")):
            sums.setdefault(sk, Counter()).update({part + letter + figure: n for figure, n in amounts.items()})
        if "b" in row:
            packed = bytes_of(row["b"])
            for position, duration_ms in enumerate(unpack(f">{len(packed) // 4}I", packed)):
                if duration_ms:
                    place = f"TY#{local.year:04d}", f"B{letter}{position:02d}"
                    bests.setdefault(place, []).append(f"{duration_ms:09d}#{stamp}#{aid}")
    found = {sk: {name: n for name, n in counters.items() if n} for sk, counters in sums.items()}
    for (sk, name), candidates in bests.items():
        found[sk][name] = min(candidates)
    return found


def stored(uid):
    """Week and year items as they lie in the table."""
    found = {}
    for prefix in ("TW#", "TY#"):
        for item in items(uid, prefix):
            known = {name: value for name, value in item.items() if name not in {"PK", "SK", "v", "bv"}}
            values = {name: value.get("S") or int(value["N"]) for name, value in known.items()}
            found[item["SK"]["S"]] = {name: value for name, value in values.items() if value}
    return {sk: values for sk, values in found.items() if values}


def gear_recount(uid):
    """What was done in each pair, by the names of its counters, from the visible rows."""
    worn = {}
    for row in items(uid, "A#"):
        if "g" in row:
            counters = worn.setdefault(row["g"]["S"], Counter(dict.fromkeys(("count", *COUNTERS), 0)))
            counters["count"] += 1
            counters.update({name: int(row[figure]["N"]) for name, figure in COUNTERS.items() if figure in row})
    return {gear: dict(counters) for gear, counters in worn.items()}


def gear_stored(uid):
    """The same as the pairs' items say, without those that nothing was worn in."""
    found = {
        item["SK"]["S"].split("#")[1]: {name: int(item[name]["N"]) for name in ("count", *COUNTERS)}
        for item in items(uid, "G#")
    }
    return {gear: counters for gear, counters in found.items() if any(counters.values())}
