#!/bin/sh
# package.sh api|processor|kernels DIR: fill DIR with what a function is: its locked dependencies and our packages, no more.
#
# Wheels are taken for Lambda's own platform whatever machine this runs on. What a function never opens stays behind:
# tests, stubs and headers of NumPy, and of botocore's data what is of other services. Everything is compiled here,
# because the function's folder is read-only there and each cold start would compile it again: Python's modules, the
# methods of data classes, and the kernels, for Numba does not fit into a function. Their code is that of the machine it
# is compiled on, and Amazon Linux 2023, under Lambda's Python, has glibc 2.34.
set -eu
cd "$(dirname "$0")/.."
name=$1 dir=$2
python=${PYTHON:-python3.13}
case $name in
  api) lock=api packages="graph resolvers coaching models" handlers="graph.aws" ;;
  kernels) lock="" packages=kernels handlers="" ;;
  processor) lock=uploads packages="uploads coaching models kernels" handlers="uploads.aws uploads.jobs uploads.cohorts" ;;
  *) sed -n '2s/^# //p' "$0" >&2; exit 2 ;;
esac
if [ "$(uname -sm)" != "Linux x86_64" ]; then
  echo "Functions can only be built by Linux on x86-64, as Lambda runs them: use a container (docs/sam-local.md)." >&2
  exit 1
fi

mkdir -p "$dir"
for package in $packages; do
  cp -R "src/$package" "$dir/"
done
rm -f "$dir"/kernels/_ahead* # what the checkout may have for itself
case $name in
  kernels)
    PYTHONPATH=$dir .venv/bin/python scripts/build_kernels.py --glibc 2.34
    exit
    ;;
  processor) cp .packages/kernels/kernels/_ahead* "$dir/kernels/" ;;
esac
"$python" -m pip install -qq --disable-pip-version-check --no-input --no-compile --require-hashes --target "$dir" \
  --only-binary :all: --implementation cp --python-version 3.13 \
  --platform manylinux_2_28_x86_64 --platform manylinux2014_x86_64 -r "requirements/$lock.txt"

# Unpacked descriptions of services are read three times as fast, and botocore lists all that are there.
data=$dir/botocore/data
for service in "$data"/*/; do
  case $(basename "$service") in
    dynamodb | s3 | sqs) find "$service" -name 'examples-*' -delete -o -name '*.gz' -exec gunzip {} + ;;
    *) rm -rf "$service" ;;
  esac
done
rm -rf "$data/dynamodb/2011-12-05" "$dir/bin"
# Cryptography is compiled against cffi, and needs of it the part that is compiled itself.
rm -rf "$dir/cffi" "$dir/pycparser" "$dir"/cffi-* "$dir"/pycparser-*
find "$dir" -name '*.pyi' -delete
if [ -d "$dir/numpy" ]; then
  rm -rf "$dir/numpy/f2py" "$dir/numpy/_core/include" "$dir/numpy/_pyinstaller" "$dir/numpy/typing/tests"
  find "$dir/numpy" -type d -name tests -prune -exec rm -rf {} +
  find "$dir/numpy" \( -name '*.pxd' -o -name '*.a' -o -name '*.h' -o -name '*.c' \) -delete
fi
find "$dir" -name __pycache__ -prune -exec rm -rf {} +

if [ "$name" = api ] && [ -d playground/dist ]; then
  cp -R playground/dist "$dir/playground"
  # Browsers take the compressed twin; what has one is unpacked for whoever does not.
  for twin in "$dir"/playground/*.gz; do
    rm -f "${twin%.gz}"
  done
fi
# The trusted documents of the apps, where there are some: the parameter Documents is then /var/task/documents.json.
if [ "$name" = api ] && [ -f documents.json ]; then
  cp documents.json "$dir/"
fi
# shellcheck disable=SC2086 -- a list of modules
"$python" scripts/compile_classes.py "$dir" $handlers
"$python" -m compileall -q --invalidation-mode unchecked-hash "$dir"
