"""What a phone does, whatever client it has: sign in, tell who it is, send two files, page, read a score.

It runs in an environment of its own, without anything of the service: the clients pin other versions than it does.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

ME = {"birthDate": "1992-05-17", "sex": "FEMALE", "heightM": 1.6}
POLLS = 120
PAUSE_S = 0.25

type Ask = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


def told(ask: Ask, files: list[str]) -> None:
    """Carry the story out and print what came of it; ``ask`` takes an operation's name and variables to its data."""
    viewer = ask("SignIn", {})["viewer"]
    settled = ask("Settle", {"input": ME})["updateProfile"]
    activities = [made for file in files for made in uploaded(ask, Path(file).read_bytes())]
    paged, after, more = [], None, True
    while more:
        page = ask("Page", {"first": 1, "after": after})["viewer"]["activities"]
        paged += page["nodes"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    activity = ask("Scored", {"id": paged[0]["id"]})["activity"]
    story = {"viewer": viewer["id"], "settled": settled["__typename"], "activities": activities, "paged": paged}
    sys.stdout.write(json.dumps({**story, "activity": activity}, default=str))


def uploaded(ask: Ask, data: bytes) -> list[str]:
    """Ids of the file's activities."""
    promise = {"sizeBytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    upload = ask("PromiseFile", {"input": promise})["createUpload"]
    headers = {header["name"]: header["value"] for header in upload["putHeaders"]}
    httpx.put(upload["putUrl"], content=data, headers=headers).raise_for_status()
    for _ in range(POLLS):
        became = ask("Became", {"id": upload["id"]})["upload"]
        if became["state"] == "FAILED":
            raise RuntimeError(became["problem"]["message"])
        if became["state"] == "DONE":
            return [activity["id"] for activity in became["activities"]]
        time.sleep(PAUSE_S)
    raise TimeoutError("the upload did not end")
