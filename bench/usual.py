"""The usual way from a file to its figures: a parser, a pandas DataFrame, NumPy, and a library for each special thing.

Written as somebody would who knows pandas and NumPy well: whole columns wherever they go, and loops over splits,
distances and durations only.
"""

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import parsers

type Column = NDArray[np.float64]

DISTANCES_M = (400, 800, 1000, 1609.344, 3000, 5000, 10_000, 15_000, 21_097.5, 30_000, 42_195, 50_000, 100_000)
DURATIONS_S = (5, 30, 60, 300, 1200, 3600)
COST_OF_RUNNING = (155.4, -30.4, -43.3, 46.3, 19.5, 3.6)
EARTH_M = 6_371_008.8
TOLERANCE_M = 5.0
CLIMB_M = 2.0
WINDOW_M = 30.0
MOVING_M_S, HOLD_S = 0.9, 5.0
DEGREES_PER_SEMICIRCLE = 180 / 2**31


@dataclass(frozen=True, slots=True)
class Person:
    """What zones and load ask for."""

    resting_bpm: float
    max_bpm: float
    weight_kg: float
    factor: float
    exponent: float


@dataclass(slots=True)
class Features:
    """The figures; each of them is one of ``uploads.measures.Measures``, too."""

    distance_m: float
    positions_m: float
    moving_s: float
    ascent_m: float
    descent_m: float
    average_heart_rate_bpm: float
    max_heart_rate_bpm: float
    average_cadence_spm: float
    steps: float
    calories_kcal: float
    trimp: float
    decoupling_pct: float
    grade_adjusted_pace_s_per_km: float
    zones_s: Column
    heart_rates_s: Column
    speeds_s: Column
    efforts_s: dict[float, float] = field(default_factory=dict)
    means: dict[tuple[str, int], float] = field(default_factory=dict)
    kilometers: list[dict[str, float]] = field(default_factory=list)
    miles: list[dict[str, float]] = field(default_factory=list)
    polyline: str = ""


def fit_frame(data: bytes) -> Any:
    """The records of a FIT file, by fitdecode."""
    found = import_module("pandas").DataFrame(parsers.fitdecode_messages(data)["record"])
    columns = {
        "time_s": found["timestamp"].astype("datetime64[ns, UTC]").astype("int64") / 1e9,
        "latitude_deg": found["position_lat"] * DEGREES_PER_SEMICIRCLE,
        "longitude_deg": found["position_long"] * DEGREES_PER_SEMICIRCLE,
        "altitude_m": found["enhanced_altitude"],
        "heart_rate_bpm": found["heart_rate"],
        "cadence_spm": 2 * (found["cadence"] + found["fractional_cadence"]),
        "distance_m": found["distance"],
        "speed_m_s": found["enhanced_speed"],
    }
    return import_module("pandas").DataFrame(columns).astype(float)


def gpx_frame(data: bytes, parse: Any = parsers.element_tree_gpx) -> Any:
    """The points of a GPX file, with the distance and the speed that it does not have."""
    found = import_module("pandas").DataFrame(parse(data))
    steps = haversine_m(found["latitude_deg"].to_numpy(), found["longitude_deg"].to_numpy())
    found["distance_m"] = np.cumsum(steps)
    found["speed_m_s"] = (found["distance_m"].diff(3) / found["time_s"].diff(3)).bfill()
    found["cadence_spm"] *= 2
    return found


def tcx_frame(data: bytes) -> Any:
    """The points of a TCX file."""
    found = import_module("pandas").DataFrame(parsers.element_tree_tcx(data))
    found["cadence_spm"] *= 2
    return found


def haversine_m(latitude_deg: Column, longitude_deg: Column) -> Column:
    """Steps between positions on a sphere; the first is 0."""
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    half = np.sin(np.diff(latitude) / 2) ** 2
    half += np.cos(latitude[:-1]) * np.cos(latitude[1:]) * np.sin(np.diff(longitude) / 2) ** 2
    return np.concatenate(([0.0], 2 * EARTH_M * np.arcsin(np.sqrt(half))))


