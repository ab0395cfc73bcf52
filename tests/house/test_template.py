"""template.yaml and the code mean the same service."""

import ast
import json
import re
import subprocess
from dataclasses import fields

import pytest

from models.jobs import parse
from models.object_keys import RAW_PREFIX, detail_key, export_key
from models.settings import PREFIX, Settings, from_environment
from models.table import TableItem
from models.terms import JobKind
from tests.engines import require
from tests.house.template import (
    FUNCTIONS,
    RESOURCES,
    ROOT,
    SAM,
    TEMPLATE,
    function,
    of_type,
    translated,
    variables,
)

QUEUES = of_type("AWS::SQS::Queue")
ENGINES = {"DYNAMODB_URL", "S3_URL", "S3_PUBLIC_URL", "SQS_URL"}
EVERYWHERE = {"TABLE", "BUCKET", "METRICS"} | ENGINES
OF_THE_API = {
    "ISSUER",
    "CLIENT_ID",
    "JWKS",
    "CURSOR_SECRET",
    "CORS_ORIGINS",
    "STAGE",
    "DOCUMENTS",
    "PLAYGROUND_DIR",
    "JOBS_QUEUE_URL",
}
DECLARED = {
    "ApiFunction": EVERYWHERE | OF_THE_API,
    "ProcessFunction": EVERYWHERE,
    "JobsFunction": EVERYWHERE | {"JOBS_QUEUE_URL"},
    "CohortFunction": EVERYWHERE,
}
MINIMUM_BYTES = 131_072  # what colder classes bill at least


@pytest.mark.parametrize(
    "name", sorted({each for one in FUNCTIONS for each in variables(one)} - {"OPENBLAS_NUM_THREADS"})
)
def test_every_variable_is_a_setting(name, monkeypatch):
    setting = name.removeprefix(PREFIX).lower()
    monkeypatch.setenv(name, "set-by-the-template")

    assert setting in {field.name for field in fields(Settings)}
    assert getattr(from_environment(), setting) in {"set-by-the-template", ("set-by-the-template",)}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_declares_what_sam_local_overrides(name):
    found = variables(name)

    assert {each.removeprefix(PREFIX) for each in found if each.startswith(PREFIX)} == DECLARED[name]
    assert {found[PREFIX + each] for each in ENGINES} == {""}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_handler_is_there(name):
    module, _, wanted = RESOURCES[name]["Handler"].rpartition(".")
    tree = ast.parse((ROOT / "src" / f"{module.replace('.', '/')}.py").read_text())
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assigned = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}

    assert wanted in defined | assigned


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_can_be_watched_and_rolled_back(name):
    made = function(name)
    logs = RESOURCES[made["LoggingConfig"]["LogGroup"]]

    assert made["LoggingConfig"]["LogFormat"] == "JSON"
    # Metrics in the log have no level and count as INFO.
    assert made["LoggingConfig"]["ApplicationLogLevel"] in {"DEBUG", "INFO"}
    assert logs["RetentionInDays"] == "LogDays"
    assert made["Tracing"] == "Active"
    assert made["AutoPublishAlias"] == "live"
    assert made["AutoPublishAliasAllProperties"] is True
    assert made["DeploymentPreference"]["Type"] == "Rollout"


def test_names_of_log_groups_are_used_once():
    names = [group["LogGroupName"] for group in of_type("AWS::Logs::LogGroup").values()]

    assert len(names) == len(set(names)) == len(FUNCTIONS) + 1


def test_the_gateway_logs_nothing_that_a_client_wrote():
    told = set(re.findall(r"\$context\.([\w.]+)", RESOURCES["Api"]["AccessLogSettings"]["Format"]))

    assert {"requestId", "routeKey", "status", "responseLatency"} <= told
    written = r"path|domain|method|protocol|query|header|claims|sourceIp|principal|identity"
    assert not {each for each in told if re.search(written, each, re.IGNORECASE)}
    assert json.loads(RESOURCES["Api"]["AccessLogSettings"]["Format"])["route"] == "$context.routeKey"


@pytest.mark.parametrize(("queue", "worker"), [("UploadsQueue", "ProcessFunction"), ("JobsQueue", "JobsFunction")])
def test_a_message_comes_back_only_after_its_worker_is_gone(queue, worker):
    made, timeout_s = QUEUES[queue], RESOURCES[worker]["Timeout"]
    ((event),) = RESOURCES[worker]["Events"].values()
    mapping = event["Properties"]

    assert made["VisibilityTimeout"] >= 6 * timeout_s
    assert made["RedrivePolicy"]["maxReceiveCount"] == 5
    assert mapping["Queue"] == f"{queue}.Arn"
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert 2 <= mapping["ScalingConfig"]["MaximumConcurrency"] <= 100


