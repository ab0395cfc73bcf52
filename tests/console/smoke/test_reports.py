"""What Lambda tells of an invocation, as it is documented for both formats of logs."""

import json

from console.smoke.reports import Report, reports

TEXT = (
    "START RequestId: 79b4f56e-95b1-4643-9700-2807f4e68189 Version: $LATEST\n"
    '{"level": "INFO", "message": "REPORT"}\n'
    "END RequestId: 79b4f56e-95b1-4643-9700-2807f4e68189\n"
    "REPORT RequestId: 79b4f56e-95b1-4643-9700-2807f4e68189\tDuration: 42.11 ms\tBilled Duration: 402 ms\t"
    "Memory Size: 1769 MB\tMax Memory Used: 91 MB\tInit Duration: 359.52 ms\t\n"
    "XRAY TraceId: 1-5d9d007f-0a8c7fd02xmpl480aed55ef0\tSegmentId: 3d752xmpl1bbe37e\tSampled: true\t\n"
)


def record(**metrics):
    return json.dumps({"time": "2026-11-29T12:00:00Z", "type": "platform.report", "record": {"metrics": metrics}})


def test_the_start_of_an_environment_is_not_taken_for_the_invocation():
    assert list(reports(TEXT)) == [Report(init_ms=359.52, duration_ms=42.11, billed_ms=402, memory_mb=91)]


def test_lines_of_json_are_read_between_others():
    figures = {"durationMs": 3.2, "billedDurationMs": 4, "memorySizeMB": 1769, "maxMemoryUsedMB": 92}
    log = "\n".join(
        [
            '{"time": "2026-11-29T12:00:00Z", "type": "platform.start", "record": {"version": "7"}}',
            "[1, 2]",
            record(**figures, initDurationMs=311.7),
            "no JSON at all",
            record(**figures),
        ]
    )

    assert list(reports(log)) == [Report(311.7, 3.2, 4, 92), Report(None, 3.2, 4, 92)]


def test_a_log_without_reports_has_none():
    assert list(reports("START RequestId: x\n\n{}\n")) == []