def features(run: Any, person: Person) -> Features:
    """All figures of a run."""
    run = run.sort_values("time_s").drop_duplicates("time_s").reset_index(drop=True)
    run["time_s"] -= run["time_s"].iloc[0]
    run["seconds"] = run["time_s"].diff().fillna(0.0).clip(upper=15.0)
    run["altitude_m"] = run["altitude_m"].rolling(7, center=True, min_periods=1).mean()
    run["heart_rate_bpm"] = run["heart_rate_bpm"].where(run["heart_rate_bpm"] > 0)
    time, total = run["time_s"].to_numpy(), run["distance_m"].interpolate().cummax().to_numpy()
    heart, seconds = run["heart_rate_bpm"].to_numpy(), run["seconds"].to_numpy()
    speed = run["speed_m_s"].to_numpy()
    moving = moving_mask(run["speed_m_s"], time)
    run["moving_s"] = np.where(moving, seconds, 0.0)
    run["up_m"], run["down_m"] = climbed(run["altitude_m"].to_numpy())
    level = level_speed(total, run["altitude_m"].to_numpy(), speed)
    cadence = run["cadence_spm"].where(moving & (run["cadence_spm"] > 0))
    moving_s, distance_m = float(run["moving_s"].sum()), float(total[-1])
    share = np.clip((heart - person.resting_bpm) / (person.max_bpm - person.resting_bpm), 0, 1)
    load = np.nansum(seconds / 60 * share * person.factor * np.exp(person.exponent * share))
    known = np.isfinite(heart)
    return Features(
        distance_m=distance_m,
        positions_m=float(haversine_m(run["latitude_deg"].to_numpy(), run["longitude_deg"].to_numpy()).sum()),
        moving_s=moving_s,
        ascent_m=float(run["up_m"].iloc[-1]),
        descent_m=float(run["down_m"].iloc[-1]),
        average_heart_rate_bpm=float(np.average(heart[known], weights=seconds[known])),
        max_heart_rate_bpm=float(run["heart_rate_bpm"].max()),
        average_cadence_spm=float(cadence.mean()),
        steps=float((run["cadence_spm"] * seconds).sum() / 60),
        calories_kcal=(3.5 + 0.2 * 60 * distance_m / moving_s) * person.weight_kg * moving_s / 60 / 1000 * 5,
        trimp=float(load),
        decoupling_pct=decoupling_pct(level, heart, run["moving_s"].to_numpy()),
        grade_adjusted_pace_s_per_km=1000 * moving_s / float((level * seconds).sum()),
        zones_s=_histogram(heart, seconds, person.max_bpm * np.array([0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 2.0])),
        heart_rates_s=_histogram(heart, seconds, np.arange(30.0, 242.0)),
        speeds_s=_histogram(speed, run["moving_s"].to_numpy(), np.arange(0.0, 12.6, 0.1)),
        efforts_s={metres: best_effort_s(time, total, metres) for metres in DISTANCES_M if metres <= distance_m},
        means=best_means(run),
        kilometers=splits(run, total, 1000.0),
        miles=splits(run, total, 1609.344),
        polyline=polyline(run),
    )


def moving_mask(speed: Any, time: Column) -> NDArray[np.bool_]:
    """Where the speed is above the threshold; states that last for less than the hold are given to the one before."""
    state = speed.ffill().bfill() >= MOVING_M_S
    runs = (state != state.shift()).cumsum()
    held = import_module("pandas").Series(time).groupby(runs.to_numpy()).transform(np.ptp) + 1
    found: NDArray[np.bool_] = state.where(held >= HOLD_S).ffill().fillna(value=True).to_numpy(bool)
    return found


def climbed(altitude: Column) -> tuple[Column, Column]:
    """Ascent and descent so far; changes count once they add up to the threshold."""
    up, down = np.zeros(altitude.size), np.zeros(altitude.size)
    level, risen, fallen = float(altitude[0]), 0.0, 0.0
    for i, height in enumerate(altitude.tolist()):
        if height - level >= CLIMB_M:
            risen += height - level
            level = height
        elif level - height >= CLIMB_M:
            fallen += level - height
            level = height
        up[i], down[i] = risen, fallen
    return up, down


