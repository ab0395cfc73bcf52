"""Time in zones against what watches themselves report, by their own bounds."""

import pytest
from garmin_fit_sdk import Decoder, Stream

from coaching.zones import seconds_in
from models.entities import Profile
from models.terms import Sport
from uploads.measures import measure
from uploads.readers.detect import read

# A smart recording leaves out samples whose heart rate the watch has counted: seconds of difference at each bound.
FILES = {
    "fit-run/garmin-fenix-5-run.fit": 1.5,
    "fit-walk/garmin-fenix-5-walk.fit": 1.5,
    "fit-run/runpandas-fr645m-hilly-run.fit": 15,
    "tri-format/4801048867.fit": 4,
}


@pytest.mark.parametrize(("name", "apart_s"), FILES.items())
def test_seconds_in_zones_are_those_of_the_watch(shared_data, name, apart_s):
    file = shared_data / name
    if not file.is_file():
        pytest.skip(f"needs {file}")
    messages, _ = Decoder(Stream.from_file(str(file))).read()
    (told,) = (each for each in messages["time_in_zone_mesgs"] if each["reference_mesg"] == "session")
    (recording,) = read(file.read_bytes()).recordings
    times = measure(recording, Profile("u"), Sport.RUNNING).intensity.heart_rate_s
    bounds = [float(bound) for bound in told["hr_zone_high_boundary"]]
    assert seconds_in(times, bounds) == pytest.approx(told["time_in_hr_zone"], abs=apart_s)
