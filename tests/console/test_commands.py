"""The command as people use it: in processes of its own, on real sockets."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from console.athlete.recordings import file_bytes, recording
from models.terms import FileFormat, Sport

START_S = 60


def command(*arguments, state):
    inherited = os.environ  # noqa: TID251 -- handed on to the command under test
    environment = {**inherited, "STRIDEGRAPH_STATE_DIR": str(state), "NO_COLOR": "1", "COLUMNS": "160"}
    line = [sys.executable, "-c", "from console.main import app; app()", *map(str, arguments)]
    return line, environment


def run(*arguments, state, timeout=60):
    line, environment = command(*arguments, state=state)
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=timeout, check=False)


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def served(state):
    """(what `serve` printed, its port) of a running server without the demo's activities."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    line, environment = command("serve", "--port", port, "--no-demo", state=state)
    with subprocess.Popen(
        line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        printed = ""
        deadline = time.monotonic() + START_S
        while "Ctrl-C" not in printed and time.monotonic() < deadline and process.poll() is None:
            printed += process.stdout.readline()
        yield printed, port
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
        assert process.returncode == 0
        assert "Traceback" not in printed + rest


def test_serve_prints_an_address_a_token_and_a_line_that_answers(served):
    printed, port = served
    assert f"http://127.0.0.1:{port}/graphql" in printed
    (line,) = re.findall(r"^curl .*$", printed, re.MULTILINE)
    answer = subprocess.run(line, shell=True, capture_output=True, text=True, timeout=30, check=True)  # noqa: S602
    assert json.loads(answer.stdout)["data"] == {"viewer": {"activities": {"nodes": []}}}


def test_a_taken_port_is_one_clear_sentence(served, state):
    _, port = served
    second = run("serve", "--port", port, state=state)
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr == f'Port {port} is taken. Try: make serve ARGS="--port {port + 1}"\n'


def told_of_herself(served, state):
    token = run("token", state=state).stdout.strip()
    who = '{birthDate: "1987-03-14", sex: FEMALE, heightM: 1.64}'
    mutation = {"query": f"mutation {{ updateProfile(input: {who}) {{ __typename }} }}"}
    url, signed = f"http://127.0.0.1:{served[1]}/graphql", {"authorization": f"Bearer {token}"}
    answer = httpx2.post(url, json=mutation, headers=signed, timeout=30)
    assert answer.json()["data"] == {"updateProfile": {"__typename": "ProfileUpdated"}}


def test_files_and_folders_go_up_and_are_told(served, state, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a run.fit").write_bytes(file_bytes(recording(Sport.RUNNING, minutes=3)))
    (folder / "walk.gpx").write_bytes(file_bytes(recording(Sport.WALKING, minutes=6, file_format=FileFormat.GPX)))
    (folder / "notes.txt").write_text("not a recording")
    (tmp_path / "empty.fit").write_bytes(b"")
    told_of_herself(served, state)
    done = run("upload", folder, tmp_path / "empty.fit", state=state)
    assert done.returncode == 2, done.stderr
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    told = {name: lines[lines.index(name) + 1] for name in ("a run.fit", "walk.gpx", "notes.txt", "empty.fit")}
    assert told["a run.fit"].startswith("  DONE  Run ")
    assert told["walk.gpx"].startswith("  DONE  Walk")
    assert re.search(r"  score \d\d$", told["walk.gpx"])
    assert "score" not in told["a run.fit"]  # its first three minutes are left out
    assert lines[lines.index(told["a run.fit"]) + 1].startswith(
        "  no score  NO_STEADY_RUNNING: There was too little run"
    )
    assert told["notes.txt"].startswith("  FAILED  UNKNOWN_FORMAT: ")
    assert told["empty.fit"].startswith("  FAILED  EMPTY_FILE: ")


HEARTBEATS = """<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>
<Activity Sport="Other"><Id>2026-05-04T08:00:00Z</Id><Lap StartTime="2026-05-04T08:00:00Z"><Track>
{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>
"""
HEARTBEAT = (
    "<Trackpoint><Time>2026-05-04T08:{:02d}:00Z</Time><HeartRateBpm><Value>120</Value></HeartRateBpm></Trackpoint>"
)


def test_what_hinders_a_file_is_told_with_a_way_on(served, state, tmp_path, shared_data):
    """No sport and nothing to tell it from: the sport is asked for. Hardly any times: that, and nothing of a sport."""
    indoors = tmp_path / "indoors.tcx"
    indoors.write_text(HEARTBEATS.format(points="\n".join(map(HEARTBEAT.format, range(20)))))
    told = run("upload", indoors, shared_data / "gpx-edge" / "no_time.gpx", state=state).stdout
    unknown, short = told.split("\nno_time.gpx\n")
    assert "FAILED  UNKNOWN_SPORT: The file does not say whether it was a run or a walk." in unknown
    assert "Tell the sport by --sport RUNNING or --sport WALKING." in unknown
    assert "FAILED  TOO_SHORT: The recording is too short" in short
    assert "2 points without a time were left out" in short
    assert "sport" not in short
    hinted = run("upload", indoors, "--sport", "WALKING", state=state)
    assert (hinted.returncode, "DONE  Walk" in hinted.stdout) == (0, True), hinted.stdout


def test_the_address_that_the_server_prints_may_be_given_back(served, state, tmp_path):
    printed, port = served
    url = f"http://127.0.0.1:{port}/graphql"
    assert url in printed
    (tmp_path / "query.graphql").write_text("{ viewer { id } }")
    told = run("explain", tmp_path / "query.graphql", "--url", url, state=state)
    assert (told.returncode, "Run: " in told.stdout) == (0, True), told.stdout + told.stderr
    (tmp_path / "walk.gpx").write_bytes(
        file_bytes(recording(Sport.WALKING, minutes=2, file_format=FileFormat.GPX, seed=5))
    )
    sent = run("upload", tmp_path / "walk.gpx", "--url", url, state=state)
    assert (sent.returncode, "DONE" in sent.stdout) == (0, True), sent.stdout + sent.stderr


def test_a_token_for_another_name_is_another_person(served, state):
    _, port = served
    token = run("token", "--subject", "another", state=state).stdout.strip()
    query = {"query": "{ viewer { activities { nodes { id } } } }"}
    answer = httpx2.post(
        f"http://127.0.0.1:{port}/graphql", json=query, headers={"authorization": f"Bearer {token}"}, timeout=30
    )
    assert answer.json()["data"]["viewer"]["activities"]["nodes"] == []


def test_the_schema_command_prints_the_committed_contract(state):
    assert run("schema", state=state).stdout == (Path(__file__).parents[2] / "schema.graphql").read_text()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("upload", __file__), "No local server was started here"),
        (("upload", __file__, "--url", "http://127.0.0.1:9", "--token", "x"), "No answer from http://127.0.0.1:9"),
        (("upload", __file__, "--sport", "swimming"), "--sport must be RUNNING or WALKING"),
        (("token", "--subject", ""), "--subject must be a name"),
        (("serve", "--public-url", "nonsense"), "--public-url must be an address like"),
        (("serve", "--host", "203.0.113.1", "--port", "9"), "203.0.113.1:9 cannot be used"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(tmp_path, arguments, sentence):
    done = run(*arguments, state=tmp_path)
    assert done.returncode == 1
    assert sentence in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
