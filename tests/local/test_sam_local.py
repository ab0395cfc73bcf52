"""`sam build && sam local start-api`, as a developer types it, and the functions in containers over our engines.

One build, one `sam local start-api`, one `make sam-local` and one engine for the whole file: SAM CLI takes two seconds
to start, and so does a container.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

import boto3
import httpx2
import pytest

from console.athlete.recordings import file_bytes, training_log
from console.client import UPLOAD, Client
from console.engines.backend import UPLOADS
from console.engines.embedded import Engines
from console.engines.poller import lambda_event
from console.keypair import DEMO_SUBJECT, KeyPair
from console.local import FIRST_QUERY
from console.sam.child import ROOT, SAM, Sam, sam_environment, sam_path
from console.sam.docker import NoDocker, require_image
from console.sam.function import InvocationFailed, RemoteFunction
from console.sam.surroundings import surroundings
from console.sam.variables import Ports
from models.settings import Settings
from tests.engines import require
from tests.gateway import answer_of

EVENTS = sorted((ROOT / "events").glob("*/*.json"))
API = f"http://127.0.0.1:{Ports().api}"
PATIENCE_S = 60


@pytest.fixture(scope="module")
def built(settings):
    """The functions, as `sam build` leaves them."""
    require("docker", has_docker(), "needs Docker and the image of functions: scripts/lambda-image.sh sees to both")
    require("docker", SAM.exists(), "needs `make template-check` once, for SAM CLI")
    require(
        "docker", all(map(is_free, (Ports().api, Ports().engines, Ports().storage))), "needs the ports it speaks of"
    )
    done = run([sam_path(), "build"], settings)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def settings(keys):
    return Settings(local_secret=keys.storage_secret(), dynamodb_url=f"http://127.0.0.1:{Ports().engines}")


@pytest.fixture(scope="module")
def start_api(built, settings, tmp_path_factory):
    """`sam local start-api` without any flag; its engines come when a test asks for them."""
    with Sam(["start-api"], settings, tmp_path_factory.mktemp("sam") / "start-api.log") as child:
        child.wait_for(f"{API}/health")
        yield child


@pytest.fixture(scope="module")
def around(start_api, keys):
    with Engines() as engines:  # one state for all in a process: other tests leave messages in it
        httpx2.post(f"{engines.url}/moto-api/reset").raise_for_status()
    with surroundings("127.0.0.1", Ports(), keys) as made:
        yield made


@pytest.fixture
def client(around, keys):
    """The demo user, asking the API's container."""
    with Client(API, keys.token(DEMO_SUBJECT)) as made:
        yield made


def has_docker():
    try:
        require_image()
    except NoDocker:
        return False
    return True


def recording():
    """The demo athlete's newest outing, as a file."""
    return file_bytes(next(training_log(datetime.now(UTC).date())))


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def free_ports(count):
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def messages(around):
    """What waits in the uploads' queue; S3's test event is there from the start."""
    asked = {"QueueUrl": around.engines.queue_url, "MaxNumberOfMessages": 10}
    found = around.engines.sqs(around.settings.region).receive_message(**asked)["Messages"]
    assert len(found) == 2
    return found


def waiting(sqs, queue):
    """Messages of a queue that nobody has taken, or taken for good."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return sum(map(int, sqs.get_queue_attributes(**queue, AttributeNames=names)["Attributes"].values()))


def run(command, settings, **more):
    """SAM CLI's end, and what it said."""
    environment = sam_environment(settings)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, **more)


