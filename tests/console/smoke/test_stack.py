"""The half that asks AWS: requests are held against botocore's description of each service, the answers are ours."""

import json
from base64 import b64encode, urlsafe_b64encode
from io import BytesIO

import boto3
import pytest
from botocore.stub import ANY, Stubber
from starlette.requests import Request

from console.smoke.stack import CannotSmoke, Stack, cold_starts, event_of, somebody, stack_of
from console.smoke.story import LIST, LIST_VARIABLES
from graph.aws import handler
from graph.signin import gateway_claims
from tests.gateway import LambdaContext, answer_of
from tests.house.template import OUTPUTS

STACK = Stack("https://api.example/graphql", "stridegraph-dev-ApiFunction", "client", "us-east-1_Example")


@pytest.fixture
def stubbed():
    """A client of a service, with the answers that it will give in turn."""
    stubs = []

    def make(service):
        client = boto3.client(
            service, region_name="us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing"
        )
        stub = Stubber(client)
        stub.activate()
        stubs.append(stub)
        return client, stub

    yield make
    for stub in stubs:
        stub.assert_no_pending_responses()


def outputs(*left_out):
    return [{"OutputKey": name, "OutputValue": f"the {name}"} for name in OUTPUTS if name not in left_out]


def described(found):
    return {
        "Stacks": [{"StackName": "s", "CreationTime": "2026-11-29", "StackStatus": "CREATE_COMPLETE", "Outputs": found}]
    }


def test_a_stack_is_known_by_the_outputs_of_the_template(stubbed):
    client, stub = stubbed("cloudformation")
    stub.add_response("describe_stacks", described(outputs()), {"StackName": "s"})
    stub.add_response("describe_stacks", described(outputs("UserPoolId")), {"StackName": "s"})

    assert stack_of(client, "s") == Stack("the Endpoint", "the ApiFunctionName", "the AppClientId", "the UserPoolId")
    assert stack_of(client, "s").pool is None


def test_another_stack_is_refused(stubbed):
    client, stub = stubbed("cloudformation")
    stub.add_response("describe_stacks", described([]), {"StackName": "s"})

    with pytest.raises(CannotSmoke, match="s has no output 'Endpoint'"):
        stack_of(client, "s")


def test_somebody_is_gone_afterwards_also_when_the_measuring_fails(stubbed):
    client, stub = stubbed("cognito-idp")
    who = {"UserPoolId": STACK.pool, "Username": ANY}
    stub.add_response("admin_create_user", {}, who | {"MessageAction": "SUPPRESS", "UserAttributes": ANY})
    stub.add_response("admin_set_user_password", {}, who | {"Password": ANY, "Permanent": True})
    asked = {"UserPoolId": STACK.pool, "ClientId": "client", "AuthFlow": "ADMIN_USER_PASSWORD_AUTH"}
    stub.add_response(
        "admin_initiate_auth",
        {"AuthenticationResult": {"AccessToken": "a.b.c"}},
        asked | {"AuthParameters": ANY},
    )
    stub.add_response("admin_delete_user", {}, who)

    with pytest.raises(ZeroDivisionError, match=r"measuring a\.b\.c"), somebody(client, STACK) as token:
        raise ZeroDivisionError(f"measuring {token}")


def test_nobody_can_be_made_at_an_issuer_of_others(stubbed):
    client, _ = stubbed("cognito-idp")

    with pytest.raises(CannotSmoke, match="--token"), somebody(client, Stack("u", "f", "c", None)):
        pass


def test_the_event_signs_in_as_the_gateway_would():
    payload = urlsafe_b64encode(json.dumps({"sub": "s", "iss": "https://i", "exp": 1}).encode()).decode().rstrip("=")

    event = event_of(f"h.{payload}.s", "{ __typename }", {"a": 1})

    assert gateway_claims(Request({"type": "http", "aws.event": event})) == {"sub": "s", "iss": "https://i", "exp": "1"}
    assert json.loads(event["body"]) == {"query": "{ __typename }", "variables": {"a": 1}}


def test_the_event_is_answered_by_the_function(service):
    event = event_of(service.keys.token("smoke"), LIST, LIST_VARIABLES)

    answer = answer_of(handler(event, LambdaContext()))

    assert answer.status_code == 200
    assert answer.json()["data"] == {"viewer": {"activities": {"nodes": []}}}


def configured(stub, variables):
    expected = {"FunctionName": "f", "Environment": {"Variables": variables}}
    stub.add_response("update_function_configuration", {}, expected)
    stub.add_response("get_function", {"Configuration": {"LastUpdateStatus": "Successful"}}, {"FunctionName": "f"})


def invoked(stub, log, status=200):
    answer = {
        "StatusCode": 200,
        "Payload": BytesIO(json.dumps({"statusCode": status}).encode()),
        "LogResult": b64encode(log.encode()).decode(),
    }
    stub.add_response("invoke", answer, {"FunctionName": "f", "LogType": "Tail", "Payload": b"{}"})


def report(init_ms):
    metrics = {"durationMs": 30.5, "billedDurationMs": 400, "maxMemoryUsedMB": 90, "initDurationMs": init_ms}
    return json.dumps({"type": "platform.report", "record": {"metrics": metrics}})


def test_each_cold_start_has_variables_of_its_own_and_the_old_ones_return(stubbed):
    client, stub = stubbed("lambda")
    stub.add_response("get_function_configuration", {"Environment": {"Variables": {"A": "1"}}}, {"FunctionName": "f"})
    for number, init_ms in enumerate((350.5, 360.5)):
        configured(stub, {"A": "1", "STRIDEGRAPH_SMOKE": str(number)})
        invoked(stub, report(init_ms))
    configured(stub, {"A": "1"})

    assert [(start.init_ms, start.duration_ms) for start in cold_starts(client, "f", {}, 2)] == [
        (350.5, 30.5),
        (360.5, 30.5),
    ]


def test_a_function_of_which_no_cold_start_is_wanted_is_left_alone(stubbed):
    client, _ = stubbed("lambda")

    assert cold_starts(client, "f", {}, 0) == []


def test_an_environment_that_fails_leaves_the_variables_as_they_were(stubbed):
    client, stub = stubbed("lambda")
    stub.add_response("get_function_configuration", {"Environment": {"Variables": {"A": "1"}}}, {"FunctionName": "f"})
    configured(stub, {"A": "1", "STRIDEGRAPH_SMOKE": "0"})
    invoked(stub, report(300.0), status=503)
    configured(stub, {"A": "1"})

    with pytest.raises(CannotSmoke, match=r"did not answer.*503"):
        cold_starts(client, "f", {}, 1)
