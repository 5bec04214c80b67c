"""Every few minutes, whatever rooms need not keep any longer is dropped.

Every process does so: the second one finds nothing left to drop.
"""

import asyncio

import structlog

from parley.actions.context import Services
from parley.actions.retention import expire
from parley.errors import ParleyError

# A server that has just started has better things to do.
FIRST_AFTER_SECONDS = 60.0
EVERY_SECONDS = 600.0

log = structlog.get_logger("parley")


async def run(services: Services) -> None:
    await asyncio.sleep(FIRST_AFTER_SECONDS)
    while True:
        try:
            dropped = await expire(services)
        except ParleyError as problem:
            log.warning("retention_put_off", reason=problem.message)
        else:
            if dropped:
                log.info("messages_dropped", count=dropped)
        await asyncio.sleep(EVERY_SECONDS)
