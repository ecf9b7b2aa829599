"""Serves the built front end: a few files, read once, compressed once, asked for on every visit."""

import gzip
import hashlib
import mimetypes
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from stationdesk.tenancy.permissions import public

FOREVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
_COMPRESSIBLE: Final = (".js", ".css", ".html", ".svg", ".json", ".txt", ".webmanifest")


class WebFile:
    """One file as it goes over the wire."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.body = path.read_bytes()
        self.media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.etag = f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'
        self.is_hashed = path.relative_to(folder).parts[0] == "assets"
        squeezed = gzip.compress(self.body, 9, mtime=0) if path.suffix in _COMPRESSIBLE else b""
        self.gzipped = squeezed if squeezed and len(squeezed) < len(self.body) else None

    def response(self, request: Request[Any, Any, Any]) -> Response[bytes]:
        """The file, gzipped where the browser takes it, or 304 where it has it already."""
        headers = {
            "ETag": self.etag,
            "Cache-Control": FOREVER if self.is_hashed else ASK_AGAIN,
            "Vary": "Accept-Encoding",
        }
        if request.headers.get("if-none-match") == self.etag:
            return Response(b"", status_code=304, headers=headers)
        if self.gzipped and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.gzipped, media_type=self.media_type, headers=headers)
        return Response(self.body, media_type=self.media_type, headers=headers)


def web_routes(folder: Path) -> list[HTTPRouteHandler]:
    """Handlers for every path outside of /api; unknown paths get index.html, which knows them."""
    files = {
        "/" + str(path.relative_to(folder)): WebFile(path, folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    index = files.get("/index.html")

    def serve(request: Request[Any, Any, Any], path: str) -> Response[bytes]:
        if path.startswith(("/api/", "/assets/")) and path not in files:
            raise NotFoundException(f"There is nothing at {path}.")
        found = files.get(path, index)
        if found is None:
            raise NotFoundException("The web front end is not built; run `make web`.")
        return found.response(request)

    @get("/", opt=public, include_in_schema=False, sync_to_thread=False)
    def home(request: Request[Any, Any, Any]) -> Response[bytes]:
        return serve(request, "/index.html")

    @get("/{path:path}", opt=public, include_in_schema=False, sync_to_thread=False)
    def page(request: Request[Any, Any, Any], path: FromPath[Path]) -> Response[bytes]:
        return serve(request, "/" + str(path).lstrip("/"))

    return [home, page]
