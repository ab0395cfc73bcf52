"""The form that a recording tells: what is brisk, what is steady, and medians over it that no sampling changes."""

import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.energy import walking_kcal
from coaching.scores import score_of
from console.athlete.recordings import file_bytes, profile
from console.athlete.recordings import recording as athlete
from models.entities import Brisk, Profile, Stretch
from models.scores import pack_form, unpack_form
from models.terms import Channel, FileFormat, MissingReason, SensorSite, Sport
from uploads.measures import measure
from uploads.readers.detect import read
from uploads.recording import Pause, Recording

START = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
SOMEBODY = Profile("u", weight_kg=65)
DAY = date(2026, 3, 1)


def outing(*parts, step_s=1.0, barometric=True, **channels):
    """An outing in parts of (seconds, m/s, steps/min or None, slope in %), with channels of one value or many."""
    seconds, speeds, cadences, slopes = zip(*(part if len(part) == 4 else (*part, 0) for part in parts), strict=True)
    counts = [round(part_s / step_s) for part_s in seconds]
    time = np.arange(sum(counts) + 1) * step_s

    def laid(values):
        column = np.repeat(np.array(values, np.float64), counts)
        return np.concatenate((column[:1], column))

    speed = laid(speeds)
    distance = np.concatenate(([0.0], np.cumsum(speed[1:]) * step_s))
    altitude = 50 + np.concatenate(([0.0], np.cumsum(speed[1:] * laid(slopes)[1:]) * step_s / 100))
    columns = {Channel.SPEED_M_S: speed, Channel.ALTITUDE_M: altitude}
    if any(cadence is not None for cadence in cadences):
        columns[Channel.CADENCE_SPM] = laid([np.nan if cadence is None else cadence for cadence in cadences])
    for channel, value in channels.items():
        columns[channel] = np.broadcast_to(np.asarray(value, np.float64), time.shape)
    nowhere = np.full(time.size, np.nan)
    return Recording(
        FileFormat.FIT, START, time, nowhere, nowhere, distance, columns, barometric=barometric, site=SensorSite.CHEST
    )


def wandering(count, deviation, tau_s, seed):
    """Noise that comes and goes: a first-order autoregression of one sample a second."""
    kept, fresh = np.exp(-1 / tau_s), np.random.default_rng(seed).normal(0, deviation, count)
    noise = fresh.copy()
    for i in range(1, count):
        noise[i] = kept * noise[i - 1] + np.sqrt(1 - kept * kept) * fresh[i]
    return noise


def by_positions(time, east_m, north_m):
    """A recording of positions alone."""
    latitude, longitude = 35 + north_m / 110_940.6, 139 + east_m / 91_288.2
    return Recording(FileFormat.GPX, START, time, latitude, longitude, np.full(time.size, np.nan))


def walked(*parts, **given):
    return measure(outing(*parts, **given), SOMEBODY, Sport.WALKING).form


def ran(*parts, **given):
    return measure(outing(*parts, **given), SOMEBODY, Sport.RUNNING).form


