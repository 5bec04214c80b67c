"""What usually goes wrong, each as one function from the settings to a finding with its remedy."""

from collections.abc import Callable

from parley.cli.checks.files import backups, data_folder, database_files, disk, secret
from parley.cli.checks.finding import Finding
from parley.cli.checks.network import address, mail, metrics, origins, port, providers, proxies, registration
from parley.cli.checks.stores import clock, database, redis, search
from parley.settings import Settings

__all__ = [
    "CHECKS",
    "Finding",
    "address",
    "backups",
    "clock",
    "data_folder",
    "database",
    "database_files",
    "disk",
    "mail",
    "metrics",
    "origins",
    "port",
    "providers",
    "proxies",
    "redis",
    "registration",
    "search",
    "secret",
]

CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    data_folder,
    database_files,
    disk,
    secret,
    backups,
    database,
    search,
    clock,
    redis,
    port,
    address,
    proxies,
    origins,
    registration,
    mail,
    providers,
    metrics,
)
