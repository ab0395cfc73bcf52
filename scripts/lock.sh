#!/bin/sh
# Write every lock under requirements/: hashes, no addresses. dev.txt is the widest; the others are cut from it.
# Versions already locked stay; `make lock ARGS=--upgrade` takes the newest, ARGS="--upgrade-package NAME" one.
set -eu
cd "$(dirname "$0")/.."
compile() {
  .venv-lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url \
    --no-emit-find-links --python-version 3.13 "$@"
}
compile pyproject.toml --all-extras --group dev --output-file requirements/dev.txt "$@"
for own in checkov clients lambda lock ministack sam; do
  compile "requirements/$own.in" --output-file "requirements/$own.txt" "$@"
done
for cut in "bench --all-extras --group bench" "serve --all-extras --group build" "api --extra api" "uploads --extra uploads"; do
  set -- $cut
  name=$1
  shift
  compile pyproject.toml "$@" --constraints requirements/dev.txt --output-file "requirements/$name.txt"
done
