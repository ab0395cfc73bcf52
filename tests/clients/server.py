"""``python -m tests.clients.server SUBJECT...``: the local service in a process of its own, until its input ends.

It prints one line of JSON: the address, and an access token for each subject. With ``--documents FILE`` it knows the
trusted documents of that manifest, and with ``--only`` it answers nothing else.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from console.engines.embedded import Engines
from console.keypair import KeyPair
from tests.live import running


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.clients.server")
    parser.add_argument("subjects", nargs="+")
    parser.add_argument("--documents")
    parser.add_argument("--only", action="store_true")
    asked = parser.parse_args()
    changes = {"documents": asked.documents, "documents_only": asked.only} if asked.documents else {}
    with tempfile.TemporaryDirectory() as folder, Engines() as engines:
        keys = KeyPair(Path(folder))
        with running(engines, keys, activities=0, **changes) as server:
            tokens = {subject: keys.token(subject) for subject in asked.subjects}
            sys.stdout.write(json.dumps({"url": server.url, "tokens": tokens}) + "\n")
            sys.stdout.flush()
            sys.stdin.read()


if __name__ == "__main__":
    main()
