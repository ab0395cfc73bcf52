"""The helper that decides between a skip and a failure."""

import pytest

from tests.engines import EXPECTED, require


def test_what_is_there_goes_on(monkeypatch):
    monkeypatch.setenv(EXPECTED, "chromium")
    require("chromium", "/usr/bin/chromium", "it is there")


@pytest.mark.parametrize("promised", ["", "ministack", "chromium-next"])
def test_what_is_absent_and_not_promised_is_skipped_with_the_reason(monkeypatch, promised):
    monkeypatch.setenv(EXPECTED, promised)
    with pytest.raises(pytest.skip.Exception, match="chromium: not installed"):
        require("chromium", None, "not installed")


@pytest.mark.parametrize("promised", ["chromium", "ministack,chromium", "ministack chromium", " chromium , "])
def test_what_is_absent_and_promised_fails(monkeypatch, promised):
    monkeypatch.setenv(EXPECTED, promised)
    with pytest.raises(pytest.fail.Exception, match="promised"):
        require("chromium", None, "not installed")
