"""A few per cent of every campaign, with the seed of the full ones."""

import pytest

from tests.soak.campaigns import CAMPAIGNS
from tests.soak.place import Place

SEED = 1


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_a_share_of_the_campaign_finds_nothing(name, dynamodb_local, engines, keys):
    assert CAMPAIGNS[name].run(Place(dynamodb_local, engines, keys), SEED, CAMPAIGNS[name].FEW)
