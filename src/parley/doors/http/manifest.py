"""The web client's manifest, with the name under which browsers install this server."""

import asyncio
from pathlib import Path

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from parley.actions.context import Services
from parley.actions.server_name import name_of
from parley.doors.http.static import ASK_AGAIN, FOLDER, File, answered, load

PATH = "/manifest.webmanifest"
READ_MS = 1_000


class Manifest:
    """Anybody may ask for it, and no limit counts them, so the name is read at most once a second."""

    def __init__(self, services: Services, folder: Path = FOLDER) -> None:
        self._services = services
        self._path = folder / PATH[1:]
        self._made: File | None = None
        self._made_at = 0
        self._making = asyncio.Lock()

    @property
    def is_there(self) -> bool:
        """Whether the web client has been built."""
        return self._path.is_file()

    async def answer(self, request: Request) -> Response:
        async with self._making:
            now = self._services.now()
            if self._made is None or abs(now - self._made_at) >= READ_MS:
                self._made, self._made_at = await self._make(), now
        return answered(request, self._made, {"Cache-Control": ASK_AGAIN})

    async def _make(self) -> File:
        name = await self._services.database.read(name_of, self._services.settings)
        built = await asyncio.to_thread(load, self._path)
        said = msgspec.json.decode(built.plain) | {"name": name, "short_name": name}
        return File.of(msgspec.json.encode(said), built.media_type)
