"""The pictures of the curves are what the code says, and well formed."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from console.curves import document
from console.panels import Line, Panel, drawn
from models.terms import Sport

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = {Sport.RUNNING: "run-form-score.svg", Sport.WALKING: "active-form-score.svg"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("sport", PICTURES)
def test_the_committed_picture_is_the_codes(sport):
    assert (DOCS / PICTURES[sport]).read_text(encoding="utf-8") == document(sport), "run `make schema`"


@pytest.mark.parametrize("sport", PICTURES)
def test_a_picture_is_well_formed_and_nothing_of_it_lies_outside(sport):
    root = ET.fromstring(document(sport))  # noqa: S314 -- ours
    _, _, width, height = map(float, root.get("viewBox").split())
    corners = [
        tuple(map(float, corner.split(",")))
        for line in root.iter(f"{SVG}polyline")
        for corner in line.get("points").split()
    ]
    texts = [(float(text.get("x")), float(text.get("y"))) for text in root.iter(f"{SVG}text")]
    assert corners
    for x, y in corners + texts:
        assert 0 <= x <= width
        assert 0 <= y <= height


def test_a_chart_scales_its_ticks_to_its_field_and_writes_what_xml_reserves():
    panel = Panel("a < b", "x", "y", (0, 10), (0, 100), [Line("", [(0, 0), (10, 100)], [(5, 50)])], (40, 60))
    root = ET.fromstring(drawn([panel], "told & drawn"))  # noqa: S314 -- ours
    assert root.get("aria-label") == "told & drawn"
    assert "a < b" in [text.text for text in root.iter(f"{SVG}text")]
    ((begin, end),) = [line.get("points").split() for line in root.iter(f"{SVG}polyline")]
    (left, bottom), (right, top) = (tuple(map(float, each.split(","))) for each in (begin, end))
    (dot,) = root.iter(f"{SVG}circle")
    assert (float(dot.get("cx")), float(dot.get("cy"))) == pytest.approx(
        ((left + right) / 2, (top + bottom) / 2), abs=0.1
    )
    (band,) = root.iter(f"{SVG}rect")
    assert float(band.get("height")) == pytest.approx((bottom - top) * 0.2, abs=0.1)
