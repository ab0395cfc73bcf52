from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Profile, Stream
from hypothesis import given
from hypothesis import strategies as st

from console.athlete.recordings import recording
from console.writers.fit import FIT_EPOCH, crc16, fit_file
from models.terms import LapTrigger, Sport
from uploads.recording import LapMark, Pause

START = datetime(2026, 4, 4, 21, 30, tzinfo=UTC)
HALF_STEPS = {
    "position_lat": ("latitude_deg", 180 / 2**31, 0.51 * 180 / 2**31),
    "position_long": ("longitude_deg", 180 / 2**31, 0.51 * 180 / 2**31),
    "distance": ("distance_m", 1, 0.0051),
    "enhanced_speed": ("speed_m_s", 1, 0.00051),
    "enhanced_altitude": ("altitude_m", 1, 0.101),
    "heart_rate": ("heart_rate_bpm", 1, 0.51),
    "vertical_oscillation": ("vertical_oscillation_mm", 1, 0.051),
    "vertical_ratio": ("vertical_ratio_pct", 1, 0.0051),
    "stance_time": ("contact_ms", 1, 0.051),
    "stance_time_balance": ("contact_balance_pct", 1, 0.0051),
    "step_length": ("step_length_m", 0.001, 0.000051),
}


def messages(data: bytes) -> list[tuple[str, dict[str, object]]]:
    """Name and values of all data messages, by Garmin's own reader, which finds no fault in the file."""
    found = []
    _, errors = Decoder(Stream.from_byte_array(bytearray(data))).read(
        mesg_listener=lambda number, message: found.append((Profile["messages"][number]["name"], message))
    )
    assert errors == []
    return found


def named(data: bytes, wanted: str) -> list[dict[str, object]]:
    return [message for name, message in messages(data) if name == wanted]


def column(rows: list[dict[str, object]], name: str) -> np.ndarray:
    return np.array([row.get(name) for row in rows], np.float64)


