"""What the peers in Python share: who asks, how they are served, and figures as the screens show them."""

import base64
import json
import sys
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

import jwt
import orjson
import uvicorn

type Bests = Mapping[str, str]

OPTIONS: dict[str, Any] = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
CHANNELS = {
    "ALTITUDE_M": ("altitudeM", "m"),
    "SPEED_M_S": ("speedMS", "m/s"),
    "HEART_RATE_BPM": ("heartRateBpm", "bpm"),
    "CADENCE_SPM": ("cadenceSpm", "spm"),
    "POWER_W": ("powerW", "W"),
    "VERTICAL_OSCILLATION_MM": ("verticalOscillationMm", "mm"),
}
UNITS = {
    "BRISK_SPEED": "m/s",
    "STEP_LENGTH": "m",
    "BOUNCE": "%",
    "CADENCE": "steps/min",
    "SPRING": "1",
    "SYMMETRY": "%",
    "RHYTHM": "%",
    "PELVIS": "deg",
    "TRUNK": "deg",
    "CONTACT_TIME": "ms",
    "VERTICAL_OSCILLATION": "mm",
    "DUTY_FACTOR": "%",
    "WALK_RATIO": "m/(steps/min)",
}
BEST_DISTANCES_M = (
    *(400.0, 800.0, 1_000.0, 1_609.344, 3_000.0, 5_000.0, 10_000.0, 15_000.0),
    *(21_097.5, 30_000.0, 42_195.0, 50_000.0, 100_000.0),
)
SUMMED = ("count", "distance_mm", "moving_ms", "steps")


def serve(app: Any) -> None:
    """Answer at the port of the options until the process is ended: on uvloop and httptools, where these are there."""
    uvicorn.run(app, host="127.0.0.1", port=OPTIONS["port"], log_level="warning")


def subject_of(authorization: str) -> str:
    """The subject of a verified access token."""
    token = authorization.removeprefix("Bearer ")
    key = _keys()[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, algorithms=["RS256"], issuer=OPTIONS["issuer"])
    if claims["client_id"] != OPTIONS["client_id"]:
        raise jwt.InvalidAudienceError("the token was made for another client")
    return str(claims["sub"])


@cache
def _keys() -> dict[str | None, jwt.PyJWK]:
    return {key.key_id: key for key in jwt.PyJWKSet.from_json(OPTIONS["jwks"]).keys}


def global_id(kind: str, key: str) -> str:
    """The id that clients see."""
    return encoded(f"{kind}:{key}")


def key_of(global_id: str) -> str:
    """The key of an activity's id; empty for anything else."""
    kind, _, key = base64.urlsafe_b64decode(global_id + "=" * (-len(global_id) % 4)).decode().partition(":")
    return key if kind == "Activity" else ""


def encoded(text: str) -> str:
    """Base64 for addresses, as ids and cursors have it."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def local(started_ms: int, offset_s: int) -> datetime:
    """A start on the clock that the person saw."""
    return datetime.fromtimestamp(started_ms / 1000, timezone(timedelta(seconds=offset_s)))


def card(packed: bytes) -> tuple[int, float | None, float]:
    """Version, value and coverage of the newest score that a row keeps."""
    value = int.from_bytes(packed[1:3])
    return packed[0], None if value == 0xFFFF else value / 100, packed[3] / 100


def inflated(packed: bytes) -> Any:
    """JSON as splits and scores are kept."""
    return orjson.loads(zlib.decompress(packed))


def rounded(value: float | None) -> float | None:
    """To four decimals."""
    return None if value is None else round(value, 4)


def contributions(value: float | None, components: Iterable[list[Any]]) -> list[float]:
    """What each component adds to a score."""
    rows = list(components)
    total = sum(row[3] for row in rows if row[2] is not None)
    return [0.0 if value is None else round(row[3] * (row[2] or 0.0) / total, 4) for row in rows]


def weeks(since: date, until: date) -> list[str]:
    """The Mondays of the weeks that overlap these days."""
    monday = since - timedelta(days=since.weekday())
    return [str(monday + timedelta(days=day)) for day in range(0, (until - monday).days + 1, 7)]


def best_of(years: Iterable[Bests]) -> list[tuple[str, float, float, datetime]]:
    """Sport, distance, duration and start of the best effort over each distance, of all years."""
    best: dict[str, str] = {}
    for bests in years:
        for place, found in bests.items():
            best[place] = min(found, best.get(place, found))
    return [_best(place, best[place]) for place in sorted(best)]


def _best(place: str, found: str) -> tuple[str, float, float, datetime]:
    duration_ms, started_ms, _ = found.split("#")
    sport = "RUNNING" if place.startswith("r") else "WALKING"
    started_at = datetime.fromtimestamp(int(started_ms) / 1000, UTC)
    return sport, BEST_DISTANCES_M[int(place[1:])], int(duration_ms) / 1000, started_at
