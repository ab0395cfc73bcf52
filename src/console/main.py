"""The ``stridegraph`` command."""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console

app = typer.Typer(
    help="The back end of a running coach and a walking coach.", no_args_is_help=True, add_completion=False
)
console = Console()
errors = Console(stderr=True, style="red")

Paths = Annotated[list[Path], typer.Argument(help="Files, or folders of files.", exists=True)]
SportOption = Annotated[
    str | None, typer.Option("--sport", help="RUNNING or WALKING, where a file says nothing useful.")
]
EnginesPort = Annotated[int, typer.Option(help="Port of DynamoDB, S3 and SQS.", min=1, max=65535)]
StoragePort = Annotated[int, typer.Option(help="Port that files are sent to.", min=1, max=65535)]


# Each command imports what it needs when it runs: `stridegraph --help` should not load Numba.
@app.command()
def serve(  # noqa: PLR0913, PLR0917 -- options of a command
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for phones on the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    public_url: Annotated[
        str | None, typer.Option(help="Address that phones or an emulator use, as http://192.0.2.7:8000.")
    ] = None,
    demo: Annotated[bool, typer.Option(help="Let the demo user's twelve weeks arrive.")] = True,  # noqa: FBT002
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder that keeps everything; what it kept before is there.")
    ] = None,
    stage: Annotated[
        Literal["playground", "locked"] | None,
        typer.Option(help="locked answers no introspection, has no page, and takes trusted documents alone."),
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option(
            help="Manifest of the trusted documents, given again for another app's; without one locked takes any.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
) -> None:
    """Run the whole service on this machine, with a demo user; without --keep everything is gone after Ctrl-C."""
    from console.local import Address, CannotServe
    from console.serve import Staging
    from console.serve import serve as run

    _log_warnings()
    with _one_sentence(CannotServe):
        staging = Staging(stage, tuple(documents or ()))
        run(Address(host, port, public_url), console, demo=demo, keep=keep, staging=staging)
    # Everything is stopped, and written down where it is kept; taking the rest apart object by object would keep the
    # prompt away for seconds.
    console.file.flush()
    os._exit(0)


@app.command()
def engines(
    host: Annotated[str, typer.Option(help="Address that files are sent to; 0.0.0.0 for phones.")] = "127.0.0.1",
    engines_port: EnginesPort = 8020,
    storage_port: StoragePort = 8021,
) -> None:
    """Run DynamoDB, S3 and SQS, and what follows on an upload, for `sam local start-api` in another terminal."""
    from console.local import CannotServe
    from console.sam.service import serve_engines
    from console.sam.variables import Ports

    _log_warnings()
    with _one_sentence(CannotServe):
        serve_engines(host, Ports(engines=engines_port, storage=storage_port), console)


@app.command()
def sam_local(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for phones on the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the API.", min=1, max=65535)] = 3000,
    functions_port: Annotated[int, typer.Option(help="Port of the other functions.", min=1, max=65535)] = 3001,
    engines_port: EnginesPort = 8020,
    storage_port: StoragePort = 8021,
    demo: Annotated[bool, typer.Option(help="Let the demo user's twelve weeks arrive.")] = True,  # noqa: FBT002
) -> None:
    """Run every function in a container, by SAM CLI, over embedded engines; `make sam-local` builds them first."""
    from console.local import CannotServe
    from console.sam.service import sam_local as run
    from console.sam.variables import Ports

    _log_warnings()
    with _one_sentence(CannotServe):
        run(host, Ports(port, functions_port, engines_port, storage_port), console, demo=demo)


@app.command()
def upload(
    paths: Paths,
    url: Annotated[str | None, typer.Option(help="Address of the service; the local server's unless given.")] = None,
    token: Annotated[str | None, typer.Option(help="Access token; the local demo user's unless given.")] = None,
    sport: SportOption = None,
) -> None:
    """Send recordings, wait for them, and print their activities."""
    hint = _sport(sport)
    from console.client import ApiError
    from console.files import files_below
    from console.upload import upload_files

    files = _files(files_below(paths))
    with _one_sentence(ApiError):
        failed = upload_files(files, console, url=url, token=token, sport_hint=hint)
    raise typer.Exit(2 if failed else 0)


@app.command()
def measure(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: every figure, instead of a line.")] = False,  # noqa: FBT002
    sport: SportOption = None,
) -> None:
    """Read and measure files without any server."""
    from console.files import files_below
    from console.measure import measure_files, print_lines
    from models.terms import Sport

    hint = _sport(sport)
    rows = measure_files(_files(files_below(paths)), Sport(hint) if hint else None)
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        print_lines(rows, console)
    raise typer.Exit(2 if any(row["failure"] for row in rows) else 0)


@app.command()
def token(
    subject: Annotated[str, typer.Option(help="Who the token is for; a new name is a new person.")] = "demo",
) -> None:
    """Print an access token for the local server."""
    from console.keypair import KeyPair
    from console.state import state_dir

    if not subject.strip():
        _stop("--subject must be a name: whose token it is.")
    typer.echo(KeyPair(state_dir()).token(subject))


@app.command()
def schema() -> None:
    """Print the GraphQL schema, as schema.graphql keeps it."""
    from graph.schema import sdl

    typer.echo(sdl(), nl=False)


@app.command()
def explain(  # noqa: PLR0913, PLR0917 -- options of a command
    query: Annotated[Path, typer.Argument(help="File with a GraphQL document.", exists=True, dir_okay=False)],
    variables: Annotated[str, typer.Option(help="Its variables: JSON, or a file of JSON.")] = "",
    operation: Annotated[str | None, typer.Option(help="Which operation, where the document holds several.")] = None,
    run: Annotated[
        bool | None,
        typer.Option(help="Run it on the server, too; unless told otherwise a query is run and a mutation is not."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="Address of the service; the local server's unless given.")] = None,
    token: Annotated[str | None, typer.Option(help="Access token; the local demo user's unless given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,  # noqa: FBT002
) -> None:
    """Print what an operation asks of the table, with key conditions and capacity units: planned, and as it is run."""
    from console.client import ApiError
    from console.explain import CannotExplain, Target, operation_of
    from console.explain import explain as tell

    with _one_sentence(ApiError, CannotExplain):
        wanted = operation_of(query.read_text(encoding="utf-8"), variables, operation)
        code = tell(wanted, console, Target(url, token, run), as_json=as_json)
    raise typer.Exit(code)


@app.command()
def patterns() -> None:
    """Print the table's items and access patterns, as docs/table.md keeps them."""
    from console.patterns import document

    typer.echo(document(), nl=False)


@app.command()
def kernels() -> None:
    """Print the table of all kernels, as docs/kernels.md ends with it."""
    from console.kernels import table

    typer.echo(table(), nl=False)


@app.command()
def curves(
    sport: Annotated[str, typer.Option(help="RUNNING or WALKING.")],
) -> None:
    """Print the curves of a score as a picture, as docs/run-form-score.svg and docs/active-form-score.svg keep it."""
    from console.curves import document
    from models.terms import Sport

    typer.echo(document(Sport(_sport(sport) or "")), nl=False)


@app.command()
def migrate(
    table: Annotated[str, typer.Option(envvar="STRIDEGRAPH_TABLE", help="Name of the deployed table.")],
    page_items: Annotated[int, typer.Option(help="Items to read at a time.", min=1)] = 200,
) -> None:
    """Bring every item of a deployed table to the newest version; interrupted, it goes on from its last page."""
    from console.migrate import CannotMigrate
    from console.migrate import migrate as run
    from console.state import state_dir

    with _one_sentence(CannotMigrate):
        run(table, console, state_dir(), page_items=page_items)


@app.command()
def smoke(
    stack: Annotated[str | None, typer.Option(help="Name of a deployed stack; AWS credentials are needed.")] = None,
    url: Annotated[str | None, typer.Option(help="Address of any service, instead of a stack.")] = None,
    token: Annotated[
        str | None, typer.Option(help="Access token; without one a person is made in the stack's pool, and deleted.")
    ] = None,
    requests: Annotated[int, typer.Option(help="How often the list is asked for.", min=1)] = 200,
    fresh: Annotated[int, typer.Option(help="Cold starts of the stack's API to measure.", min=0)] = 5,
) -> None:
    """Measure cold starts, a list and the way of an upload, where the service really runs."""
    from console.client import ApiError
    from console.smoke.command import Wish
    from console.smoke.command import smoke as run
    from console.smoke.stack import CannotSmoke

    with _one_sentence(ApiError, CannotSmoke):
        run(Wish(stack, url, token, requests, fresh), console)


@app.command()
def cost(  # noqa: PLR0913, PLR0917 -- options of a command
    users: Annotated[float | None, typer.Option(help="Monthly users, as 1e6.")] = None,
    region: Annotated[str, typer.Option(help="Whose prices: us-east-1, or ap-northeast-1 for Tokyo.")] = "us-east-1",
    sign_in: Annotated[str, typer.Option(help="cognito-lite, or own for an issuer that costs nothing here.")] = (
        "cognito-lite"
    ),
    queries_per_user: Annotated[float | None, typer.Option(help="Requests of a user in a month.")] = None,
    activities_per_user: Annotated[float | None, typer.Option(help="Uploads of a user in a month.")] = None,
    query_ms: Annotated[float | None, typer.Option(help="Billed duration of a warm request, ms.")] = None,
    cold_share: Annotated[float | None, typer.Option(help="Share of requests that start an environment.")] = None,
    provisioned: Annotated[float | None, typer.Option(help="Environments of Provisioned Concurrency.")] = None,
    own_key: Annotated[bool, typer.Option("--own-key", help="A KMS key of your own for table and bucket.")] = False,  # noqa: FBT002
    assume: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Any other assumption of docs/cost.md; can be given again."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,  # noqa: FBT002
    page: Annotated[bool, typer.Option("--page", help="Print docs/cost.md.")] = False,  # noqa: FBT002
) -> None:
    """Print what a month on AWS costs by list prices: sign-in apart, a race, levers, and a comparison."""
    from dataclasses import replace

    from console.cost.page import document
    from console.cost.terminal import as_json as told
    from console.cost.terminal import print_estimate
    from console.cost.usage import BadUsage, usage_of

    if page and as_json:
        _stop("--page prints docs/cost.md, --json the figures of --users: take one of them.")
    if page:
        typer.echo(document(), nl=False)
        return
    named = {
        "queries_per_user": queries_per_user,
        "activities_per_user": activities_per_user,
        "query_ms": query_ms,
        "cold_share": cold_share,
        "provisioned": provisioned,
    }
    with _one_sentence(BadUsage):
        usage = replace(usage_of(users, region, sign_in, named, assume or ()), own_key=own_key)
    if as_json:
        typer.echo(json.dumps(told(usage, region), indent=2))
    else:
        print_estimate(usage, region, console)


@contextmanager
def _one_sentence(*expected: type[Exception]) -> Iterator[None]:
    """Where one of these errors comes, its sentence is all that is said."""
    try:
        yield
    except expected as error:
        _stop(str(error))


def _stop(sentence: str) -> NoReturn:
    """End with 1, and say why: as it is, since a name of a file may look like markup."""
    errors.print(sentence, soft_wrap=True, markup=False, highlight=False)
    raise typer.Exit(1)


def _log_warnings() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")


def _files(found: list[Path]) -> list[Path]:
    if not found:
        _stop("No files found there.")
    return found


def _sport(text: str | None) -> str | None:
    if text is not None and text.upper() not in {"RUNNING", "WALKING"}:
        _stop(f"--sport must be RUNNING or WALKING, not {text}.")
    return text.upper() if text else None
