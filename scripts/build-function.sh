#!/bin/sh
# build-function.sh LOCK DIR PACKAGE...: fill DIR with what one function is: its locked dependencies and our packages.
#
# Wheels are taken for Lambda's own platform whatever machine this runs on. Everything is compiled here, because the
# function's folder is read-only there and each cold start would compile it again.
# So are the kernels, for Numba does not fit into a function. Their code is that of the machine it is compiled on, and
# Amazon Linux 2023, under Lambda's Python, has glibc 2.34.
set -eu
lock=$1 dir=$2
shift 2
cd "$(dirname "$0")/.."
python=${PYTHON:-python3.13}

for package in "$@"; do
  cp -R "src/$package" "$dir/"
done
if [ -d "$dir/kernels" ]; then
  if [ "$(uname -sm)" != "Linux x86_64" ]; then
    echo "The kernels of this function can only be compiled by Linux on x86-64." >&2
    exit 1
  fi
  make -s .venv/.dev PYTHON="$python"
  rm -f "$dir"/kernels/_ahead* # what the checkout may have for itself
  PYTHONPATH=$dir .venv/bin/python scripts/build_kernels.py --glibc 2.34
fi
"$python" -m pip install -qq --disable-pip-version-check --no-input --no-compile --require-hashes --target "$dir" \
  --only-binary :all: --implementation cp --python-version 3.13 \
  --platform manylinux_2_28_x86_64 --platform manylinux2014_x86_64 -r "requirements/$lock.txt"
if [ "$lock" = api ] && [ -d playground/dist ]; then
  cp -R playground/dist "$dir/playground"
fi
# The trusted documents of the apps, where there are some: the parameter Documents is then /var/task/documents.json.
if [ "$lock" = api ] && [ -f documents.json ]; then
  cp documents.json "$dir/"
fi
find "$dir" -name __pycache__ -prune -exec rm -rf {} +
"$python" -m compileall -q --invalidation-mode unchecked-hash "$dir"
