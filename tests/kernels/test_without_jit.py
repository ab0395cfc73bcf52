"""Compiled code hides its lines from coverage: in plain Python the same tests reach each of them."""

from pathlib import Path

import pytest

from kernels import jit

# Machine code is chosen and compiled in there: test_modes runs that in processes of its own.
CHOICE = {"jit.py", "ahead.py"}
MODULES = sorted({path.name for path in Path(jit.__file__).parent.glob("*.py")} - CHOICE - {"__init__.py"})


@pytest.mark.parametrize("module", MODULES)
def test_every_line_of_a_kernel_is_reached(module, reached):
    assert reached[f"src/kernels/{module}"]["missing_lines"] == []