class TestBriskWalking:
    def test_figures_by_hand(self):
        form = walked((60, 0.7, 90), (120, 2.0, 141), (60, 0.7, 90), heartRateBpm=118)
        assert (form.sport, form.missing, form.site) == (Sport.WALKING, None, SensorSite.CHEST)
        figures = form.figures
        assert (figures.speed_m_s, figures.cadence_spm) == (2.0, 141.0)
        assert figures.step_length_m == pytest.approx(2.0 * 60 / 141, abs=1e-4)
        brisk = form.brisk
        assert brisk.segments == (Stretch(60.0, 180.0),)
        assert (brisk.duration_s, brisk.distance_m, brisk.steps) == (120.0, 240.0, 282)
        assert brisk.speed_m_s == 2.0
        assert brisk.step_length_m == pytest.approx(240 / 282, abs=1e-4)
        assert brisk.calories_kcal == pytest.approx(walking_kcal(2.0, 120.0, 65.0), abs=0.01)
        assert brisk.heart_rate_bpm == 118
        assert (form.duration_s, form.steps) == (120.0, 282)

    def test_without_a_weight_there_is_no_energy_and_all_else_stays(self):
        made = outing((120, 2.0, 141))
        heavy, unknown = (measure(made, person, Sport.WALKING).form for person in (SOMEBODY, Profile("u")))
        assert heavy.brisk.calories_kcal > 0
        assert replace(heavy, brisk=replace(heavy.brisk, calories_kcal=None)) == unknown

    @pytest.mark.parametrize(
        ("speed_m_s", "cadence_spm", "brisk"),
        [(1.2, 99, False), (1.2, 100, True), (1.38, None, False), (1.40, None, True), (1.40, 90, True)],
    )
    def test_a_hundred_steps_a_minute_or_five_kilometres_an_hour(self, speed_m_s, cadence_spm, brisk):
        assert (walked((120, speed_m_s, cadence_spm)).missing is None) == brisk

    @pytest.mark.parametrize(("seconds", "brisk"), [(59, False), (60, True)])
    def test_a_minute_at_least(self, seconds, brisk):
        form = walked((120, 1.2, 90), (seconds, 1.2, 110), (120, 1.2, 90))
        assert (form.missing is None) == brisk
        assert (form.missing is MissingReason.NO_BRISK_WALKING) != brisk

    @pytest.mark.parametrize(("dip_s", "stretches"), [(4, 1), (8, 2)])
    def test_a_short_dip_is_bridged_and_a_long_one_is_not(self, dip_s, stretches):
        form = walked((90, 1.2, 110), (dip_s, 1.2, 80), (90, 1.2, 110))
        assert len(form.brisk.segments) == stretches
        assert form.brisk.duration_s == 180 + (dip_s if stretches == 1 else 0)

    def test_stretches_that_are_each_too_short_make_none_together(self):
        parts = [(50, 1.2, 110), (10, 1.2, 80)] * 5
        assert walked(*parts).brisk is None

    @pytest.mark.parametrize(("slope_pct", "brisk"), [(2.5, True), (4, False), (-4, False)])
    def test_on_the_level_alone(self, slope_pct, brisk):
        assert (walked((300, 1.6, 120, slope_pct)).missing is None) == brisk

    def test_a_slope_that_nobody_knows_counts_as_level(self):
        made = outing((300, 1.6, 120, 4))
        flat = replace(made, channels={name: value for name, value in made.channels.items() if name != "altitudeM"})
        assert measure(flat, SOMEBODY, Sport.WALKING).form.brisk.duration_s == 300

    def test_a_run_within_a_walk_is_no_brisk_walking(self):
        form = walked((120, 1.6, 120), (120, 3.0, 165), (120, 1.6, 120))
        assert len(form.brisk.segments) == 2
        assert form.figures.speed_m_s == 1.6
        assert form.brisk.duration_s < 260

    def test_a_silence_ends_a_stretch(self):
        made = outing((180, 1.6, 120))
        keep = (made.time_s <= 80) | (made.time_s >= 110)
        with_gap = replace(
            made,
            time_s=made.time_s[keep],
            distance_m=made.distance_m[keep],
            latitude_deg=made.latitude_deg[keep],
            longitude_deg=made.longitude_deg[keep],
            channels={channel: column[keep] for channel, column in made.channels.items()},
        )
        spans = measure(with_gap, SOMEBODY, Sport.WALKING).form.brisk.segments
        assert [(span.start_s, span.end_s) for span in spans] == [(0.0, 80.0), (110.0, 180.0)]

    def test_by_cadence_without_any_speed(self):
        made = outing((300, 1.6, 120))
        still = replace(
            made,
            distance_m=np.full(made.time_s.size, np.nan),
            channels={Channel.CADENCE_SPM: made.channels[Channel.CADENCE_SPM]},
        )
        form = measure(still, SOMEBODY, Sport.WALKING).form
        assert form.brisk == Brisk(300.0, (Stretch(0.0, 300.0),), steps=600)
        assert (form.figures.cadence_spm, form.figures.speed_m_s) == (120.0, None)

    def test_a_way_without_steps_is_no_brisk_walking(self):
        """A bicycle at 8.6 km/h: as fast as a walk may be, and too slow to be told by its speed."""
        form = walked((600, 1.0, 95), (600, 2.4, 0), (600, 1.0, 95))
        assert form.missing is MissingReason.NO_BRISK_WALKING
        stray = [(36, 2.4, 0), (4, 2.4, 30)] * 15
        assert walked((600, 1.0, 95), *stray).brisk is None

    def test_a_sensor_that_never_counted_does_not_tell_of_no_steps(self):
        brisk = walked((300, 1.6, 0)).brisk
        assert (brisk.duration_s, brisk.steps, brisk.step_length_m) == (300.0, None, None)

    @pytest.mark.parametrize(("speed_m_s", "brisk"), [(0.7, False), (0.85, True)])
    def test_quick_steps_that_hardly_get_on_are_not_brisk(self, speed_m_s, brisk):
        assert (walked((300, speed_m_s, 120)).brisk is not None) == brisk

    @pytest.mark.parametrize(
        ("speed_m_s", "cadence_spm", "step_m"),
        [(1.5, 70, 1.2857), (1.5, 66, None), (0.85, 250, 0.204), (0.85, 270, None)],
    )
    def test_a_step_that_nobody_takes_is_none(self, speed_m_s, cadence_spm, step_m):
        form = walked((300, speed_m_s, cadence_spm))
        assert (form.figures.step_length_m, form.brisk.step_length_m) == (step_m, step_m)
        assert form.figures.cadence_spm == cadence_spm

    def test_step_times_cadence_is_the_speed_in_a_walk_of_two_paces(self):
        """The form's figures are of one pace, that of most of the time; those of `brisk` are means of both."""
        form = walked((120, 1.5, 110), (200, 1.9, 121))
        figures = form.figures
        assert (figures.speed_m_s, figures.cadence_spm) == (1.9, 121.0)
        assert figures.step_length_m * figures.cadence_spm / 60 == pytest.approx(figures.speed_m_s, abs=1e-4)
        assert form.brisk.step_length_m == pytest.approx(
            (120 * 1.5 + 200 * 1.9) / (120 * 110 + 200 * 121) * 60, abs=1e-3
        )

    @pytest.mark.parametrize("cadence_spm", [138.4, 139.1, 139.6, 140.7])
    def test_a_cadence_that_is_told_in_twos_makes_no_other_step(self, cadence_spm):
        """The median of 138, 140 and 142 is one of them: half a per cent off, which is two points of the step."""
        chance = np.random.default_rng(1)
        told = np.round((cadence_spm + chance.normal(0, 1.5, 1201)) / 2) * 2
        form = walked((1200, 1.93, 140), cadenceSpm=told, speedMS=1.93 + chance.normal(0, 0.06, 1201))
        assert form.figures.step_length_m == pytest.approx(1.93 * 60 / cadence_spm, rel=0.003)

    def test_a_recorded_step_goes_before_what_is_worked_out(self):
        form = walked((300, 2.0, 141), stepLengthM=0.84)
        assert form.figures.step_length_m == 0.84
        assert form.brisk.step_length_m == pytest.approx(2.0 * 60 / 141, abs=1e-4)
        assert walked((300, 2.0, 141), stepLengthM=1.9).figures.step_length_m is None

    def test_a_step_is_measured_where_steps_were_counted(self):
        """Fast without a sensor for less than half of the time: none of that way was made by the steps that were."""
        form = walked((300, 1.5, 110), (200, 2.2, None))
        assert form.brisk.duration_s == 500
        assert form.brisk.step_length_m == pytest.approx(1.5 * 60 / 110, abs=1e-3)

    @pytest.mark.parametrize("step_s", [16, 20, 45])
    def test_a_recorder_that_writes_seldom_is_not_silent(self, step_s):
        form = walked((3600, 1.6, 115), step_s=step_s)
        assert form.brisk.duration_s == pytest.approx(3600, abs=step_s)
        assert form.figures.speed_m_s == 1.6
        assert ran((3600, 3.0, 170), step_s=step_s).duration_s == pytest.approx(3420, abs=2 * step_s)

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_positions_alone_do_not_flicker_about_the_threshold(self, seed):
        """8 % above it, by a receiver that errs by 2 m and forgets it within 20 s."""
        time = np.arange(1801.0)
        wander = [wandering(time.size, 2.0, 20.0, 10 * seed + axis) for axis in (0, 1)]
        made = by_positions(time, time * 1.5 + wander[0], wander[1])
        assert measure(made, SOMEBODY, Sport.WALKING).form.brisk.duration_s > 1600

    def test_on_a_treadmill_the_wandering_of_a_receiver_tells_no_speed(self):
        time = np.arange(1801.0)
        made = by_positions(time, wandering(time.size, 5.0, 20.0, 1), wandering(time.size, 5.0, 20.0, 2))
        stepping = replace(made, channels={Channel.CADENCE_SPM: np.full(time.size, 115.0)})
        found = measure(stepping, SOMEBODY, Sport.WALKING)
        assert (found.distance_m, found.moving_s) == (0.0, 1800.0)
        assert (found.form.brisk.duration_s, found.form.brisk.steps) == (1800.0, 3450)
        assert measure(made, SOMEBODY, Sport.WALKING).form.brisk is None

    @pytest.mark.parametrize("seed", [1, 2])
    def test_the_wandering_of_satellite_altitude_makes_no_slope(self, seed):
        """Flat, with an altitude that errs by 5 m and forgets it within 30 s."""
        noise_m = wandering(7201, 5.0, 30.0, seed)
        form = walked((7200, 1.5, 112), barometric=False, altitudeM=50 + noise_m)
        assert form.brisk.duration_s > 0.9 * 7200
        assert ran((7200, 3.0, 172), barometric=False, altitudeM=50 + noise_m).duration_s > 0.9 * 7020

    @pytest.mark.parametrize(("slope_pct", "brisk"), [(4, True), (7, False), (-7, False)])
    def test_satellites_tell_a_steep_slope(self, slope_pct, brisk):
        assert (walked((900, 1.6, 120, slope_pct), barometric=False).missing is None) == brisk


