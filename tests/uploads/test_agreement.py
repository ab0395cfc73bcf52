"""The figures agree with those of the devices that recorded, and the page tells what the code does."""

import pytest

from bench.agreement import ACTIVITIES, PAGE, agreements, figures, with_table


@pytest.fixture(scope="module")
def rows(shared_data):
    return agreements(shared_data)


def test_every_limit_is_kept(rows):
    found = figures(rows)
    assert [figure.name for figure in found if not figure.met] == []
    assert found[-1].value == len(ACTIVITIES)


@pytest.mark.parametrize(
    ("name", "worst_pct"),
    [
        # What a phone's app adds up itself, second by second, is the path of the positions in the file.
        ("strava-android-app-201.10-b1218918.fit", 0.5),
        ("run.tcx", 0.5),
        ("4801048867.fit", 0.1),
        # Recorders that keep a point when direction or speed change.
        ("test.tcx", 0.5),
        ("run_garmin.tcx", 1),
        ("garmin-fenix-5-walk.fit", 0.5),
        ("garmin-fenix-5-run.fit", 1),
        ("runpandas-fr645m-hilly-run.fit", 2),
        # Its count runs ahead of its own positions by 2 % even where the way is straight.
        ("2020-12-02T06_08_29-300_Running.tcx", 2),
        # Standing among houses.
        ("stopped_example.tcx", 3),
        # Counts a tenth of a metre a second while somebody stands.
        ("2013-02-06-12-11-14.fit", 3),
    ],
)
def test_the_way_over_positions_is_the_devices(rows, name, worst_pct):
    (row,) = [row for row in rows if row.name == name]
    assert abs(row.distance_pct) <= worst_pct


def test_nobody_moves_longer_than_the_recording(rows):
    # Timers and samples are a second or two apart at either end; one device slept through a lap.
    assert all(row.moving_s <= (row.timer_s or row.moving_s) + 10 for row in rows)
    # Whoever ran all the time moved all the time.
    steady = [row for row in rows if row.what in {"run, phone", "run, TomTom", "run, FR410"}]
    assert len(steady) == 4
    assert all(row.moving_s == pytest.approx(row.timer_s, rel=0.01) for row in steady)


def test_the_page_shows_the_table_of_this_code(rows):
    page = PAGE.read_text()
    assert with_table(page, rows) == page, "write it anew: python -m bench agreement"
