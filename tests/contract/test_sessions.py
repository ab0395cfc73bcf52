"""Sessions of exercises."""

from datetime import date, timedelta

import pytest

from models import sessions
from models.entities import Session
from models.terms import Effort
from tests.models.builders import UID

DAY = date(2026, 5, 4)
DONE = ("PLANK", "BRIDGE")


@pytest.fixture(autouse=True)
def _table(any_table):
    """An empty table."""


def test_a_session_is_read_as_it_was_told():
    made = sessions.log(UID, DAY, DONE, Effort.HARD, ("PLANK",))
    assert made == Session(made.session_id, DAY, DONE, Effort.HARD, ("PLANK",))
    assert sessions.between(UID, DAY, DAY) == [made]
    assert sessions.between("somebody else", DAY, DAY) == []


def test_sessions_come_by_their_days_oldest_first():
    days = [DAY + timedelta(days=days) for days in (3, 0, 2, 1)]
    for day in days:
        sessions.log(UID, day, DONE, Effort.RIGHT)
    found = sessions.between(UID, DAY, DAY + timedelta(days=2))
    assert [each.day for each in found] == sorted(days)[:3]


def test_a_session_is_forgotten_alone_and_once():
    kept, doomed = (
        sessions.log(UID, DAY + timedelta(days=days), DONE, Effort.RIGHT, client_key="k") for days in (0, 1)
    )
    assert kept.session_id == doomed.session_id  # its id is one of a day's
    assert not sessions.delete("somebody else", doomed.day, doomed.session_id)
    assert sessions.delete(UID, doomed.day, doomed.session_id)
    assert not sessions.delete(UID, doomed.day, doomed.session_id)
    assert sessions.between(UID, DAY, DAY + timedelta(days=1)) == [kept]
    assert sessions.log(UID, doomed.day, DONE, Effort.HARD, client_key="k").effort is Effort.HARD


def test_one_client_key_names_one_session_of_a_day_which_stays_as_it_was():
    first = sessions.log(UID, DAY, DONE, Effort.EASY, client_key="k")
    assert sessions.log(UID, DAY, ("SIDE_PLANK",), Effort.HARD, client_key="k") == first
    assert sessions.between(UID, DAY, DAY) == [first]
    assert sessions.log(UID, DAY, DONE, Effort.EASY) != sessions.log(UID, DAY, DONE, Effort.EASY)
    assert len(sessions.between(UID, DAY, DAY)) == 3
