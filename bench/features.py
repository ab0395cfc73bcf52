"""From a file's bytes to the figures of a run, warm, on one core: ours beside a parser with pandas and NumPy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from bench import pages, parsers, usual
from bench.decoders import FIT_FILES, XML_FILES, content
from bench.figures import Figure
from bench.rounds import OURS, Rounds, Work, calls_within
from kernels import jit
from models.entities import Profile
from models.terms import Sex
from uploads.measures import Measures, measure, sport_of
from uploads.readers.detect import read
from uploads.series import detail_object, preview_of, series_of

TURN_MS = 60.0
PROFILE = Profile(
    "bench", sex=Sex.FEMALE, height_m=1.68, weight_kg=58.5, resting_heart_rate_bpm=52, max_heart_rate_bpm=188
)
# Her coefficients of Banister's impulse.
PERSON = usual.Person(resting_bpm=52, max_bpm=188, weight_kg=58.5, factor=0.86, exponent=1.67)


@dataclass(frozen=True, slots=True)
class Way:
    """A parser whose DataFrame goes to pandas and NumPy.

    Attributes:
        frame: from bytes to a DataFrame.
        target: how many times faster ours must be; None where it is only told.
    """

    frame: Callable[[bytes], Any]
    target: float | None = None


@dataclass(frozen=True, slots=True)
class File:
    """Three hours at 1 Hz.

    Attributes:
        target_ms: what ours may take at most.
        why: as in ``bench.cases.case.Case``.
    """

    name: str
    maker: tuple[str, str]
    target_ms: float
    ways: Mapping[str, Way]
    why: str = ""


FILES = (
    File(
        "FIT, 3 h at 1 Hz",
        (FIT_FILES, "three_hours_1hz"),
        25,
        {"fitdecode, pandas, NumPy": Way(usual.fit_frame, 30)},
    ),
    File(
        "GPX, 3 h at 1 Hz",
        (XML_FILES, "three_hours_gpx"),
        60,
        {
            "gpxpy, pandas, NumPy": Way(lambda data: usual.gpx_frame(data, parsers.gpxpy_gpx), 30),
            "ElementTree, pandas, NumPy": Way(usual.gpx_frame),
        },
    ),
    File("TCX, 3 h at 1 Hz", (XML_FILES, "three_hours_tcx"), 60, {"ElementTree, pandas, NumPy": Way(usual.tcx_frame)}),
)


# What packing the series of the first file may take at most.
STORED_MS = {"series at two resolutions": 4, "every recorded point": 10}


def measured(data: bytes) -> Measures:
    """What an upload's worker does between the file and the table."""
    (recording,) = read(data).recordings
    return measure(recording, PROFILE, sport_of(recording, None))


def run(rounds: int = 9, turn_ms: float = TURN_MS) -> list[Figure]:
    """All figures of the suite; raises AssertionError where both ways come to different results."""
    print(f"Kernels: {jit.MODE}")
    return [*(figure for file in FILES for figure in _compared(file, rounds, turn_ms)), *_stored(rounds, turn_ms)]


def _usual(way: Way, data: bytes) -> usual.Features:
    return usual.features(way.frame(data), PERSON)


def report(figures: list[Figure]) -> None:
    """The table in ``docs``."""
    pages.insert("features", pages.figures_table(figures, {file.name: file.why for file in FILES}))


def _compared(file: File, rounds: int, turn_ms: float) -> list[Figure]:
    data = content(file.maker)
    works: dict[str, Work] = {OURS: partial(measured, data)}
    for name, way in file.ways.items():
        try:
            found = usual.features(way.frame(data), PERSON)
        except ImportError as missing:
            print(f"{file.name}: without {name}, {missing.name} is not installed here")
            continue
        same(measured(data), found)
        works[name] = partial(_usual, way, data)
    turns = Rounds(works, rounds, calls_within(works, turn_ms))
    return [
        Figure(f"{file.name}: CPU of {OURS}", turns.ms(OURS), "ms", file.target_ms),
        *(
            Figure(f"{file.name}, to {name}", turns.ratio(name, OURS), "x faster", way.target, "higher", name)
            for name, way in file.ways.items()
            if name in works
        ),
        *(Figure(f"{file.name}: CPU of {name}", turns.ms(name), "ms") for name in works if name != OURS),
    ]


def _stored(rounds: int, turn_ms: float) -> list[Figure]:
    """What the worker packs besides, for the table and the bucket; there is nothing comparable."""
    (recording,) = read(content(FILES[0].maker)).recordings
    series = series_of(recording, measure(recording, PROFILE, sport_of(recording, None)))
    packing = (partial(preview_of, series), partial(detail_object, recording, series))
    works: dict[str, Work] = dict(zip(STORED_MS, packing, strict=True))
    turns = Rounds(works, rounds, calls_within(works, turn_ms))
    return [
        Figure(f"{FILES[0].name}, {name}: CPU of {OURS}", turns.ms(name), "ms", most)
        for name, most in STORED_MS.items()
    ]


def same(ours: Measures, theirs: usual.Features) -> None:
    """Whether both found the same run; the usual way takes a sphere, and cuts its halves and splits at samples."""
    told = {
        "distance": (ours.distance_m, theirs.distance_m, 2e-3),
        "distance over positions": (ours.positions_distance_m, theirs.positions_m, 5e-3),
        "moving time": (ours.moving_s, theirs.moving_s, 2e-3),
        "ascent": (ours.ascent_m, theirs.ascent_m, 0.05),
        "heart rate": (ours.average_heart_rate_bpm, theirs.average_heart_rate_bpm, 1e-3),
        "highest heart rate": (ours.max_heart_rate_bpm, theirs.max_heart_rate_bpm, 1e-9),
        "cadence": (ours.average_cadence_spm, theirs.average_cadence_spm, 1e-3),
        "steps": (ours.steps, theirs.steps, 1e-3),
        "energy": (ours.calories_kcal, theirs.calories_kcal, 5e-3),
        "load": (ours.intensity.load.banister, theirs.trimp, 1e-2),
        "splits": (len(ours.kilometer_splits), len(theirs.kilometers), 0.0),
    }
    for name, (mine, other, relative) in told.items():
        np.testing.assert_allclose(float("nan") if mine is None else mine, other, relative, err_msg=name)
    efforts = {effort.distance_m: effort.duration_s for effort in ours.best_efforts}
    np.testing.assert_allclose([*efforts.values()], [*theirs.efforts_s.values()], 3e-3)
