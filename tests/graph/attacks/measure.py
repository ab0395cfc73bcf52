"""Time and size of each refusal, of the application in this process: ``python -m tests.graph.attacks.measure``.

Beside the time by the clock stands that of the processor, which others on the machine do not make longer.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from console.engines.embedded import Engines
from console.keypair import KeyPair
from tests.graph.attacks.table import ATTACKS
from tests.service import service_on

ROUNDS = 7


def main() -> None:
    """Print a line for each attack: medians of the rounds, and the bytes of its answer."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Engines() as engines,
        service_on(engines, KeyPair(Path(folder))) as service,
    ):
        headers = {"authorization": f"Bearer {service.person().token}", "content-type": "application/json"}
        service.person().ask("{ viewer { id } }")
        for attack in ATTACKS:
            clock, cpu = [], []
            for _ in range(ROUNDS):
                begun, worked = time.perf_counter(), time.process_time()
                answer = service.http.post("/graphql", content=attack.body, headers=headers)
                clock.append((time.perf_counter() - begun) * 1e3)
                cpu.append((time.process_time() - worked) * 1e3)
            times = f"{statistics.median(clock):6.1f} ms, CPU {statistics.median(cpu):5.1f} ms"
            sys.stdout.write(f"{attack.name:45} {times} {len(answer.content):5} bytes\n")


if __name__ == "__main__":
    main()
