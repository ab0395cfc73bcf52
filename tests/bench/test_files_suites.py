"""The suites of whole files read and measure the same as their peers do. How fast they are, is no test."""

from dataclasses import replace
from math import isfinite

import pytest

from bench import decoders, features, usual
from bench.rounds import OURS
from kernels import jit
from tests.uploads.readers import fit_files, xml_files

if jit.MODE == "plain":
    pytest.skip("minutes of samples, in plain Python", allow_module_level=True)

SECONDS = 700
MADE = {
    "hour_1hz": lambda: fit_files.run_1hz(SECONDS),
    "three_hours_1hz": lambda: fit_files.run_1hz(SECONDS),
    "imu_hour": lambda: fit_files.file(
        fit_files.messages(1, fit_files.RECORD, {(253, "uint32"): [fit_files.START_S], (3, "uint8"): [140]}),
        fit_files.sensor(fit_files.ACCELEROMETER, 2, 5),
        fit_files.sensor(fit_files.GYROSCOPE, 3, 5),
    ),
    "three_hours_gpx": lambda: xml_files.gpx_run(SECONDS),
    "three_hours_tcx": lambda: xml_files.tcx_run(SECONDS),
}


@pytest.fixture(scope="module", autouse=True)
def short_files():
    """Of minutes instead of hours: what they are read to is compared all the same."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (decoders, features):
            patch.setattr(module, "content", lambda maker: MADE[maker[1]]())
        yield


@pytest.mark.parametrize("file", decoders.FILES, ids=lambda file: file.name)
def test_parsers_that_are_here_read_the_same(file):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoders, "FILES", (file,))
        figures = decoders.run(rounds=1, turn_ms=0)
    assert f"{file.name}: CPU of {OURS}" in {figure.name for figure in figures}
    assert all(isfinite(figure.value) and figure.value > 0 for figure in figures)
    assert any(figure.against for figure in figures)


def test_features_are_measured_with_what_is_here(capsys):
    figures = features.run(rounds=1, turn_ms=0)
    told = {figure.name: figure for figure in figures}
    assert len(told) == len(figures)
    assert all(isfinite(figure.value) and figure.value > 0 for figure in figures)
    assert [told[f"{file.name}: CPU of {OURS}"].target for file in features.FILES] == [25, 60, 60]
    stored = {f"{features.FILES[0].name}, {name}: CPU of {OURS}": most for name, most in features.STORED_MS.items()}
    assert stored == {name: told[name].target for name in stored}
    missing = capsys.readouterr().out
    for file in features.FILES:
        assert all(name in missing or f"{file.name}, to {name}" in told for name in file.ways)


def test_a_usual_way_that_finds_something_else_stops_the_suite():
    pytest.importorskip("pandas")
    data = MADE["three_hours_tcx"]()
    found = usual.features(usual.tcx_frame(data), features.PERSON)
    features.same(features.measured(data), found)
    with pytest.raises(AssertionError, match="moving time"):
        features.same(features.measured(data), replace(found, moving_s=1.1 * found.moving_s))
