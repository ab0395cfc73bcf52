"""The pages of the scores tell what the code does: their tables and worked examples are read and worked out again."""

import re
from datetime import date
from pathlib import Path

import pytest

from coaching.comparison import comparison
from coaching.curves import figure_at
from coaching.expectations import expected_of
from coaching.motion import LONGEST_SILENCE_S
from coaching.norms import BRISK_M_MIN, DECADE_MIDDLES, STEP_REFERENCE_M_MIN
from coaching.parameters import RUNNING_1, WALKING_1
from coaching.scores import contributions, score_of, weighted
from coaching.springmass import leg_spring
from coaching.stretches import (
    BRISK_CADENCE_SPM,
    BRISK_HOLD_S,
    BRISK_LEAST_S,
    BRISK_SPEED_M_S,
    LONG_REST_S,
    STEADY_AFTER_S,
    STEADY_LEAST_S,
    STEADY_LEAST_STEPS,
    STEADY_SPEEDS_M_S,
    WALKING_FASTEST_M_S,
)
from models.entities import Form, FormFigures, Profile
from models.terms import Component, Locale, RunGoal, SensorSite, Sex, Sport

DOCS = Path(__file__).parents[2] / "docs"
DAY = date(2026, 6, 1)


class Page:
    """A page's tables, by their header's first cells."""

    def __init__(self, name):
        self.text = (DOCS / name).read_text(encoding="utf-8")
        blocks = re.findall(r"(?:^\|.*\|\n)+", self.text, re.MULTILINE)
        self.tables = [
            [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()] for block in blocks
        ]

    def rows(self, *header):
        """The rows of the one table whose header begins so, each as a dict."""
        found = [table for table in self.tables if tuple(table[0][: len(header)]) == header]
        assert len(found) == 1, f"{len(found)} tables begin with {header}"
        head, _, *rows = found[0]
        return [dict(zip(head, row, strict=True)) for row in rows]


WALK, RUN = Page("active-form-score.md"), Page("run-form-score.md")


def anchors(text):
    return tuple(tuple(float(number) for number in pair.split("→")) for pair in text.split(", "))


def component(name):
    return Component[name.split(",")[0].upper().replace(" ", "_")]


def person(row):
    return Profile("somebody", date(DAY.year - int(row["age"]), 6, 1), Sex[row["sex"]], float(row["height, m"]))


def told(number, text):
    """A page's number, at the precision that the page gives it."""
    decimals = len(text.partition(".")[2])
    assert f"{number:.{decimals}f}" == text


def the_example(page, score):
    rows = page.rows("component", "value", "expected from")
    parts = [each for each in score.components if each.weight]
    assert [component(row["component"]) for row in rows] == [each.key for each in parts]
    for row, each, share in zip(rows, parts, contributions(score), strict=False):
        assert each.expected is not None
        told(each.value, row["value"])
        told(each.expected.low, row["expected from"])
        told(each.expected.high, row["to"])
        told(each.points, row["points"])
        told(each.weight, row["weight"])
        told(share, row["contribution"])
    (result,) = page.rows("score", "coverage")
    told(score.value, result["score"])
    told(score.coverage, result["coverage"])
    assert comparison(score, Locale.JA) == result["sentence"]
    return result


def walked(row, **figures):
    return score_of(Form(Sport.WALKING, FormFigures(**figures)), person(row), DAY)


def test_the_walks_tables_are_the_codes():
    rows = {component(row["component"]): row for row in WALK.rows("component", "weight", "unit", "points")}
    assert {key: float(row["weight"]) for key, row in rows.items()} == dict(WALKING_1.weights)
    assert {key: anchors(rows[key]["points"]) for key in WALKING_1.anchors} == dict(WALKING_1.anchors)
    assert f"/ {WALKING_1.speed_spread})" in rows[Component.BRISK_SPEED]["points"]
    assert f"/ {WALKING_1.step_spread:.2f})" in rows[Component.STEP_LENGTH]["points"]
    head = tuple(f"{middle:.0f}" for middle in DECADE_MIDDLES)
    norms = {row[""]: tuple(float(row[age]) for age in head) for row in WALK.rows("", *head)}
    assert norms == {"women": BRISK_M_MIN[Sex.FEMALE], "men": BRISK_M_MIN[Sex.MALE]}
    assert f"μ₀ of {STEP_REFERENCE_M_MIN[Sex.FEMALE]:.0f} m/min for women" in WALK.text
    assert f"and {STEP_REFERENCE_M_MIN[Sex.MALE]:.0f} m/min for men" in WALK.text


def test_the_pages_tell_which_parts_are_scored():
    brisk = f"at least {BRISK_LEAST_S:.0f} s with {BRISK_CADENCE_SPM:.0f} steps/min or {BRISK_SPEED_M_S * 3.6:.0f} km/h"
    assert brisk in WALK.text
    assert f"Above {WALKING_FASTEST_M_S * 3.6:.0f} km/h ({WALKING_FASTEST_M_S} m/s)" in WALK.text
    assert f"dips of up to {BRISK_HOLD_S:.0f} s are bridged" in WALK.text
    assert f"a silence of the recorder of more than {LONGEST_SILENCE_S:.0f} s ends one" in WALK.text
    slowest, fastest = STEADY_SPEEDS_M_S
    assert f"from {slowest} to {fastest} m/s" in RUN.text
    assert f"at least {STEADY_LEAST_STEPS} steps, or {STEADY_LEAST_S:.0f} s" in RUN.text
    assert (STEADY_AFTER_S, LONG_REST_S) == (3 * 60, 5 * 60)
    assert "three minutes begin anew after a rest of five" in RUN.text


