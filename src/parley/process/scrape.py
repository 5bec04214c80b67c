"""What nobody else counts of a process, and the listener at which Prometheus reads all that is counted."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from parley import __version__
from parley.actions.context import Services
from parley.basics.metrics import watch_loop
from parley.doors.http.health import Health
from parley.doors.http.server import Server, listening_for_metrics
from parley.doors.ws.upgrade import http_protocol
from parley.store.backup_files import age_seconds


@asynccontextmanager
async def measured(services: Services) -> AsyncIterator[Health]:
    """Around the doors, so that how a process ends can be watched too."""
    health = Health(services)
    _watch(services, health)
    if not services.settings.metrics_port:
        yield health
        return
    async with _shown(services):
        yield health


def _watch(services: Services, health: Health) -> None:
    settings, metrics = services.settings, services.metrics
    began = time.time()
    metrics.start_time.watch(lambda: began)
    metrics.draining.watch(lambda: health.draining)
    metrics.passwords_waiting.watch(lambda: services.passwords.waiting)
    metrics.disk_free.watch(lambda: shutil.disk_usage(settings.data).free)
    metrics.disk_size.watch(lambda: shutil.disk_usage(settings.data).total)
    if settings.backup_hours or settings.backup_dir:
        metrics.backup_age.watch(lambda: age_seconds(settings.backups))
    database = "postgresql" if settings.database_url else "sqlite"
    metrics.info.watch(lambda: 1, __version__, database, str(settings.worker))


@asynccontextmanager
async def _shown(services: Services) -> AsyncIterator[None]:
    # Imported here: a server that nobody asks for its numbers is 3 MB smaller without it.
    from parley.doors.http.metrics import application

    settings, metrics = services.settings, services.metrics
    with listening_for_metrics(settings, settings.worker) as listener:
        server = Server(application(metrics), http_protocol(settings))
        async with asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(watch_loop(metrics.loop_lag_seconds))
            listening = tasks.create_task(server.serve(sockets=[listener]))
            try:
                yield
            finally:
                server.stop()
                await listening  # else a failure inside would cancel it, and its listener would stay open
                watching.cancel()
