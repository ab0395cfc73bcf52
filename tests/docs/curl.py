"""A command line of curl as a request: as many of its options as the cookbook uses."""

import argparse
import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx2

_PARSER = argparse.ArgumentParser("curl", exit_on_error=False)
_PARSER.add_argument("-s", action="store_true")
_PARSER.add_argument("-i", action="store_true")
_PARSER.add_argument("-G", dest="get", action="store_true")
_PARSER.add_argument("--compressed", action="store_true")
_PARSER.add_argument("-X", dest="method")
_PARSER.add_argument("-H", dest="headers", action="append", default=[])
_PARSER.add_argument("-d", "--data-binary", dest="data")
_PARSER.add_argument("--data-urlencode", dest="fields", action="append", default=[])
_PARSER.add_argument("url")

type Send = Callable[..., httpx2.Response]


def requested(command: str, known: Mapping[str, str], files: Path, send: Send) -> tuple[httpx2.Response, bool]:
    """Send what the command says; the answer, and whether it is shown with its head (``-i``).

    Args:
        command: a line of a shell, "$ " before it, continued by backslashes; ``$name`` stands for one of ``known``.
        known: values of the shell's variables.
        files: where ``@name`` lies.
        send: method, path with query, headers and content to an answer.
    """
    line = command.removeprefix("$ ").replace("\\\n", " ")
    line = re.sub(r"'[^']*'|\$(\w+)", lambda found: known[found[1]] if found[1] else found[0], line)
    name, *arguments = shlex.split(line)
    if name != "curl":
        raise ValueError(f"no command of curl: {command}")
    asked = _PARSER.parse_args(arguments)
    headers = dict(header.split(": ", 1) for header in asked.headers)
    data = asked.data.encode() if asked.data else None
    if asked.data and asked.data.startswith("@"):
        data = (files / asked.data[1:]).read_bytes()
    parts = urlsplit(asked.url)
    query = parts.query
    if asked.get:
        query = urlencode([tuple(field.split("=", 1)) for field in asked.fields])
    method = asked.method or ("POST" if data else "GET")
    if data and method == "POST" and not any(each.lower() == "content-type" for each in headers):
        headers["content-type"] = "application/x-www-form-urlencoded"  # as curl says unless told
    return send(method, f"{parts.path}?{query}" if query else parts.path, headers=headers, content=data), asked.i
