"""The samples of the README: what the demo athlete's service answers on the day that they are of."""

import json
import re
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import pytest

from console.athlete.recordings import file_bytes, training_log
from console.demo import UPDATE_PROFILE, herself
from console.local import FIRST_QUERY
from tests.docs.clock import Clock
from tests.service import service_on

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 29)
BLOCKS = re.findall(r"^```json\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def athlete(engines, keys):
    """She, with the newest two of her recordings."""
    with service_on(engines, keys) as service, Clock(datetime(2026, 11, 29, 3, tzinfo=UTC)):
        person = service.person("demo")
        assert person.ask(UPDATE_PROFILE, {"input": herself()})["updateProfile"]["__typename"] == "ProfileUpdated"
        for recording in islice(training_log(TODAY), 2):
            person.send(file_bytes(recording))
        assert service.deliver() == {"batchItemFailures": []}
        yield person


def test_the_first_answer_is_the_services(athlete):
    assert {"data": athlete.ask(FIRST_QUERY)} == json.loads(BLOCKS[0])


def test_the_score_explains_itself_as_it_says(athlete):
    """What is left out of the sample is marked by three dots."""
    (fields,) = re.findall(r"^\(`(score \{.*\})`\):$", README, re.MULTILINE)
    asked = f"{{ viewer {{ activities(first: 1, sport: WALKING) {{ nodes {{ {fields} }} }} }} }}"
    score = athlete.ask(asked)["viewer"]["activities"]["nodes"][0]["score"]
    sample = BLOCKS[1]
    shown = json.loads(sample.replace(", ...]", "]"))
    assert sample.count(", ...]") == 1
    assert len(shown["components"]) == 2 < len(score["components"])
    assert shown == {**score, "components": score["components"][:2]}