def test_the_pages_tell_bands_and_sums_of_weights():
    walked, ran = WALKING_1.anchors, RUNNING_1.anchors[Component.SYMMETRY]
    even, steady = expected_of(walked[Component.SYMMETRY], from_zero=True), expected_of(walked[Component.RHYTHM])
    assert f"0 to {even.high:.1f} % and {steady.low:.1f} to {steady.high:.1f} %" in WALK.text
    average, slight = expected_of(ran, from_zero=True).high, figure_at(ran, 25)
    assert f"0 to {average:.1f} % is average" in RUN.text
    assert f"from there to {slight:.2f} % is" in RUN.text
    for weights in (RUNNING_1.weights, *RUNNING_1.goals.values()):
        assert f"sum to {sum(weights.values()):.2f} and not to 1" in RUN.text
    assert sum(WALKING_1.weights.values()) == pytest.approx(1)


def test_the_runs_example_by_hand():
    """The leg's shortening, worked out anew from what the page tells."""
    told = re.search(
        r"- ([\d.]+)²\) \+ ([\d.]+) = ([\d.]+) m shorter: ([\d.]+) / ([\d.]+) × ([\d.]+) / 9.81 = (\d+\.\d+)", RUN.text
    )
    half_m, sunk_m, shorter_m, force, again_m, leg_m, spring = map(float, told.groups())
    leg_exact, exact_m = 0.53 * 1.70, 3.0 * 0.245 / 2
    assert half_m == pytest.approx(exact_m)
    whole = leg_exact - (leg_exact**2 - exact_m**2) ** 0.5 + sunk_m
    assert shorter_m == again_m == round(whole, 4)
    assert (
        spring
        == round(leg_spring(3.0, 0.245, 170, 1.70), 2)
        == pytest.approx(force / again_m * leg_m / 9.81, abs=0.006)
    )


def test_the_walks_example_is_what_the_code_makes_of_it():
    (row,) = WALK.rows("sex", "age", "height, m", "speed, m/s")
    speed, step = float(row["speed, m/s"]), float(row["step, m"])
    score = walked(row, speed_m_s=speed, step_length_m=step)
    the_example(WALK, score)
    errors = WALK.rows("error", "score")
    again = [
        walked(row, speed_m_s=speed * 1.03, step_length_m=step * 1.03),
        walked(row, speed_m_s=speed, step_length_m=step / 1.02),
    ]
    for error, other in zip(errors, again, strict=True):
        told(other.value, error["score"])
        told(other.value - score.value, error["moved by"])
    assert f"3 % of it move the example by {errors[0]['moved by']} points" in WALK.text


@pytest.mark.parametrize("row", WALK.rows("sex", "age", "height, m", "speed, m/min"), ids=lambda row: row["age"])
def test_the_other_walks_of_the_page(row):
    score = walked(row, speed_m_s=float(row["speed, m/min"]) / 60, step_length_m=float(row["step, m"]))
    told(score.value, row["score"])


def test_the_runs_tables_are_the_codes():
    rows = RUN.rows("component", "weight", "unit", "anchors")
    curves = {row["component"]: anchors(row["anchors"]) for row in rows}
    assert {
        SensorSite[name.split(", ")[1].upper()]: curves.pop(name) for name in ("bounce, chest", "bounce, waist")
    } == dict(RUNNING_1.bounce)
    assert {component(name): curve for name, curve in curves.items()} == dict(RUNNING_1.anchors)
    weights = {component(row["component"]): float(row["weight"]) for row in rows}
    assert {key: weight for key, weight in weights.items() if weight} == dict(RUNNING_1.weights)
    goals = RUN.rows("component", "balanced")
    for name, expected in {
        "balanced": RUNNING_1.weights,
        **{goal.value: RUNNING_1.goals[goal] for goal in RunGoal},
    }.items():
        assert {component(row["component"]): float(row[name]) for row in goals} == dict(expected)


def test_the_runs_example_is_what_the_code_makes_of_it():
    (row,) = RUN.rows("sex", "age", "height, m", "speed, m/s")

    def ran(speed=1.0, cadence=1.0):
        figures = FormFigures(
            speed_m_s=float(row["speed, m/s"]) * speed,
            cadence_spm=float(row["cadence, steps/min"]) * cadence,
            vertical_ratio_pct=float(row["ratio, %"]),
            contact_ms=float(row["contact, ms"]),
            contact_balance_pct=float(row["balance, %"]),
            step_time_cv_pct=float(row["variation, %"]),
        )
        return score_of(Form(Sport.RUNNING, figures, site=SensorSite.CHEST), person(row), DAY)

    score = ran()
    result = the_example(RUN, score)
    for goal in RunGoal:
        told(weighted(score, goal).value, result[goal])
    for error, other in zip(RUN.rows("error", "score"), (ran(speed=1.03), ran(cadence=1.02)), strict=True):
        told(other.value, error["score"])
        told(other.value - score.value, error["moved by"])