def test_an_upload_s_lease_ends_between_its_worker_and_the_next_delivery():
    timeout_s = RESOURCES["ProcessFunction"]["Timeout"]

    assert timeout_s < Settings().lease_s < QUEUES["UploadsQueue"]["VisibilityTimeout"]


def test_nobody_works_for_a_deleted_account_longer_than_its_deletion_waits():
    longest_s = max(RESOURCES[name]["Timeout"] for name in FUNCTIONS)

    assert longest_s < Settings().linger_s


def test_jobs_may_go_on_by_messages_to_their_own_queue():
    asking = {name for name in FUNCTIONS if f"{PREFIX}JOBS_QUEUE_URL" in variables(name)}
    invoked = {name for name in FUNCTIONS for event in RESOURCES[name]["Events"].values() if event["Type"] == "SQS"}

    assert asking & invoked == {"JobsFunction"}
    assert {name for name in FUNCTIONS if function(name).get("RecursiveLoop") == "Allow"} == {"JobsFunction"}


def test_what_the_stream_cannot_deliver_is_set_aside():
    mapping = RESOURCES["CohortFunction"]["Events"]["ActivitiesChanged"]["Properties"]

    assert mapping["DestinationConfig"]["OnFailure"] == {"Type": "SQS", "Destination": "CohortDeadLetters.Arn"}
    assert 0 < mapping["MaximumRetryAttempts"] < 100
    assert 0 < mapping["MaximumRecordAgeInSeconds"] < 24 * 3600  # the stream forgets after a day
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True


def test_what_the_clock_asks_for_is_a_job_that_is_tried_again():
    (target,) = RESOURCES["PublishCohorts"]["Targets"]
    message = parse(target["Input"])

    assert (message.kind, message.uid) == (JobKind.PUBLISH_COHORTS, "")
    assert target["Arn"] == "JobsQueue.Arn"
    assert target["DeadLetterConfig"] == {"Arn": "JobsDeadLetters.Arn"}
    assert target["RetryPolicy"]["MaximumRetryAttempts"] > 0


def test_the_table_is_the_one_that_the_code_makes():
    table, schema = RESOURCES["Table"], TableItem._get_schema()

    def keys(listed):
        return {(key["KeyType"], key["AttributeName"]) for key in listed}

    def indexes(listed):
        return {
            index["IndexName"]: (keys(index["KeySchema"]), index["Projection"]["ProjectionType"]) for index in listed
        }

    assert keys(table["KeySchema"]) == {(key["KeyType"], key["AttributeName"]) for key in schema["key_schema"]}
    assert indexes(table["LocalSecondaryIndexes"]) == {
        index["index_name"]: (keys(index["key_schema"]), index["projection"]["ProjectionType"])
        for index in schema["local_secondary_indexes"]
    }
    assert {each["AttributeName"] for each in table["AttributeDefinitions"]} == {"PK", "SK", "KS", "UK"}


@pytest.mark.parametrize("name", ["Table", "Bucket", "UserPool"])
def test_what_people_gave_us_survives_the_stack(name):
    made = TEMPLATE["Resources"][name]

    assert made["DeletionPolicy"] in {"Retain", "RetainExceptOnCreate"}
    assert made["UpdateReplacePolicy"] == "Retain"


