"""What AWS's own runtime client hands on of a function that writes JSON: each line whole, figures as they are."""

import json

from bench.runtime_api import PYTHON, Environment
from models.observation import user_hash
from models.users import identify
from tests.embedded_metrics import lines_of
from tests.engines import require
from tests.functions.runtime import SRC, _variables
from tests.gateway import Request, event_of

KNOWN = "query Home { viewer { id } }"


def test_figures_and_logs_are_lines_of_json_under_one_request(service, tmp_path):
    require("lambda", PYTHON.exists(), "needs AWS's runtime client: make .venv-lambda/.made")
    (tmp_path / "documents.json").write_text(json.dumps({"home": KNOWN}))
    variables = _variables(service.settings, service.engines.url) | {
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "DEBUG",
        "STRIDEGRAPH_METRICS": "stridegraph/test",
        "STRIDEGRAPH_DOCUMENTS": str(tmp_path / "documents.json"),
        "STRIDEGRAPH_DOCUMENTS_ONLY": "true",
    }
    subject = "marker-subject-7c1f"
    claims = {"iss": service.settings.issuer, "client_id": service.settings.client_id, "token_use": "access"}

    def asked(query):
        headers = {"content-type": "application/json", "authorization": "Bearer marker.of.a-token"}
        return event_of(Request(headers=headers, body=json.dumps({"query": query}).encode()), claims | {"sub": subject})

    with (
        (tmp_path / "said").open("wb") as output,
        Environment(SRC, "graph.aws.handler", variables, said=output) as function,
    ):
        function.invoke(asked(KNOWN))
        function.invoke(asked("query NobodyKnows { viewer { id } }"))
    said = (tmp_path / "said").read_text()

    lines = [json.loads(line) for line in said.splitlines()]
    first, second = lines_of(said)
    assert (first["Document"], first["outcome"], first["cold"]) == ("Home", "OK", True)
    assert (second["Document"], second["outcome"]) == ("other", "DOCUMENT_NOT_ALLOWED")
    user = user_hash(identify(service.settings.issuer, subject).uid)
    assert first["requestId"] != second["requestId"]
    (warned,) = [line for line in lines if line.get("level") == "WARNING"]
    assert warned["logger"] == "graph.documents"
    assert {(warned["requestId"], warned["user"]), (second["requestId"], second["user"])} == {
        (second["requestId"], user)
    }
    assert [marker for marker in ("marker", "NobodyKnows") if marker in said] == []
