"""The whole service on this machine: engines, API, playground, and the queue behind the uploads."""

import os
import signal
import socket
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from rich.console import Console
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from console.client import Client
from console.demo import Demo
from console.engines.backend import LOOPBACK, Backend
from console.engines.embedded import Engines
from console.engines.folder import CannotKeep, Folder
from console.engines.ministack import Ministack
from console.engines.recovery import notify_again
from console.engines.storage import PREFIX, StorageDoor
from console.engines.triggers import triggers
from console.keypair import DEMO_SUBJECT, KeyPair
from console.local import Address, CannotServe, local_settings, not_listening, print_curl, print_token
from console.state import forget_server, remember_server, state_dir
from graph.app import make_app
from graph.documents import manifest, paths_of
from graph.http.answer import respond
from graph.http.negotiation import MediaType, media_type_of
from graph.http.refusal import MISDIRECTED_REQUEST, Refusal
from models.settings import Settings, from_environment
from uploads import aws, cohorts, jobs

LOCAL_HOSTS = {LOOPBACK, "localhost", "::1"}
INTERRUPTED = (
    "The last server here was killed. Files that arrived are there; what else changed since its start may be lost. "
    "Uploads that are measured again: {count}."
)

_MISDIRECTED = Refusal(
    421,
    MISDIRECTED_REQUEST,
    "This server has another name. Where it is reached by this one, start it with --public-url and that address: "
    "http://10.0.2.2:8000 for an Android emulator.",
)


@dataclass(frozen=True, slots=True)
class Staging:
    """What is answered: the stage, and the files of the trusted documents; nothing for what the environment says."""

    stage: str | None = None
    documents: tuple[Path, ...] = ()

    def of(self, settings: Settings) -> Settings:
        """These settings in this stage. Locked, and without documents, free ones are answered: nothing else could be.

        Raises CannotServe.
        """
        documents = os.pathsep.join(map(str, self.documents)) if self.documents else settings.documents
        chosen = replace(settings, stage=self.stage or settings.stage, documents=documents)
        try:
            manifest(documents)
        except (OSError, ValueError) as error:
            raise CannotServe(f"The trusted documents cannot be used: {error}.") from error
        if not chosen.locked:
            return chosen
        only = False if documents is None and chosen.documents_only is None else chosen.documents_only
        return replace(
            chosen, documents_only=only, open_introspection=False, explain_requests=False, playground_token=None
        )


def serve(
    address: Address,
    console: Console,
    *,
    demo: bool = True,
    keep: Path | None = None,
    staging: Staging = Staging(),
) -> None:
    """Serve until Ctrl-C or SIGTERM, keeping everything in the folder ``keep``; raises CannotServe."""
    _check(address)
    staging.of(from_environment())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    keys = KeyPair(state_dir())
    try:
        with _listen(address) as listener:
            _serve(address, listener, keys, console, demo=demo, keep=keep, staging=staging)
    except CannotKeep as error:
        raise CannotServe(str(error)) from error


def _serve(  # noqa: PLR0913 -- what the command says
    address: Address,
    listener: socket.socket,
    keys: KeyPair,
    console: Console,
    *,
    demo: bool,
    keep: Path | None,
    staging: Staging,
) -> None:
    token = keys.token(DEMO_SUBJECT)
    with ExitStack() as stack:
        engines = _engines(stack, keys, console, keep)
        settings = engines.prepare(staging.of(local_settings(engines.url, address, keys, token)))
        if engines.interrupted:
            count = notify_again(engines.sqs(settings.region), engines.queue_url)
            console.print(INTERRUPTED.format(count=count), style="yellow")
        here = triggers(engines, settings, uploads=aws.handler, jobs=jobs.handler, cohorts=cohorts.handler)
        stack.enter_context(here)
        stack.callback(forget_server, address.local_url, token)
        _announce(address, token, console, keep, settings)
        app = local_app(settings)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        if demo and not settings.only_documents:  # it asks what an app of somebody's does not
            client = stack.enter_context(Client(address.local_url, token, local=True))
            stack.enter_context(Demo(client, console, datetime.now(UTC), lambda: server.should_exit))
        with suppress(KeyboardInterrupt):  # uvicorn stops in order, then passes Ctrl-C on
            server.run(sockets=[listener])
        console.print("Stopping ..." if keep is None else f"Stopping; {keep} keeps everything ...", style="dim")


