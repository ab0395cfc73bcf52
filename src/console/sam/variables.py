"""What functions in containers are told, in SAM's form: ``--env-vars``.

``sam-local.json`` in the checkout is this for the usual ports: a plain ``sam local start-api`` finds the engines by it.
"""

import json
from dataclasses import dataclass

from console.engines.backend import JOBS
from console.keypair import CLIENT_ID, ISSUER
from console.sam.docker import HOST

KEYS_PATH = "/jwks.json"
# In front of no other people's cursors: whoever runs `sam local` is alone with them.
CURSOR_KEY = "the key of sam local, which is no secret"
_ACCOUNT = "123456789012"  # moto's own


@dataclass(frozen=True, slots=True)
class Ports:
    """Where things listen on this machine; those of the functions are SAM CLI's own.

    Attributes:
        api: the API function, behind ``sam local start-api``.
        functions: the others, behind ``sam local start-lambda``.
        engines: DynamoDB, S3 and SQS.
        storage: the door to files, and the key set.
    """

    api: int = 3000
    functions: int = 3001
    engines: int = 8020
    storage: int = 8021


def document(ports: Ports, s3_public_url: str) -> str:
    """The variables of every function, with the address of S3 as phones reach it."""
    engines = f"http://{HOST}:{ports.engines}"
    variables = {
        "STRIDEGRAPH_TABLE": "stridegraph",
        "STRIDEGRAPH_BUCKET": "stridegraph",
        "STRIDEGRAPH_DYNAMODB_URL": engines,
        "STRIDEGRAPH_S3_URL": engines,
        "STRIDEGRAPH_S3_PUBLIC_URL": s3_public_url,
        "STRIDEGRAPH_SQS_URL": engines,
        "STRIDEGRAPH_JOBS_QUEUE_URL": f"{engines}/{_ACCOUNT}/{JOBS}",
        "STRIDEGRAPH_METRICS": "",
        "STRIDEGRAPH_ISSUER": ISSUER,
        "STRIDEGRAPH_CLIENT_ID": CLIENT_ID,
        "STRIDEGRAPH_JWKS": f"http://{HOST}:{ports.storage}{KEYS_PATH}",
        "STRIDEGRAPH_CURSOR_SECRET": CURSOR_KEY,
    }
    return json.dumps({"Parameters": variables}, indent=2) + "\n"
