"""What always holds, 200 examples each; ``make soak SUITE=scores`` draws ten thousand."""

import pytest

from tests.coaching.invariants import INVARIANTS, hold

EXAMPLES = 200


@pytest.mark.parametrize("name", INVARIANTS)
def test_it_holds_of_everybody(name):
    hold(name, EXAMPLES)
