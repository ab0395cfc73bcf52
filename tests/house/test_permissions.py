"""Each function may do what it does, and nothing else: somebody's life with the service, and the template's roles."""

from datetime import UTC, datetime, timedelta

import pytest

from console.athlete.recordings import file_bytes, recording
from console.engines.stream import TableStream
from models.terms import FileFormat, Sport
from tests.house.permissions import INDEX, TABLE, Witness, allowed, statements
from tests.house.template import FUNCTIONS
from tests.service import service_on
from uploads import cohorts

START = datetime(2026, 3, 4, 21, 30, tzinfo=UTC)
ACTIVITIES = "{ viewer { activities(first: 20) { nodes { id } } } }"
BY_SPORT = "{ viewer { activities(first: 20, sport: RUNNING) { nodes { id } } } }"
DETAIL = "query ($id: ID!) { activity(id: $id) { detailUrl splits { movingS } } }"
EDIT = "mutation ($id: ID!) { editActivity(input: {id: $id, trimStartS: 60}) { __typename } }"
MERGE = "mutation ($a: ID!, $b: ID!) { mergeActivities(input: {keepId: $a, hideId: $b}) { __typename } }"
DELETE = "mutation ($id: ID!) { deleteActivity(input: {id: $id}) { __typename } }"
COMPARE = "query ($a: ID!, $b: ID!) { viewer { compareActivities(a: $a, b: $b) { __typename } } }"
PROFILE = 'mutation { updateProfile(input: {birthDate: "1992-05-17", sex: FEMALE, heightM: 1.62}) { __typename } }'
EXPORT = "mutation { requestExport { __typename } }"
EXPORTS = "{ viewer { exports { state url } } }"
LEAVE = 'mutation { deleteAccount(input: {confirm: "DELETE"}) { __typename } }'

# Nothing of ours asks for these: they are for what Lambda does around the code.
OF_LAMBDA = ("logs:", "xray:", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
OF_MAPPINGS = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams")

# AWS has these without a resource that could be named.
OF_NO_RESOURCE = ("xray:PutTraceSegments", "xray:PutTelemetryRecords", "dynamodb:ListStreams")

# Asked only where two workers meet, or where S3 needs to be told from what it hides.
SELDOM = {
    ("ProcessFunction", "dynamodb:Query", TABLE): "parts of a worker that another was quicker than",
    ("ProcessFunction", "dynamodb:DeleteItem", TABLE): "those parts, which are deleted",
    ("ProcessFunction", "s3:DeleteObject", "Bucket/detail/*"): "the series of that worker",
    ("ProcessFunction", "s3:ListBucket", "Bucket"): "S3 answers 404, and not 403, to whoever may list",
    ("JobsFunction", "s3:AbortMultipartUpload", "Bucket/export/*"): "an export that its account's deletion found open",
    ("JobsFunction", "s3:GetObject", "Bucket/export/*"): "whether an archive's parts were joined before",
    ("CohortFunction", "sqs:SendMessage", "CohortDeadLetters.Arn"): "Lambda sets aside what failed, by this role",
}


class Life:
    """Somebody's life with the service, each step by the function that does it."""

    def __init__(self, service, witness):
        self.service, self.witness = service, witness
        self.person = service.person()
        self.stream = None

    def asks(self, query, variables=None):
        with self.witness.of("ApiFunction"):
            return self.person.ask(query, variables)

    def sends(self, data):
        with self.witness.of("ApiFunction"):
            upload = self.person.promise(data)
        assert self.person.put(upload, data).status_code == 200
        with self.witness.of("ProcessFunction"):
            assert self.service.deliver() == {"batchItemFailures": []}

    def waits(self):
        with self.witness.of("JobsFunction"):
            assert self.service.work() == {"batchItemFailures": []}

    def is_counted(self):
        self.stream = self.stream or TableStream(self.service.settings)

        def counting(event, context):
            with self.witness.of("CohortFunction"):
                return cohorts.handler(event, context)

        while self.stream.feed(counting):
            pass


@pytest.fixture(scope="module")
def asked(engines, keys):
    """What each function asked for, in a life that uses all of the service."""
    with service_on(engines, keys) as service, Witness().listening() as witness:
        life = Life(service, witness)
        live(life)
    return witness.asked


def live(life):
    life.asks(PROFILE)
    runs = [recording(Sport.RUNNING, 8, seed, started_at=START + timedelta(days=20 * seed)) for seed in (1, 2)]
    phone = recording(Sport.RUNNING, 8, 1, file_format=FileFormat.GPX, started_at=START + timedelta(days=20))
    for each in (*runs, phone):
        life.sends(file_bytes(each))
    life.is_counted()
    life.waits()  # the scores that follow from the profile
    ids = [node["id"] for node in life.asks(ACTIVITIES)["viewer"]["activities"]["nodes"]]
    assert len(ids) == 3
    assert life.asks(BY_SPORT)["viewer"]["activities"]["nodes"]
    assert life.asks(DETAIL, {"id": ids[0]})["activity"]["detailUrl"]
    life.asks(COMPARE, {"a": ids[0], "b": ids[1]})
    for aid in ids:  # one of them holds the bests
        life.asks(EDIT, {"id": aid})
    life.waits()
    life.asks(MERGE, {"a": ids[1], "b": ids[2]})
    life.asks(DELETE, {"id": ids[0]})
    life.is_counted()
    life.asks(EXPORT)
    life.waits()
    assert life.asks(EXPORTS)["viewer"]["exports"][0]["url"]
    publish(life)
    # A file that arrives after its person has left.
    late = file_bytes(recording(Sport.WALKING, 8, 5))
    with life.witness.of("ApiFunction"):
        upload = life.person.promise(late)
    life.asks(LEAVE)
    life.waits()
    life.person.put(upload, late)
    with life.witness.of("ProcessFunction"):
        life.service.deliver()


def publish(life):
    life.service.engines.sqs(life.service.settings.region).send_message(
        QueueUrl=life.service.engines.jobs_queue_url,
        MessageBody='{"kind": "PUBLISH_COHORTS", "uid": "", "key": ""}',
    )
    life.waits()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_what_it_does(asked, function):
    assert {each for each in asked[function] if not allowed(function, each)} == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_nothing_else(asked, function):
    def used(action, pattern):
        return any(
            allowed_one == action and (resource == pattern or _within(resource, pattern))
            for allowed_one, resource in asked[function]
        )

    unused = {
        (function, action, pattern)
        for action, pattern in statements(function)
        if not action.startswith((*OF_LAMBDA, *OF_MAPPINGS)) and not used(action, pattern)
    }

    assert unused == {each for each in SELDOM if each[0] == function}


def _within(resource, pattern):
    return pattern.endswith("*") and resource.startswith(pattern[:-1])


def test_no_role_reaches_all_of_a_kind():
    for function in FUNCTIONS:
        for action, pattern in statements(function):
            assert "*" not in action
            assert pattern != "*" or action in OF_NO_RESOURCE
    assert INDEX not in {pattern for _, pattern in statements("CohortFunction")}
