"""What the device told is shown as it was told: no rounding errors of ours, and what is worked out says so."""

from graph.types.detail import DeviceTotalsType, device_totals_type
from models.entities import DeviceTotals
from tests.uploads import builders
from uploads.readers.detect import read


def lap(start, seconds, metres, beats):
    said = (
        f"<TotalTimeSeconds>{seconds}</TotalTimeSeconds><DistanceMeters>{metres}</DistanceMeters><Calories>1</Calories>"
        f"<AverageHeartRateBpm><Value>{beats}</Value></AverageHeartRateBpm>"
        f"<MaximumHeartRateBpm><Value>{beats + 9}</Value></MaximumHeartRateBpm>"
    )
    points = [builders.trackpoint(start + second) for second in range(61)]
    return builders.lap(points, start=start, said=said)


def test_laps_are_added_up_and_rounded():
    document = builders.tcx(lap(0, 60.1, 100.1, 140) + lap(61, 60.2, 200.2, 150) + lap(122, 60.3, 0.3, 151))
    (recorded,) = read(document).recordings
    totals = recorded.device_totals
    assert repr(totals.distance_m) == "300.59999999999997"
    shown = device_totals_type(totals)
    assert (shown.distance_m, shown.timer_s, shown.calories_kcal) == (300.6, 180.6, 3)
    assert (shown.average_heart_rate_bpm, shown.max_heart_rate_bpm) == (147.006, 160)
    assert (shown.elapsed_s, shown.ascent_m, shown.steps) == (None, None, None)


def test_every_figure_is_shown_to_the_thousandth():
    shown = device_totals_type(DeviceTotals(*[1.23456] * 6, steps=7, average_heart_rate_bpm=1.23456))
    assert {name: value for name, value in vars(shown).items() if value not in {1.235, None}} == {"steps": 7}
    described = DeviceTotalsType.__strawberry_definition__.description
    assert "thousandths" in described
    assert "weighted by their time" in described
