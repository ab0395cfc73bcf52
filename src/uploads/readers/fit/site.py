"""Where on the body the running dynamics of a FIT file were measured, from the devices that it names.

Numbers are those of the FIT profile (types ``garmin_product``, ``manufacturer``, ``source_type``) as the official SDK
has them; ``tests/uploads/readers/test_fit_site.py`` holds them against it.
"""

from collections.abc import Iterable, Mapping

from models.terms import SensorSite
from uploads.readers.fit.profile.products import GARMIN_MAKERS

# Straps with running dynamics: HRM-Run, HRM-Tri, HRM-Run of the fourth generation, each with the number of one byte
# that old watches wrote, HRM-Pro, HRM-Pro Plus, HRM-Fit. HRM-Dual and HRM 200 count the heart alone.
CHEST_PRODUCTS = frozenset({8, 12, 13, 1743, 1752, 2327, 3300, 4130, 4446})
POD_PRODUCTS = frozenset({2593})  # Running Dynamics Pod, worn on the waistband
FOOT_MAKERS = frozenset({95})  # Stryd
_LOCAL = 5  # source_type: a part of the device itself

NAMES = ("source_type", "manufacturer", "product")


def site_of(devices: Iterable[Mapping[str, float]]) -> SensorSite:
    """Of ``device_info`` messages by ``NAMES``; a pod at the waist goes before a strap, and that before a foot pod.

    A watch that names its parts and none of these measures at the wrist. Whether anything was measured is not told
    here.
    """
    sites = set(map(_site, devices))
    order = (SensorSite.WAIST, SensorSite.CHEST, SensorSite.FOOT, SensorSite.WRIST)
    return next((site for site in order if site in sites), SensorSite.UNKNOWN)


def _site(device: Mapping[str, float]) -> SensorSite:
    maker, product = device.get("manufacturer"), device.get("product")
    if maker in FOOT_MAKERS:
        return SensorSite.FOOT
    if maker in GARMIN_MAKERS and product in POD_PRODUCTS:
        return SensorSite.WAIST
    if maker in GARMIN_MAKERS and product in CHEST_PRODUCTS:
        return SensorSite.CHEST
    return SensorSite.WRIST if device.get("source_type") == _LOCAL else SensorSite.UNKNOWN
