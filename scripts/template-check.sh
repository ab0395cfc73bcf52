#!/usr/bin/env bash
# What SAM CLI, cfn-lint and checkov have to say about template.yaml, offline. What checkov must not mind is in the
# template, beside the resource, with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."
export SAM_CLI_TELEMETRY=0
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

.venv-sam/bin/sam validate --lint --region us-east-1
.venv-sam/bin/cfn-lint template.yaml
# With a canary, which is what most of the resources that SAM adds are for.
.venv-sam/bin/python scripts/translate_template.py Rollout=Canary10Percent5Minutes >"$made/translated.template.json"
.venv-sam/bin/cfn-lint "$made/translated.template.json"
echo "What SAM makes of it is valid, too"
.venv-checkov/bin/checkov --skip-download --framework cloudformation --compact --quiet -f template.yaml
