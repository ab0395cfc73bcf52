"""One outing: a plan carried out on a course by a body, as its device would have recorded it.

Everything about the way (slope, surges, stops) depends on the distance covered, so the speed is laid out along the
distance first, integrated into time, and then looked up second by second.
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from console.athlete.body import Body, slope_factor
from console.athlete.synthetic import SyntheticRecording
from console.athlete.terrain import Course, metres_per_degree
from models.entities import Device
from models.terms import FileFormat, LapTrigger, Sport
from uploads.recording import Column, LapMark, Pause

type Rows = NDArray[np.bool_]

STARTING_M_S = 0.7
ACCELERATION_M_S2 = 0.7


@dataclass(frozen=True, slots=True)
class Surge:
    """A stretch of the way covered faster or slower than the rest: ``factor`` times its speed."""

    start_m: float
    end_m: float
    factor: float


@dataclass(frozen=True, slots=True)
class Stop:
    """Standing still; ``paused`` says whether the timer stood still too."""

    at_m: float
    duration_s: int
    paused: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, and what the device makes of it.

    Attributes:
        minutes: in motion; stops come on top.
        speed_m_s: on the flat, outside surges.
        stops: in order of the way; those behind its end do not happen.
        lap_trigger: a lap each kilometre (DISTANCE), at the ends of surges (MANUAL) or one for all (SESSION_END).
        smart: the device keeps only every few seconds, as older ones do.
        heart_rate: whether a sensor was worn.
        power: whether a foot pod was worn; running dynamics come with FIT runs in any case.
        gps_noise_m: standard deviation of each coordinate.
    """

    sport: Sport
    name: str
    minutes: float
    speed_m_s: float
    format: FileFormat = FileFormat.FIT
    device: Device = field(default_factory=Device)
    surges: tuple[Surge, ...] = ()
    stops: tuple[Stop, ...] = ()
    lap_trigger: LapTrigger = LapTrigger.DISTANCE
    smart: bool = False
    heart_rate: bool = True
    power: bool = False
    gps_noise_m: float = 2.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A stop that took place, in seconds of the clock from the start."""

    start_s: int
    end_s: int
    paused: bool

    def over(self, time_s: Column) -> Rows:
        """Rows strictly within it: the last and the first in motion stay out."""
        return (time_s > self.start_s) & (time_s < self.end_s)


@dataclass(frozen=True, slots=True)
class Motion:
    """Where the athlete is, one row a second of the clock, stops included; ``place_m`` counts from the first vertex."""

    time_s: Column
    way_m: Column
    place_m: Column
    speed_m_s: Column
    slope: Column
    stands: tuple[Standing, ...]


def carried_out(
    plan: Plan, course: Course, body: Body, started_at: datetime, rng: np.random.Generator
) -> SyntheticRecording:
    """The recording of the plan on a clock in Japan; equal arguments and equal generators give equal recordings."""
    motion = _motion(plan, course, rng)
    oxygen = body.oxygen(plan.sport, motion.speed_m_s, motion.slope)
    columns = {
        "time_s": motion.time_s,
        "distance_m": motion.way_m,
        "speed_m_s": motion.speed_m_s,
        "heart_rate_bpm": _heart_rate_bpm(plan, body, oxygen, rng),
        **_positions(plan, course, motion, rng),
        **_gait(plan, body, motion, rng),
    }
    rows = _recorded_rows(plan, motion, rng)
    kept = {name: column[rows] for name, column in columns.items()}
    return SyntheticRecording(
        format=plan.format,
        sport=plan.sport,
        name=plan.name,
        started_at=started_at,
        utc_offset_s=9 * 3600,
        laps=_laps(plan, kept["time_s"], kept["distance_m"]),
        pauses=tuple(Pause(float(stand.start_s), float(stand.end_s)) for stand in motion.stands if stand.paused),
        calories_kcal=body.energy_kcal(oxygen),
        device=plan.device,
        **kept,
    )


def _motion(plan: Plan, course: Course, rng: np.random.Generator) -> Motion:
    moving_s = round(plan.minutes * 60)
    fastest_m_s = plan.speed_m_s * 1.25 * max([1, *(surge.factor for surge in plan.surges)])
    way_m = np.arange(0, fastest_m_s * moving_s, dtype=np.float64)
    place_m = rng.uniform(0, course.length_m) + way_m
    slope = course.slope(place_m)
    speed_m_s = _speed_m_s(plan, way_m, slope, rng)
    reached_s = np.concatenate(([0.0], np.cumsum(2 / (speed_m_s[1:] + speed_m_s[:-1]))))

    clock_s, timer_s, stands = [0], [0], []
    for stop in plan.stops:
        at_s = round(float(np.interp(stop.at_m, way_m, reached_s)))
        if at_s < moving_s - 60:
            start_s = at_s + clock_s[-1] - timer_s[-1]
            stands.append(Standing(start_s, start_s + stop.duration_s, stop.paused))
            clock_s += [start_s, start_s + stop.duration_s]
            timer_s += [at_s, at_s]
    time_s = np.arange(moving_s + clock_s[-1] - timer_s[-1] + 1, dtype=np.float64)
    moving = np.interp(time_s, [*clock_s, time_s[-1]], [*timer_s, moving_s])
    covered_m = np.interp(moving, reached_s, way_m)
    standing = np.any([stand.over(time_s) for stand in stands], axis=0) if stands else np.zeros(time_s.size, np.bool_)
    return Motion(
        time_s=time_s,
        way_m=covered_m,
        place_m=place_m[0] + covered_m,
        speed_m_s=np.where(standing, 0, np.interp(covered_m, way_m, speed_m_s)),
        slope=np.interp(covered_m, way_m, slope),
        stands=tuple(stands),
    )


def _speed_m_s(plan: Plan, way_m: Column, slope: Column, rng: np.random.Generator) -> Column:
    """Speed by the metre: the plan's, with surges, slopes, moods of about 100 m, and starting and stopping."""
    speed_m_s = plan.speed_m_s * slope_factor(plan.sport, slope)
    for surge in plan.surges:
        speed_m_s[(way_m >= surge.start_m) & (way_m < surge.end_m)] *= surge.factor
    knots_m = np.arange(0, way_m[-1] + 100, 100)
    speed_m_s *= np.interp(way_m, knots_m, rng.normal(1, 0.02, knots_m.size))
    for at_m in (0.0, *(stop.at_m for stop in plan.stops)):
        speed_m_s = np.minimum(speed_m_s, np.sqrt(STARTING_M_S**2 + 2 * ACCELERATION_M_S2 * np.abs(way_m - at_m)))
    return speed_m_s


