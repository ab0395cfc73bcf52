#!/bin/sh
# build-function.sh LOCK DIR PACKAGE...: fill DIR with what one function is: its locked dependencies and our packages.
#
# Wheels are taken for Lambda's own platform whatever machine this runs on. Everything is compiled here, because the
# function's folder is read-only there and each cold start would compile it again.
# The uploads function needs its kernels compiled ahead of time (numba does not fit); that step does not exist yet.
set -eu
lock=$1 dir=$2
shift 2
cd "$(dirname "$0")/.."
python=${PYTHON:-python3.13}

"$python" -m pip install -qq --disable-pip-version-check --no-input --no-compile --require-hashes --target "$dir" \
  --only-binary :all: --implementation cp --python-version 3.13 \
  --platform manylinux_2_28_x86_64 --platform manylinux2014_x86_64 -r "requirements/$lock.txt"
for package in "$@"; do
  cp -R "src/$package" "$dir/"
done
if [ "$lock" = api ] && [ -d playground/dist ]; then
  cp -R playground/dist "$dir/playground"
fi
find "$dir" -name __pycache__ -prune -exec rm -rf {} +
"$python" -m compileall -q --invalidation-mode unchecked-hash "$dir"
