"""How close the figures come to what the devices reported, on the real recordings beside the checkout.

``make bench SUITE=agreement`` prints the limits and writes the table into ``docs/accuracy.md``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from bench.figures import Figure
from models.entities import Profile
from models.terms import Sport
from uploads.measures import measure
from uploads.readers.detect import read
from uploads.recording import Recording

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "accuracy.md"
MARKS = ("<!-- agreement: written by `make bench SUITE=agreement` -->", "<!-- end of agreement -->")

# Every activity with figures of its device, once: what lies there as several files is the same recording. The ride is
# looked at for its way and its ascent alone; of what runners do it says nothing.
ACTIVITIES = {
    "fit-run/strava-android-app-201.10-b1218918.fit": "run, phone",
    "tcx-run/run.tcx": "run, TomTom",
    "tri-format/4801048867.fit": "ride, FR935",
    "fit-walk/garmin-fenix-5-walk.fit": "walk, Fenix 5",
    "fit-run/garmin-fenix-5-run.fit": "run, Fenix 5",
    "tcx-run/test.tcx": "run, FR410",
    "tcx-run/run_garmin.tcx": "run, FR620",
    "tcx-run/2020-12-02T06_08_29-300_Running.tcx": "run, phone",
    "tcx-run/stopped_example.tcx": "run, phone, long stops",
    "fit-run/2013-02-06-12-11-14.fit": "run and walk, FR110",
    "fit-run/runpandas-fr645m-hilly-run.fit": "run, FR645M, hilly",
    "fit-run/compressed-speed-distance.fit": "run, FR70, no receiver",
}
# Mean time between samples of a recorder that aims at one a second.
_STEADY_S = 1.5
# Less than that is judged by eye: devices tell whole metres, and a minute of a sample every ten seconds tells little.
_LOWEST_CLIMB_M = 20.0
_LONG_S = 300.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """One activity: each figure beside the device's, None where either has none."""

    name: str
    what: str
    interval_s: float
    barometric: bool
    positions_m: float | None
    covered_m: float | None
    device_m: float | None
    moving_s: float
    timer_s: float | None
    ascent_m: float | None
    device_ascent_m: float | None
    heart_rate_bpm: float | None
    device_heart_rate_bpm: float | None
    cadence_spm: float | None
    device_cadence_spm: float | None
    steps: int | None
    device_steps: int | None

    @property
    def distance_pct(self) -> float | None:
        """How much longer the way over positions is than what the device counted in the same time."""
        return _pct(self.positions_m, self.covered_m)

    @property
    def steady(self) -> bool:
        """Whether a point was kept about each second."""
        return self.interval_s <= _STEADY_S

    @property
    def ascent_pct(self) -> float | None:
        """None where the climb is too low to be judged in per cent."""
        return _pct(self.ascent_m, self.device_ascent_m) if (self.device_ascent_m or 0) >= _LOWEST_CLIMB_M else None


def agreements(data: Path) -> list[Agreement]:
    """Read and measure every activity."""
    return [_agreement(data / name, what) for name, what in ACTIVITIES.items()]


def _agreement(path: Path, what: str) -> Agreement:
    (recording,) = read(path.read_bytes()).recordings
    told = recording.device_totals
    # Without the device's count the steps follow from the cadence.
    found = measure(
        replace(recording, device_totals=replace(told, steps=None)), Profile(""), recording.sport or Sport.RUNNING
    )
    timer_s = told.timer_s
    return Agreement(
        name=path.name,
        what=what,
        interval_s=_interval_s(recording),
        barometric=bool(recording.barometric),
        positions_m=found.positions_distance_m,
        covered_m=_covered_m(recording),
        device_m=told.distance_m,
        moving_s=found.moving_s,
        timer_s=timer_s,
        ascent_m=found.ascent_m,
        device_ascent_m=told.ascent_m,
        heart_rate_bpm=found.average_heart_rate_bpm,
        device_heart_rate_bpm=told.average_heart_rate_bpm,
        cadence_spm=found.average_cadence_spm,
        device_cadence_spm=60 * told.steps / timer_s if told.steps and timer_s else None,
        steps=found.steps,
        device_steps=told.steps,
    )


