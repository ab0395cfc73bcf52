import pytest

from models.entities import Device
from uploads.readers.barometers import has_barometer


@pytest.mark.parametrize(
    "product", ["fenix2", "fenix5", "fēnix 7 Pro", "fr645m", "Forerunner 945", "Garmin Forerunner 935", "Instinct 2"]
)
def test_a_watch_with_a_barometer_is_known_by_its_name(product):
    assert has_barometer(Device("Garmin", product))


@pytest.mark.parametrize(
    "product",
    [None, "", "fr110", "fr9450", "Forerunner 410 Software Version 2.20", "TomTom GPS Sport Watch", "StravaGPX"],
)
def test_of_others_nothing_is_said(product):
    assert not has_barometer(Device(None, product))
