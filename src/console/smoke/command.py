"""What is behind ``stridegraph smoke``: a stack, or any service with a token, measured and told as a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from console.client import Client
from console.lines import heading
from console.smoke.figures import Row, table
from console.smoke.stack import CannotSmoke, Stack, cold_starts, event_of, somebody, stack_of
from console.smoke.story import LIST, LIST_VARIABLES, leave, list_row, upload_rows


@dataclass(frozen=True, slots=True)
class Wish:
    """What to measure: a stack, or the service at an address with a token; and how often.

    Attributes:
        requests: how often the list is asked for.
        fresh: how many fresh environments of the API are started; only a stack has them.
    """

    stack: str | None
    url: str | None
    token: str | None
    requests: int
    fresh: int


def smoke(wish: Wish, console: Console) -> None:
    """Measure, and print what was; raises CannotSmoke and ApiError, where something did not go as it should."""
    try:
        rows = _of_stack(wish, wish.stack) if wish.stack else _of_service(wish)
    except (BotoCoreError, ClientError) as error:
        raise CannotSmoke(f"AWS refused, or could not be asked: {error}") from error
    heading(console, f"{wish.stack or wish.url}, as seen from here")
    console.print(table(rows))


def _of_service(wish: Wish) -> list[Row]:
    if not wish.url or not wish.token:
        raise CannotSmoke("Name a --stack, or give --url and --token.")
    with Client(wish.url, wish.token) as client:
        return [list_row(client, wish.requests), *upload_rows(client)]


def _of_stack(wish: Wish, name: str) -> list[Row]:
    session = boto3.Session()
    stack = stack_of(session.client("cloudformation"), name)
    with _asking(wish, session, stack) as (token, client):
        rows = [list_row(client, wish.requests), *upload_rows(client)]
        event = event_of(token, LIST, LIST_VARIABLES)
        starts = cold_starts(session.client("lambda"), stack.function, event, wish.fresh)
    if not starts:
        return rows
    return [
        Row("cold start: init", [start.init_ms or 0 for start in starts]),
        Row("cold start: first list", [start.duration_ms for start in starts]),
        *rows,
    ]


@contextmanager
def _asking(wish: Wish, session: boto3.Session, stack: Stack) -> Iterator[tuple[str, Client]]:
    """A token and a client with it: of the wish, or of somebody who is made for it, and leaves nothing behind."""
    if wish.token:
        with Client(stack.url, wish.token) as client:
            yield wish.token, client
        return
    with somebody(session.client("cognito-idp"), stack) as token, Client(stack.url, token) as client:
        try:
            yield token, client
        finally:
            leave(client)
