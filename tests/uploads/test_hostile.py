"""Files that mean harm, through the real handler in a process that runs nothing else."""

import gzip
import json
import os
import random
import subprocess
import sys

from console.athlete.recordings import file_bytes, recording
from console.engines.poller import lambda_event
from models.client import LOCAL_ACCESS_KEY
from models.terms import FileFormat, Sport
from tests.environment import variables_of

# Beyond what the imports take: of those the system counts a library's pages as it likes, 50 MB more or less.
MEMORY_MB = 100
WORKER = """
import json, pathlib, sys, time
from uploads.aws import handler

def peak_mb():
    # Not getrusage: its peak starts at what the parent had when it forked.
    status = dict(line.split(":", 1) for line in pathlib.Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024

imports_mb = peak_mb()
worked = []
for event in json.load(sys.stdin):
    started = time.perf_counter()
    failures = handler(event, None)["batchItemFailures"]
    seconds = time.perf_counter() - started
    worked.append({"failures": failures, "seconds": seconds, "peak_mb": peak_mb() - imports_mb})
json.dump(worked, sys.stdout)
"""
UPLOAD = "query ($id: ID!) { upload(id: $id) { state problem { code message } } }"
GPX = b'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="x"><trk><trkseg>'


def entity_bomb():
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE gpx [<!ENTITY l0 "lol">{levels}]><gpx><trk><name>&l9;</name></trk></gpx>'.encode()


def external_entity():
    return b'<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><name>&x;</name></gpx>'


def gzip_bomb():
    point = b'<trkpt lat="35.6" lon="139.7"><ele>1</ele></trkpt>'
    return gzip.compress(GPX + point * (300 * 1024 * 1024 // len(point)), compresslevel=1)


def points_within_milliseconds():
    """Three points within two milliseconds, then none for 15 s: eleven hours whose usual step is a thousandth."""
    millis = [5_000 * (k - k % 3) + k % 3 for k in range(8_000)]
    points = "".join(
        f'<trkpt lat="{35 + ms / 1000 * 2 / 110_940.6:.8f}" lon="139.0"><time>2024-05-01T'
        f"{6 + ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}Z</time></trkpt>"
        for ms in millis
    )
    return f'<gpx version="1.1" creator="x"><trk><type>walking</type><trkseg>{points}</trkseg></trk></gpx>'.encode()


HOSTILE = {
    "entity bomb": (entity_bomb, "UNSAFE_FILE"),
    "external entity": (external_entity, "UNSAFE_FILE"),
    "gzip bomb": (lambda: gzip.compress(b"\0" * (300 * 1024 * 1024), compresslevel=9), "UNKNOWN_FORMAT"),
    "gzip bomb of points": (gzip_bomb, "FILE_TOO_LARGE"),
    "10 MB of random bytes": (lambda: random.Random(1).randbytes(10_000_000), "UNKNOWN_FORMAT"),
    "random bytes behind a FIT header": (
        lambda: file_bytes(recording(Sport.RUNNING, minutes=1))[:14] + random.Random(2).randbytes(10_000_000),
        None,
    ),
    "200,000 levels": (lambda: GPX + b"<a>" * 200_000, None),
    "one byte": (lambda: b"x", "UNKNOWN_FORMAT"),
    "an endless attribute": (lambda: b'<gpx creator="' + b"x" * 20_000_000, None),
    "points within milliseconds": (points_within_milliseconds, "DONE"),
    "a walk cut in the middle": (
        lambda: file_bytes(recording(Sport.WALKING, minutes=9, file_format=FileFormat.GPX))[:-4000],
        "DONE",
    ),
}


def work(service, batches):
    """What the handler answers to each batch, in a process of its own."""
    inherited = os.environ  # noqa: TID251 -- handed on to the worker
    credentials = {"AWS_ACCESS_KEY_ID": LOCAL_ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": service.settings.local_secret}
    environment = {**inherited, **credentials, **variables_of(service.settings)}
    line = [sys.executable, "-c", WORKER]
    events = json.dumps([lambda_event(batch) for batch in batches])
    done = subprocess.run(line, input=events, env=environment, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_hostile_files_end_in_typed_failures_and_little_memory(service):
    person = service.person()
    ids, batches = {}, []
    for name, (make, _) in HOSTILE.items():
        ids[name] = person.send(make())
        batches.append(service.receive())
    worked = dict(zip(HOSTILE, work(service, batches), strict=True))
    for name, (_, outcome) in HOSTILE.items():
        upload = person.ask(UPLOAD, {"id": ids[name]})["upload"]
        code = upload["problem"]["code"] if upload["problem"] else "DONE"
        sys.stdout.write(f"{name}: {code}, {worked[name]['seconds']:.2f} s, {worked[name]['peak_mb']:.0f} MB\n")
        assert worked[name]["failures"] == [], name
        assert worked[name]["peak_mb"] < MEMORY_MB, name
        assert upload["state"] == ("DONE" if outcome == "DONE" else "FAILED"), name
        assert outcome in {None, code}, name


def test_an_empty_file_is_refused_before_it_could_be_sent(service):
    refused = service.person().promise(b"")
    assert (refused["__typename"], refused["problems"][0]["field"]) == ("InputRefused", "sizeBytes")
