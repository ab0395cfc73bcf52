"""What `serve --keep DIR` keeps: the engines over a folder, stopped, killed and started again."""

import os
import tarfile
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from socket import create_server
from urllib.parse import urlsplit

import httpx2
import pytest

from console.athlete.recordings import MORNING, file_bytes, recording
from console.engines import ministack as module
from console.engines.folder import CannotKeep, Folder
from console.engines.recovery import notify_again
from models import client, files
from models.settings import Settings
from models.terms import Sport
from tests.live import running as live
from tests.ministack import running, service_over

ALL = """
query ($from: Date!, $to: Date!) { viewer {
  activities(first: 50) { nodes {
    id name startedAt distanceM movingS steps laps { distanceM } track { polyline }
    series(maxPoints: 1000) { points elapsedS channels { channel values } } detailUrl
  } }
  totals(unit: MONTH, from: $from, to: $to) { count distanceM movingS steps }
  personalBests { distanceM durationS activity { id } }
  devices { manufacturer product }
} }
"""
UPLOAD = "query ($id: ID!) { upload(id: $id) { state activities { id } skipped { code } problem { code } } }"
RENAME = 'mutation ($id: ID!) { editActivity(input: {id: $id, name: "朝"}) { __typename } }'
LEAVE = 'mutation { deleteAccount(input: {confirm: "DELETE"}) { __typename } }'
PATIENCE_S = 30


@pytest.fixture
def run():
    return file_bytes(recording(Sport.RUNNING, minutes=24, seed=3))


@pytest.fixture
def walk():
    return file_bytes(recording(Sport.WALKING, minutes=12, seed=4, started_at=MORNING + timedelta(days=1)))


