"""What the demo's writers write, the readers read."""

from datetime import UTC, datetime

import numpy as np
import pytest

from console.athlete.recordings import file_bytes, recording
from models.terms import FileFormat, ProblemCode, Sport
from uploads.readers.detect import read

START = datetime(2026, 4, 4, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize("sport", list(Sport))
@pytest.mark.parametrize("file_format", list(FileFormat))
def test_a_synthetic_outing_comes_back(file_format: FileFormat, sport: Sport):
    outing = recording(sport, 20, file_format=file_format, started_at=START)
    file = read(file_bytes(outing))
    (found,) = file.recordings
    assert (file.format, found.started_at) == (file_format, START)
    # The schema of TCX knows no walking.
    unsaid = file_format is FileFormat.TCX and sport is Sport.WALKING
    assert found.sport is (None if unsaid else sport)
    np.testing.assert_allclose(found.time_s, outing.time_s, atol=0.5)
    np.testing.assert_allclose(found.latitude_deg, outing.latitude_deg, atol=1e-6)
    codes = {problem.code for problem in (*file.problems, *found.problems)}
    assert codes <= {ProblemCode.MISSING_POSITIONS}
