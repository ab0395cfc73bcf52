"""``python -m tests.docs`` writes the answers of docs/queries.md anew, from the service as it is."""

import tempfile
from pathlib import Path

from console.engines.embedded import Engines
from console.keypair import KeyPair
from tests.docs.cooking import PAGE, cooked

with tempfile.TemporaryDirectory() as folder, Engines() as engines:
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(cooked(engines, KeyPair(Path(folder)), page), encoding="utf-8")
