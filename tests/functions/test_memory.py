"""The largest file that an upload may be, in a process as Lambda starts it."""

from console.engines.poller import lambda_event
from models.entities import MAX_UPLOAD_BYTES
from tests.functions.runtime import started
from tests.house.template import function

POINTS = 199_000
STATE = "query ($id: ID!) { upload(id: $id) { state activities { elapsedS } } }"
HEAD = b'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="x"><trk><type>running</type><trkseg>'
TAIL = b"</trkseg></trk></gpx>"


def largest_file():
    """As many points as an activity can have, 22 hours of them, and space between them for as many bytes as a file."""
    room = (MAX_UPLOAD_BYTES - len(HEAD) - len(TAIL)) // POINTS
    points = (
        f'<trkpt lat="{35 + k * 5e-6:.8f}" lon="{139 + k % 7 * 1e-6:.8f}"><ele>{40 + k % 90 / 10:.2f}</ele>'
        f"<time>2026-04-01T{k // 9000:02}:{k // 150 % 60:02}:{k * 0.4 % 60:06.3f}Z</time></trkpt>"
        for k in range(POINTS)
    )
    return HEAD + b"".join(point.encode().ljust(room) for point in points) + TAIL


def test_it_takes_a_fifth_of_the_functions_memory(service):
    memory_mb = function("ProcessFunction")["MemorySize"]
    data, person = largest_file(), service.person()
    assert MAX_UPLOAD_BYTES - POINTS < len(data) <= MAX_UPLOAD_BYTES
    upload_id = person.send(data)
    with started("uploads.aws.handler", service.settings, service.engines.url) as environment:
        assert environment.invoke(lambda_event(service.receive())).told == {"batchItemFailures": []}
        peak_mb = environment.memory_mb()
    told = person.ask(STATE, {"id": upload_id})["upload"]
    assert (told["state"], round(told["activities"][0]["elapsedS"] / 3600)) == ("DONE", 22)
    assert peak_mb < memory_mb / 5