def _positions(plan: Plan, course: Course, motion: Motion, rng: np.random.Generator) -> dict[str, Column]:
    latitude_deg, longitude_deg, altitude_m = course.at(motion.place_m)
    north_m_deg, east_m_deg = metres_per_degree(latitude_deg)
    north_m, east_m = (_reception_m(plan, rng, latitude_deg.size) for _ in range(2))
    return {
        "latitude_deg": latitude_deg + north_m / north_m_deg,
        "longitude_deg": longitude_deg + east_m / east_m_deg,
        # The weather moves a barometer, slowly.
        "altitude_m": altitude_m + rng.uniform(-1.5, 1.5) * motion.time_s / 3600,
    }


def _reception_m(plan: Plan, rng: np.random.Generator, size: int) -> Column:
    """The receiver's error along one axis: wandering, and smoothed over five seconds as receivers do."""
    return plan.gps_noise_m * np.convolve(_wandering(rng, size + 4, memory=0.99), np.full(5, 0.2), mode="valid")


def _wandering(rng: np.random.Generator, size: int, memory: float) -> Column:
    """Noise of variance 1 in which each value remembers so much of the last: an AR(1) process."""

    def remembering(last: float, shock: float) -> float:
        return memory * last + shock

    first = float(rng.normal())
    shocks: list[float] = rng.normal(0, np.sqrt(1 - memory**2), size - 1).tolist()
    noise = accumulate(shocks, remembering, initial=first)
    return np.fromiter(noise, np.float64, size)


