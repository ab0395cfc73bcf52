"""What is made in the engines: once, in any region, and found there afterwards."""

from dataclasses import replace

import pytest

from models import client, users
from models.settings import Settings, settings, use


@pytest.fixture
def restored():
    """This process's settings, put back afterwards."""
    before = settings()
    yield
    use(before)
    client.reset()


@pytest.mark.parametrize("kind", ["engines", "ministack"])
@pytest.mark.parametrize("region", ["us-east-1", "ap-northeast-1"])
def test_everything_is_made_once_and_found_again(request, restored, kind, region):
    backend = request.getfixturevalue(kind)
    name = f"backend-{kind}-{region}"
    chosen = Settings(region=region, table=name, bucket=name, dynamodb_url=backend.url, s3_url=backend.url)
    chosen = replace(chosen, local_secret="local")
    made = backend.prepare(chosen)
    client.s3().put_object(Bucket=name, Key="raw/u/1", Body=b"here")
    person = users.identify("issuer", "somebody")

    assert backend.prepare(chosen) == made
    assert client.s3().get_object(Bucket=name, Key="raw/u/1")["Body"].read() == b"here"
    assert users.identify("issuer", "somebody") == person
    told = client.s3().get_bucket_notification_configuration(Bucket=name)["QueueConfigurations"]
    assert [(to["Events"], to["QueueArn"].split(":")[3]) for to in told] == [(["s3:ObjectCreated:*"], region)]
