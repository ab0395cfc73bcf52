"""A small client of the API, as a phone would be one."""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2

CREATE_UPLOAD = """
mutation CreateUpload($input: CreateUploadInput!) {
  createUpload(input: $input) {
    __typename
    ... on Upload { id state putUrl putHeaders { name value } }
    ... on InputRefused { problems { field code message } }
    ... on UploadConflict { field message }
  }
}
"""
UPLOAD = """
query Upload($id: ID!) {
  upload(id: $id) {
    state
    problem { code message detail }
    skipped { code message detail }
    activities {
      __typename id startedAt distanceM elapsedS movingS averageHeartRateBpm ascentM
      score { value reason help(locale: EN) }
    }
  }
}
"""
ENDED = {"DONE", "FAILED"}


class ApiError(Exception):
    """The API refused, or could not be reached: one sentence for a person."""


class Refused(ApiError):
    """This file is not accepted; another one may be."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    state: str
    activities: tuple[Mapping[str, Any], ...] = ()
    skipped: tuple[Mapping[str, Any], ...] = ()
    problem: Mapping[str, Any] | None = None


class Client:
    """One signed-in person's view of the API; a context manager.

    ``local`` says that files go to the API's own address whatever host their URL was signed for: the local server's
    public address may be one that only an emulator can reach. ``url`` may end with the endpoint's path, as the server
    prints it.
    """

    def __init__(self, url: str, token: str, *, local: bool = False, timeout_s: float = 30) -> None:
        self._url = url.rstrip("/").removesuffix("/graphql").rstrip("/")
        self._local = local
        self._http = httpx2.Client(timeout=timeout_s, headers={"authorization": f"Bearer {token}"})
        self._storage = httpx2.Client(timeout=timeout_s)  # S3 wants no token beside a signature

    def __enter__(self) -> Self:
        """Nothing to do: connections are made when they are needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._http.close()
        self._storage.close()

    def execute(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The data of an operation; raises ApiError."""
        body = self.ask({"query": query, "variables": variables})
        if body.get("errors"):
            raise ApiError("; ".join(error["message"] for error in body["errors"]))
        data: dict[str, Any] = body["data"]
        return data

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The whole answer to a request of GraphQL over HTTP, errors and extensions included; raises ApiError.

        Whoever asks too often waits as long as the service says.
        """
        try:
            answer = self._http.post(f"{self._url}/graphql", json=request)
            while answer.status_code == HTTPStatus.TOO_MANY_REQUESTS and "retry-after" in answer.headers:
                time.sleep(float(answer.headers["retry-after"]))
                answer = self._http.post(f"{self._url}/graphql", json=request)
            body: dict[str, Any] = answer.json()
        except httpx2.HTTPError as error:
            raise ApiError(f"No answer from {self._url}: {error}. Is the service running (make serve)?") from error
        except ValueError as error:
            raise ApiError(f"{self._url}/graphql answered {answer.status_code} and no JSON.") from error
        if not body.keys() & {"data", "errors"}:  # the gateway's own answer: docs/gateway.md
            raise ApiError(f"{self._url}/graphql answered {answer.status_code}: {body.get('message', 'no reason')}.")
        return body

    def send(self, data: bytes, *, sport_hint: str | None = None) -> str:
        """Promise these bytes and PUT them; the upload's id. Raises ApiError and Refused. Safe to repeat."""
        made = self.promise(data, sport_hint=sport_hint)
        self.put(made, data)
        return str(made["id"])

    def promise(self, data: bytes, *, sport_hint: str | None = None) -> dict[str, Any]:
        """The upload that these bytes are promised for; raises ApiError and Refused."""
        promise = {"sizeBytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "sportHint": sport_hint}
        made: dict[str, Any] = self.execute(CREATE_UPLOAD, {"input": promise})["createUpload"]
        if made["__typename"] == "InputRefused":
            raise Refused("; ".join(f"{problem['field']} {problem['message']}" for problem in made["problems"]))
        if made["__typename"] == "UploadConflict":
            raise Refused(made["message"])
        return made

    def put(self, upload: Mapping[str, Any], data: bytes) -> None:
        """PUT the bytes of an upload that waits for them; raises ApiError."""
        if upload["state"] == "WAITING":
            self._put(upload["putUrl"], {header["name"]: header["value"] for header in upload["putHeaders"]}, data)

    def wait(self, upload_id: str, *, timeout_s: float = 120, tick: Callable[[str], None] | None = None) -> Outcome:
        """Ask until the upload has ended; ``tick`` hears each state. Raises ApiError when it takes too long."""
        give_up = time.monotonic() + timeout_s
        pause_s = 0.05
        while time.monotonic() < give_up:
            upload = self.execute(UPLOAD, {"id": upload_id})["upload"]
            if upload is None:
                raise ApiError("The upload is gone.")
            if tick:
                tick(upload["state"])
            if upload["state"] in ENDED:
                return Outcome(
                    upload["state"], tuple(upload["activities"]), tuple(upload["skipped"]), upload["problem"]
                )
            time.sleep(pause_s)
            pause_s = min(1.0, pause_s * 1.5)
        raise ApiError(f"The upload has not ended after {timeout_s:g} s; ask for it later: {upload_id}")

    def _put(self, url: str, headers: Mapping[str, str], data: bytes) -> None:
        if self._local:
            parts = urlsplit(url)
            url = f"{self._url}{parts.path}?{parts.query}"
        try:
            answer = self._storage.put(url, content=data, headers=dict(headers))
        except httpx2.HTTPError as error:
            raise ApiError(f"The file could not be sent: {error}.") from error
        # 412: it was sent before, by a try whose answer was lost.
        if answer.status_code != HTTPStatus.PRECONDITION_FAILED and answer.is_error:
            raise ApiError(f"The file was refused with {answer.status_code}: {answer.text[:200]}")
