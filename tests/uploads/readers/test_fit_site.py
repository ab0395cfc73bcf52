"""Where running dynamics were measured, by the devices that a FIT file names."""

import pytest
from garmin_fit_sdk.profile import Profile as Sdk

from models.terms import SensorSite
from uploads.readers.detect import read
from uploads.readers.fit.site import CHEST_PRODUCTS, FOOT_MAKERS, POD_PRODUCTS, site_of

GARMIN, LOCAL, ANTPLUS = 1, 5, 1
WATCH = {"manufacturer": GARMIN, "product": 2697, "source_type": LOCAL}
STRAP = {"manufacturer": GARMIN, "product": 2327, "source_type": ANTPLUS}
POD = {"manufacturer": GARMIN, "product": 2593, "source_type": ANTPLUS}
STRYD = {"manufacturer": 95, "product": 2327}
PLAIN_STRAP = {"manufacturer": GARMIN, "product": 3299, "source_type": ANTPLUS}


def test_the_numbers_are_those_of_the_official_profile():
    products, makers = Sdk["types"]["garmin_product"], Sdk["types"]["manufacturer"]
    assert {products[number] for number in CHEST_PRODUCTS} == {
        "hrm_run_single_byte_product_id",
        "hrm_tri_single_byte_product_id",
        "hrm4_run_single_byte_product_id",
        "hrm_tri",
        "hrm_run",
        "hrm4_run",
        "hrm_pro",
        "hrm_pro_plus",
        "hrm_fit",
    }
    assert [products[number] for number in POD_PRODUCTS] == ["running_dynamics_pod"]
    assert [makers[number] for number in FOOT_MAKERS] == ["stryd"]
    assert (makers[GARMIN], Sdk["types"]["source_type"][LOCAL], products[3299]) == ("garmin", "local", "hrm_dual")


@pytest.mark.parametrize(
    ("devices", "site"),
    [
        ([], SensorSite.UNKNOWN),
        ([{}], SensorSite.UNKNOWN),
        ([WATCH], SensorSite.WRIST),
        ([WATCH, PLAIN_STRAP], SensorSite.WRIST),
        ([WATCH, STRAP], SensorSite.CHEST),
        ([WATCH, STRYD, STRAP], SensorSite.CHEST),
        ([WATCH, STRYD], SensorSite.FOOT),
        ([POD, STRAP, WATCH], SensorSite.WAIST),
    ],
)
def test_the_site_is_that_of_what_was_worn(devices, site):
    assert site_of(devices) is site


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("fit-run/garmin-fenix-5-run.fit", SensorSite.CHEST),
        ("fit-walk/garmin-fenix-5-walk.fit", SensorSite.CHEST),
        ("fit-run/runpandas-fr645m-hilly-run.fit", SensorSite.WRIST),
        ("fit-run/strava-android-app-201.10-b1218918.fit", SensorSite.UNKNOWN),
        ("tcx-run/run.tcx", SensorSite.UNKNOWN),
    ],
)
def test_real_files_tell_it(shared_data, name, site):
    file = shared_data / name
    if not file.is_file():
        pytest.skip(f"needs {file}")
    assert read(file.read_bytes()).recordings[0].site is site