def _heart_rate_bpm(plan: Plan, body: Body, oxygen: Column, rng: np.random.Generator) -> Column:
    if not plan.heart_rate:
        return np.full(oxygen.size, np.nan)
    beats = body.heart_rate_bpm(oxygen) + 1.2 * _wandering(rng, oxygen.size, memory=0.9)
    return np.minimum(np.rint(beats), body.max_heart_rate_bpm)


def _gait(plan: Plan, body: Body, motion: Motion, rng: np.random.Generator) -> dict[str, Column]:
    """Cadence and what else a device measures of a step; only a watch (FIT) measures more than cadence."""
    speed_m_s, moving = motion.speed_m_s, motion.speed_m_s > 0
    cadence_spm = body.cadence_spm(plan.sport, speed_m_s) + np.where(moving, rng.normal(0, 0.8, moving.size), 0)
    unknown = np.full(moving.size, np.nan)
    watch = plan.format is FileFormat.FIT
    step_m = np.divide(speed_m_s * 60, cadence_spm, out=unknown.copy(), where=moving & watch)
    dynamics = moving & watch & (plan.sport is Sport.RUNNING)
    noise = rng.normal(0, 1, (3, moving.size))
    oscillation_mm = body.vertical_oscillation_mm(speed_m_s, cadence_spm) + 1.5 * noise[0]
    return {
        "cadence_spm": cadence_spm,
        "step_length_m": step_m,
        "vertical_oscillation_mm": np.where(dynamics, oscillation_mm, np.nan),
        "vertical_ratio_pct": np.where(dynamics, oscillation_mm / step_m / 10, np.nan),
        "contact_ms": np.where(dynamics, body.contact_ms(speed_m_s) + 3 * noise[1], np.nan),
        "contact_balance_pct": np.where(dynamics, body.contact_balance_pct + 0.4 * noise[2], np.nan),
        "power_w": np.where(moving, np.rint(body.power_w(speed_m_s, motion.slope)), 0) if plan.power else unknown,
    }


def _recorded_rows(plan: Plan, motion: Motion, rng: np.random.Generator) -> Rows:
    """All seconds in which the timer ran; of those, a smart device keeps some, and both ends of each pause."""
    paused = [stand for stand in motion.stands if stand.paused]
    rows = np.ones(motion.time_s.size, np.bool_)
    if plan.smart:
        rows[:] = False
        steps_s = np.cumsum(rng.integers(1, 8, rows.size))
        rows[steps_s[steps_s < rows.size]] = True
        rows[[0, -1, *(edge for stand in paused for edge in (stand.start_s, stand.end_s))]] = True
    for stand in paused:
        rows &= ~stand.over(motion.time_s)
    return rows


def _laps(plan: Plan, time_s: Column, distance_m: Column) -> tuple[LapMark, ...]:
    ends_m = {
        LapTrigger.DISTANCE: np.arange(1000, distance_m[-1], 1000),
        LapTrigger.MANUAL: np.unique([(surge.start_m, surge.end_m) for surge in plan.surges]),
    }.get(plan.lap_trigger, np.array([]))
    inner = np.searchsorted(distance_m, ends_m[ends_m < distance_m[-2]])
    edges_s = [0.0, *time_s[inner].tolist(), float(time_s[-1])]
    triggers = [*[plan.lap_trigger] * inner.size, LapTrigger.SESSION_END]
    return tuple(LapMark(*edges, trigger) for edges, trigger in zip(pairwise(edges_s), triggers, strict=True))
