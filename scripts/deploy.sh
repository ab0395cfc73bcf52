#!/usr/bin/env bash
# deploy.sh STAGE [OPTION...]: check, build and deploy the stack of a stage, which samconfig.toml has (`default` is dev).
# Without options SAM asks for every parameter, and keeps the answers in samconfig.toml.
set -euo pipefail
cd "$(dirname "$0")/.."
export SAM_CLI_TELEMETRY=0
stage=${1:-default}
[ "$stage" != dev ] || stage=default
shift || true
stop() { echo "$*" >&2; exit 1; }

# Before the long part: is there such a stage, has it what it needs, and whose account is it?
settings='
import sys, tomllib
stages = {name: each["deploy"]["parameters"] for name, each in tomllib.load(open("samconfig.toml", "rb")).items()
          if isinstance(each, dict) and "deploy" in each}
if sys.argv[1] in stages:
    told = stages[sys.argv[1]].get("parameter_overrides", [])
    told = told.replace(chr(34), "").split() if isinstance(told, str) else told # as SAM writes them down
    print("yes", *(each for each in told if each.startswith("Documents=")))
else:
    print("no", *stages)
'
read -r known rest <<<"$(.venv-sam/bin/python -c "$settings" "$stage")"
[ "$known" = yes ] || stop "samconfig.toml has no [$stage.deploy.parameters]; it has these stages: $rest"
if [ "$rest" = "Documents=/var/task/documents.json" ] && [ ! -f documents.json ]; then
  stop "The stage $stage answers trusted documents alone, and there is no documents.json here (docs/deploy.md)."
fi
[ -z "${AWS_ENDPOINT_URL_STS:-}" ] || stop 'AWS_ENDPOINT_URL_STS is set, as for `sam local`: deploy from another terminal.'
whose='
import boto3, botocore.exceptions, sys
try:
    session = boto3.Session()
    print(session.client("sts").get_caller_identity()["Account"], session.region_name)
except botocore.exceptions.BotoCoreError as error:
    sys.exit(str(error))
except botocore.exceptions.ClientError as error:
    sys.exit(error.response["Error"]["Message"])
'
account=$(.venv-sam/bin/python -c "$whose") ||
  stop 'No AWS account can be reached from here: sign in (`aws sso login` or `aws configure`), and set AWS_PROFILE and' \
    'AWS_DEFAULT_REGION.'
echo "Account ${account% *}, region ${account#* }, environment $stage of samconfig.toml"

make .venv-checkov/.ready
scripts/template-check.sh
.venv-sam/bin/sam build
exec .venv-sam/bin/sam deploy --config-env "$stage" "${@:---guided}"
