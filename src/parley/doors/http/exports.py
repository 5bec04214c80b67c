"""The file of an export over HTTP, to its owner alone."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Send

from parley.actions import exports
from parley.actions.context import Context
from parley.basics.times import rfc3339
from parley.doors.edge import Edge
from parley.doors.http.signed_in import signed_in_route
from parley.errors import ParleyError, RateLimited
from parley.store.database import Row

# Of reads: five in a row at the default rate.
DOWNLOAD_COST = 10
# Of one person from one process: another, for somebody whose first one hangs.
TOGETHER = 2
RETRY_MS = 5_000
# Others read from the same database.
BYTES_PER_SECOND = 8 * 1024 * 1024
# Somebody who takes less than this, or nothing, gets no further.
LEAST_BYTES_PER_SECOND = 8 * 1024
GRACE_SECONDS = 60.0


def routes(edge: Edge) -> list[Route]:
    downloads = Counter[int]()

    async def download(ctx: Context, _: HttpRequest) -> Response:
        row = await exports.ready(ctx)
        if downloads[row.person] >= TOGETHER:
            raise RateLimited(
                "You are downloading your data already. Wait until that is done.", retry_after_ms=RETRY_MS
            )
        return _Download(ctx, row, downloads)

    return [Route("/api/accounts/export/file", signed_in_route(edge, download, "read", DOWNLOAD_COST), methods=["GET"])]


class _Download(StreamingResponse):
    """A piece at a time: the next is read when the reader has taken the one before."""

    def __init__(self, ctx: Context, row: Row, downloads: Counter[int]) -> None:
        name = f"parley-{rfc3339(row.ready_at)[:10]}.zip"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(row.size),
            "Cache-Control": "no-store",
            # No page is ever made of it.
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        super().__init__(_pieces(ctx, row), media_type="application/zip", headers=headers)
        self._person = int(row.person)
        self._downloads = downloads
        self._most_seconds = GRACE_SECONDS + row.size / LEAST_BYTES_PER_SECOND

    async def stream_response(self, send: Send) -> None:
        """Where it ends early, the connection is closed, and the reader has less than the header promised."""
        self._downloads[self._person] += 1
        try:
            async with asyncio.timeout(self._most_seconds):
                await super().stream_response(send)
        except (TimeoutError, ParleyError):
            return
        finally:
            self._downloads[self._person] -= 1
            if not self._downloads[self._person]:
                del self._downloads[self._person]


async def _pieces(ctx: Context, row: Row) -> AsyncIterator[bytes]:
    sent, number = 0, 0
    while sent < row.size:
        piece = await exports.piece(ctx, row.id, number)
        yield piece
        sent, number = sent + len(piece), number + 1
        await asyncio.sleep(len(piece) / BYTES_PER_SECOND)
