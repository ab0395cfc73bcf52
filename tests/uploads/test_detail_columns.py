"""The page's table of the stored columns is that of the code."""

import gzip
import json
import re
from pathlib import Path

import numpy as np

from graph.types.detail import CHANNEL_UNITS
from models.entities import AXIS_NAMES, Profile
from models.terms import Channel, Sport
from tests.uploads.test_measures import straight
from uploads.measures import measure
from uploads.series import detail_object, series_of

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"
ROWS = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([\d.]+) \|$", re.MULTILINE)


def stored():
    """The columns of a recording of every channel, whose numbers need every decimal that is kept."""
    numbers = 1 + np.random.default_rng(1).random(601)
    recorded = straight(600, 3.0123456, channels=dict.fromkeys(Channel, numbers))
    series = series_of(recorded, measure(recorded, Profile("u"), Sport.RUNNING))
    for name in ("elapsedS", "latitude"):
        series.axis[name] = series.axis[name] + numbers / 1000
    return json.loads(gzip.decompress(detail_object(recorded, series)))["columns"]


def test_the_page_tells_every_column_with_its_unit_and_step():
    told = {name: (unit, float(step)) for name, unit, step in ROWS.findall(PAGE.read_text())}
    columns = stored()
    assert list(told) == list(columns) == [*AXIS_NAMES, *(channel.value for channel in Channel)]
    assert {name: step for name, (_, step) in told.items()} == {
        name: 1 / column["scale"] for name, column in columns.items()
    }
    # What a unit is named like stands at its beginning.
    assert {channel: re.split(r"[ ,]", told[channel.value][0])[0] for channel in Channel} == CHANNEL_UNITS
