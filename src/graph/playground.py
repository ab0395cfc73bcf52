"""The browser's page at ``/``: GraphiQL, served from our own origin under a policy that allows nothing else."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "connect-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Monaco writes its theme into style elements
        "font-src 'self' data:",
        "img-src 'self' data:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}

_FOREVER = "public, max-age=31536000, immutable"
_REVALIDATE = "no-cache"
_PRIVATE = "no-store"

_HASHED = re.compile(r".+-[A-Z0-9]{8}\.\w+")  # as esbuild names what it hashed
# Not the module mimetypes: what it says of .js depends on the machine's own tables.
_MEDIA_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}

_EMPTY_META = '<meta name="stridegraph-token" content="">'
_NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>stridegraph</title>
<link rel="icon" href="data:,">
<p>The playground is not built: run <code>make playground</code> and start again; the endpoint <code>/graphql</code>
answers without it.</p>
</html>
"""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the build, and its compressed twin where there is one."""

    path: Path
    media_type: str
    cache: str
    gzipped: Path | None

    def response(self, *, gzip: bool) -> Response:
        """The file's bytes, compressed where the browser takes it and the build has it."""
        headers = HEADERS | {"Cache-Control": self.cache, "Vary": "Accept-Encoding"}
        path = self.path
        if gzip and self.gzipped:
            path = self.gzipped
            headers["Content-Encoding"] = "gzip"
        return Response(path.read_bytes(), media_type=self.media_type, headers=headers)


def routes(dist: Path | None, token: str | None) -> list[BaseRoute]:
    """The page at ``/`` and its files at ``/assets/{name}``.

    Args:
        dist: folder of the playground's build, read once; None or a folder without a page gives one plain sentence.
        token: access token that the page presets for whoever opens it; only ever one of a demo user, on loopback.
    """
    page = _page(dist, token)
    assets = {} if dist is None else dict(_assets(dist))

    # Not coroutines: Starlette runs them in threads, where reading a file holds up nobody.
    def index(_: Request) -> Response:
        return HTMLResponse(page, headers=HEADERS | {"Cache-Control": _PRIVATE if token else _REVALIDATE})

    def asset(request: Request) -> Response:
        found = assets.get(request.path_params["name"])
        if found is None:
            return PlainTextResponse("Not found.\n", status_code=404, headers=HEADERS)
        return found.response(gzip=accepts_gzip(request.headers.get("accept-encoding", "")))

    return [Route("/", index), Route("/assets/{name}", asset)]


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether the header ``Accept-Encoding`` allows gzip by name or by ``*`` (RFC 9110, 12.5.3).

    A client that sends none would have to take any coding, but few of those can: they get the plain file.
    """
    weights = dict(_weights(accept_encoding.lower()))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weights(accept_encoding: str) -> Iterator[tuple[str, float]]:
    for entry in accept_encoding.split(","):
        coding, _, parameters = entry.partition(";")
        weight = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", parameters)
        yield coding.strip(), float(weight[1]) if weight else 1.0


def _page(dist: Path | None, token: str | None) -> str:
    if dist is None or not (dist / "index.html").is_file():
        return _NOT_BUILT
    built = (dist / "index.html").read_text(encoding="utf-8")
    return built.replace(_EMPTY_META, f'<meta name="stridegraph-token" content="{html.escape(token or "")}">')


def _assets(dist: Path) -> Iterator[tuple[str, Asset]]:
    # Names are looked up in what was listed here: no request's path ever reaches the file system.
    files = {path.name: path for path in dist.glob("*") if path.is_file()}
    for name, path in files.items():
        if name == "index.html" or path.suffix == ".gz":
            continue
        media_type = _MEDIA_TYPES.get(path.suffix, "application/octet-stream")
        cache = _FOREVER if _HASHED.fullmatch(name) else _REVALIDATE
        yield name, Asset(path, media_type, cache, files.get(f"{name}.gz"))
