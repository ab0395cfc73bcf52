"""Answers that are none of GraphQL's, as a person at a terminal is told of them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from console.client import ApiError, Client


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """A server that says the same to everybody."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "message"),
    [(401, "Unauthorized"), (413, "Request Too Long"), (429, "Too Many Requests"), (503, "Service Unavailable")],
)
def test_what_the_gateway_says_itself_is_one_sentence(status, message):
    with (
        answering(status, json.dumps({"message": message}).encode()) as url,
        Client(url, "token") as client,
        pytest.raises(ApiError, match=f"answered {status}: {message}"),
    ):
        client.execute("{ viewer { id } }")


def test_a_page_is_no_answer():
    with (
        answering(200, b"<!doctype html>") as url,
        Client(url, "token") as client,
        pytest.raises(ApiError, match="answered 200 and no JSON"),
    ):
        client.execute("{ viewer { id } }")
