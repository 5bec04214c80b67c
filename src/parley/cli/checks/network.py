"""Where people reach Parley: the port, the address, the proxy in front, and who else may."""

import asyncio
import errno
import json
import os
import socket
from collections.abc import Awaitable, Callable
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_network
from typing import TypeVar
from urllib.parse import urlsplit

from parley.basics.smtp_url import server_of
from parley.cli.checks.finding import Finding, is_local
from parley.doors.request import is_trusted
from parley.settings import Settings, split_list
from parley.store import facts
from parley.store.database import Database
from parley.store.migrate import status
from parley.store.refusals import CannotStart

Found = TypeVar("Found")


def port(settings: Settings) -> Finding:
    where = f"{settings.host}:{settings.port}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        if problem.errno != errno.EADDRINUSE:
            why = problem.strerror or problem
            low = " Ports below 1024 need CAP_NET_BIND_SERVICE." if problem.errno == errno.EACCES else ""
            return Finding("problem", f"cannot listen on {where}: {why}. Change PARLEY_HOST or PARLEY_PORT.{low}")
        if (version := _parley_on(settings)) and not _runs_here(settings):
            return Finding(
                "problem",
                f"{where} is taken by another Parley {version}, which does not run on {settings.data.absolute()}. "
                "Stop it, change PARLEY_PORT, or look whether PARLEY_DATA_DIR is right.",
            )
        if version:
            return Finding("ok", f"{where} is taken by Parley {version}, which is running")
        return Finding("problem", f"{where} is taken by another program. Stop it or change PARLEY_PORT.")
    return Finding("ok", f"{where} is free")


def address(settings: Settings) -> Finding:
    if not settings.public_url and not is_local(settings.host):
        return Finding(
            "warning",
            f"Parley listens on {settings.host} and PARLEY_PUBLIC_URL is not set, so browsers are only let in at "
            f"{settings.base_url}. Set it to the address that people type.",
        )
    if not settings.https and not is_local(urlsplit(settings.base_url).hostname or ""):
        return Finding(
            "warning",
            f"passwords and cookies cross the network readable for everybody on the way to {settings.base_url}. "
            "Put a proxy with a certificate in front and set PARLEY_PUBLIC_URL to its https:// address.",
        )
    return Finding("ok", f"people reach it at {settings.base_url}")


def proxies(settings: Settings) -> Finding:
    trusted = settings.trusted_proxies
    is_behind_one = is_local(settings.host) and not is_local(urlsplit(settings.base_url).hostname or "")
    if not trusted and (settings.https or is_behind_one):
        return Finding(
            "warning",
            "everybody behind the proxy counts as one address when sign-ins are limited. "
            "Set PARLEY_TRUSTED_PROXIES to the proxy's address.",
        )
    if (seen := _strange_proxy(settings)) is not None:
        peer, _, at = seen.partition(" ")
        return Finding(
            "warning",
            f"requests came through {peer} with X-Forwarded-For ({at}), which is not believed, so everybody behind "
            "that address counts as one. If it is your proxy, set PARLEY_TRUSTED_PROXIES to its address.",
        )
    for network in split_list(trusted):
        if ip_network(network, strict=False).prefixlen == 0:
            return Finding(
                "warning",
                f"{network} is everybody, so anybody can make up the address that limits count. "
                "Name the proxy's own address in PARLEY_TRUSTED_PROXIES.",
            )
    return Finding("ok", trusted or "none, and none needed")


def _strange_proxy(settings: Settings) -> str | None:
    """What the server has written down of a proxy that the settings do not name even now."""

    async def read(database: Database) -> str | None:
        return await database.read(facts.get, facts.STRANGE_PROXY)

    seen = _from_database(settings, read)
    return None if seen is None or is_trusted(seen.split()[0], settings.trusted_proxies) else seen


def origins(settings: Settings) -> Finding:
    for url in split_list(settings.allowed_origins):
        if "*" in url:
            return Finding("warning", f"{url} matches nothing: origins are compared exactly. Name each one.")
        if settings.https and not url.startswith("https://"):
            return Finding("warning", f"{url} may use the API of an https server over plain http. Give it https.")
    return Finding("ok", settings.allowed_origins or "only its own pages")


