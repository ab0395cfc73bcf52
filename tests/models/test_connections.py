"""Answers in every build that HTTP allows, whole or broken off, and connections that are kept or not."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from threading import Thread

import botocore.session
import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.config import Config
from botocore.exceptions import (
    ConnectionClosedError,
    EndpointConnectionError,
    IncompleteReadError,
    ReadTimeoutError,
    SSLError,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from models.connections import Connections

LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Amzn-RequestId: A\r\n\r\nabcde"
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n"
TO_THE_END = b"HTTP/1.1 200 OK\r\n\r\nabcde"
CLOSING = b"HTTP/1.1 200 OK\r\nConnection: close\r\ncontent-length: 5\r\n\r\nabcde"
OLD = b"HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nabcde"


class Server:
    """Says the next of these to each request, in parts of some bytes; then nothing more."""

    def __init__(self, said, part, ends, context, pause_s):
        self.said, self.part, self.ends, self.context, self.pause_s = list(said), part, ends, context, pause_s
        self.asked, self.connections = [], 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"

    def run(self):
        while self.said:
            try:
                taken, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            with suppress(OSError), self.secured(taken) as ready:  # whoever does not trust it hangs up
                self.answer(ready)

    def secured(self, taken):
        if self.context is None:
            return taken
        with taken:  # detached by then, or closed where the handshake failed
            return self.context.wrap_socket(taken, server_side=True)

    def answer(self, taken):
        while self.said:
            asked = taken.recv(65536)
            if not asked:
                return
            self.asked.append(asked)
            said = self.said.pop(0)
            for at in range(0, len(said), self.part):
                taken.sendall(said[at : at + self.part])
                time.sleep(self.pause_s)
            if self.ends:
                return


@contextmanager
def serving(*said, part=65536, ends=False, context=None, pause_s=0) -> Iterator[Server]:
    server = Server(said, part, ends, context, pause_s)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.listener.close()
        thread.join(5)


def connections(url, verify=None, **more):
    config = Config(connect_timeout=1, read_timeout=0.2, **more)
    session = botocore.session.Session()
    made = session.create_client(
        "dynamodb",
        region_name="eu-west-1",
        endpoint_url=url,
        aws_access_key_id="a",
        aws_secret_access_key="s",
        config=config,
        verify=verify,
    )
    return Connections(made._endpoint.http_session, url)


def request(url, body=b"{}"):
    return AWSPreparedRequest("POST", url, {"host": "h", "x-amz-target": "T"}, body, stream_output=False)


@pytest.mark.parametrize("part", [1, 7, 65536])
@pytest.mark.parametrize("said", [LENGTH, CHUNKED, TO_THE_END, CLOSING, OLD])
def test_an_answer_is_read_whole_however_it_comes(said, part):
    with serving(said, part=part, ends=said is TO_THE_END) as server:
        answer = connections(server.url).send(request(server.url))
    assert (answer.status_code, answer.content) == (200, b"abcde")
    assert server.asked == [b"POST / HTTP/1.1\r\nhost: h\r\nx-amz-target: T\r\ncontent-length: 2\r\n\r\n{}"]
    assert answer.headers.get("x-amzn-requestid") == ("A" if said is LENGTH else None)


@pytest.mark.parametrize(("said", "count"), [(LENGTH, 1), (CHUNKED, 1), (CLOSING, 3), (OLD, 3)])
def test_a_connection_is_kept_where_the_answer_allows_it(said, count):
    with serving(said, said, said, ends=count > 1) as server:
        ours = connections(server.url)
        assert [ours.send(request(server.url)).content for _ in range(3)] == [b"abcde"] * 3
    assert server.connections == count


@pytest.mark.parametrize("said", [LENGTH[:-1], LENGTH[:30], CHUNKED[:-6], CHUNKED[:60], b"", b"nonsense\r\n\r\n"])
def test_an_answer_that_broke_off_is_none(said):
    with serving(said, LENGTH, ends=True) as server:
        ours = connections(server.url)
        with pytest.raises((ConnectionClosedError, IncompleteReadError)):
            ours.send(request(server.url))
        assert ours.send(request(server.url)).content == b"abcde"
    assert server.connections == 2


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_told():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(ReadTimeoutError):
            connections(url).send(request(url))


@pytest.mark.parametrize("said", [LENGTH, CHUNKED])
def test_an_answer_that_comes_in_drops_is_waited_for_no_longer(said):
    """Each part of it in time, and the whole too late."""
    with serving(said, part=4, pause_s=0.05) as server, pytest.raises(ReadTimeoutError):
        connections(server.url).send(request(server.url))


def test_nothing_was_sent_where_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/"
    with pytest.raises(EndpointConnectionError):
        connections(url).send(request(url))


def test_a_server_without_a_certificate_is_not_trusted():
    with serving(LENGTH, ends=True) as server:
        url = server.url.replace("http:", "https:")
        with pytest.raises(SSLError):
            connections(url).send(request(url))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of a server that vouches for itself, with its key."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_must_be_vouched_for(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(LENGTH, LENGTH, context=context) as server:
        url = server.url.replace("http:", "https:")
        with pytest.raises(SSLError):
            connections(url).send(request(url))
        elsewhere = url.replace("127.0.0.1", "localhost")
        with pytest.raises(SSLError):
            connections(elsewhere, verify=str(certificate)).send(request(elsewhere))
        trusting = connections(url, verify=str(certificate))
        assert [trusting.send(request(url)).content for _ in range(2)] == [b"abcde"] * 2


def test_behind_a_proxy_all_of_it_is_botocores():
    answer = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabcde"
    with serving(answer, ends=True) as proxy:
        ours = connections("http://dynamodb.invalid/", proxies={"http": proxy.url})
        assert ours.send(request("http://dynamodb.invalid/")).content == b"abcde"
    assert proxy.asked[0].startswith(b"POST http://dynamodb.invalid/ HTTP/1.1")


def test_a_connection_that_the_server_closed_meanwhile_is_opened_anew():
    with serving(LENGTH, LENGTH, ends=True) as server:
        ours = connections(server.url)
        assert ours.send(request(server.url)).content == b"abcde"
        time.sleep(0.05)
        assert ours.send(request(server.url)).content == b"abcde"
    assert server.connections == 2
