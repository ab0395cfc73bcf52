"""The demo athlete's training week: what she does on which day, and how it varies from week to week."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

import numpy as np

from console.athlete.outing import Plan, Stop, Surge
from console.athlete.terrain import PLACES, Place
from models.entities import Device
from models.terms import FileFormat, LapTrigger, Sport

WATCH = Device("Stridegraph", "Demo Watch", "26110001")
PHONE = Device("Stridegraph", "Demo Phone")
YOYOGI, PALACE, KOMAZAWA, KINUTA, SHOWA, MIZUMOTO, TAMA = PLACES

type Draw = np.random.Generator


@dataclass(frozen=True, slots=True)
class Week:
    """A training week, by its number since the year 1."""

    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week, from Monday, that the day lies in."""
        return cls((day.toordinal() - 1) // 7)

    @property
    def volume(self) -> float:
        """Each fourth week is easier, the others grow."""
        return (0.9, 1.0, 1.08, 0.72)[self.number % 4]

    @property
    def fitness(self) -> float:
        """Speed at equal effort: a year has its good season and its bad one."""
        return 1 + 0.03 * math.sin(2 * math.pi * self.number / 52)

    @property
    def in_log(self) -> int:
        """0 to 11: in any twelve weeks running, each number comes once."""
        return self.number % 12


@dataclass(frozen=True, slots=True)
class Habit:
    """What a weekday is for."""

    starts: time
    places: tuple[Place, ...]
    plan: Callable[[Week, Draw], Plan]


def easy_run(week: Week, draw: Draw) -> Plan:
    """By feel, with red lights; once in twelve weeks with an old watch, every fourth with another maker's files."""
    speed_m_s = 2.62 * week.fitness * draw.uniform(0.97, 1.03)
    minutes = draw.uniform(32, 46) * week.volume
    return Plan(
        sport=Sport.RUNNING,
        name="Easy run",
        minutes=minutes,
        speed_m_s=speed_m_s,
        format=FileFormat.TCX if week.number % 4 == 1 else FileFormat.FIT,
        device=WATCH,
        stops=_lights(draw, int(draw.integers(1, 4)), speed_m_s * minutes * 60),
        smart=week.in_log == 6,
    )


def intervals(week: Week, draw: Draw) -> Plan:
    """Fast kilometres or shorter, each followed by half its length of jogging, a lap each."""
    fast_m, count = ((400, 10), (1000, 5), (600, 7), (800, 4))[week.number % 4]
    edges_m = 1800 + np.arange(count) * 1.5 * fast_m
    speed_m_s = 2.6 * week.fitness
    surges = [Surge(float(m), float(m) + fast_m, draw.uniform(1.36, 1.44)) for m in edges_m]
    recoveries = [Surge(surge.end_m, surge.end_m + fast_m / 2, 0.86) for surge in surges]
    whole_m = recoveries[-1].end_m + 1500
    return Plan(
        sport=Sport.RUNNING,
        name=f"Intervals {count} × {fast_m} m",
        minutes=(whole_m - count * fast_m * (1 - 1 / 1.4)) / speed_m_s / 60,
        speed_m_s=speed_m_s,
        device=WATCH,
        surges=tuple(sorted([*surges, *recoveries], key=lambda surge: surge.start_m)),
        stops=(Stop(1500.0, int(draw.integers(40, 90))),),
        lap_trigger=LapTrigger.MANUAL,
        power=True,
    )


def long_run(week: Week, draw: Draw) -> Plan:
    """Slow and hilly, with a drink half way."""
    speed_m_s = 2.55 * week.fitness * draw.uniform(0.98, 1.02)
    minutes = draw.uniform(72, 82) * week.volume
    lights = _lights(draw, 2, speed_m_s * minutes * 60)
    drink = Stop(speed_m_s * minutes * 30, int(draw.integers(70, 150)))
    return Plan(
        sport=Sport.RUNNING,
        name="Long run",
        minutes=minutes,
        speed_m_s=speed_m_s,
        device=WATCH,
        stops=(lights[0], drink, lights[1]),
        power=True,
    )


def stroll(week: Week, draw: Draw) -> Plan:
    """A walk at lunch with the phone, whose timer runs on at red lights; the heart rate strap is often at home."""
    speed_m_s = 1.70 * draw.uniform(0.94, 1.06)
    minutes = draw.uniform(20, 34)
    return Plan(
        sport=Sport.WALKING,
        name="Lunch walk",
        minutes=minutes,
        speed_m_s=speed_m_s,
        format=FileFormat.GPX,
        device=PHONE,
        stops=_lights(draw, 2, speed_m_s * minutes * 60, paused=week.number % 3 == 0),
        lap_trigger=LapTrigger.SESSION_END,
        heart_rate=bool(draw.random() < 0.5),
    )


def brisk_walk(week: Week, draw: Draw) -> Plan:
    """Interval walking: three minutes brisk, three at ease, five times or more; at ease it is less than 100 steps."""
    speed_m_s = 0.95 * draw.uniform(0.98, 1.02)
    faster = 2.0 * draw.uniform(0.97, 1.06)
    minutes = draw.uniform(38, 52) * week.volume
    brisk_m, ease_m = speed_m_s * faster * 180, speed_m_s * 180
    starts_m = np.arange(ease_m, speed_m_s * (1 + faster) / 2 * minutes * 60, brisk_m + ease_m)
    return Plan(
        sport=Sport.WALKING,
        name="Brisk walk",
        minutes=minutes,
        speed_m_s=speed_m_s,
        format=FileFormat.TCX if week.number % 4 == 2 else FileFormat.FIT,
        device=WATCH,
        surges=tuple(Surge(float(m), float(m) + brisk_m, faster) for m in starts_m),
        stops=_lights(draw, 1, speed_m_s * minutes * 60),
    )


WEEK = {
    1: Habit(time(6, 10), (YOYOGI, KOMAZAWA, KINUTA), easy_run),
    2: Habit(time(12, 5), (YOYOGI, PALACE), stroll),
    3: Habit(time(18, 50), (KOMAZAWA, MIZUMOTO), intervals),
    5: Habit(time(8, 30), (KINUTA, SHOWA, MIZUMOTO), brisk_walk),
    6: Habit(time(6, 30), (PALACE, TAMA, SHOWA), long_run),
}


def _lights(draw: Draw, count: int, whole_m: float, *, paused: bool = True) -> tuple[Stop, ...]:
    """Red lights spread over the way, never two close together."""
    at_m = (np.arange(count) + draw.uniform(0.25, 0.75, count)) / count * 0.94 * whole_m
    return tuple(Stop(float(m), int(draw.integers(12, 70)), paused) for m in at_m)
