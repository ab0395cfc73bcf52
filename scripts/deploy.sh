#!/usr/bin/env bash
# deploy.sh STAGE [OPTION...]: check, build and deploy the stack of a stage, which samconfig.toml has (`default` is dev).
# Without options SAM asks for every parameter, and keeps the answers in samconfig.toml.
set -euo pipefail
cd "$(dirname "$0")/.."
export SAM_CLI_TELEMETRY=0
stage=${1:-default}
[ "$stage" != dev ] || stage=default
shift || true

# Before the long part: whose account is it?
whose='import boto3; s = boto3.Session(); print(s.client("sts").get_caller_identity()["Account"], s.region_name)'
if ! account=$(.venv-sam/bin/python -c "$whose" 2>/dev/null); then
  echo "No AWS account is configured here, or it cannot be reached: sign in (\`aws sso login\` or \`aws configure\`), and" \
    "set AWS_PROFILE and AWS_DEFAULT_REGION." >&2
  exit 1
fi
echo "Account ${account% *}, region ${account#* }, environment $stage of samconfig.toml"

scripts/template-check.sh
.venv-sam/bin/sam build
exec .venv-sam/bin/sam deploy --config-env "$stage" "${@:---guided}"
