"""``python -m tests.kernels.equal FOLDER COUNT``: do a function's kernels give what Numba's give, bit for bit?

FOLDER is the package of the function. Each wrapper gets COUNT arguments of any form; those that it refuses must be
refused alike.
"""

import sys
from pathlib import Path

from tests.kernels import forms, modes
from tests.kernels.wrappers import OTHERS, WRAPPERS


def main(folder: str, count: int) -> None:
    wrappers = len([*WRAPPERS, *OTHERS])
    built = modes.built_ahead(Path(folder).resolve())
    outcomes = forms.campaign([built, modes.jit()], seed=7, count=count * wrappers)
    refused = sum(outcomes.values()) - outcomes["answered"]
    print(f"{wrappers} kernels, {count} arguments each: {outcomes['answered']} equal answers, {refused} refused alike")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
