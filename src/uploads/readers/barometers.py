"""Which devices measure altitude by air pressure, where the file itself does not tell."""

import re

from models.entities import Device

# Garmin's watches with a barometric altimeter, by the names of the FIT profile and of TCX files ("fr945", "Forerunner
# 945"); see the specifications at support.garmin.com, "Does My Garmin Device Have a Barometric Altimeter?".
_LINES = r"fenix|epix|enduro|instinct|tactix|quatix|marq|descent"
_FORERUNNERS = r"255|265|570|645|745|910|920|935|945|955|965|970"
_BAROMETRIC = re.compile(rf"(?:garmin )?(?:{_LINES}|(?:fr|forerunner) ?(?:{_FORERUNNERS})(?!\d))")


def has_barometer(device: Device) -> bool:
    """Whether the name of the product alone says that it has a barometer."""
    return device.product is not None and _BAROMETRIC.match(device.product.casefold().replace("ē", "e")) is not None
