"""Recorders in DynamoDB Local: seen from their first to their newest day, however many uploads come at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from models import devices
from models.entities import Device
from models.metering import meter
from tests.models.builders import UID

pytestmark = pytest.mark.usefixtures("exact_table")
WATCH = Device("maker", "watch", "123")
DAY = date(2026, 5, 4)


def days():
    return [(each.serial, each.first_day, each.last_day) for each in devices.every(UID)]


def test_a_recorder_is_known_from_its_first_to_its_newest_day():
    for day in (DAY, DAY + timedelta(3), DAY - timedelta(5), DAY):
        devices.see(UID, WATCH, day)
    assert days() == [("123", DAY - timedelta(5), DAY + timedelta(3))]


def test_days_that_come_at_once_all_count():
    seen = [DAY + timedelta(n) for n in range(-4, 5)]
    with ThreadPoolExecutor(len(seen)) as pool:
        list(pool.map(lambda day: devices.see(UID, WATCH, day), seen))
    assert days() == [("123", seen[0], seen[-1])]


def test_a_day_between_takes_one_read():
    devices.see(UID, WATCH, DAY)
    devices.see(UID, WATCH, DAY + timedelta(9))
    with meter.recording() as requests:
        devices.see(UID, WATCH, DAY + timedelta(2))
    assert [request.operation for request in requests] == ["GetItem"]


def test_recorders_of_no_name_are_not_remembered_and_those_of_one_name_are_one():
    devices.see(UID, Device(), DAY)
    assert days() == []
    for serial in (None, "1", "2"):
        devices.see(UID, Device("maker", "phone", serial), DAY)
    assert {serial for serial, _, _ in days()} == {None, "1", "2"}
    assert devices.every("somebody else") == []
