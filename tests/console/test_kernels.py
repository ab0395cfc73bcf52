"""The page of the kernels ends with what the code says."""

from pathlib import Path

from console.kernels import table

PAGE = Path(__file__).parents[2] / "docs" / "kernels.md"


def test_the_committed_table_is_the_codes():
    assert PAGE.read_text(encoding="utf-8").endswith(f"\n\n{table()}"), "run `make schema`"
