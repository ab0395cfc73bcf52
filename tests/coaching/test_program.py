from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.advice import LINES, key_of
from coaching.catalogue.exercises import EXERCISE_TEXTS
from coaching.exercises import EXERCISES, GENERAL, JUMPS, WARM_UPS
from coaching.levers import TARGET_POINTS
from coaching.parameters import VERSIONS
from coaching.program import (
    BASIS_DAYS,
    HISTORY_DAYS,
    LEAST_EXERCISES,
    PAIN_DAYS,
    body_program,
    level_of,
)
from coaching.weaknesses import WEAKNESSES, Scored
from models.entities import ScoreCard, Session
from models.terms import Component, Direction, Effort, Lever, ProgramReason, RunGoal, Sport

TODAY = date(2026, 6, 15)
KEYS = sorted(EXERCISES)


def ago(days):
    return TODAY - timedelta(days=days)


def card(version=1, **points):
    """A card with these points; the values are ordinary ones."""
    values = {"BRISK_SPEED": 1.9, "STEP_LENGTH": 0.78, "CADENCE": 160.0}
    parts = tuple((Component(key), values.get(key, 8.0), each) for key, each in points.items())
    return ScoreCard(version, 50.0, 1.0, parts)


def walks(*days, **points):
    return [Scored(ago(day), Sport.WALKING, card(**points)) for day in days]


def runs(*days, **points):
    return [Scored(ago(day), Sport.RUNNING, card(**points), 170.0) for day in days]


def session(days, effort=Effort.RIGHT, painful=(), exercises=("BRIDGE",), name="s"):
    return Session(f"{name}{days}", ago(days), tuple(exercises), effort, tuple(painful))


@st.composite
def histories(draw):
    cards = []
    for _ in range(draw(st.integers(0, 6))):
        sport = draw(st.sampled_from(Sport))
        keys = draw(st.sets(st.sampled_from(sorted(VERSIONS[sport, 1].weights)), min_size=1))
        parts = tuple((Component(key), draw(st.floats(0.1, 250)), draw(st.floats(0, 100))) for key in sorted(keys))
        version = draw(st.sampled_from([1, 1, 1, 2]))
        expected = draw(st.one_of(st.none(), st.floats(140, 220)))
        cards.append(Scored(ago(draw(st.integers(-2, 40))), sport, ScoreCard(version, 50.0, 1.0, parts), expected))
    return cards


@st.composite
def sessions_done(draw):
    done = []
    for place in range(draw(st.integers(0, 8))):
        exercises = tuple(draw(st.lists(st.sampled_from(KEYS), max_size=5, unique=True)))
        painful = draw(st.one_of(st.just(()), st.lists(st.sampled_from([*KEYS, "GONE"]), max_size=12).map(tuple)))
        done.append(
            Session(f"s{place}", ago(draw(st.integers(-3, 100))), exercises, draw(st.sampled_from(Effort)), painful)
        )
    return done


@given(histories(), sessions_done(), st.sampled_from([2, 3]))
def test_what_every_programme_keeps_to(cards, done, days_per_week):
    program = body_program(cards, done, TODAY, days_per_week)

    hurt = {key for each in done if 0 <= (TODAY - each.day).days < PAIN_DAYS for key in each.painful}
    assert set(program.hurt) == hurt & set(EXERCISES)
    assert set(program.left_out) >= set(program.hurt)
    assert bool(program.left_out) == bool(program.hurt)
    assert len(program.sessions) <= days_per_week
    assert (program.reason is ProgramReason.PAIN) == (not program.sessions)
    for planned in program.sessions:
        keys = [each.exercise for each in planned.exercises]
        assert LEAST_EXERCISES <= len(keys) <= 5
        assert len(set(keys)) == len(keys)
        assert (keys[0] in WARM_UPS) == (not set(WARM_UPS) <= set(program.left_out))
        assert not set(keys[1:]) & set(WARM_UPS)
        assert not set(keys) & set(program.left_out)
        for each in planned.exercises:
            assert each.dose in EXERCISES[each.exercise].doses
            assert 2 <= each.dose.sets <= 3
            assert each.dose.seconds or 8 <= each.dose.repetitions <= 15
            assert each.dose.repetitions or 20 <= each.dose.seconds <= 45
            assert each.weakness is None or each.weakness in program.basis
            assert each.exercise in (GENERAL + WARM_UPS if each.weakness is None else pool(each.weakness))


