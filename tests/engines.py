"""What a test needs beside Python: skipped aloud where it is absent, a failure where it was promised."""

import os

import pytest

# Names of engines that must be there, separated by commas or spaces: continuous integration sets it.
EXPECTED = "STRIDEGRAPH_EXPECT_ENGINES"


def require(name: str, available: object, why: str) -> None:
    """Go on if ``available`` is true; else skip, or fail where the environment promised the engine ``name``.

    Args:
        name: the engine as ``STRIDEGRAPH_EXPECT_ENGINES`` calls it ("chromium").
        available: anything with a truth value; a path that was found, a result of ``shutil.which``.
        why: what is missing and how to get it, shown in pytest's summary.
    """
    if available:
        return
    if name in expected():
        pytest.fail(f"{name} was promised by {EXPECTED}: {why}", pytrace=False)
    pytest.skip(f"{name}: {why}")


def expected() -> frozenset[str]:
    """The engines that the environment promises."""
    promised = os.environ.get(EXPECTED, "")  # noqa: TID251 -- a switch of the tests, not a setting of the service
    return frozenset(promised.replace(",", " ").split())
