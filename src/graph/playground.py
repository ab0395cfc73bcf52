"""The browser's pages: GraphiQL at ``/``, the viewer at ``/viewer``, under policies that allow our own origin only."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import decompress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

_OWN = (
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
)
POLICY = "; ".join(
    (
        *_OWN,
        "worker-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Monaco writes its theme into style elements
        "font-src 'self' data:",
        "img-src 'self' data:",
    )
)
# The viewer turns no text into markup or script: the browser may hold it to that.
VIEWER_POLICY = "; ".join(
    (*_OWN, "style-src 'self'", "img-src 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'")
)
_NOSNIFF = {"X-Content-Type-Options": "nosniff"}
HEADERS = {"Content-Security-Policy": POLICY, **_NOSNIFF}
VIEWER_HEADERS = {"Content-Security-Policy": VIEWER_POLICY, **_NOSNIFF}

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
<p>The playground and the viewer are not built: run <code>make playground</code> and start again; the endpoint
<code>/graphql</code> answers without them.</p>
</html>
"""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the build and its compressed twin, at least one of them: a function's package has the twin alone."""

    path: Path | None
    media_type: str
    cache: str
    gzipped: Path | None

    def response(self, *, gzip: bool) -> Response:
        """The file's bytes, compressed where the browser takes it and the build has it."""
        headers = HEADERS | {"Cache-Control": self.cache, "Vary": "Accept-Encoding"}
        if gzip and self.gzipped:
            headers["Content-Encoding"] = "gzip"
            return Response(self.gzipped.read_bytes(), media_type=self.media_type, headers=headers)
        return Response(self._plain(), media_type=self.media_type, headers=headers)

    def _plain(self) -> bytes:
        if self.path:
            return self.path.read_bytes()
        return decompress(self.gzipped.read_bytes()) if self.gzipped else b""


def routes(dist: Path | None, token: str | None) -> list[BaseRoute]:
    """GraphiQL at ``/``, the viewer at ``/viewer``, the files of both at ``/assets/{name}`` and their icon.

    Args:
        dist: folder of the playground's build, read once; None or a folder without a page gives one plain sentence.
        token: access token that the pages preset for whoever opens them; only ever one of a demo user, on loopback.
    """
    assets = {} if dist is None else dict(_assets(dist))

    icon = next((name for name in assets if name.startswith("favicon-")), "")

    # Not a coroutine: Starlette runs it in a thread, where reading a file holds up nobody.
    def asset(request: Request) -> Response:
        found = assets.get(request.path_params.get("name", icon))
        if found is None:
            return PlainTextResponse("Not found.\n", status_code=404, headers=HEADERS)
        return found.response(gzip=accepts_gzip(request.headers.get("accept-encoding", "")))

    return [
        _page_route("/", dist, "index.html", token, HEADERS),
        _page_route("/viewer", dist, "viewer.html", token, VIEWER_HEADERS),
        Route("/assets/{name}", asset),
        Route("/favicon.ico", asset),  # what browsers ask for beside an answer that is no page
    ]


def _page_route(path: str, dist: Path | None, name: str, token: str | None, headers: dict[str, str]) -> Route:
    page = _page(dist, name, token)
    cache = {"Cache-Control": _PRIVATE if token else _REVALIDATE}

    async def answer(_: Request) -> Response:
        return HTMLResponse(page, headers=headers | cache)

    return Route(path, answer)


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


def _page(dist: Path | None, name: str, token: str | None) -> str:
    if dist is None or not (dist / name).is_file():
        return _NOT_BUILT
    built = (dist / name).read_text(encoding="utf-8")
    return built.replace(_EMPTY_META, f'<meta name="stridegraph-token" content="{html.escape(token or "")}">')


def _assets(dist: Path) -> Iterator[tuple[str, Asset]]:
    # Names are looked up in what was listed here: no request's path ever reaches the file system.
    files = {path.name: path for path in dist.glob("*") if path.is_file()}
    for name in sorted({name.removesuffix(".gz") for name in files}):
        suffix = Path(name).suffix
        if suffix == ".html":
            continue
        media_type = _MEDIA_TYPES.get(suffix, "application/octet-stream")
        cache = _FOREVER if _HASHED.fullmatch(name) else _REVALIDATE
        yield name, Asset(files.get(name), media_type, cache, files.get(f"{name}.gz"))
