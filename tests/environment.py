"""Settings as the environment variables of another process: those that ``models.settings`` reads them from."""

from dataclasses import replace

from models import settings
from models.settings import PREFIX, Settings


def variables_of(chosen: Settings) -> dict[str, str]:
    """The variables that say these settings; what no environment may switch on is not among them."""
    values = {name: getattr(chosen, name) for name in (*settings._TEXTS, "points_per_s", "documents_only")}
    values["cors_origins"] = ",".join(chosen.cors_origins)
    told = {PREFIX + name.upper(): str(value) for name, value in values.items() if value is not None}
    return told | {"AWS_REGION": chosen.region}


def deployed(chosen: Settings, url: str) -> Settings:
    """The same for functions behind a gateway that verifies tokens, their table, bucket and queues at this address."""
    return replace(chosen, jwks="", dynamodb_url=url, s3_url=url, sqs_url=url)
