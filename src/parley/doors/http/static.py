"""The web client: hashed files for ever, its page never from a cache, all of it gzipped once."""

import asyncio
import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from parley.doors.http.routes import accepted_in, error_response
from parley.errors import NotFound
from parley.speech.sentences import say

FOLDER = Path(__file__).parents[2] / "static"
FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
FOR_DEVELOPERS = "dev/"
"""The page of the client's components, at `/dev/ui`. Only a server with `PARLEY_DEV=1` gives it out."""
WORKER = "sw.js"
"""The service worker. Browsers look for a new one under this name, so it has no hash, and no cache may keep it."""
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
GZIPPED = ("text/", "image/svg", "application/json", "application/manifest")
NOT_BUILT = (
    "<!doctype html><title>Parley</title><p>The server runs; the web client has not been built. "
    "Start it with <code>make run</code>, which builds it."
)


@dataclass(frozen=True)
class File:
    """A file as it is sent."""

    plain: bytes
    gzipped: bytes | None
    media_type: str
    etag: str

    @staticmethod
    def of(plain: bytes, media_type: str) -> "File":
        has_text = media_type.startswith(GZIPPED) and len(plain) > 1024
        gzipped = gzip.compress(plain, 9, mtime=0) if has_text else None
        return File(plain, gzipped, media_type, f'"{hashlib.sha256(plain).hexdigest()[:32]}"')


class WebClient:
    """Serves the folder that the build wrote. Only names that were there at the start are ever looked up."""

    def __init__(self, folder: Path = FOLDER, *, dev: bool = False) -> None:
        files = _files_in(folder).items()
        self._paths = {name: path for name, path in files if dev or not name.startswith(FOR_DEVELOPERS)}
        self._files: dict[str, File] = {}

    async def answer(self, request: Request) -> Response:
        name = request.path_params["path"]
        if f"{name}.html" in self._paths:
            name = f"{name}.html"
        if name in self._paths and name != "index.html":
            return await self._send(request, name, FOREVER if name.startswith("assets/") else ASK_AGAIN)
        if name == WORKER or name.startswith(("api/", "assets/")):
            missing = NotFound(say("There is nothing at /{name}.", name=name[:200]))
            return error_response(missing, accepted_in(request))
        # Every other address is a page of the client's.
        if "index.html" not in self._paths:
            return HTMLResponse(NOT_BUILT, 503)
        return await self._send(request, "index.html", ASK_AGAIN)

    async def _send(self, request: Request, name: str, caching: str) -> Response:
        file = self._files.get(name)
        if file is None:
            file = self._files[name] = await asyncio.to_thread(load, self._paths[name])
        headers = {"Cache-Control": caching}
        if name == WORKER:
            headers["Service-Worker-Allowed"] = "/"
        return answered(request, file, headers)


def answered(request: Request, file: File, headers: Mapping[str, str]) -> Response:
    """The file as this browser reads it, or nothing where it has the file already."""
    headers = {**headers, "ETag": file.etag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    if file.gzipped is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.gzipped, headers={**headers, "Content-Encoding": "gzip"}, media_type=file.media_type)
    return Response(file.plain, headers=headers, media_type=file.media_type)


def load(path: Path) -> File:
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return File.of(path.read_bytes(), kind)


@cache
def _files_in(folder: Path) -> dict[str, Path]:
    """By their names in addresses. Looked up once a process: tests start thousands of servers in one."""
    there = folder.rglob("*") if folder.is_dir() else ()
    return {path.relative_to(folder).as_posix(): path for path in there if path.is_file()}
