import json
from pathlib import Path

import pytest
from rich.console import Console

from console.measure import measure_files, print_lines
from models.terms import Sport
from tests.uploads.builders import (
    ACTIVITY,
    START_S,
    TIMESTAMP,
    clock,
    file_id,
    fit,
    gpx,
    message,
    point,
    records,
    session,
    track,
)


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_every_figure_of_a_file_is_json(tmp_path: Path):
    path = written(tmp_path, "run.fit", fit(file_id(), records(*range(120)), session(0, 119)))
    (row,) = json.loads(json.dumps(measure_files([path], None), allow_nan=False))
    assert (row["file"], row["format"], row["failure"]) == ("run.fit", "FIT", None)
    (activity,) = row["activities"]
    assert activity["sport"] == "RUNNING"
    assert activity["startedAt"] == "2023-11-14T22:13:20Z"
    assert activity["points"] == 120
    assert activity["distanceM"] == pytest.approx(357)
    assert activity["deviceTotals"]["elapsedS"] == 119
    assert activity["channels"] == ["heartRateBpm"]


def test_a_file_that_cannot_be_used_is_a_row_with_its_failure(tmp_path: Path):
    (row,) = measure_files([written(tmp_path, "notes.txt", b"hello")], None)
    assert row["failure"]["code"] == "UNKNOWN_FORMAT"
    assert row["activities"] == []


def test_somebody_elses_sport_is_measured_and_told(tmp_path: Path):
    path = written(tmp_path, "ride.fit", fit(file_id(), records(*range(60)), session(0, 59, sport=2)))
    (activity,) = measure_files([path], None)[0]["activities"]
    assert (activity["sport"], activity["foreignSport"]) == (None, "cycling")
    assert activity["distanceM"] == pytest.approx(177)
    assert "UNSUPPORTED_SPORT" in {problem["code"] for problem in activity["problems"]}


def test_what_is_too_short_for_an_activity_is_measured_and_told(tmp_path: Path):
    path = written(tmp_path, "false-start.fit", fit(file_id(), records(*range(8)), session(0, 7)))
    (activity,) = measure_files([path], None)[0]["activities"]
    assert activity["distanceM"] == pytest.approx(21)
    assert "TOO_SHORT" in {problem["code"] for problem in activity["problems"]}


def test_the_sport_that_is_asked_for_counts_where_the_file_says_nothing(tmp_path: Path):
    points = [point(clock(at), f"{35 + at * 2e-5:.6f}") for at in range(60)]
    path = written(tmp_path, "way.gpx", gpx(track(points)))
    (activity,) = measure_files([path], Sport.WALKING)[0]["activities"]
    assert activity["sport"] == "WALKING"


def test_the_table_has_a_line_for_every_activity_and_failure(tmp_path: Path):
    paths = [
        written(tmp_path, "run.fit", fit(file_id(), records(*range(60)), session(0, 59))),
        written(tmp_path, "empty.gpx", b""),
    ]
    console = Console(record=True, width=200)
    print_lines(measure_files(paths, None), console)
    text = console.export_text()
    assert "run.fit" in text
    assert "RUNNING" in text
    assert "EMPTY_FILE" in text


def lines_of(path: Path) -> str:
    console = Console(record=True, width=200)
    print_lines(measure_files([path], None), console)
    return console.export_text()


def test_a_start_is_local_where_the_file_tells_the_offset_and_utc_where_not(tmp_path: Path):
    local = message(3, ACTIVITY, [TIMESTAMP, (5, 4, 0x86)], (START_S + 59, START_S + 59 + 9 * 3600))
    told = written(tmp_path, "told.fit", fit(file_id(), records(*range(60)), session(0, 59), local))
    untold = written(tmp_path, "untold.fit", fit(file_id(), records(*range(60)), session(0, 59)))
    assert "2023-11-15 07:13  " in lines_of(told)
    assert "2023-11-14 22:13Z  " in lines_of(untold)


def test_hours_are_written_only_where_there_are_any(tmp_path: Path):
    short = written(tmp_path, "short.fit", fit(file_id(), records(*range(47)), session(0, 46)))
    long = written(tmp_path, "long.fit", fit(file_id(), records(*range(5084)), session(0, 5083)))
    assert "moving 0:46 " in lines_of(short)
    assert "moving 1:24:43 " in lines_of(long)


def test_one_ride_in_four_exports_measures_the_same(shared_data: Path):
    rows = measure_files(sorted((shared_data / "tri-format").iterdir()), None)
    activities = [row["activities"][0] for row in rows]
    assert len(activities) == 4
    for figure in ("positionsDistanceM", "elapsedS", "movingS", "averageHeartRateBpm"):
        values = [activity[figure] for activity in activities]
        assert max(values) / min(values) < 1.005
