"""Notices a proxy that the settings do not name. Everybody behind it has the proxy's address, and shares its limits."""

from contextlib import suppress
from functools import partial

import structlog

from parley.actions.context import Services
from parley.basics.times import rfc3339
from parley.doors.request import Request
from parley.errors import ParleyError
from parley.store import facts
from parley.store.units import write_alone

log = structlog.get_logger("parley.http")


class Proxies:
    """One per process: it warns once, as anybody can send this header without a proxy."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._is_noticed = False

    async def look(self, request: Request) -> None:
        """Write a warning, and the fact that `parley doctor` reads."""
        if self._is_noticed or not request.is_forwarded_by_a_stranger:
            return
        self._is_noticed = True
        log.warning(
            "proxy_not_trusted",
            peer=request.peer,
            meaning="X-Forwarded-For is not believed, so everybody behind this address counts as one",
            remedy="if this is your proxy, name it in PARLEY_TRUSTED_PROXIES",
        )
        seen = f"{request.peer} {rfc3339(self._services.now())}"
        with suppress(ParleyError):  # the database may be away; the log has it
            await write_alone(self._services.writer, (), partial(facts.put, name=facts.STRANGE_PROXY, value=seen))