class TestSteadyRunning:
    @pytest.mark.parametrize("measured", [walked, ran])
    def test_long_steps_between_samples_take_no_memory(self, measured):
        """Three points within two milliseconds, then none for 15 s: 33 hours in 24,000 points."""
        made = outing((24_000, 2.2, 140))
        time = np.cumsum(np.where(np.arange(made.time_s.size) % 3 == 0, 14.998, 0.001))
        time -= time[0]
        rare = replace(made, time_s=time, distance_m=time * 2.2)
        measured((300, 2.2, 140))  # what is compiled, or loaded once
        tracemalloc.start()
        form = measure(rare, SOMEBODY, Sport.WALKING if measured is walked else Sport.RUNNING).form
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 100e6
        assert form.duration_s == pytest.approx(120_000, rel=0.01)
        assert (form.figures.speed_m_s, form.figures.cadence_spm) == (2.2, 140.0)

    def test_figures_by_hand(self):
        form = ran(
            (180, 4.0, 190),
            (300, 2.8, 164),
            (300, 3.2, 170),
            (300, 3.6, 178),
            contactMs=250,
            contactBalancePct=50.4,
            verticalOscillationMm=90,
        )
        assert (form.duration_s, form.steps) == (900.0, 5 * 164 + 5 * 170 + 5 * 178)
        assert (form.figures.speed_m_s, form.figures.cadence_spm) == (3.2, 170.0)
        assert form.figures.step_length_m == pytest.approx(3.2 * 60 / 170, abs=1e-4)
        # Oscillation over the step, where no ratio was recorded.
        assert form.figures.vertical_ratio_pct == pytest.approx(90 / 10 / (3.2 * 60 / 170), abs=1e-3)
        assert (form.figures.contact_ms, form.figures.contact_balance_pct) == (250.0, 50.4)
        assert (form.first_third.speed_m_s, form.last_third.speed_m_s) == (2.8, 3.6)
        bins = [(each.low_m_s, each.duration_s, each.figures.cadence_spm) for each in form.by_speed]
        assert bins == [(2.5, 300.0, 164.0), (3.0, 300.0, 170.0), (3.5, 300.0, 178.0)]
        assert (form.site, form.brisk) == (SensorSite.CHEST, None)

    def test_recorded_figures_go_before_what_is_worked_out(self):
        form = ran((600, 3.0, 170), stepLengthM=1.02, verticalRatioPct=7.5, verticalOscillationMm=90)
        assert (form.figures.step_length_m, form.figures.vertical_ratio_pct) == (1.02, 7.5)

    @pytest.mark.parametrize(
        "part", [(600, 1.4, 140), (600, 6.6, 200), (600, 3.0, 170, 4), (600, 3.0, 170, -5), (175, 3.0, 170)]
    )
    def test_walking_sprinting_slopes_and_warming_up_are_not_steady(self, part):
        form = ran(part)
        assert (form.missing, form.duration_s, form.first_third) == (MissingReason.NO_STEADY_RUNNING, 0.0, None)

    @pytest.mark.parametrize(("seconds", "cadence_spm"), [(71, 170), (80, None)])
    def test_two_hundred_steps_or_the_time_they_take(self, seconds, cadence_spm):
        assert ran((180 + seconds, 3.0, cadence_spm)).missing is None
        assert ran((180 + seconds - 1, 3.0, cadence_spm)).missing is MissingReason.NO_STEADY_RUNNING

    def test_warming_up_begins_anew_after_a_long_rest(self):
        apart = [ran((600, 3.0, 170), (rest_s, 0.0, 0), (600, 3.4, 178)) for rest_s in (120, 400)]
        assert [form.duration_s for form in apart] == pytest.approx([1020, 840], abs=3)

    def test_a_speed_that_was_held_for_less_than_a_minute_has_no_bin(self):
        form = ran((300, 3.0, 170), (59, 4.0, 180), (60, 4.5, 184))
        assert [each.low_m_s for each in form.by_speed] == [3.0, 4.5]

    def test_a_figure_that_is_known_for_less_than_half_of_the_time_is_none(self):
        contact = np.full(601, 240.0)
        contact[391:] = np.nan
        assert ran((600, 3.0, 170), contactMs=contact).figures.contact_ms == 240.0
        contact[389:] = np.nan
        assert ran((600, 3.0, 170), contactMs=contact).figures.contact_ms is None

    def test_what_is_known_of_too_little_of_the_time_is_noted(self):
        contact, cadence = np.full(601, 240.0), np.full(601, 170.0)
        contact[389:], cadence[389:] = np.nan, np.nan
        form = ran((600, 3.0, 170), contactMs=contact, cadenceSpm=cadence)
        assert set(form.partial) == {"contact_ms", "cadence_spm", "step_length_m"}
        assert unpack_form(pack_form(form)) == form
        assert ran((600, 3.0, 170), contactMs=240.0).partial == ran((600, 3.0, None)).partial == ()
        assert walked((300, 1.5, 110), (400, 1.6, None)).partial == ("cadence_spm", "step_length_m")
        assert walked((300, 1.6, 0)).partial == ()

    def test_medians_are_over_time_whatever_the_steps_of_the_recorder(self):
        """Two thirds of the time at one speed, in a third of the samples."""
        made = outing((180, 3.0, 170), (400, 3.0, 170), (200, 3.4, 176))
        keep = (made.time_s > 580) | (made.time_s % 4 == 0)
        smart = replace(
            made,
            time_s=made.time_s[keep],
            distance_m=made.distance_m[keep],
            latitude_deg=made.latitude_deg[keep],
            longitude_deg=made.longitude_deg[keep],
            channels={channel: column[keep] for channel, column in made.channels.items()},
        )
        assert np.median(smart.channels[Channel.SPEED_M_S][smart.time_s > 180]) == 3.4
        form = measure(smart, SOMEBODY, Sport.RUNNING).form
        assert (form.figures.speed_m_s, form.figures.cadence_spm, form.duration_s) == (3.0, 170.0, 600.0)


