"""What AWS's own runtime client hands on of a function that writes JSON: each line whole, figures as they are."""

import json

from models.observation import user_hash
from models.users import identify
from tests.embedded_metrics import lines_of
from tests.functions.runtime import started
from tests.gateway import Request, claims_of, event_of

KNOWN = "query Home { viewer { id } }"


def test_figures_and_logs_are_lines_of_json_under_one_request(service, tmp_path):
    (tmp_path / "documents.json").write_text(json.dumps({"home": KNOWN}))
    variables = {
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "DEBUG",
        "STRIDEGRAPH_METRICS": "stridegraph/test",
        "STRIDEGRAPH_DOCUMENTS": str(tmp_path / "documents.json"),
        "STRIDEGRAPH_DOCUMENTS_ONLY": "true",
    }
    subject = "marker-subject-7c1f"
    claims = claims_of(service.settings, subject)

    def asked(query):
        headers = {"content-type": "application/json", "authorization": "Bearer marker.of.a-token"}
        return event_of(Request(headers=headers, body=json.dumps({"query": query}).encode()), claims)

    with (
        (tmp_path / "said").open("wb") as output,
        started("graph.aws.handler", service.settings, service.engines.url, said=output, **variables) as function,
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
