"""What the limits' tests share."""

import pytest

from models.metering import meter


@pytest.fixture
def told_requests():
    """Every request to the table, as it is made: operation and call."""
    asked = []
    leave = meter.watch(lambda request: asked.append((request.operation, dict(request.call))))
    yield asked
    leave()