def between(column):
    """The column with the middle of each two samples between them."""
    made = np.empty(2 * column.size - 1)
    made[::2], made[1::2] = column, (column[1:] + column[:-1]) / 2
    return made


def twice_as_often(made):
    """The recording at twice its rate; pauses stay empty."""
    time = between(made.time_s)
    keep = np.ones(time.size, np.bool_)
    keep[1::2] = np.diff(made.time_s) < 2
    return replace(
        made,
        time_s=time[keep],
        **{name: between(getattr(made, name))[keep] for name in ("latitude_deg", "longitude_deg", "distance_m")},
        channels={channel: between(column)[keep] for channel, column in made.channels.items()},
    )


def joined(made):
    """The recording and, after a rest of six minutes, the same again, from the height where it ended."""
    later_s, further_m = made.time_s[-1] + 360, made.distance_m[-1]
    rest = Pause(float(made.time_s[-1]), float(later_s))
    again = (Pause(pause.start_s + later_s, pause.end_s + later_s) for pause in made.pauses)
    return replace(
        made,
        time_s=np.concatenate((made.time_s, made.time_s + later_s)),
        latitude_deg=np.tile(made.latitude_deg, 2),
        longitude_deg=np.tile(made.longitude_deg, 2),
        distance_m=np.concatenate((made.distance_m, made.distance_m + further_m)),
        channels={
            channel: np.concatenate((column, column + (column[-1] - column[0]) * (channel == Channel.ALTITUDE_M)))
            for channel, column in made.channels.items()
        },
        pauses=(*made.pauses, rest, *again),
    )


