"""The figures of an activity: what the kernels and the coaching constants make of a recording."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coaching.energy import running_kcal, walking_kcal
from coaching.motion import (
    KILOMETER_M,
    LONGEST_SILENCE_S,
    MILE_M,
    MOVING_SPEED_M_S,
    SPEED_HALF_WIDTH_S,
    climb_threshold_m,
)
from coaching.sport import classify
from kernels.elevation import climb
from kernels.path import speeds
from kernels.smoothing import moving_mean
from kernels.summary import summary
from models.entities import BestEffort, Form, Intensity, Lap, Profile, Split, Track
from models.errors import UnusableFile
from models.terms import CaloriesMethod, Channel, DistanceReason, DistanceSource, ProblemCode, Sport
from uploads.altitude import altitude_of
from uploads.axis import Axis, axis_of, speed_of
from uploads.form import form_of
from uploads.intensity import Slope, intensity_of, slope_of
from uploads.recording import Column, Recording
from uploads.stretches import efforts_of, known, laps_of, positive, splits_of, track_of

# A speed counts as held when it is the mean over this time to either side.
_HELD_HALF_WIDTH_S = 10.0


@dataclass(frozen=True, slots=True)
class Measures:
    """All that is measured of one activity; columns are (n,), on the samples of the recording.

    Attributes:
        positions_distance_m: the smoothed way over the positions while moving, also where another one was chosen.
        raw_distance_m: the way over the positions as they were recorded.
        cumulative_m: the distance axis, by the chosen source; no NaN, never falling.
        moving: the state over the time since the sample before.
        speed_m_s: the speed that was used; NaN where none is known.
    """

    sport: Sport
    distance_m: float
    distance_source: DistanceSource
    distance_reason: DistanceReason
    positions_distance_m: float | None
    raw_distance_m: float | None
    elapsed_s: float
    moving_s: float
    cumulative_m: Column
    moving: NDArray[np.bool_]
    speed_m_s: Column
    ascent_m: float | None
    descent_m: float | None
    steps: int | None
    average_heart_rate_bpm: float | None
    max_heart_rate_bpm: float | None
    average_cadence_spm: float | None
    calories_kcal: float | None
    calories_method: CaloriesMethod | None
    laps: tuple[Lap, ...]
    kilometer_splits: tuple[Split, ...]
    mile_splits: tuple[Split, ...]
    best_efforts: tuple[BestEffort, ...]
    track: Track | None
    intensity: Intensity
    form: Form


def sport_of(recording: Recording, hint: Sport | None) -> Sport:
    """The file's sport, else the hint, else what speed and cadence say.

    Raises:
        UnusableFile: UNSUPPORTED_SPORT where the sport is not one of ours, UNKNOWN_SPORT where nothing tells it.
    """
    if recording.sport is not None:
        return recording.sport
    if recording.foreign_sport is not None:
        raise UnusableFile(ProblemCode.UNSUPPORTED_SPORT, recording.foreign_sport)
    if hint is not None:
        return hint
    return _sport_by_motion(recording)


def _sport_by_motion(recording: Recording) -> Sport:
    speed = speed_of(
        recording, speeds(recording.time_s, recording.latitude_deg, recording.longitude_deg, SPEED_HALF_WIDTH_S)
    )
    if not np.isfinite(speed).any():
        raise UnusableFile(ProblemCode.UNKNOWN_SPORT, "the file names no sport and holds no speed to tell it from")
    going = speed >= MOVING_SPEED_M_S[Sport.WALKING]
    if not going.any():
        return Sport.WALKING
    typical = float(np.median(speed[going]))
    held = moving_mean(recording.time_s, speed, _HELD_HALF_WIDTH_S)
    cadence = positive(recording.column(Channel.CADENCE_SPM))[going]
    stepping = cadence[np.isfinite(cadence)]
    fast = float(np.percentile(held[going], 95))
    found = classify(typical, fast, float(np.median(stepping)) if stepping.size else None)
    if found is None:
        detail = f"not on foot: typically {typical:.1f} m/s, at times {fast:.1f} m/s"
        raise UnusableFile(ProblemCode.UNSUPPORTED_SPORT, detail)
    return found


def measure(recording: Recording, profile: Profile, sport: Sport) -> Measures:
    """Measure a recording; it may be of any length, without positions, or empty."""
    axis = axis_of(recording, sport)
    heart_rate = positive(recording.column(Channel.HEART_RATE_BPM))
    cadence = recording.column(Channel.CADENCE_SPM)
    stepping = np.where(axis.moving, positive(cadence), np.nan)
    heart = summary(axis.time_s, heart_rate, LONGEST_SILENCE_S)
    altitude = altitude_of(recording)
    elapsed_s, moving_s = _times(recording, axis)
    distance_m = float(axis.cumulative_m[-1]) if axis.time_s.size else recording.device_totals.distance_m or 0.0
    threshold_m = climb_threshold_m(distance_m / max(elapsed_s, 1.0), barometric=bool(recording.barometric))
    climbed = None if altitude is None else climb(altitude, threshold_m)
    slope = slope_of(axis, altitude, sport, barometric=bool(recording.barometric))
    level_m = slope.cumulative_m if isinstance(slope, Slope) else None
    kilometers = splits_of(axis, KILOMETER_M, heart_rate, stepping, climbed, level_m)
    calories, method = _calories(recording, profile, sport, distance_m, moving_s)
    return Measures(
        sport=sport,
        distance_m=distance_m,
        distance_source=axis.source,
        distance_reason=axis.reason,
        positions_distance_m=axis.positions_distance_m,
        raw_distance_m=axis.raw_distance_m,
        elapsed_s=elapsed_s,
        moving_s=moving_s,
        cumulative_m=axis.cumulative_m,
        moving=axis.moving,
        speed_m_s=axis.speed_m_s,
        ascent_m=float(climbed.ascent_m[-1]) if climbed else None,
        descent_m=float(climbed.descent_m[-1]) if climbed else None,
        steps=_steps(recording, cadence),
        average_heart_rate_bpm=known(heart.mean),
        max_heart_rate_bpm=known(heart.maximum),
        average_cadence_spm=known(summary(axis.time_s, stepping, LONGEST_SILENCE_S).mean),
        calories_kcal=calories,
        calories_method=method,
        laps=laps_of(axis, recording.laps, heart_rate, stepping),
        kilometer_splits=kilometers,
        mile_splits=splits_of(axis, MILE_M, heart_rate, stepping, climbed, level_m),
        best_efforts=efforts_of(axis, sport),
        track=track_of(axis.way),
        intensity=intensity_of(recording, axis, profile, sport, slope, kilometers),
        form=form_of(
            recording, axis, sport, slope.grade if isinstance(slope, Slope) else None, weight_kg=profile.weight_kg
        ),
    )


def _times(recording: Recording, axis: Axis) -> tuple[float, float]:
    """Elapsed and moving seconds; without samples, as the device says."""
    totals = recording.device_totals
    if not axis.time_s.size:
        elapsed_s = totals.elapsed_s or totals.timer_s or 0.0
        return elapsed_s, min(totals.timer_s or elapsed_s, elapsed_s)
    return float(axis.time_s[-1]), summary(axis.time_s, axis.moving_share).integral


def _steps(recording: Recording, cadence: Column) -> int | None:
    """The device's own count, else cadence over time; of a sensor that never counted one nobody knows."""
    if recording.device_totals.steps:
        return recording.device_totals.steps
    if not (cadence > 0).any():
        return None
    counted = summary(recording.time_s, cadence, LONGEST_SILENCE_S)
    return round(counted.integral / 60) if counted.known_s > 0 else None


def _calories(
    recording: Recording, profile: Profile, sport: Sport, distance_m: float, moving_s: float
) -> tuple[float | None, CaloriesMethod | None]:
    """Gross energy while moving, by the person's weight; without one, what the device says."""
    if profile.weight_kg is not None and moving_s > 0 and distance_m > 0:
        speed_m_s = distance_m / moving_s
        if sport is Sport.RUNNING:
            return running_kcal(speed_m_s, moving_s, profile.weight_kg), CaloriesMethod.ACSM_RUNNING
        return walking_kcal(speed_m_s, moving_s, profile.weight_kg), CaloriesMethod.LCDA_WALKING
    reported = recording.device_totals.calories_kcal
    return reported, None if reported is None else CaloriesMethod.DEVICE
