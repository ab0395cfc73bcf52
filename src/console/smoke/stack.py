"""A deployed stack: where it answers, somebody who may ask it, and environments that were never used."""

import json
import secrets
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from console.smoke.reports import Report, reports

_MARK = "STRIDEGRAPH_SMOKE"  # no setting: an environment whose variables differ is a new one


class CannotSmoke(Exception):
    """Why nothing was measured: one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Stack:
    """What the outputs of a stack tell."""

    url: str
    function: str
    client_id: str
    pool: str | None


def stack_of(cloudformation: Any, name: str) -> Stack:
    """The stack of this name; raises CannotSmoke where it is none of ours."""
    found = cloudformation.describe_stacks(StackName=name)["Stacks"][0].get("Outputs", [])
    outputs = {each["OutputKey"]: each["OutputValue"] for each in found}
    try:
        return Stack(outputs["Endpoint"], outputs["ApiFunctionName"], outputs["AppClientId"], outputs.get("UserPoolId"))
    except KeyError as missing:
        raise CannotSmoke(f"The stack {name} has no output {missing}: is it this template's?") from missing


@contextmanager
def somebody(idp: Any, stack: Stack) -> Iterator[str]:
    """The access token of a person made for the time inside; raises CannotSmoke where the pool is not the stack's."""
    if stack.pool is None:
        raise CannotSmoke("The stack has no user pool of its own: give a --token of its issuer.")
    name, password = f"smoke-{secrets.token_hex(8)}@example.com", secrets.token_urlsafe(24)
    who = {"UserPoolId": stack.pool, "Username": name}
    attributes = [{"Name": "email", "Value": name}, {"Name": "email_verified", "Value": "true"}]
    idp.admin_create_user(**who, MessageAction="SUPPRESS", UserAttributes=attributes)
    try:
        idp.admin_set_user_password(**who, Password=password, Permanent=True)
        answer = idp.admin_initiate_auth(
            UserPoolId=stack.pool,
            ClientId=stack.client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
        )
        yield str(answer["AuthenticationResult"]["AccessToken"])
    finally:
        idp.admin_delete_user(**who)


def event_of(token: str, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The event that the gateway makes of an operation, with this token's claims as its authorizer hands them on."""
    payload = token.split(".")[1]
    claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    http = {"method": "POST", "path": "/graphql", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "smoke"}
    jwt = {"claims": {name: str(value) for name, value in claims.items()}, "scopes": None}
    return {
        "version": "2.0",
        "routeKey": "POST /graphql",
        "rawPath": "/graphql",
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "accept": "application/json", "host": "smoke"},
        "requestContext": {
            "authorizer": {"jwt": jwt},
            "domainName": "smoke",
            "http": http,
            "requestId": "smoke",
            "routeKey": "POST /graphql",
            "stage": "$default",
        },
        "body": json.dumps({"query": query, "variables": variables}),
        "isBase64Encoded": False,
    }


def cold_starts(functions: Any, function: str, event: Mapping[str, Any], count: int) -> list[Report]:
    """The first invocation of so many fresh environments. Raises CannotSmoke when one is not answered.

    They are environments of the unpublished version, which no request of anybody reaches; its variables are put back.
    A count of none leaves the function alone.
    """
    if not count:
        return []
    variables = functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    try:
        return [_first(functions, function, event, variables | {_MARK: str(number)}) for number in range(count)]
    finally:
        _vary(functions, function, variables)


def _first(functions: Any, function: str, event: Mapping[str, Any], variables: Mapping[str, str]) -> Report:
    _vary(functions, function, variables)
    answer = functions.invoke(FunctionName=function, LogType="Tail", Payload=json.dumps(event).encode())
    body = json.loads(answer["Payload"].read())
    if answer.get("FunctionError") or body.get("statusCode") != 200:
        raise CannotSmoke(f"A fresh environment did not answer: {json.dumps(body)[:300]}")
    for report in reports(b64decode(answer["LogResult"]).decode()):
        if report.init_ms is not None:
            return report
    raise CannotSmoke("Lambda did not tell how long the start of a fresh environment took.")


def _vary(functions: Any, function: str, variables: Mapping[str, str]) -> None:
    functions.update_function_configuration(FunctionName=function, Environment={"Variables": dict(variables)})
    functions.get_waiter("function_updated_v2").wait(FunctionName=function)
