#!/bin/sh
# lambda-image.sh: see that Docker runs and has the image in which `sam local` runs functions.
#
# Where the image is, nothing is done; where an image registry is within reach, it is Amazon's. Elsewhere one of the same
# name is made of Debian 13, whose Python is 3.13, and of Lambda's runtime client. It runs functions as Lambda does, but it
# is not Amazon Linux: the GLIBC is newer, everything runs as root, and its times say nothing about AWS.
# Making it takes root and a Debian with its package mirror; as root, a daemon that does not run is started, too.
set -eu
image=public.ecr.aws/lambda/python:3.13-x86_64
derived=public.ecr.aws/lambda/python:3.13-rapid-x86_64
python=${PYTHON:-python3.13}
cd "$(dirname "$0")/.."

say() { echo "$*" >&2; }
stop() { say "$*"; exit 1; }
running() { docker version >/dev/null 2>&1; }

# install COMMAND PACKAGE: a Debian package, where its command is missing.
install() {
  if command -v "$1" >/dev/null; then return; fi
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || stop "$1 was not found: install it first"
  say "Installing $2"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$2" >/dev/null
}

# Its log lies beside those of the system; the daemon outlives this script.
start_docker() {
  install docker docker.io
  if running; then return; fi
  [ -z "${DOCKER_HOST:-}" ] || stop "Docker does not answer at $DOCKER_HOST, which DOCKER_HOST names"
  [ "$(id -u)" = 0 ] || stop "Docker does not answer: start it, or let somebody put you into the group docker"
  install dockerd docker.io
  install iptables iptables # the bridge needs it
  say "Starting Docker's daemon"
  setsid dockerd >/var/log/dockerd.log 2>&1 </dev/null &
  tries=0
  until running; do
    tries=$((tries + 1))
    [ $tries -le 60 ] || { tail -n 5 /var/log/dockerd.log >&2; stop "Docker's daemon did not start"; }
    sleep 0.5
  done
}

# The mirrors of this machine's apt, with the newer release in place of its own.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1
}

make_image() {
  [ "$(id -u)" = 0 ] || stop "$image can be pulled from nowhere here, and only root can make one"
  [ "$(uname -sm)" = "Linux x86_64" ] || stop "$image can only be made by Linux on x86-64"
  install mmdebstrap mmdebstrap
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/var/runtime" "$work/var/task" "$work/var/lang/bin"
  "$python" -m pip install -qq --disable-pip-version-check --no-input --no-compile --require-hashes \
    --target "$work/var/runtime" --only-binary :all: --implementation cp --python-version 3.13 \
    --platform manylinux_2_28_x86_64 --platform manylinux2014_x86_64 -r requirements/lambda.txt
  ln -s /usr/bin/python3.13 "$work/var/lang/bin/python3.13"
  # Lambda's own order: the function, then layers, then what the runtime brings.
  cat >"$work/var/runtime/bootstrap" <<'BOOTSTRAP'
#!/bin/sh
export PYTHONPATH=/var/task:/opt/python/lib/python3.13/site-packages:/opt/python:/var/runtime
exec /usr/bin/python3.13 -m awslambdaric "$_HANDLER"
BOOTSTRAP
  chmod 755 "$work/var/runtime/bootstrap"
  # No container keeps what it compiles, so everything is compiled here. The import shows that the client's extension
  # can be loaded: the client itself would go on without it, and fail at every call.
  mmdebstrap --quiet --variant=essential --architectures=amd64 \
    --include=python3.13-minimal,libpython3.13-stdlib,libstdc++6,ca-certificates \
    --aptopt='Acquire::Languages "none"' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook="copy-in '$work/var' /" \
    --customize-hook='chroot "$1" python3.13 -m compileall -q /usr/lib/python3.13 /var/runtime' \
    --customize-hook='chroot "$1" env PYTHONPATH=/var/runtime python3.13 -c "import runtime_client, ssl"' \
    trixie "$work/root.tar" \
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(mirror) trixie main"
  docker import --message "Debian 13 with Lambda's runtime client" \
    --change 'WORKDIR /var/task' --change 'ENTRYPOINT ["/var/runtime/bootstrap"]' \
    --change 'ENV LANG=en_US.UTF-8 TZ=:/etc/localtime PATH=/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin' \
    --change 'ENV LD_LIBRARY_PATH=/var/runtime:/var/task:/var/task/lib:/opt/lib AWS_EXECUTION_ENV=AWS_Lambda_python3.13' \
    --change 'ENV LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime' \
    "$work/root.tar" "$image" >/dev/null
  # What SAM made of an earlier image; it makes it anew.
  docker image rm -f "$derived" >/dev/null 2>&1 || true
}

start_docker
if docker image inspect "$image" >/dev/null 2>&1; then exit; fi
say "Pulling $image"
if docker pull -q "$image" >/dev/null 2>&1; then exit; fi
say "No image registry answers: making the image of Debian packages"
make_image
