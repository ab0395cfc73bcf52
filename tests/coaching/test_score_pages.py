"""The pages of the scores tell what the code does: their tables and worked examples are read and worked out again."""

import re
from datetime import date
from pathlib import Path

import pytest

from coaching.comparison import comparison
from coaching.norms import BRISK_M_MIN, DECADE_MIDDLES, STEP_REFERENCE_M_MIN
from coaching.parameters import RUNNING_1, WALKING_1
from coaching.scores import contributions, score_of, weighted
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
