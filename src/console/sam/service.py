"""``stridegraph engines`` and ``stridegraph sam-local``: until Ctrl-C."""

import signal
import threading
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from socket import create_server

from rich.console import Console

from console.client import Client
from console.demo import Demo
from console.engines.backend import LOOPBACK
from console.engines.triggers import triggers
from console.keypair import DEMO_SUBJECT, KeyPair
from console.local import Address, CannotServe, not_listening, print_curl, print_token
from console.sam.child import BUILT, ROOT, Sam, SamFailed, credentials
from console.sam.docker import require_image
from console.sam.function import RemoteFunction
from console.sam.surroundings import Surroundings, surroundings
from console.sam.variables import Ports, document
from console.state import state_dir
from uploads import aws, cohorts, jobs

_WATCH_S = 0.5
_PLACE = BUILT.parents[1] / "local"

# What names another account, or part of one.
_FOREIGN = "-u AWS_PROFILE -u AWS_SESSION_TOKEN"


def serve_engines(host: str, ports: Ports, console: Console) -> None:
    """The engines for functions that somebody else runs in containers, files and jobs done in this process.

    Raises CannotServe.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    keys = KeyPair(state_dir())
    with suppress(KeyboardInterrupt), surroundings(host, ports, keys) as around, ExitStack() as stack:
        here = {"uploads": aws.handler, "jobs": jobs.handler, "cohorts": cohorts.handler}
        stack.enter_context(triggers(around.engines, around.settings, **here))
        variables = _variables(around)
        console.print(f"DynamoDB, S3, SQS  {around.engines.url}")
        console.print(f"Files              {around.settings.s3_public_url}")
        print_token(console, keys.token(DEMO_SUBJECT), indent=19)
        console.print("\nIn another terminal, so that files can be sent to what the API signs:\n")
        told = " ".join(f"{name}={value}" for name, value in credentials(around.settings).items())
        flag = "" if ports == Ports() and host == LOOPBACK else f" --env-vars {variables.relative_to(ROOT)}"
        # For this command alone: exported, they would be whose account the terminal deploys to.
        line = f"sam build && env {_FOREIGN} {told} sam local start-api{flag}\n"
        console.print(line, soft_wrap=True, markup=False, highlight=False)
        console.print("Ctrl-C stops everything; nothing of it is kept.\n", style="dim")
        threading.Event().wait()


def sam_local(host: str, ports: Ports, console: Console, *, demo: bool = True) -> None:
    """Every function in a container of its own, over the engines of this process; raises CannotServe."""
    if not BUILT.exists():
        raise CannotServe("The functions are not built. `make sam-local` builds them, and so does `sam build`.")
    require_image()
    _check_free(host, ports.api, "--port")
    _check_free(LOOPBACK, ports.functions, "--functions-port")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    keys = KeyPair(state_dir())
    with suppress(KeyboardInterrupt), surroundings(host, ports, keys) as around, ExitStack() as stack:
        console.print("Starting the API's container ...", style="dim")
        children = _children(stack, host, around)
        stack.enter_context(triggers(around.engines, around.settings, **_remote(around.ports)))
        url, token = Address(host, ports.api).url, keys.token(DEMO_SUBJECT)
        _announce(url, token, around.ports, console)
        client = stack.enter_context(Client(url, token))
        stopping = threading.Event()
        if demo:
            stack.enter_context(Demo(client, console, datetime.now(UTC), stopping.is_set))
        stack.callback(stopping.set)
        stack.callback(console.print, "Stopping ...", style="dim")
        _watch(children)


def _variables(around: Surroundings) -> Path:
    """The file of the functions' variables."""
    path = _PLACE / "variables.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document(around.ports, around.settings.require("s3_public_url")))
    return path


def _check_free(host: str, port: int, option: str) -> None:
    """Raise CannotServe where a port is taken: what listens there would be asked in place of SAM CLI."""
    try:
        create_server((host, port)).close()
    except OSError as error:
        raise not_listening(error, host, port, f"Name another one: {option}.") from error


def _children(stack: ExitStack, host: str, around: Surroundings) -> list[Sam]:
    """SAM CLI twice: the API behind HTTP, and the other functions behind Lambda's API; ``stack`` ends them."""
    # A container is made when it is first needed: started eagerly, each SAM would make one for every function.
    common = ["--warm-containers", "LAZY", "--env-vars", str(_variables(around))]
    api, functions = str(around.ports.api), str(around.ports.functions)
    first = Sam(["start-api", "--host", host, "--port", api, *common], around.settings, _PLACE / "start-api.log")
    stack.enter_context(first)
    second = Sam(["start-lambda", "--port", functions, *common], around.settings, _PLACE / "start-lambda.log")
    stack.enter_context(second)
    first.wait_for(f"{Address(host, around.ports.api).local_url}/health")
    second.wait_for(f"http://{LOOPBACK}:{functions}/")
    return [first, second]


def _remote(ports: Ports) -> dict[str, RemoteFunction]:
    """The functions that are called when something arrives, in their containers."""
    url = f"http://{LOOPBACK}:{ports.functions}"
    names = {"uploads": "ProcessFunction", "jobs": "JobsFunction", "cohorts": "CohortFunction"}
    return {part: RemoteFunction(url, name) for part, name in names.items()}


def _watch(children: list[Sam]) -> None:
    """Wait until Ctrl-C; raises SamFailed where a child ends before."""
    waiting = threading.Event()
    while not waiting.wait(_WATCH_S):
        for child in children:
            if child.ended:
                raise SamFailed(f"SAM CLI has ended. It said: {child.last_words()}")


def _announce(url: str, token: str, ports: Ports, console: Console) -> None:
    """Say where everything is."""
    console.print(f"\nGraphQL     {url}/graphql")
    if (BUILT.parent / "ApiFunction" / "playground").is_dir():
        console.print(f"Playground  {url}/\nViewer      {url}/viewer")
    console.print(f"Functions   http://{LOOPBACK}:{ports.functions}, by Lambda's own API")
    console.print(f"Logs        {_PLACE.relative_to(ROOT)}/*.log")
    print_token(console, token)
    print_curl(console, url, token)
    send = f'.venv/bin/stridegraph upload FILE --url {url} --token "$(.venv/bin/stridegraph token)"'
    console.print(f"{send}\n", soft_wrap=True, markup=False, highlight=False)
    console.print("Ctrl-C stops everything; nothing of it is kept.\n", style="dim")
