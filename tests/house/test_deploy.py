"""What `make deploy` asks before its long part."""

import subprocess

import pytest

from tests.engines import require
from tests.house.template import ROOT, SAM


@pytest.fixture
def refused(tmp_path):
    """What deploy.sh says, on a machine without any account."""
    require("sam", SAM.exists(), "needs `make template-check` once, which installs SAM CLI")
    alone = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true"}

    def run(*arguments, **more):
        command = [ROOT / "scripts" / "deploy.sh", *arguments]
        done = subprocess.run(command, env=alone | more, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr

    return run


def test_without_an_account_nothing_is_deployed(refused):
    said = refused("dev")

    assert said.startswith("Unable to locate credentials\nNo AWS account can be reached from here: ")


def test_a_stage_that_nobody_described_is_not_deployed_under_the_name_of_another(refused):
    said = refused("staging")

    assert said == "samconfig.toml has no [staging.deploy.parameters]; it has these stages: default production\n"


def test_a_locked_stage_needs_the_documents_that_it_answers(refused):
    if (ROOT / "documents.json").exists():
        pytest.skip("there are documents in this checkout")

    assert refused("production").startswith("The stage production answers trusted documents alone")


def test_the_engines_of_sam_local_are_no_account(refused):
    assert refused(AWS_ENDPOINT_URL_STS="http://127.0.0.1:8020").startswith("AWS_ENDPOINT_URL_STS is set")