def scored(made, sport):
    form = measure(made, profile("u"), sport).form
    return form, score_of(form, profile("u"), DAY).value


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 10**6), st.sampled_from(Sport), st.integers(14, 40))
def test_neither_rate_nor_clock_nor_repetition_changes_a_score(seed, sport, minutes):
    (made,) = read(file_bytes(athlete(sport, minutes=minutes, seed=seed))).recordings
    form, value = scored(made, sport)
    assert value is not None
    assert scored(replace(made, started_at=made.started_at + timedelta(seconds=12_345)), sport) == (form, value)
    assert scored(twice_as_often(made), sport)[1] == pytest.approx(value, abs=0.5)
    both, again = scored(joined(made), sport)
    assert again == pytest.approx(value, abs=0.5)
    assert both.figures.speed_m_s == pytest.approx(form.figures.speed_m_s, rel=0.01)
    if sport is Sport.WALKING:
        # Around the seam the slope is that of both sides.
        assert both.brisk.distance_m == pytest.approx(2 * form.brisk.distance_m, rel=0.05)
        assert both.brisk.steps == pytest.approx(2 * form.brisk.steps, rel=0.05)


def test_a_recording_of_one_sample_or_none_has_no_form():
    for count in (0, 1):
        made = outing((60, 3.0, 170))
        cut = replace(
            made,
            **{name: getattr(made, name)[:count] for name in ("time_s", "latitude_deg", "longitude_deg", "distance_m")},
            channels={channel: column[:count] for channel, column in made.channels.items()},
        )
        assert measure(cut, SOMEBODY, Sport.RUNNING).form.missing is MissingReason.NO_STEADY_RUNNING
        assert measure(cut, SOMEBODY, Sport.WALKING).form.missing is MissingReason.NO_BRISK_WALKING