def target(url):
    """Path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def state_of(person, upload_id):
    return person.ask(UPLOAD, {"id": upload_id})["upload"]["state"]


def measured(service, person, upload_id):
    """Hand what is in the queue to the uploads function until this upload has ended; its state."""
    deadline = time.monotonic() + PATIENCE_S
    while (state := state_of(person, upload_id)) in {"WAITING", "PROCESSING"} and time.monotonic() < deadline:
        assert service.deliver() == {"batchItemFailures": []}
        time.sleep(0.02)
    return state


def everything(person):
    """All that is told of a person, full-resolution series included; addresses are signed anew each time."""
    told = person.ask(ALL, {"from": "2026-01-01", "to": "2026-12-31"})
    for activity in told["viewer"]["activities"]["nodes"]:
        answer = person.http.get(target(activity.pop("detailUrl")))
        assert answer.status_code == 200
        activity["detail"] = answer.json()
    return told["viewer"]


def listening(pid):
    """(address as the kernel writes it, port) of every TCP socket on which a process listens."""
    held = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # the one that lists them
            held.add(str(link.readlink()))
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path(f"/proc/net/{name}").read_text().splitlines()]
    sockets = [row[1].split(":") for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in held]
    return {(host, int(port, 16)) for host, port in sockets}


def test_all_of_it_is_there_after_a_restart(keys, tmp_path, run, walk):
    with service_over(tmp_path / "kept", keys) as service:
        person = service.person()
        sent = [person.send(run), person.send(walk)]
        assert [measured(service, person, upload_id) for upload_id in sent] == ["DONE", "DONE"]
        tickets = [person.ask(UPLOAD, {"id": upload_id}) for upload_id in sent]
        aid = tickets[0]["upload"]["activities"][0]["id"]
        assert person.ask(RENAME, {"id": aid})["editActivity"]["__typename"] == "ActivityEdited"
        before = everything(person)
        assert service.person("another").ask("{ viewer { activities { nodes { id } } } }")

    for _ in range(2):  # what was read is written down as well as what was made
        with service_over(tmp_path / "kept", keys) as service:
            person = service.person()
            assert everything(person) == before
            assert [person.ask(UPLOAD, {"id": upload_id}) for upload_id in sent] == tickets
            assert service.receive() == []
            again = person.promise(run)
            assert (again["id"], again["state"], again["putUrl"]) == (sent[0], "DONE", None)
    assert len(before["activities"]["nodes"]) == 2
    assert sum(month["count"] for month in before["totals"]) == 2


def test_a_file_that_arrived_before_the_end_is_measured_after_the_start(keys, tmp_path, run):
    with service_over(tmp_path, keys) as service:
        sent = service.person().send(run)
    with service_over(tmp_path, keys) as service:
        assert not service.engines.interrupted
        assert state_of(service.person(), sent) == "WAITING"
        assert measured(service, service.person(), sent) == "DONE"


def test_jobs_that_wait_are_there_after_a_restart(keys, tmp_path):
    with service_over(tmp_path, keys) as service:
        person = service.person()
        assert person.ask("mutation { requestExport { __typename } }")["requestExport"]["__typename"] == "Export"
    with service_over(tmp_path, keys) as service:
        assert service.work() == {"batchItemFailures": []}
        person = service.person()
        (told,) = person.ask("{ viewer { exports { state url } } }")["viewer"]["exports"]
        assert told["state"] == "DONE"
        with tarfile.open(fileobj=BytesIO(person.http.get(target(told["url"])).content)) as archive:
            assert "profile.json" in archive.getnames()


@contextmanager
def killed(path, keys):
    """A service whose ministack is killed at the end."""
    with pytest.raises(CannotKeep, match=r"ministack ended with -9 and kept in .* not everything"):  # noqa: PT012, SIM117
        with service_over(path, keys) as service:
            yield service
            service.engines._process.kill()


@pytest.mark.parametrize("promised_before", [True, False])
def test_a_file_that_arrived_before_a_kill_is_measured_after_the_start(keys, tmp_path, run, promised_before):
    with service_over(tmp_path, keys) as service:
        service.person().ask("{ viewer { profile { locale } } }")
        if promised_before:
            service.person().promise(run)
    with killed(tmp_path, keys) as service:
        sent = service.person().send(run)
        assert measured(service, service.person(), sent) == "DONE"
    with service_over(tmp_path, keys) as service:
        person = service.person()
        assert service.engines.interrupted
        assert person.ask("{ viewer { activities { nodes { id } } } }")["viewer"]["activities"]["nodes"] == []
        assert notify_again(service.engines.sqs(service.settings.region), service.engines.queue_url) == 1
        assert measured(service, person, sent) == "DONE"
        assert len(everything(person)["activities"]["nodes"]) == 1
    with running(tmp_path, keys) as engines:
        assert not engines.interrupted


def test_the_file_of_a_person_who_was_forgotten_is_left_alone(keys, tmp_path, run):
    with killed(tmp_path, keys) as service:
        service.person().send(run)
    with service_over(tmp_path, keys) as service:
        assert notify_again(service.engines.sqs(service.settings.region), service.engines.queue_url) == 0
        assert len(list(files.keys_below("raw/"))) == 1


def test_only_unmeasured_files_are_asked_for_again(keys, tmp_path, run, walk):
    with service_over(tmp_path, keys) as service:
        person = service.person()
        assert measured(service, person, person.send(run)) == "DONE"
        person.send(walk)
        assert notify_again(service.engines.sqs(service.settings.region), service.engines.queue_url) == 1


def test_an_account_goes_with_every_version_of_its_objects(keys, tmp_path, run):
    with service_over(tmp_path, keys) as service:
        person = service.person()
        assert measured(service, person, person.send(run)) == "DONE"
        client.s3().put_object(Bucket=service.settings.bucket, Key="raw/another/1", Body=b"another person's")
        uid = next(key.split("/")[1] for key, _ in files.keys_below("detail/"))
        begun = files.begin_archive(f"export/{uid}/x.tar")
        files.write_part(f"export/{uid}/x.tar", begun, 1, b"part")
        assert files.abort_uploads(f"export/{uid}/") == 1
        assert person.ask(LEAVE)["deleteAccount"]["__typename"] == "AccountClosing"
        service.work()
    with service_over(tmp_path, keys):
        assert [key for key, _ in files.keys_below("")] == ["raw/another/1"]


def test_it_listens_on_loopback_alone(ministack):
    port = urlsplit(ministack.url).port
    assert listening(ministack._process.pid) == {("0100007F", port)}


def test_a_listener_everywhere_would_be_seen():
    with create_server(("0.0.0.0", 0)) as everywhere:
        assert ("00000000", everywhere.getsockname()[1]) in listening(os.getpid())


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("POST", "/_ministack/reset", {}),
        ("GET", "/_ministack/health", {}),
        ("GET", "/stridegraph", {"origin": "https://example.org"}),
        ("OPTIONS", "/stridegraph", {"origin": "https://example.org", "access-control-request-method": "DELETE"}),
        ("GET", "/stridegraph", {"host": "example.org"}),
        ("GET", "/stridegraph", {"sec-fetch-site": "cross-site"}),
    ],
)
def test_web_pages_are_refused(ministack, method, path, headers):
    answer = httpx2.request(method, ministack.url + path, headers=SIGNED | headers)
    assert (answer.status_code, answer.content) == (403, b"")


@pytest.mark.parametrize("query", ["Action=PurgeQueue&QueueUrl=x", "Action=DeleteQueue&QueueUrl=x", ""])
def test_what_nobody_signed_is_refused(ministack, query):
    assert httpx2.get(f"{ministack.url}/?{query}").status_code == 403


SIGNED = {"authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/s3/aws4_request"}


@pytest.mark.parametrize("service_name", ["sns", "lambda", "iam"])
def test_other_services_are_switched_off(ministack, service_name):
    scope = f"local/20260101/us-east-1/{service_name}/aws4_request"
    headers = {"authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
    answer = httpx2.post(f"{ministack.url}/", headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"error": f"Unsupported service: {service_name}"})


def test_the_engine_itself_checks_what_was_signed(keys, tmp_path, run):
    with service_over(tmp_path, keys) as service:
        upload = service.person().promise(run)
        headers = {header["name"]: header["value"] for header in upload["putHeaders"]}
        ticket = client.s3().generate_presigned_url(
            "put_object",
            Params={
                "Bucket": service.settings.bucket,
                "Key": "raw/u/1",
                "ContentLength": len(run),
                "ContentType": headers["Content-Type"],
                "ChecksumSHA256": headers["x-amz-checksum-sha256"],
                "IfNoneMatch": "*",
            },
        )
        tampered = [
            (ticket.replace("raw/u/1", "raw/u/2"), headers),
            (ticket, headers | {"x-amz-checksum-sha256": "x" + headers["x-amz-checksum-sha256"][1:]}),
            (ticket, headers | {"Content-Type": "text/html"}),
            (ticket, headers | {"If-None-Match": '"x"'}),
        ]
        for address, changed in tampered:
            assert httpx2.put(address, content=run, headers=changed).status_code == 403
        assert httpx2.put(ticket, content=run, headers=headers).status_code == 200
        assert httpx2.put(ticket, content=run, headers=headers).status_code == 412


def test_the_whole_service_runs_over_it(ministack, keys):
    with live(ministack, keys) as server:
        query = {"query": "{ viewer { activities { nodes { id } } } }"}
        answer = httpx2.post(f"{server.url}/graphql", json=query, headers={"authorization": f"Bearer {server.token}"})
        assert len(answer.json()["data"]["viewer"]["activities"]["nodes"]) == 4


def test_a_second_server_over_the_folder_is_refused(keys, tmp_path):
    with running(tmp_path, keys), pytest.raises(CannotKeep, match="is in use by another server"):
        Folder(tmp_path, Settings()).__enter__()
    with running(tmp_path, keys):
        pass


def test_the_folder_is_held_until_all_is_written_down(keys, tmp_path):
    with running(tmp_path, keys) as engines:
        engines._folder.__exit__()  # as if this process had ended
        with pytest.raises(CannotKeep, match="is in use by another server"):
            Folder(tmp_path, Settings()).__enter__()


def test_what_lies_there_is_for_the_owner_alone(keys, tmp_path, run):
    tmp_path.chmod(0o755)
    with service_over(tmp_path, keys) as service:
        service.person().send(run)
    for path in [tmp_path / "state", tmp_path / "objects", tmp_path / "state" / "dynamodb.json"]:
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize("content", ["{", '{"__ministack_format__": 99, "payload": {}}'])
def test_state_that_cannot_be_read_is_refused_and_left_alone(keys, tmp_path, content):
    with service_over(tmp_path, keys):
        pass
    state = tmp_path / "state" / "dynamodb.json"
    state.write_text(content)
    with (
        pytest.raises(CannotKeep, match=r"ministack did not start over .* It said: .*dynamodb"),
        running(tmp_path, keys),
    ):
        pass
    assert state.read_text() == content


def test_state_that_cannot_be_written_is_told(keys, tmp_path):
    with pytest.raises(CannotKeep, match=r"ministack ended with 1 .*failed to save dynamodb"):  # noqa: SIM117
        with service_over(tmp_path, keys):
            (tmp_path / "state" / "dynamodb.json").mkdir(parents=True)


def test_without_ministack_the_command_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PYTHON", tmp_path / "python")
    with Folder(tmp_path / "kept", Settings()) as folder, pytest.raises(CannotKeep, match=r"make \.venv-ministack/"):
        module.Ministack(folder, "secret")
