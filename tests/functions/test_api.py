"""The API function in AWS's own runtime client: what it is asked, and what a table that does not answer makes of it."""

import json
import subprocess

import orjson
import pytest

from bench.runtime_api import PYTHON
from graph.limits import bounds, sizes
from tests.functions.packaged import require_runtime
from tests.functions.runtime import started
from tests.functions.tripwire import stretched
from tests.gateway import EVENT, Request, answer_of, claims_of, event_of

# What Lambda hands on of one answer.
MOST_BYTES = 6_291_556
VIEWER = "{ viewer { id activities(first: 2) { nodes { id } } } }"
SHOES = 'mutation { createGear(input: {name: "Road", clientKey: "k1"}) { __typename } }'
NO_REQUESTS = [
    {},
    [],
    None,
    "ping",
    {"version": "2.0"},
    {"source": "aws.events", "detail-type": "Scheduled Event"},
    EVENT | {"version": "1.0", "httpMethod": "POST", "path": "/graphql", "resource": "/graphql"},
    EVENT | {"body": "%%%", "isBase64Encoded": True},
    EVENT | {"headers": None},
    *(
        EVENT | {"requestContext": EVENT["requestContext"] | {"authorizer": authorizer}}
        for authorizer in ("x", {"jwt": "x"}, {"jwt": {"claims": "x"}})
    ),
]
# Encodes an answer as the runtime does, and prints how long it is.
MARSHAL = """
import json, sys
from awslambdaric.lambda_runtime_marshaller import LambdaMarshaller
told, _ = LambdaMarshaller().marshal_response(json.load(sys.stdin))
print(len(told.encode()))
"""


def asked(query, claims):
    headers = {"content-type": "application/json", "accept": "application/json"}
    return event_of(Request(headers=headers, body=json.dumps({"query": query}).encode()), claims)


@pytest.fixture
def claims(service):
    return claims_of(service.settings, "somebody")


def test_what_is_no_request_is_refused_and_the_next_one_answered(service, claims):
    with started("graph.aws.handler", service.settings, service.engines.url) as function:
        for event in NO_REQUESTS:
            told = function.invoke(event).told
            assert (told["statusCode"], answer_of(told).json()["errors"][0]["extensions"]["code"]) == (
                400,
                "BAD_REQUEST",
            )
        answer = answer_of(function.invoke(asked(VIEWER, claims)).told)
        assert answer.json()["data"]["viewer"]["activities"] == {"nodes": []}
        assert answer_of(function.invoke(asked(VIEWER, None)).told).status_code == 401


def test_a_table_that_does_not_answer_is_told_before_the_function_is_ended(service, engines, claims):
    """Whoever is still waiting for it spoils nothing of the next request."""
    with (
        stretched(engines.url) as wire,
        started("graph.aws.handler", service.settings, wire.url, timeout_s=2.5) as function,
    ):
        wire.silent = True
        unknown = answer_of(function.invoke(asked(VIEWER, claims), wait_s=2.5).told)
        assert (unknown.status_code, unknown.headers["retry-after"]) == (503, "1")
        assert unknown.json()["errors"][0]["extensions"]["code"] == "RETRY_LATER"
        wire.silent = False
        assert answer_of(function.invoke(asked(VIEWER, claims)).told).json()["data"]["viewer"]["id"]
        wire.silent = True
        for query in (VIEWER, SHOES):
            known = answer_of(function.invoke(asked(query, claims), wait_s=2.5).told).json()
            assert {error["extensions"]["code"] for error in known["errors"]} <= {"RETRY_LATER", "TIMEOUT"}
        wire.silent = False
        told = answer_of(function.invoke(asked(SHOES, claims)).told).json()
        assert told["data"]["createGear"]["__typename"] == "Gear"
        (pair,) = answer_of(function.invoke(asked("{ viewer { gear { name } } }", claims)).told).json()["data"][
            "viewer"
        ]["gear"]
        assert pair == {"name": "Road"}


@pytest.mark.parametrize("filling", ['"', "\\", "歩", "x"])
def test_the_largest_answers_are_handed_on(filling):
    """Whatever they are full of, the runtime makes no more of them than Lambda takes."""
    require_runtime()
    body = most = b""
    for count in range(100_000, bounds.MAX_ANSWER_BYTES + 50_000, 50_000):
        body = orjson.dumps({"data": {"name": filling * count}})
        if sizes.capped(body) is not body:
            break
        most = body
    assert sizes.capped(body) != body
    assert len(most) > 2_000_000
    told = {"statusCode": 200, "headers": {"vary": "x" * 10_000}, "body": most.decode(), "isBase64Encoded": False}
    ran = subprocess.run(
        [PYTHON, "-c", MARSHAL],
        input=json.dumps(told),
        env={"AWS_EXECUTION_ENV": "AWS_Lambda_python3.13"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(ran.stdout) <= MOST_BYTES