@given(histories(), sessions_done(), st.sampled_from([2, 3]))
def test_there_is_rest_between_sessions_and_after_the_last_one(cards, done, days_per_week):
    days = [each.day for each in body_program(cards, done, TODAY, days_per_week).sessions]
    past = [each.day for each in done if each.day <= TODAY]

    for day in days:
        assert TODAY <= day < TODAY + timedelta(days=7)
        assert all((day - other).days >= 2 for other in [*past, *(each for each in days if each < day)])


@given(histories(), sessions_done())
def test_jumps_come_on_two_days_of_seven_at_most(cards, done):
    planned = body_program(cards, done, TODAY, 3).sessions
    jumped = {each.day for each in done if JUMPS & {*each.exercises} and each.day <= TODAY}
    planned_days = [each.day for each in planned if any(one.exercise in JUMPS for one in each.exercises)]
    for day in planned_days:
        assert sum(0 <= (day - each).days < 7 for each in jumped.union(planned_days)) <= 2


@given(histories(), sessions_done(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_known_does_not_matter(cards, done, random):
    program = body_program(cards, done, TODAY)
    mixed_cards, mixed_done = list(cards), list(done)
    random.shuffle(mixed_cards)
    random.shuffle(mixed_done)

    assert body_program(mixed_cards, mixed_done, TODAY) == program


def pool(weakness):
    return LINES[key_of(weakness.sport, weakness.component, weakness.direction, weakness.lever)].exercises


def test_the_basis_tells_the_mean_gain_and_points_of_how_many_activities():
    cards = walks(1, 3, BRISK_SPEED=30.0, STEP_LENGTH=60.0) + walks(5, BRISK_SPEED=60.0, STEP_LENGTH=80.0)
    program = body_program(cards, [], TODAY)

    assert program.reason is ProgramReason.WEAKNESSES
    assert program.activities == 3
    speed, step = program.basis
    assert (speed.component, speed.points, speed.activities) == (Component.BRISK_SPEED, 40.0, 3)
    # Both weigh the same: half of what is wanting to 70; nothing where 70 is reached.
    assert speed.gain_points == pytest.approx((20 + 20 + 5) / 3)
    assert step.gain_points == pytest.approx((5 + 5 + 0) / 3)
    assert sum(each.weakness is speed for each in program.sessions[0].exercises) >= 1
    # 1.9 m/s in steps of 0.78 m are 146 a minute.
    assert (speed.direction, speed.lever) == (Direction.LOW, Lever.STEP)


def test_both_sports_share_a_programme():
    cards = walks(1, BRISK_SPEED=55.0, STEP_LENGTH=90.0) + runs(2, BOUNCE=10.0, CADENCE=90.0, SPRING=80.0)
    basis = body_program(cards, [], TODAY).basis
    assert [(each.sport, each.component) for each in basis] == [
        (Sport.RUNNING, Component.BOUNCE),
        (Sport.WALKING, Component.BRISK_SPEED),
    ]


def test_at_most_three_weaknesses_are_worked_on():
    cards = runs(2, BOUNCE=1.0, CADENCE=2.0, SPRING=3.0, SYMMETRY=4.0, RHYTHM=5.0)
    basis = body_program(cards, [], TODAY).basis
    assert [each.component for each in basis] == [Component.BOUNCE, Component.CADENCE, Component.SPRING]
    assert len(basis) == WEAKNESSES
    # A low cadence is the lever of bounce and spring.
    assert [each.lever for each in basis] == [Lever.CADENCE, None, Lever.CADENCE]


def test_quick_steps_of_a_run_are_not_made_quicker():
    (weakness,) = body_program([Scored(TODAY, Sport.RUNNING, cadence_card(195.0), 180.0)], [], TODAY).basis
    assert weakness.direction is Direction.HIGH
    (weakness,) = body_program([Scored(TODAY, Sport.RUNNING, cadence_card(155.0), 170.0)], [], TODAY).basis
    assert weakness.direction is Direction.LOW


def cadence_card(cadence_spm):
    return ScoreCard(1, 50.0, 1.0, ((Component.CADENCE, cadence_spm, 20.0), (Component.BOUNCE, 7.0, 80.0)))


def test_only_four_weeks_count():
    old, new = walks(BASIS_DAYS, BRISK_SPEED=10.0), walks(BASIS_DAYS - 1, BRISK_SPEED=40.0)
    assert body_program(old, [], TODAY).reason is ProgramReason.NO_SCORES
    assert body_program(old + new, [], TODAY).basis[0].points == 40.0
    tomorrow = walks(-1, BRISK_SPEED=10.0)
    assert body_program(tomorrow, [], TODAY).reason is ProgramReason.NO_SCORES


def test_versions_are_never_mixed(monkeypatch):
    newer = VERSIONS[Sport.WALKING, 1]
    monkeypatch.setitem(VERSIONS, (Sport.WALKING, 2), newer)
    first = [Scored(ago(day), Sport.WALKING, card(version=1, BRISK_SPEED=10.0)) for day in (1, 2)]
    second = [Scored(ago(day), Sport.WALKING, card(version=2, BRISK_SPEED=40.0)) for day in (3, 4)]

    assert body_program(first + second[:1], [], TODAY).basis[0].points == 10.0
    assert body_program(first + second, [], TODAY).basis[0].points == 40.0
    assert body_program(first + second, [], TODAY).activities == 2


def test_nobodys_data_gives_a_general_programme_with_the_reason():
    program = body_program([], [], TODAY)
    assert (program.reason, program.level, program.basis, program.activities) == (ProgramReason.NO_SCORES, 1, (), 0)
    assert [each.day for each in program.sessions] == [TODAY, TODAY + timedelta(days=3)]
    assert all(one.exercise in GENERAL for each in program.sessions for one in each.exercises[1:])
    assert program.sessions[0].exercises != program.sessions[1].exercises


def test_who_is_strong_everywhere_keeps_in_balance():
    program = body_program(walks(1, BRISK_SPEED=TARGET_POINTS, STEP_LENGTH=90.0), [], TODAY)
    assert (program.reason, program.basis, program.activities) == (ProgramReason.NO_WEAKNESS, (), 1)


def test_three_days_are_every_other_day_until_a_week_has_three():
    days = [each.day for each in body_program([], [session(1)], TODAY, 3).sessions]
    assert days == [TODAY + timedelta(days=place) for place in (1, 3, 6)]


def test_a_springy_week_of_three_sessions_jumps_on_two_of_them():
    planned = body_program(runs(1, SPRING=5.0, BOUNCE=80.0, CADENCE=90.0), [], TODAY, 3).sessions
    assert sum(any(one.exercise in JUMPS for one in each.exercises) for each in planned) == 2


@pytest.mark.parametrize("days_per_week", [0, 1, 4, 7])
def test_other_numbers_of_days_are_refused(days_per_week):
    with pytest.raises(ValueError, match="2 or 3"):
        body_program([], [], TODAY, days_per_week)


def test_four_good_sessions_in_two_weeks_lead_up():
    good = [session(13, Effort.EASY), session(9), session(5, Effort.EASY), session(0)]
    assert body_program([], good, TODAY).level == 2
    assert body_program([], good[1:], TODAY).level == 1
    assert body_program([], [session(14), *good[1:]], TODAY).level == 1
    first, last = (body_program([], done, TODAY).sessions[0].exercises for done in ([], good))
    assert sum(each.dose.sets for each in last) > sum(each.dose.sets for each in first)


def test_pain_and_hard_sessions_lead_nowhere_and_down():
    good = [session(13), session(9), session(5), session(2)]
    assert body_program([], [*good[:3], session(2, painful=["BRIDGE"])], TODAY).level == 1
    assert body_program([], [*good, session(0, Effort.HARD)], TODAY).level == 1
    assert body_program([], [session(1, Effort.HARD)], TODAY).level == 1


def test_the_top_level_takes_two_rises_and_is_the_end():
    done = [session(day) for day in range(40, -1, -3)]
    assert level_of(done[:4], done[3].day) == 2
    assert level_of(done[:8], done[7].day) == 3
    assert level_of(done, TODAY) == 3


def test_a_long_pause_leads_down():
    done = [session(day) for day in (70, 67, 64, 61)]
    assert level_of(done, ago(61 - 27)) == 2
    assert level_of(done, ago(61 - 28)) == 1
    again = [*done, session(30)]
    assert level_of(again, ago(30)) == 1


def test_old_sessions_and_those_to_come_do_not_count():
    done = [session(day) for day in range(HISTORY_DAYS, HISTORY_DAYS + 12, 3)]
    assert body_program([], done, TODAY) == body_program([], [], TODAY)
    assert body_program([], [session(-1)], TODAY) == body_program([], [], TODAY)


def test_what_hurt_gives_way_to_another_exercise_for_the_same_weakness():
    cards = runs(2, BOUNCE=80.0, SPRING=5.0, CADENCE=90.0)
    before = body_program(cards, [], TODAY)
    first = before.sessions[0].exercises[1]
    assert first.weakness.component is Component.SPRING

    hurt = [session(3, painful=[first.exercise])]
    after = body_program(cards, hurt, TODAY)
    assert after.hurt == (first.exercise,)
    used = {one.exercise for each in after.sessions for one in each.exercises if one.weakness == first.weakness}
    assert used
    # All that is stopped when calf or ankle hurt is left out, and that is most of what makes a spring.
    assert used == {"SPLIT_SQUAT"} == set(pool(first.weakness)) - set(after.left_out)
    assert len(after.sessions[0].exercises) == len(before.sessions[0].exercises)

    later = body_program(cards, [session(PAIN_DAYS, painful=[first.exercise])], TODAY)
    assert later.left_out == ()


def planned_keys(program):
    return {one.exercise for each in program.sessions for one in each.exercises}


def test_whose_back_hurt_gets_nothing_that_is_stopped_when_the_back_hurts():
    program = body_program([], [session(3, painful=["BRIDGE"])], TODAY, 3)
    assert program.hurt == ("BRIDGE",)
    assert {"BRIDGE", "BIRD_DOG", "PLANK", "HIP_EXTENSION", "LEG_SWING"} <= set(program.left_out)
    assert program.left_out == tuple(key for key in KEYS if "back" in EXERCISE_TEXTS[key].stop.en)
    assert program.sessions
    assert not planned_keys(program) & set(program.left_out)
    assert body_program([], [session(PAIN_DAYS, painful=["BRIDGE"])], TODAY).left_out == ()


def test_what_names_no_part_of_the_body_is_left_out_alone():
    assert body_program([], [session(3, painful=["SINGLE_LEG_STAND"])], TODAY).left_out == ("SINGLE_LEG_STAND",)


def test_sore_warm_ups_end_no_programme():
    one = body_program([], [session(3, painful=["MARCH"])], TODAY)
    assert {each.exercises[0].exercise for each in one.sessions} <= set(WARM_UPS) - {"MARCH"}
    program = body_program([], [session(3, painful=WARM_UPS)], TODAY)
    assert program.reason is ProgramReason.NO_SCORES
    assert len(program.sessions) == 2
    assert not planned_keys(program) & set(WARM_UPS)


def test_the_sport_that_is_wanted_has_its_weaknesses_alone_if_it_has_any():
    cards = walks(1, BRISK_SPEED=55.0, STEP_LENGTH=90.0) + runs(2, BOUNCE=10.0, CADENCE=90.0, SPRING=80.0)
    for sport in Sport:
        program = body_program(cards, [], TODAY, wanted_sport=sport)
        assert {each.sport for each in program.basis} == {sport}
        assert {each.weakness.sport for one in program.sessions for each in one.exercises if each.weakness} == {sport}
    only = walks(1, BRISK_SPEED=55.0, STEP_LENGTH=90.0)
    assert body_program(only, [], TODAY, wanted_sport=Sport.RUNNING) == body_program(only, [], TODAY)


def test_a_goal_weighs_the_gains_of_runs_and_of_nothing_else():
    cards = runs(2, BOUNCE=40.0, SPRING=35.0, CADENCE=90.0)
    assert body_program(cards, [], TODAY).basis[0].component is Component.BOUNCE
    first = body_program(cards, [], TODAY, goal=RunGoal.FASTER).basis[0]
    # 0.30 of the 0.70 that a faster runner's three weigh.
    assert (first.component, first.gain_points) == (Component.SPRING, pytest.approx(0.30 * 35 / 0.70))
    walked = walks(1, BRISK_SPEED=30.0, STEP_LENGTH=60.0)
    assert body_program(walked, [], TODAY, goal=RunGoal.FASTER) == body_program(walked, [], TODAY)


def test_a_child_has_no_programme():
    cards = walks(1, BRISK_SPEED=30.0, STEP_LENGTH=60.0)
    child = body_program(cards, [session(1)], TODAY, age_years=17)
    assert (child.reason, child.sessions, child.basis) == (ProgramReason.UNDER_18, (), ())
    assert body_program(cards, [], TODAY, age_years=18) == body_program(cards, [], TODAY)


@pytest.mark.parametrize(
    ("cadence", "points", "weak"),
    [(165.0, 62.0, False), (165.0, 58.0, True), (190.0, 62.0, True), (182.0, 90.0, False)],
)
def test_a_cadence_within_its_range_is_no_weakness_and_no_lever(cadence, points, weak):
    parts = ((Component.BOUNCE, 9.0, 20.0), (Component.CADENCE, cadence, points), (Component.SPRING, 13.0, 55.0))
    basis = {
        each.component: each
        for each in body_program([Scored(TODAY, Sport.RUNNING, ScoreCard(1, 50.0, 1.0, parts), 174.0)], [], TODAY).basis
    }
    assert (Component.CADENCE in basis) is weak
    assert (basis[Component.BOUNCE].lever is Lever.CADENCE) is (weak and cadence < 180)


def test_several_sessions_of_a_day_are_one():
    once = [session(0, name=name) for name in "abcd"]
    assert body_program([], once, TODAY).level == 1
    spread = [session(day, name=name) for day in (9, 6, 3, 0) for name in "ab"]
    assert body_program([], spread, TODAY).level == 2
    assert body_program([], spread[:-2], TODAY).level == 1
    # One that hurt spoils the day, and a hard day leads down once.
    assert body_program([], [*spread, session(0, painful=["PLANK"], name="c")], TODAY).level == 1
    up = [session(day) for day in range(40, 10, -3)]
    assert level_of(up, ago(10)) == 3
    assert level_of([*up, *(session(9, Effort.HARD, name=name) for name in "ab")], ago(9)) == 2


def test_where_everything_hurts_there_is_a_rest():
    program = body_program(walks(1, BRISK_SPEED=10.0), [session(1, painful=KEYS)], TODAY)
    assert (program.reason, program.sessions) == (ProgramReason.PAIN, ())
    assert program.left_out == tuple(KEYS)


def exercises_of(planned):
    return tuple(one.exercise for one in planned.exercises)


def test_a_session_that_is_done_turns_the_choice_on():
    cards = walks(1, BRISK_SPEED=20.0, STEP_LENGTH=30.0)
    first, second = map(exercises_of, body_program(cards, [], TODAY).sessions)
    after = body_program(cards, [session(3, exercises=first)], TODAY).sessions
    assert first != second == exercises_of(after[0])


def test_several_sessions_of_a_day_turn_the_choice_on_as_one():
    cards = walks(1, BRISK_SPEED=20.0, STEP_LENGTH=30.0)
    first = exercises_of(body_program(cards, [], TODAY).sessions[0])
    one, four = (
        body_program(cards, [session(3, exercises=first, name=name) for name in names], TODAY)
        for names in ("a", "abcd")
    )
    assert one.sessions == four.sessions


def test_after_pain_the_sessions_go_on_differing():
    """All that is left of a list comes as often, whatever stands before it in the list hurts."""
    hurt = session(3, painful=["SINGLE_LEG_STAND"], exercises=["SINGLE_LEG_STAND"])
    done, came = [hurt], Counter()
    for _ in range(12):
        program = body_program([], done, TODAY + timedelta(days=2), 3)
        planned = program.sessions[0]
        came.update(set(exercises_of(planned)) & set(GENERAL))
        done = [replace(each, day=each.day - timedelta(days=3)) for each in done if each is not hurt]
        done = [hurt, *done, Session("s", TODAY + timedelta(days=1), exercises_of(planned), Effort.RIGHT, ())]
    left = set(GENERAL) - set(program.left_out)
    assert len(left) == len(GENERAL) - 1
    assert came.keys() == left
    assert max(came.values()) - min(came.values()) <= 1


def test_whoever_trains_for_years_is_given_new_sessions_still():
    """Only twelve weeks are looked at, in which there are as many sessions day after day."""
    cards, done = walks(1, BRISK_SPEED=20.0, STEP_LENGTH=30.0), []
    told = []
    for week in range(40):
        today = TODAY + timedelta(days=3.5 * week // 1)
        planned = exercises_of(body_program([replace(each, day=today) for each in cards], done, today).sessions[0])
        told.append(planned)
        done.append(Session(f"s{week}", today, planned, Effort.RIGHT))
    assert all(before != after for before, after in pairwise(told))


@pytest.mark.parametrize(
    ("cadence", "expected", "direction"),
    [(178.0, 158.0, Direction.HIGH), (181.0, 193.8, Direction.LOW), (170.0, None, None)],
)
def test_a_cadence_is_high_or_low_for_the_runner_not_for_everybody(cadence, expected, direction):
    basis = body_program([Scored(TODAY, Sport.RUNNING, cadence_card(cadence), expected)], [], TODAY).basis
    assert [each.direction for each in basis if each.component is Component.CADENCE] == [direction] * bool(direction)


@pytest.mark.parametrize("days_per_week", [2, 3])
def test_whoever_does_what_is_planned_does_so_often_a_week_and_no_more(days_per_week):
    done = []
    for day in range(70):
        today = TODAY + timedelta(days=day)
        if body_program([], done, today, days_per_week).sessions[0].day == today:
            done.append(Session(f"s{day}", today, ("BRIDGE",), Effort.RIGHT))
    days = [(each.day - TODAY).days for each in done]
    assert len(days) == 10 * days_per_week
    assert all(sum(first <= day < first + 7 for day in days) == days_per_week for first in range(63))
