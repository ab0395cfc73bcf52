"""The pages at / and /viewer and their files, on a small build made for the test."""

import gzip
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from graph import playground
from graph.app import make_app
from models.settings import use

SCRIPT = "playground-OWM5N2JH.js"
PAGES = ["/", "/viewer"]
PAGE = """<!doctype html>
<html lang="en"><head><meta name="stridegraph-token" content=""></head><body></body></html>
"""


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A build as build.mjs leaves it, beside a file that nobody may reach."""
    folder = tmp_path / "dist"
    folder.mkdir()
    for page in ("index.html", "viewer.html"):
        (folder / page).write_text(PAGE, encoding="utf-8")
    for name, content in {SCRIPT: b"run()", "licenses.txt": b"MIT"}.items():
        (folder / name).write_bytes(content)
        (folder / f"{name}.gz").write_bytes(gzip.compress(content))
    (folder / "favicon-7FN2M7ZG.svg").write_bytes(b"<svg/>")
    (folder / "odd.bin").write_bytes(b"?")
    (folder / "folder").mkdir()
    (tmp_path / "secret.txt").write_text("not yours", encoding="utf-8")
    return folder


def client(dist: Path | None, token: str | None = None) -> TestClient:
    # No codings by default: httpx would ask for gzip and unpack it unseen.
    return TestClient(Starlette(routes=playground.routes(dist, token)), headers={"Accept-Encoding": "identity"})


class Metas(HTMLParser):
    """The contents of a page's named meta elements, as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str | None, str | None] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "meta":
            self.found[dict(attrs).get("name")] = dict(attrs).get("content")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("token", ["aaa.bbb.ccc", 'a"><script>alert(1)</script>', r"back\1slash"])
def test_a_page_carries_the_token_where_only_the_meta_element_can_see_it(dist, path, token):
    answer = client(dist, token).get(path)
    assert Metas(answer.text).found == {"stridegraph-token": token}
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_with_a_token_is_stored_nowhere(dist, path):
    assert client(dist, "aaa.bbb.ccc").get(path).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("token", [None, ""])
def test_a_page_without_a_token_has_an_empty_one(dist, path, token):
    answer = client(dist, token).get(path)
    assert Metas(answer.text).found == {"stridegraph-token": ""}
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", f"/assets/{SCRIPT}", "/assets/licenses.txt", "/assets/absent.js"])
def test_every_answer_carries_the_policy_and_nosniff(dist, path):
    headers = client(dist).get(path).headers
    assert headers["content-security-policy"] == playground.POLICY
    assert headers["x-content-type-options"] == "nosniff"


def test_the_viewer_has_a_stricter_policy(dist):
    headers = client(dist).get("/viewer").headers
    assert headers["content-security-policy"] == playground.VIEWER_POLICY
    assert headers["x-content-type-options"] == "nosniff"


def test_the_policies_allow_our_own_origin_only():
    own = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
    )
    assert (
        own + "worker-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:"
    ) == playground.POLICY
    assert (
        own + "style-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
    ) == playground.VIEWER_POLICY


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip, deflate", "GZIP;q=0.5", "*", "gzip;q=1.000"])
def test_a_browser_that_takes_gzip_gets_the_compressed_twin(dist, accepted):
    with client(dist).stream("GET", f"/assets/{SCRIPT}", headers={"Accept-Encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert raw == (dist / f"{SCRIPT}.gz").read_bytes()
    assert answer.headers["content-length"] == str(len(raw))
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "xgzip", ",;,"])
def test_a_browser_that_refuses_gzip_gets_the_plain_file(dist, accepted):
    answer = client(dist).get(f"/assets/{SCRIPT}", headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert answer.content == b"run()"
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_file_without_a_twin_is_sent_plain_to_everybody(dist):
    answer = client(dist).get("/assets/favicon-7FN2M7ZG.svg", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert answer.content == b"<svg/>"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        (SCRIPT, "text/javascript; charset=utf-8"),
        ("licenses.txt", "text/plain; charset=utf-8"),
        ("favicon-7FN2M7ZG.svg", "image/svg+xml"),
        ("odd.bin", "application/octet-stream"),
    ],
)
def test_media_types_do_not_depend_on_the_machine(dist, name, media_type):
    assert client(dist).get(f"/assets/{name}").headers["content-type"] == media_type


def test_only_names_with_a_hash_are_kept_for_ever(dist):
    visitor = client(dist)
    assert visitor.get(f"/assets/{SCRIPT}").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert visitor.get("/assets/licenses.txt").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "name",
    [
        "absent.js",
        "index.html",
        "viewer.html",
        f"{SCRIPT}.gz",
        "folder",
        "",
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e%2fsecret.txt",
        "..%5csecret.txt",
        "folder/../../secret.txt",
        "licenses.txt%00.js",
    ],
)
def test_nothing_but_the_listed_files_is_found(dist, name):
    answer = client(dist).get(f"/assets/{name}")
    assert answer.status_code == 404
    assert "not yours" not in answer.text


def test_an_absolute_path_is_no_file_either(dist):
    secret = str(dist.parent / "secret.txt").replace("/", "%2f")
    assert client(dist).get(f"/assets/{secret}").status_code == 404


def test_the_icon_answers_by_the_name_that_browsers_guess(dist):
    answer = client(dist).get("/favicon.ico")
    assert (answer.status_code, answer.content) == (200, b"<svg/>")
    assert answer.headers["content-type"] == "image/svg+xml"


def test_without_a_build_there_is_no_icon():
    assert client(None).get("/favicon.ico").status_code == 404


@pytest.mark.parametrize("path", ["/", "/viewer", f"/assets/{SCRIPT}", "/favicon.ico"])
@pytest.mark.parametrize(("stage", "status"), [("playground", 200), ("locked", 404), ("unheard-of", 404)])
def test_a_locked_stage_has_no_pages(dist, service, path, stage, status):
    use(replace(service.settings, playground_dir=str(dist), stage=stage))
    visitor = TestClient(make_app())
    assert visitor.get(path).status_code == status
    assert visitor.get("/health").status_code == 200


def test_head_answers_without_a_body(dist):
    answer = client(dist).head(f"/assets/{SCRIPT}")
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "5")


@pytest.mark.parametrize("path", ["/", "/viewer", f"/assets/{SCRIPT}"])
def test_nothing_can_be_posted(dist, path):
    assert client(dist).post(path).status_code == 405


@pytest.mark.parametrize(("path", "policy"), [("/", playground.POLICY), ("/viewer", playground.VIEWER_POLICY)])
@pytest.mark.parametrize("built", [None, "absent", "empty"])
def test_without_a_build_one_sentence_tells_how_to_make_it(tmp_path, built, path, policy):
    (tmp_path / "empty").mkdir()
    visitor = client(tmp_path / built if built else None, "aaa.bbb.ccc")
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert "make playground" in answer.text
    assert "/graphql" in answer.text
    assert "aaa.bbb.ccc" not in answer.text
    assert answer.headers["content-security-policy"] == policy
    assert visitor.get(f"/assets/{SCRIPT}").status_code == 404
