"""Whether the process lives and whether it can serve."""

import asyncio
import shutil

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from parley.actions.context import Services
from parley.doors.http.routes import json_response
from parley.errors import ParleyError
from parley.store import facts
from parley.store.units import WriteTransaction, write_alone

PROBE_MS = 1_000
PROBE_SECONDS = 5.0
LEAST_DISK_FREE = 0.05


class Health:
    """/livez answers as long as the loop turns. /readyz writes to the database, at most once a second."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._checked_at = 0
        self._problem: str | None = None
        self._checking = asyncio.Lock()
        self.draining = False

    def routes(self) -> list[Route]:
        return [Route("/livez", self._livez), Route("/readyz", self._readyz)]

    async def _livez(self, _: Request) -> Response:
        return json_response({"status": "ok"})

    async def _readyz(self, _: Request) -> Response:
        async with self._checking:
            now = self._services.now()
            if abs(now - self._checked_at) >= PROBE_MS:
                self._problem = await self._check()
                self._checked_at = now
        problem = "stopping" if self.draining else self._problem
        if problem is not None:
            return json_response({"status": "unavailable", "reason": problem}, 503)
        return json_response({"status": "ok"})

    async def _check(self) -> str | None:
        usage = shutil.disk_usage(self._services.settings.data)
        if usage.free < usage.total * LEAST_DISK_FREE:
            return "the disk with the data folder is full"
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await write_alone(self._services.writer, (), _probe)
        except TimeoutError:
            return "the database does not answer"
        except ParleyError as problem:
            return problem.message
        return None


async def _probe(tx: WriteTransaction) -> None:
    await facts.put(tx, facts.PROBE, str(tx.now))