def mail(settings: Settings) -> Finding:
    """Whether the mail server is there and takes our word; nothing is sent."""
    if not settings.smtp_url:
        without = (
            "not sent: nobody signs in by mail, confirms an address or is sent a link to choose a new password. Set "
            "PARLEY_SMTP_URL and PARLEY_MAIL_FROM. Until then `parley people reset-link` helps who forgot theirs."
        )
        return Finding("warning" if settings.https else "ok", without)
    from parley.outside.mail import SmtpMail

    try:
        asyncio.run(SmtpMail(settings).try_out())
    except Exception as problem:  # noqa: BLE001 - whatever it was, the finding says it
        where = server_of(settings.smtp_url)
        return Finding("problem", f"{where.host}:{where.port} does not take mail: {problem}. Look at PARLEY_SMTP_URL.")
    return Finding("ok", f"goes through {server_of(settings.smtp_url).host}, from {settings.mail_from}")


def providers(settings: Settings) -> Finding:
    """Whether each OpenID Connect provider answers as it should; nobody signs in."""
    if not settings.oidc_providers:
        return Finding("ok", "none: nobody signs in at another place")
    from parley.basics.times import now_ms
    from parley.outside.providers import open_providers

    async def ask() -> dict[str, str | None]:
        opened = open_providers(settings, now_ms)
        return {one.config.name: await one.problem() for one in opened.values()}

    found = asyncio.run(ask())
    wrong = [f"{name}: {problem}" for name, problem in found.items() if problem is not None]
    if wrong:
        return Finding("problem", f"{'; '.join(wrong)}. Look at PARLEY_OIDC_PROVIDERS.")
    return Finding("ok", f"{', '.join(found)}: asked, and in order")


def registration(settings: Settings) -> Finding:
    found = _chosen(settings) if settings.registration == "chosen" else settings.registration
    if settings.https and found == "open":
        return Finding(
            "warning",
            f"anybody who finds {settings.base_url} can make an account. If that is not wanted, choose otherwise under "
            "Settings, Sign-in, or set PARLEY_REGISTRATION=invitation",
        )
    return Finding("ok", found)


def _chosen(settings: Settings) -> str:
    """What administrators chose. Without a database there is nobody yet, and then it is open."""

    from parley.actions.server import registration_of

    async def read(database: Database) -> str:
        return await database.read(registration_of, settings)

    return _from_database(settings, read) or "open"


def _from_database(settings: Settings, read: Callable[[Database], Awaitable[Found]]) -> Found | None:
    """What this reads, or None where there is no database yet, or none that answers."""
    from parley.process.services import beside

    async def ask() -> Found:
        async with beside(settings) as services:
            return await read(services.database)

    try:
        return asyncio.run(ask()) if status(settings).state == "current" else None
    except CannotStart:
        return None


def metrics(settings: Settings) -> Finding:
    where = f"{settings.metrics_host}:{settings.metrics_port}"
    if not settings.metrics_port:
        return Finding("ok", "not shown. PARLEY_METRICS_PORT shows them to Prometheus")
    if not is_local(settings.metrics_host):
        return Finding("warning", f"whoever reaches {where} can read them. Let a firewall leave only Prometheus to it.")
    return Finding("ok", f"at {where}")


def _runs_here(settings: Settings) -> bool:
    """Whether the process that the pid file names is alive. It is there as long as a server runs on this folder."""
    try:
        os.kill(int((settings.data / "parley.pid").read_text()), 0)
    except PermissionError:
        return True  # alive, and another user's
    except (OSError, ValueError):
        return False
    return True


def _parley_on(settings: Settings) -> str | None:
    """The version of the Parley that answers there, if it is one."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - asked, not bound
    connection = HTTPConnection(host, settings.port, timeout=2)
    try:
        connection.request("GET", "/api/server")
        answer = json.loads(connection.getresponse().read(65_536))
        return str(answer["version"]) if "needs_setup" in answer else None
    except (OSError, HTTPException, ValueError, KeyError, TypeError):
        return None
    finally:
        connection.close()
