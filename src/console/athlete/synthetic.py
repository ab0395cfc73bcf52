"""A synthetic recording: what a watch or a phone would have noted of an outing that never took place."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import numpy as np

from models.entities import Device, DeviceTotals
from models.terms import FileFormat, Sport
from uploads.recording import Column, LapMark, Pause


@dataclass(frozen=True, slots=True)
class SyntheticRecording:
    """Columns of equal length n, one row a second of running timer; what the device does not measure is NaN.

    Attributes:
        format: the file its device would export; see ``athlete.file_bytes``.
        started_at: instant of ``time_s == 0``, aware UTC, a whole second.
        time_s: whole seconds from the start, strictly increasing, jumping over the pauses.
        latitude_deg: WGS 84, as received, with the receiver's noise.
        longitude_deg: WGS 84, as received, with the receiver's noise.
        altitude_m: above sea level, free of noise but for a slow drift.
        distance_m: length of the path really taken, without noise.
        cadence_spm: steps per minute of both feet; 0 while standing.
        step_length_m: one step, contact to contact; NaN while standing, as are the other running dynamics.
        laps: in order and without gaps, from 0 to the last row.
        pauses: in order, within the recording, each between two rows.
    """

    format: FileFormat
    sport: Sport
    name: str
    started_at: datetime
    utc_offset_s: int
    time_s: Column
    latitude_deg: Column
    longitude_deg: Column
    altitude_m: Column
    distance_m: Column
    speed_m_s: Column
    heart_rate_bpm: Column
    cadence_spm: Column
    step_length_m: Column
    vertical_oscillation_mm: Column
    vertical_ratio_pct: Column
    contact_ms: Column
    contact_balance_pct: Column
    power_w: Column
    laps: tuple[LapMark, ...]
    pauses: tuple[Pause, ...] = ()
    calories_kcal: float | None = None
    device: Device = field(default_factory=Device)

    @property
    def end_s(self) -> float:
        """Seconds from the start to the last row."""
        return float(self.time_s[-1])

    def segments(self) -> tuple[slice, ...]:
        """Rows between the pauses."""
        inner = np.searchsorted(self.time_s, [pause.end_s for pause in self.pauses]).tolist()
        edges = [0, *inner, self.time_s.size]
        return tuple(slice(first, end) for first, end in pairwise(edges))

    def timer_s(self, time_s: Column) -> Column:
        """What the device's timer shows at the given seconds from the start: it stands still during pauses."""
        paused_s = (np.clip(time_s - pause.start_s, 0, pause.end_s - pause.start_s) for pause in self.pauses)
        return time_s - sum(paused_s, np.zeros_like(time_s))

    def totals(self, start_s: float = 0.0, end_s: float | None = None) -> DeviceTotals:
        """What the device reports for a stretch of the recording, by default all of it."""
        end_s = self.end_s if end_s is None else end_s
        timer_s = np.diff(self.timer_s(np.array([start_s, end_s])))[0]
        distance_m = np.diff(np.interp([start_s, end_s], self.time_s, self.distance_m))[0]
        rows = (self.time_s >= start_s) & (self.time_s <= end_s)
        climbs_m = np.diff(self.altitude_m[rows])
        heart_rate_bpm = self.heart_rate_bpm[rows & np.isfinite(self.heart_rate_bpm)]
        return DeviceTotals(
            distance_m=float(distance_m),
            elapsed_s=end_s - start_s,
            timer_s=float(timer_s),
            ascent_m=float(climbs_m[climbs_m > 0].sum()) if np.isfinite(climbs_m).all() else None,
            descent_m=float(-climbs_m[climbs_m < 0].sum()) if np.isfinite(climbs_m).all() else None,
            calories_kcal=self._calories_kcal(float(distance_m)),
            steps=self._steps(rows),
            average_heart_rate_bpm=float(heart_rate_bpm.mean()) if heart_rate_bpm.size else None,
            max_heart_rate_bpm=float(heart_rate_bpm.max()) if heart_rate_bpm.size else None,
        )

    def _calories_kcal(self, distance_m: float) -> float | None:
        """Energy goes by distance, as in simple devices."""
        whole_m = float(self.distance_m[-1] - self.distance_m[0])
        if self.calories_kcal is None or not whole_m > 0:
            return self.calories_kcal
        return self.calories_kcal * distance_m / whole_m

    def _steps(self, rows: np.ndarray) -> int | None:
        steps = np.trapezoid(self.cadence_spm[rows] / 60, self.timer_s(self.time_s[rows]))
        return round(float(steps)) if np.isfinite(steps) else None
