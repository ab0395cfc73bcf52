"""What is done although its answer is lost is told as done."""

import pytest

from models import users
from models.terms import Sport
from resolvers import gear
from resolvers.access import Caller
from tests.soak.faults import LATE_S, quick
from tests.soak.place import Place
from tests.soak.proxy import Fault, nth, running


@pytest.fixture
def proxied(dynamodb_local, engines, keys):
    """A person whose table lies behind a proxy: (caller, proxy)."""
    with quick(), running(dynamodb_local, LATE_S) as proxy, Place(dynamodb_local, engines, keys).table(proxy.url):
        yield Caller(users.identify("issuer", "somebody")), proxy


@pytest.mark.parametrize("operation", ["UpdateItem", "DeleteItem"])
@pytest.mark.parametrize("fault", [Fault.LOST, Fault.DELAY, Fault.TRUNCATE, Fault.ERROR_AFTER])
def test_shoes_that_are_forgotten_are_worn_no_more(proxied, operation, fault):
    caller, proxy = proxied
    pair = gear.create(caller, "Road", (Sport.RUNNING,))
    proxy.script = nth(operation, 1, fault)
    assert gear.delete(caller, pair.gear_id)
    assert proxy.injected == {(fault, operation): 1}
    assert users.get_profile(caller.identity.uid, strong=True).default_gear == ()
    assert not gear.delete(caller, pair.gear_id)
