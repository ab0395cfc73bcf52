"""Where the local server listens, and what it tells others."""

import pytest
from starlette.testclient import TestClient

from console.serve import Address, CannotServe, local_app, local_settings, serve
from models.settings import Settings


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.9.9.9", True),
        ("0.0.0.0", False),
        ("192.0.2.7", False),
    ],
)
def test_loopback_is_known_by_its_address(host, loopback):
    assert Address(host, 8000).loopback is loopback


def test_a_wildcard_is_told_as_an_address_that_others_can_use():
    address = Address("0.0.0.0", 8000)
    assert "0.0.0.0" not in address.url + address.local_url
    assert address.local_url == "http://127.0.0.1:8000"


def test_an_ipv6_address_is_told_in_brackets():
    assert Address("::1", 8000).url == "http://[::1]:8000"


def test_files_are_signed_for_the_public_address(keys):
    address = Address("0.0.0.0", 8000, "http://10.0.2.2:8000/")
    settings = local_settings("http://127.0.0.1:5000", address, keys, "token")
    assert settings.s3_public_url == "http://10.0.2.2:8000/storage"


@pytest.mark.parametrize(("host", "preset"), [("127.0.0.1", "token"), ("0.0.0.0", None)])
def test_a_token_is_preset_on_loopback_alone(keys, host, preset):
    settings = local_settings("http://127.0.0.1:5000", Address(host, 8000), keys, "token")
    assert isinstance(settings, Settings)
    assert settings.playground_token == preset


@pytest.mark.parametrize("public_url", ["nonsense", "ftp://192.0.2.7", "http://", "http://192.0.2.7:8000/path"])
def test_a_public_address_that_cannot_be_is_refused(public_url):
    with pytest.raises(CannotServe, match="--public-url must be an address like"):
        serve(Address("127.0.0.1", 8000, public_url), console=None)


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("localhost", 200), ("[::1]:8000", 200), ("evil.example:8000", 421), ("", 421)],
)
def test_a_page_with_a_token_is_given_under_the_servers_own_names_alone(service, keys, host, status):
    address = Address("127.0.0.1", 8000)
    app = local_app(local_settings(service.engines.url, address, keys, "token"))
    answer = TestClient(app).get("/health", headers={"host": host})
    assert answer.status_code == status