def bitwise_crc(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


@pytest.mark.parametrize("field", HALF_STEPS)
def test_each_column_comes_back_within_half_a_step_of_its_field(field: str) -> None:
    run = recording(minutes=3)
    name, unit, tolerance = HALF_STEPS[field]
    read = column(named(fit_file(run), "record"), field) * unit
    np.testing.assert_allclose(read, getattr(run, name), rtol=0, atol=tolerance, equal_nan=True)


def test_cadence_is_stored_as_strides_with_their_fraction() -> None:
    run = recording(minutes=2)
    rows = named(fit_file(run), "record")
    strides = column(rows, "cadence") + column(rows, "fractional_cadence")
    np.testing.assert_allclose(strides * 2, run.cadence_spm, atol=1 / 128)


def test_timestamps_are_the_start_and_whole_seconds_from_it() -> None:
    run = recording(minutes=2, started_at=START)
    rows = named(fit_file(run), "record")
    assert [row["timestamp"] for row in rows] == [START + timedelta(seconds=s) for s in run.time_s]


def test_the_timer_stops_and_starts_around_each_pause_and_at_both_ends() -> None:
    run = recording(minutes=4, started_at=START)
    (pause,) = run.pauses
    events = [(event["event_type"], event["timestamp"]) for event in named(fit_file(run), "event")]
    assert events == [
        ("start", START),
        ("stop_all", START + timedelta(seconds=pause.start_s)),
        ("start", START + timedelta(seconds=pause.end_s)),
        ("stop_all", START + timedelta(seconds=run.end_s)),
    ]


def test_messages_stand_in_the_order_of_their_times_with_the_totals_last() -> None:
    found = messages(fit_file(recording(minutes=12)))
    times = [message["timestamp"] for name, message in found if name in {"record", "event", "lap"}]
    assert times == sorted(times)
    assert [name for name, _ in found[:3]] == ["file_id", "device_info", "event"]
    assert [name for name, _ in found[-4:]] == ["event", "lap", "session", "activity"]


def test_the_session_reports_the_recording_s_totals() -> None:
    run = recording(minutes=10)
    (session,) = named(fit_file(run), "session")
    totals = run.totals()
    assert session["sport"] == "running"
    assert session["total_distance"] == pytest.approx(totals.distance_m, abs=0.005)
    assert session["total_timer_time"] == totals.timer_s == 600
    assert session["total_elapsed_time"] == totals.elapsed_s == 645
    assert session["total_strides"] == pytest.approx(totals.steps / 2, abs=0.5)
    assert session["total_ascent"] == round(totals.ascent_m)
    assert session["total_descent"] == round(totals.descent_m)
    assert session["max_heart_rate"] == totals.max_heart_rate_bpm
    assert session["num_laps"] == len(run.laps)


def test_laps_carry_trigger_and_bounds_and_add_up_to_the_session() -> None:
    laps = (LapMark(0, 100, LapTrigger.MANUAL), LapMark(100, 400, LapTrigger.TIME), LapMark(400, 645, LapTrigger.OTHER))
    run = replace(recording(minutes=10, started_at=START), laps=laps)
    data = fit_file(run)
    written, (session,) = named(data, "lap"), named(data, "session")
    assert [lap["lap_trigger"] for lap in written] == ["manual", "time", "manual"]
    assert [lap["start_time"] for lap in written] == [START + timedelta(seconds=lap.start_s) for lap in laps]
    for total in ("total_elapsed_time", "total_timer_time"):
        assert sum(lap[total] for lap in written) == session[total]
    assert sum(lap["total_distance"] for lap in written) == pytest.approx(session["total_distance"], abs=0.02)


def test_the_local_clock_and_the_device_are_told() -> None:
    data = fit_file(recording(minutes=2, started_at=START))
    (activity,), (device,) = named(data, "activity"), named(data, "device_info")
    assert FIT_EPOCH + timedelta(seconds=activity["local_timestamp"]) - activity["timestamp"] == timedelta(hours=9)
    assert (device["manufacturer"], device["product_name"], device["serial_number"]) == (
        "development",
        "Demo Watch",
        26110001,
    )


def test_a_walk_is_a_walk_and_leaves_out_the_fields_it_has_no_numbers_for() -> None:
    data = fit_file(recording(Sport.WALKING, minutes=2))
    assert named(data, "session")[0]["sport"] == "walking"
    assert not {"stance_time", "vertical_oscillation", "power"} & named(data, "record")[0].keys()
    assert "step_length" in named(data, "record")[0]


def test_a_missing_value_is_missing_and_not_zero() -> None:
    run = recording(minutes=2)
    heart_rate_bpm = run.heart_rate_bpm.copy()
    heart_rate_bpm[:5] = np.nan
    rows = named(fit_file(replace(run, heart_rate_bpm=heart_rate_bpm)), "record")
    assert [row.get("heart_rate") for row in rows[:5]] == [None] * 5
    assert rows[5]["heart_rate"] == run.heart_rate_bpm[5]


def test_a_value_that_does_not_fit_its_field_is_missing() -> None:
    run = recording(minutes=2)
    power_w = np.full(run.time_s.size, 200.0)
    power_w[3] = 70_000
    rows = named(fit_file(replace(run, power_w=power_w)), "record")
    assert [row.get("power") for row in rows[2:5]] == [200, None, 200]


def test_positions_may_be_missing_altogether() -> None:
    run = recording(minutes=2)
    nowhere = np.full(run.time_s.size, np.nan)
    data = fit_file(replace(run, latitude_deg=nowhere, longitude_deg=nowhere))
    assert "position_lat" not in named(data, "record")[0]
    assert "start_position_lat" not in named(data, "session")[0]


def test_the_header_s_crc_may_be_zero_and_only_that_and_the_file_s_crc_differ() -> None:
    run = recording(minutes=2)
    usual, bare = fit_file(run), fit_file(run, header_crc=False)
    assert usual[12:14] == crc16(usual[:12]).to_bytes(2, "little")
    assert bare[12:14] == b"\0\0"
    assert usual[:12] + usual[14:-2] == bare[:12] + bare[14:-2]
    assert len(messages(bare)) == len(messages(usual))


def test_a_long_product_name_is_cut_between_characters() -> None:
    run = recording(minutes=2)
    data = fit_file(replace(run, device=replace(run.device, product="時計" * 8, serial=None)))
    (device,) = named(data, "device_info")
    assert device["product_name"] == "時計時計時計時"
    assert "serial_number" not in device


def test_pauses_next_to_each_other_keep_their_order() -> None:
    run = recording(minutes=4)
    kept = (run.time_s <= 20) | (run.time_s >= 60)
    columns = {name: value[kept] for name in run.__slots__ if isinstance(value := getattr(run, name), np.ndarray)}
    pauses = (Pause(20, 40), Pause(40, 60), *run.pauses)
    events = named(fit_file(replace(run, **columns, pauses=pauses)), "event")
    assert [event["event_type"] for event in events] == ["start", "stop_all"] * 4


def test_the_crc_has_its_published_check_value() -> None:
    assert crc16(b"123456789") == 0xBB3D


@given(st.binary(max_size=70))
def test_the_crc_equals_the_bitwise_definition(data: bytes) -> None:
    assert crc16(data) == bitwise_crc(data)


@given(st.binary(max_size=40))
def test_data_followed_by_its_crc_has_crc_zero(data: bytes) -> None:
    assert crc16(data + crc16(data).to_bytes(2, "little")) == 0