def level_speed(total: Column, altitude: Column, speed: Column) -> Column:
    """The speed on the level that costs as much, after Minetti."""
    begin, end = np.maximum(total - WINDOW_M / 2, total[0]), np.minimum(total + WINDOW_M / 2, total[-1])
    grade = (np.interp(end, total, altitude) - np.interp(begin, total, altitude)) / (end - begin)
    cost = np.polyval(COST_OF_RUNNING, np.clip(grade, -0.45, 0.45)) / COST_OF_RUNNING[-1]
    return np.asarray(speed * np.maximum(cost, 0.6))


def decoupling_pct(speed: Column, heart: Column, seconds: Column) -> float:
    """By how much speed over heart rate falls from the first half to the second."""
    first = np.cumsum(seconds) <= seconds.sum() / 2
    ratios = [(speed[half] * seconds[half]).sum() / np.nansum(heart[half] * seconds[half]) for half in (first, ~first)]
    return float(100 * (ratios[0] - ratios[1]) / ratios[0])


def _histogram(values: Column, seconds: Column, edges: Column) -> Column:
    known = np.isfinite(values)
    return np.asarray(np.histogram(values[known], edges, weights=seconds[known])[0])


def best_effort_s(time: Column, total: Column, metres: float) -> float:
    """The shortest time over a distance that starts or ends at a sample."""
    starts = np.searchsorted(total, total[-1] - metres, side="right")
    ends = np.searchsorted(total, total[0] + metres)
    forward = np.interp(total[:starts] + metres, total, time) - time[:starts]
    back = time[ends:] - np.interp(total[ends:] - metres, total, time)
    return float(min(forward.min(initial=np.inf), back.min(initial=np.inf)))


def best_means(run: Any) -> dict[tuple[str, int], float]:
    """The highest means of speed and heart rate on a grid of a second."""
    grid = run.set_index(import_module("pandas").to_timedelta(run["time_s"], unit="s"))
    even = grid[["speed_m_s", "heart_rate_bpm"]].resample("1s").mean().interpolate(limit=15)
    return {
        (name, seconds): float(even[name].rolling(seconds).mean().max())
        for name in ("speed_m_s", "heart_rate_bpm")
        for seconds in DURATIONS_S
    }


def splits(run: Any, total: Column, unit_m: float) -> list[dict[str, float]]:
    """Time, heart rate, cadence and climb of each unit of distance."""
    time = run["time_s"].to_numpy()
    marks = np.append(np.arange(0.0, total[-1], unit_m), total[-1])
    crossed = np.interp(marks, total, time)
    rows = run.groupby(np.minimum(total // unit_m, marks.size - 2)).agg(
        {"moving_s": "sum", "heart_rate_bpm": "mean", "cadence_spm": "mean", "up_m": "max", "down_m": "max"}
    )
    for so_far, gained in (("up_m", "ascent_m"), ("down_m", "descent_m")):
        rows[gained] = rows[so_far].diff().fillna(rows[so_far])
    rows["distance_m"], rows["elapsed_s"] = np.diff(marks)[: len(rows)], np.diff(crossed)[: len(rows)]
    found: list[dict[str, float]] = rows.to_dict("records")
    return found


def polyline(run: Any) -> str:
    """The track within the tolerance, as text."""
    shapely, codec = import_module("shapely"), import_module("polyline")
    latitude, longitude = run["latitude_deg"].to_numpy(), run["longitude_deg"].to_numpy()
    metres = np.radians(1) * EARTH_M
    scale = metres * np.cos(np.radians(latitude.mean()))
    plane = np.column_stack((longitude * scale, latitude * metres))
    line = shapely.simplify(shapely.linestrings(plane), TOLERANCE_M, preserve_topology=False)
    x, y = shapely.get_coordinates(line).T
    text: str = codec.encode(list(zip((y / metres).tolist(), (x / scale).tolist(), strict=True)))
    return text
