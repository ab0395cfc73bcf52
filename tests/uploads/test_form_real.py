"""The form of real recordings: halves of a steady one agree, and so do the formats of one.

Of the real recordings, those with running dynamics are shorter than a minute, none of the walks is brisk for a minute
on the level, and the one ride in all three formats tells no steps. So the parts of a score that rest on speed and
cadence are real here; where a whole score is made, oscillation, contact and balance are assumed to be even.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from coaching.scores import score_of
from models.entities import Profile
from models.terms import Channel, Component, MissingReason, SensorSite, Sex, Sport
from uploads.measures import measure
from uploads.readers.detect import read
from uploads.trim import trimmed

SOMEBODY = Profile("u", birth_date=date(1985, 6, 1), sex=Sex.MALE, height_m=1.75, weight_kg=70)
DAY = date(2024, 1, 1)
EVEN = {Channel.VERTICAL_OSCILLATION_MM: 85.0, Channel.CONTACT_MS: 250.0, Channel.CONTACT_BALANCE_PCT: 49.8}
STEADY = ("tcx-run/2020-12-02T06_08_29-300_Running.tcx", "tcx-run/stopped_example.tcx")
WITH_CADENCE = (*STEADY, "tcx-run/run_garmin.tcx", "fit-run/compressed-speed-distance.fit")
ONE_RIDE = ("4801048867.fit", "activity_4801048867.tcx", "activity_4801048867.gpx", "4801048867_strava.gpx")
APART = 5.0


@pytest.fixture
def recorded(shared_data):
    """A function from a name to the first recording of that real file; skips aloud where it is absent."""

    def recording(name):
        file = shared_data / name
        if not file.is_file():
            pytest.skip(f"needs {file}")
        return read(file.read_bytes()).recordings[0]

    return recording


def halves(made):
    """The first and the second half by time, each as if it were all."""
    middle_s = float(made.time_s[-1]) / 2
    return trimmed(made, 0, middle_s), trimmed(made, middle_s, 0)


def scored(made, sport=Sport.RUNNING):
    form = measure(made, SOMEBODY, sport).form
    return form, score_of(form, SOMEBODY, DAY)


def points(score):
    return {each.key: each.points for each in score.components if each.points is not None}


@pytest.mark.parametrize("name", WITH_CADENCE)
def test_halves_of_a_run_agree_in_what_was_measured(recorded, name):
    (_, first), (_, second) = map(scored, halves(recorded(name)))
    assert points(first).keys() == points(second).keys() == {Component.CADENCE}
    assert points(first)[Component.CADENCE] == pytest.approx(points(second)[Component.CADENCE], abs=APART)
    assert (first.value, first.missing) == (None, MissingReason.NO_RUNNING_DYNAMICS)


@pytest.mark.parametrize("name", STEADY)
def test_halves_of_a_steady_run_score_within_five_points_with_even_dynamics(recorded, name):
    made = recorded(name)
    even = {channel: np.full(made.time_s.size, value) for channel, value in EVEN.items()}
    made = replace(made, channels={**made.channels, **even}, site=SensorSite.CHEST)
    (_, first), (_, second) = map(scored, halves(made))
    _, whole = scored(made)
    assert first.value == pytest.approx(second.value, abs=APART)
    assert min(first.value, second.value) - 1 <= whole.value <= max(first.value, second.value) + 1


def test_one_ride_has_one_form_in_every_format(recorded):
    """Forced to be a run: nobody scores it, and its speeds are read alike."""
    forms = [measure(recorded(f"tri-format/{name}"), SOMEBODY, Sport.RUNNING).form for name in ONE_RIDE]
    fit, tcx, *gpx = (form.figures.speed_m_s for form in forms)
    assert tcx == fit
    # GPX has neither the device's speed nor its barometer.
    assert gpx == pytest.approx([fit, fit], rel=0.03)


def test_one_run_has_one_form_in_two_formats(recorded):
    forms = [measure(recorded(name), SOMEBODY, Sport.RUNNING).form for name in ("gpx-run/run.gpx", "tcx-run/run.tcx")]
    gpx, tcx = forms
    assert gpx.figures.speed_m_s == pytest.approx(tcx.figures.speed_m_s, rel=0.02)
    assert gpx.duration_s == pytest.approx(tcx.duration_s, rel=0.05)


@pytest.mark.parametrize(
    ("name", "sport", "missing"),
    [
        ("fit-run/garmin-fenix-5-run.fit", Sport.RUNNING, MissingReason.NO_STEADY_RUNNING),
        ("fit-walk/garmin-fenix-5-walk.fit", Sport.WALKING, MissingReason.NO_BRISK_WALKING),
        ("gpx/korita-zbevnica.gpx", Sport.WALKING, MissingReason.NO_BRISK_WALKING),
    ],
)
def test_what_is_too_short_or_too_steep_says_so(recorded, name, sport, missing):
    form, score = scored(recorded(name), sport)
    assert (form.missing, score.value, score.missing) == (missing, None, missing)


def test_dynamics_of_a_strap_are_read_where_there_are_some(recorded):
    """The one real recording with running dynamics lasts 55 seconds: over all that was run, whatever is steady."""
    made = recorded("fit-run/garmin-fenix-5-run.fit")
    typical = {channel: float(np.nanmedian(made.channels[channel])) for channel in EVEN}
    assert 50 < typical[Channel.VERTICAL_OSCILLATION_MM] < 130
    assert 180 < typical[Channel.CONTACT_MS] < 350
    assert 45 < typical[Channel.CONTACT_BALANCE_PCT] < 55
    assert made.site is SensorSite.CHEST