def invoke(function, event, settings, *flags):
    """What `sam local invoke` prints, and its container's end."""
    command = [sam_path(), "local", "invoke", function, "--event", event, *flags]
    done = run(command, settings, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_without_engines_the_api_starts_and_refuses(start_api, keys):
    assert httpx2.get(f"{API}/health").text == "ok"
    query = {"query": FIRST_QUERY}

    nobody = httpx2.post(f"{API}/graphql", json=query)
    somebody = httpx2.post(
        f"{API}/graphql", json=query, headers={"authorization": f"Bearer {keys.token('demo')}"}, timeout=PATIENCE_S
    )

    assert (nobody.status_code, code_of(nobody)) == (401, "UNAUTHENTICATED")
    # The key set is with the engines; as soon as they are there, the same container answers.
    assert (somebody.status_code, code_of(somebody)) == (503, "RETRY_LATER")


def code_of(answer):
    (error,) = answer.json()["errors"]
    return error["extensions"]["code"]


def test_a_file_becomes_an_activity(client, around, settings, tmp_path):
    """The whole way: asked for in one container, sent by the phone, measured in another, asked for again."""
    assert client.execute(FIRST_QUERY) == {"viewer": {"activities": {"nodes": []}}}
    upload_id = client.send(recording())
    (tmp_path / "event.json").write_text(json.dumps(lambda_event(messages(around))))

    told = invoke("ProcessFunction", tmp_path / "event.json", settings)

    assert told == {"batchItemFailures": []}
    upload = client.execute(UPLOAD, {"id": upload_id})["upload"]
    assert (upload["state"], upload["problem"]) == ("DONE", None)
    (node,) = client.execute(FIRST_QUERY)["viewer"]["activities"]["nodes"]
    assert node["distanceM"] == upload["activities"][0]["distanceM"] > 1000


def test_without_a_key_set_a_token_is_refused(around, settings, keys, tmp_path):
    """No authorizer stands in front here: a token that nobody verified must not sign in."""
    event = json.loads((ROOT / "events" / "ApiFunction" / "list_activities.json").read_text())
    del event["requestContext"]["authorizer"]
    event["headers"]["authorization"] = f"Bearer {keys.token(DEMO_SUBJECT)}"
    variables = json.loads((ROOT / "sam-local.json").read_text())
    variables["Parameters"]["STRIDEGRAPH_JWKS"] = ""
    (tmp_path / "event.json").write_text(json.dumps(event))
    (tmp_path / "variables.json").write_text(json.dumps(variables))

    answer = answer_of(
        invoke("ApiFunction", tmp_path / "event.json", settings, "--env-vars", tmp_path / "variables.json")
    )

    assert (answer.status_code, code_of(answer)) == (401, "UNAUTHENTICATED")


def until_ready(lines):
    for line in lines:
        yield line
        if line.startswith("Ctrl-C stops everything"):
            return


@contextmanager
def command(name, state_dir, *flags):
    """A command of ours until its block ends, with a state of its own; what it said of itself at its start."""
    started = [Path(sys.executable).with_name("stridegraph"), name, *flags]
    environment = os.environ | {"STRIDEGRAPH_STATE_DIR": str(state_dir)}  # noqa: TID251 -- of a child
    with subprocess.Popen(
        started, cwd=state_dir, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield "".join(until_ready(process.stdout))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_S)


def test_engines_alone_take_what_arrives(built, tmp_path):
    """What `make engines` starts: the key set, and a poller, which takes the test event that S3 sends first."""
    engines, storage = free_ports(2)
    with command("engines", tmp_path, f"--engines-port={engines}", f"--storage-port={storage}") as said:
        keys = KeyPair(tmp_path)
        assert f"AWS_SECRET_ACCESS_KEY={keys.storage_secret()}" in said
        assert "sam local start-api --env-vars .aws-sam/local/variables.json" in said
        assert httpx2.get(f"http://127.0.0.1:{storage}/jwks.json").text == keys.jwks()
        variables = json.loads((ROOT / ".aws-sam" / "local" / "variables.json").read_text())["Parameters"]
        assert variables["STRIDEGRAPH_DYNAMODB_URL"] == f"http://host.docker.internal:{engines}"
        access = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": "us-east-1"}
        sqs = boto3.client("sqs", endpoint_url=f"http://127.0.0.1:{engines}", **access)
        asked = {"QueueUrl": sqs.get_queue_url(QueueName=UPLOADS)["QueueUrl"]}
        give_up = time.monotonic() + PATIENCE_S
        while waiting(sqs, asked) and time.monotonic() < give_up:
            time.sleep(0.1)
        assert waiting(sqs, asked) == 0


@dataclass(frozen=True)
class Together:
    """`make sam-local`, running: what it said, its ports, and the keys of its state."""

    said: str
    ports: Ports
    keys: KeyPair

    def function(self, name):
        return RemoteFunction(f"http://127.0.0.1:{self.ports.functions}", name)


@pytest.fixture(scope="module")
def together(built, tmp_path_factory):
    """What `make sam-local` starts; at its end no container is left."""
    state, ports = tmp_path_factory.mktemp("state"), Ports(*free_ports(4))
    options = zip(("port", "functions-port", "engines-port", "storage-port"), astuple(ports), strict=True)
    with command("sam-local", state, "--no-demo", *(f"--{name}={port}" for name, port in options)) as said:
        yield Together(said, ports, KeyPair(state))
        logs = [(ROOT / ".aws-sam" / "local" / f"{name}.log").read_text() for name in ("start-api", "start-lambda")]
    containers = re.findall(r"SAM_CONTAINER_ID: (\w+)", "".join(logs))
    assert len(containers) >= 2
    listed = ["docker", "ps", "--all", "--quiet", "--no-trunc"]
    left = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
    assert set(containers).isdisjoint(left.split())


def test_functions_and_engines_do_it_all(together):
    """An upload goes its way by itself."""
    url = f"http://127.0.0.1:{together.ports.api}"
    assert f"{url}/graphql" in together.said
    with Client(url, together.keys.token(DEMO_SUBJECT)) as client:
        upload = client.wait(client.send(recording()), timeout_s=PATIENCE_S)
    assert upload.state == "DONE"


@pytest.mark.parametrize("event", EVENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_event_is_taken_by_its_function(event, together):
    told = together.function(event.parent.name)(json.loads(event.read_text()), None)

    if event.parent.name == "ApiFunction":
        answer = answer_of(told)
        assert answer.status_code == 200
        assert set(answer.json()["data"]["viewer"]["activities"]) == {"nodes", "pageInfo"}
    else:
        assert told == {"batchItemFailures": []}


def test_an_absent_function_is_told(together):
    with pytest.raises(InvocationFailed, match="NoFunction"):
        together.function("NoFunction")({}, None)