def _engines(stack: ExitStack, keys: KeyPair, console: Console, keep: Path | None) -> Backend:
    """The engines, started; ``stack`` stops them."""
    if keep is None:
        console.print("Starting DynamoDB, S3 and SQS in this process ...", style="dim")
        return stack.enter_context(Engines())
    console.print(f"Starting DynamoDB, S3 and SQS over {keep} ...", style="dim")
    folder = stack.enter_context(Folder(keep, from_environment()))
    return stack.enter_context(Ministack(folder, keys.storage_secret()))


def local_app(settings: Settings) -> Starlette:
    """The product's application, with the door to the embedded S3 beside it."""
    app = make_app()
    app.router.routes.insert(0, Mount(PREFIX, StorageDoor(settings)))
    if settings.playground_token:
        app.add_middleware(OwnHosts, hosts=frozenset({*LOCAL_HOSTS, urlsplit(settings.s3_public_url or "").hostname}))
    return app


class OwnHosts:
    """Lets in only those who asked for this server by its own name.

    The page presets a token: a name of somebody else's that is made to lead here must not get it.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str | None]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and _name(Headers(scope=scope).get("host", "")) not in self._hosts:
            await _misdirected(Request(scope, receive))(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _misdirected(request: Request) -> Response:
    """The refusal, in the media type that the client reads refusals in."""
    media_type = MediaType.JSON
    with suppress(Refusal):  # a browser's page
        media_type = media_type_of(request.headers.get("accept"))
    return respond(request, {"errors": [_MISDIRECTED.error]}, _MISDIRECTED.status, media_type, {})


def _name(host: str) -> str:
    """The name in a Host header, without its port; nothing for what is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:  # half of an IPv6 address
        return ""


def _check(address: Address) -> None:
    if address.public_url:
        parts = urlsplit(address.public_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
            raise CannotServe(f"--public-url must be an address like http://192.0.2.7:8000, not {address.public_url}.")


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address.host, address.port))
    except OSError as error:
        listener.close()
        remedy = f'Try: make serve ARGS="--port {address.port % 65535 + 1}"'
        raise not_listening(error, address.host, address.port, remedy) from error
    listener.listen(128)
    return listener


def _announce(address: Address, token: str, console: Console, keep: Path | None, settings: Settings) -> None:
    """Say where the service is, and leave it for the other commands."""
    remember_server(address.local_url, token)
    if not address.loopback:
        console.print(
            "Everybody on this network can reach this server; the playground presets no token.", style="yellow"
        )
    console.print(f"\nGraphQL     {address.url}/graphql")
    if settings.locked:
        console.print(f"Stage       locked: no introspection, no page, {_answered(settings)}")
    else:
        console.print(f"Playground  {address.url}/\nViewer      {address.url}/viewer")
    if settings.documents:
        console.print(f"Documents   {_trusted(settings.documents)}", soft_wrap=True, markup=False)
    print_token(console, token)
    if not settings.only_documents:
        print_curl(console, address.url, token)
    kept = "nothing of it is kept" if keep is None else f"{keep} keeps it"
    console.print(f"Ctrl-C stops everything; {kept}.\n", style="dim")


def _answered(settings: Settings) -> str:
    """Which documents the locked stage answers."""
    if settings.only_documents:
        return "trusted documents alone"
    return "any document" if settings.documents else "any document, since no --documents were given"


def _trusted(paths: str) -> str:
    """How many trusted documents were read, and from where."""
    read = [f"{len(manifest(path).by_id)} from {path}" for path in paths_of(paths)]
    count = len(manifest(paths).by_id)
    return f"{count} trusted: {', '.join(read)}"
