"""Backups on a schedule."""

import asyncio
import os
import sys

import structlog
from msgspec import Struct

from parley.later.jobs import Turn
from parley.settings import PREFIX, Settings, variables
from parley.store.jobs import JobKind

# A lease lasts for a minute.
RENEW_SECONDS = 20.0


class Take(Struct, frozen=True, kw_only=True):
    """Takes a backup."""


class BackupFailed(Exception):
    """What `parley backup` said."""


TAKE = JobKind("backup.take", Take)

log = structlog.get_logger("parley")


async def take(turn: Turn, _: Take) -> None:
    """By `parley backup`, which copies, compresses and hashes for minutes: this process has people to answer.

    If this process dies, another one does it again. Two at once do not write into one folder.
    """
    settings = turn.services.settings
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "parley", "backup", "--keep", str(settings.backup_keep)),
        env=_environment(settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told = asyncio.create_task(process.communicate())
    try:
        while not told.done():
            await asyncio.wait({told}, timeout=RENEW_SECONDS)
            if not told.done():
                await turn.renew()
        said, refusal = await told
    finally:
        if process.returncode is None:
            process.terminate()
            await told
    if process.returncode:
        raise BackupFailed(refusal.decode(errors="replace").strip() or f"it ended with {process.returncode}")
    log.info("backup_taken", said=said.decode(errors="replace").splitlines())


def _environment(settings: Settings) -> dict[str, str]:
    """This process's settings, wherever they came from."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return others | variables(settings)