def test_objects_that_would_cost_more_in_a_colder_class_stay():
    lifecycle = RESOURCES["Bucket"]["LifecycleConfiguration"]
    moving = [rule for rule in lifecycle["Rules"] if "Transitions" in rule]

    assert lifecycle["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K"
    assert {rule["Prefix"] for rule in moving} == {RAW_PREFIX, detail_key("uid", "aid", "job").split("uid")[0]}
    assert {rule["ObjectSizeGreaterThan"] for rule in moving} == {str(MINIMUM_BYTES)}


def test_what_moved_is_still_read_at_once():
    classes = {
        move["StorageClass"]
        for rule in RESOURCES["Bucket"]["LifecycleConfiguration"]["Rules"]
        for move in rule.get("Transitions", ())
    }

    assert classes <= {"STANDARD_IA", "GLACIER_IR", "INTELLIGENT_TIERING"}


def test_exports_are_there_for_a_week():
    rules = RESOURCES["Bucket"]["LifecycleConfiguration"]["Rules"]
    (days,) = [rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule]
    (prefix,) = [rule["Prefix"] for rule in rules if "ExpirationInDays" in rule]

    assert days == 7
    assert export_key("uid", "job").startswith(prefix)


def test_only_the_pages_and_health_are_open():
    events = RESOURCES["ApiFunction"]["Events"].values()
    is_open = {
        event["Properties"]["Path"]: event["Properties"].get("Auth", {}).get("Authorizer") == "NONE" for event in events
    }

    pages = ("/", "/viewer", "/favicon.ico", "/assets/{proxy+}")
    assert is_open == {"/graphql": False, **dict.fromkeys(pages, True), "/health": True}
    assert RESOURCES["Api"]["Auth"]["DefaultAuthorizer"] == "AccessToken"


def test_whoever_has_no_token_shares_no_throttle_with_those_who_have_one():
    require("sam", SAM.exists(), "needs `make template-check` once, which installs SAM CLI")
    made = translated()
    (stage,) = [each["Properties"] for each in made.values() if each["Type"] == "AWS::ApiGatewayV2::Stage"]
    told, shared = stage["RouteSettings"], stage["DefaultRouteSettings"]
    events = [each["Properties"] for each in RESOURCES["ApiFunction"]["Events"].values()]

    # CloudFormation refuses the settings of a route that is not there.
    assert set(told) == {f"{each['Method']} {each['Path']}" for each in events if "Auth" in each}
    health = told.pop("GET /health")
    for limits in told.values():
        condition, locked, open_ = limits["Fn::If"]
        assert (condition, open_) == ("IsLocked", health)
        assert set(locked.values()) == {1}
    assert 0 < health["ThrottlingRateLimit"] * 10 < shared["ThrottlingRateLimit"]
    assert 0 < health["ThrottlingBurstLimit"] * 10 <= shared["ThrottlingBurstLimit"]


@pytest.mark.parametrize(
    ("units", "taken"), [("0", True), ("1", False), ("3999", False), ("4000", True), ("12500", True), ("040000", False)]
)
def test_a_table_is_warmed_for_more_than_it_takes_anyway_or_not_at_all(units, taken):
    told = TEMPLATE["Parameters"]["WarmWritesPerS"]

    assert bool(re.fullmatch(told["AllowedPattern"], units)) == taken
    assert told["Default"] == "0"
    assert TEMPLATE["Parameters"]["WarmReadsPerS"]["MinValue"] == 12_000


def test_traffic_reaches_published_versions_alone():
    require("sam", SAM.exists(), "needs `make template-check` once, which installs SAM CLI")
    made = translated(Rollout="Canary10Percent5Minutes", ProvisionedConcurrency="2")

    def kind(name):
        return [each["Properties"] for each in made.values() if each["Type"] == f"AWS::{name}"]

    aliases = {each["FunctionName"]["Ref"]: each for each in kind("Lambda::Alias")}
    assert set(aliases) == set(FUNCTIONS)
    assert {each["FunctionName"]["Ref"] for each in kind("Lambda::EventSourceMapping")} == {
        f"{name}Aliaslive" for name in FUNCTIONS if name != "ApiFunction"
    }
    assert {each["FunctionName"]["Ref"] for each in kind("Lambda::Permission")} == {"ApiFunctionAliaslive"}
    # The alarms of a canary stop it only where CodeDeploy knows of them.
    for group in kind("CodeDeploy::DeploymentGroup"):
        assert group["DeploymentConfigName"]["Fn::Sub"][1] == {"ConfigName": "Canary10Percent5Minutes"}
        condition, gradual, at_once = group["AlarmConfiguration"]["Fn::If"]
        assert (condition, at_once) == ("IsGradual", {})
        assert len(gradual["Alarms"]) >= 2
    assert made["RaceCapacity"]["DependsOn"] in made
    assert made["JobsFunction"]["Properties"]["RecursiveLoop"] == "Allow"


def test_sam_finds_nothing_wrong(monkeypatch):
    require("sam", SAM.exists(), "needs `make template-check` once, which installs SAM CLI")
    monkeypatch.setenv("SAM_CLI_TELEMETRY", "0")
    command = [SAM, "validate", "--lint", "--region", "us-east-1"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
