"""The demo athlete: a woman of 34 in Tokyo, her weeks, and the files her devices export."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np

from console.athlete.body import Body
from console.athlete.outing import Plan, Stop, carried_out
from console.athlete.synthetic import SyntheticRecording
from console.athlete.terrain import PLACES, course
from console.athlete.week import PHONE, WATCH, WEEK, Habit, Week
from console.writers.fit import fit_file
from console.writers.gpx import gpx_file
from console.writers.tcx import tcx_file
from models.entities import Profile
from models.terms import FileFormat, Sex, Sport

__all__ = ["SyntheticRecording", "file_bytes", "profile", "recording", "training_log"]

BODY = Body()
JAPAN = timezone(timedelta(hours=9))
MORNING = datetime(2026, 4, 4, 21, 30, tzinfo=UTC)
WRITERS = {FileFormat.FIT: fit_file, FileFormat.GPX: gpx_file, FileFormat.TCX: tcx_file}


def profile(uid: str) -> Profile:
    """Who the recordings belong to: the figures that her heart rate and her steps were made with."""
    return Profile(
        uid=uid,
        birth_date=date(1992, 5, 17),
        sex=Sex.FEMALE,
        height_m=BODY.height_m,
        weight_kg=BODY.weight_kg,
        resting_heart_rate_bpm=BODY.resting_heart_rate_bpm,
        max_heart_rate_bpm=BODY.max_heart_rate_bpm,
    )


def file_bytes(recording: SyntheticRecording) -> bytes:
    """The file that the recording's device exports, in the recording's format."""
    return WRITERS[recording.format](recording)


def recording(
    sport: Sport = Sport.RUNNING,
    minutes: float = 30,
    seed: int = 1,
    *,
    file_format: FileFormat = FileFormat.FIT,
    started_at: datetime = MORNING,
    gps_noise_m: float = 2.0,
) -> SyntheticRecording:
    """One outing with a pause half way: a small, plain recording for tests and trials.

    Args:
        sport: running at about 2.8 m/s, or walking at about 1.4 m/s.
        minutes: in motion.
        seed: equal arguments give equal recordings.
        file_format: the file ``file_bytes`` makes of it; only FIT keeps running dynamics.
        started_at: aware.
        gps_noise_m: standard deviation of each coordinate; 0 puts the positions on the very way of the distance.
    """
    speed_m_s = 2.8 if sport is Sport.RUNNING else 1.4
    plan = Plan(
        sport=sport,
        name=f"{sport.capitalize()} {seed}",
        minutes=minutes,
        speed_m_s=speed_m_s,
        format=file_format,
        device=WATCH if file_format is FileFormat.FIT else PHONE,
        stops=(Stop(speed_m_s * minutes * 30, 45),),
        gps_noise_m=gps_noise_m,
    )
    return carried_out(plan, course(PLACES[seed % len(PLACES)]), BODY, started_at, np.random.default_rng(seed))


def training_log(today: date, weeks: int = 12, seed: int = 1) -> Iterator[SyntheticRecording]:
    """The outings of the last weeks before today, newest first, each made when it is asked for.

    A day's outing depends on the day and the seed alone: tomorrow's log holds the same recordings but for its ends.

    Args:
        today: the first day that is not in the log any more, on the clock in Japan.
        weeks: how far the log goes back.
        seed: which of many possible athletes' lives.
    """
    for days in range(1, 7 * weeks + 1):
        day = today - timedelta(days=days)
        if day.weekday() in WEEK:
            habit = WEEK[day.weekday()]
            yield _outing(day, habit, np.random.default_rng([seed, day.toordinal()]))


def _outing(day: date, habit: Habit, rng: np.random.Generator) -> SyntheticRecording:
    place = habit.places[int(rng.integers(len(habit.places)))]
    start = datetime.combine(day, habit.starts, JAPAN) + timedelta(seconds=int(rng.integers(0, 2400)))
    plan = habit.plan(Week.of(day), rng)
    named = replace(plan, name=f"{plan.name}, {place.name}")
    return carried_out(named, course(place), BODY, start.astimezone(UTC), rng)
