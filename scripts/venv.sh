#!/bin/sh
# venv.sh PYTHON DIR: make a virtual environment with Python 3.13, or say in one sentence why not.
set -eu
python=$1 dir=$2
stop() { echo "Python 3.13 is needed: $1" >&2; exit 1; }
how="install it, or name one: make PYTHON=/path/to/python3.13"

# Asked, not looked up: a shim of a version manager can be on PATH and yet lead nowhere.
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) ||
  stop "\`$python\` was not found; $how"
[ "$version" = 3.13 ] || stop "\`$python\` is $version; $how"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  stop "\`$python\` has no venv module; install that too (Debian: python3.13-venv)"
echo "Making $dir with $("$python" --version)"
"$python" -m venv --clear "$dir"