def _interval_s(recording: Recording) -> float:
    return float(np.mean(np.diff(recording.time_s))) if recording.time_s.size > 1 else 0.0


def _covered_m(recording: Recording) -> float | None:
    """What the device counted between the first position and the last: the rest is not theirs to tell."""
    known = np.isfinite(recording.distance_m)
    placed = recording.time_s[np.isfinite(recording.latitude_deg)]
    if not placed.size or known.sum() < 2:
        return None
    first, last = np.interp(placed[[0, -1]], recording.time_s[known], recording.distance_m[known])
    return float(last - first)


def _pct(ours: float | None, theirs: float | None) -> float | None:
    return None if ours is None or not theirs else 100 * (ours / theirs - 1)


def run() -> list[Figure]:
    """The limits; the table goes into the page. None without the recordings."""
    if not DATA.is_dir():
        print(f"The agreement with the devices needs the real recordings in {DATA}.")
        return []
    rows = agreements(DATA)
    PAGE.write_text(with_table(PAGE.read_text(), rows))
    return figures(rows)


def figures(rows: Sequence[Agreement]) -> list[Figure]:
    """What the rows must keep to."""
    off = [(row.steady, abs(row.distance_pct)) for row in rows if row.distance_pct is not None]
    climbed = [(row.barometric, abs(row.ascent_pct)) for row in rows if row.ascent_pct is not None]
    long = [row for row in rows if row.moving_s >= _LONG_S]
    hearts = _differences((row.heart_rate_bpm, row.device_heart_rate_bpm) for row in long)
    steps = [abs(pct) for row in long if (pct := _pct(row.steps, row.device_steps)) is not None]
    return [
        Figure("distance from positions, median", median(pct for _, pct in off), "%", 0.5),
        Figure("distance from positions at 1 Hz, worst", max(pct for steady, pct in off if steady), "%", 1.5),
        Figure("distance from positions otherwise, worst", max(pct for steady, pct in off if not steady), "%", 3),
        Figure("ascent by barometer, worst", max(pct for barometric, pct in climbed if barometric), "%", 10),
        Figure("ascent by satellites, worst", max(pct for barometric, pct in climbed if not barometric), "%", 25),
        # Devices cut off what lies behind the point.
        Figure("mean heart rate, highest over the device's", max(hearts), "bpm", 1.5),
        Figure("mean heart rate, lowest below the device's", -min(hearts), "bpm", 0.5),
        Figure("steps by cadence, worst", max(steps), "%", 2),
        Figure("activities", len(rows), ""),
    ]


def _differences(pairs: Iterable[tuple[float | None, float | None]]) -> list[float]:
    return [ours - theirs for ours, theirs in pairs if ours is not None and theirs is not None]


_HEADS = (
    "recording",
    "what",
    "interval",
    "positions / device, m",
    "off",
    "moving / timer, s",
    "ascent, m",
    "heart rate, bpm",
    "cadence, spm",
    "steps",
)


def table(rows: Iterable[Agreement]) -> str:
    """Markdown: ours / the device's."""
    return "\n".join([_line(_HEADS), _line("---" for _ in _HEADS), *map(_row, rows)])


def _row(row: Agreement) -> str:
    off = "" if row.distance_pct is None else f"{row.distance_pct:+.1f} %".replace("-", "−")
    return _line(
        (
            row.name,
            row.what,
            f"{row.interval_s:.1f} s",
            _pair(row.positions_m, row.covered_m, 0 if (row.covered_m or 0) > 1000 else 1),
            off,
            _pair(row.moving_s, row.timer_s),
            _pair(row.ascent_m, row.device_ascent_m),
            _pair(row.heart_rate_bpm, row.device_heart_rate_bpm, 1),
            _pair(row.cadence_spm, row.device_cadence_spm, 1),
            _pair(row.steps, row.device_steps),
        )
    )


def with_table(page: str, rows: Iterable[Agreement]) -> str:
    """The page with the table between its marks."""
    before, rest = page.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    return f"{before}{MARKS[0]}\n\n{table(rows)}\n\n{MARKS[1]}{after}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _pair(ours: float | None, theirs: float | None, digits: int = 0) -> str:
    if ours is None and theirs is None:
        return ""
    return " / ".join("–" if value is None else f"{value:,.{digits}f}" for value in (ours, theirs))
