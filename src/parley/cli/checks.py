"""What usually goes wrong, each as one function from the settings to a finding with its remedy."""

import errno
import json
import shutil
import socket
import ssl
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from parley.basics.redis_url import tls_context
from parley.settings import Settings, split_list
from parley.store.migrate import status
from parley.store.refusals import CannotStart
from parley.store.secret import FILE, load_secret

FREE_BYTES = 500 * 1024 * 1024
FREE_SHARE = 0.05
VARIED = 10
REDIS_PORT = 6379
REDIS_SECONDS = 3


@dataclass(frozen=True)
class Finding:
    level: Literal["ok", "warning", "problem"]
    text: str


def data_folder(settings: Settings) -> Finding:
    """By really writing: what the modes say is not true for root, nor on a read-only disk."""
    folder = _existing(settings.data)
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe-"):
            pass
    except OSError as problem:
        return Finding(
            "problem",
            f"{folder} cannot be written to: {problem.strerror}. Make it writable for the user that runs Parley, "
            "or name another folder in PARLEY_DATA_DIR.",
        )
    if folder != settings.data.absolute():
        return Finding("ok", f"{settings.data.absolute()} is not there yet and can be made")
    return Finding("ok", f"{folder} is writable")


def disk(settings: Settings) -> Finding:
    folder = _existing(settings.data)
    usage = shutil.disk_usage(folder)
    share = usage.free / usage.total if usage.total else 0
    free = f"{usage.free / 1024**3:.1f} GB ({share:.0%}) is free for {folder}"
    if usage.free < FREE_BYTES or share < FREE_SHARE:
        return Finding("problem", f"only {free}. Parley wants 500 MB and 5 %: make room or move PARLEY_DATA_DIR.")
    return Finding("ok", free)


def secret(settings: Settings) -> Finding:
    path = settings.data / FILE
    if not settings.secret and not path.exists():
        return Finding("ok", f"{path.absolute()} is made on the first start")
    try:
        value = load_secret(settings)
    except CannotStart as refusal:
        return Finding("problem", str(refusal))
    if settings.https and len(set(value)) < VARIED:
        return Finding("problem", "it is easy to guess. Unset PARLEY_SECRET, and Parley makes a good one by itself.")
    if settings.secret:
        return Finding("ok", "given by PARLEY_SECRET")
    if (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
        return Finding(
            "problem", f"others can read {path.absolute()} (mode {mode:o}). Run: chmod 600 {path.absolute()}"
        )
    return Finding("ok", f"{path.absolute()} is its owner's alone")


def database(settings: Settings) -> Finding:
    try:
        found = status(settings)
    except CannotStart as refusal:
        return Finding("problem", str(refusal))
    if found.state == "current":
        return Finding("ok", f"schema {found.current}")
    if found.state == "newer":
        return Finding(
            "problem", f"schema {found.current} needs a newer Parley than this one ({found.wanted}). Update."
        )
    if settings.database_url:
        return Finding("problem", f"schema {found.current or 'empty'}, not {found.wanted}. Run: parley migrate")
    return Finding("ok", f"schema {found.current or 'empty'}; the next start brings it to {found.wanted}")


def redis(settings: Settings) -> Finding:
    """By speaking its protocol: a port that is open says little."""
    if not settings.redis_url:
        return Finding("ok", "none, and none needed by one process")
    url = urlsplit(settings.redis_url)
    where = f"{url.hostname}:{url.port or REDIS_PORT}"
    try:
        with _open_redis(settings.redis_url) as connection:
            if url.password:
                _ask_redis(connection, "AUTH", *filter(None, [url.username]), unquote(url.password))
            _ask_redis(connection, "PING")
    except ssl.SSLCertVerificationError as problem:
        return Finding(
            "problem",
            f"the certificate of Redis at {where} is not trusted: {problem.verify_message}. If an authority of your "
            "own signed it, name its file: PARLEY_REDIS_URL=rediss://...?ssl_ca_certs=/path/ca.pem",
        )
    except (OSError, ValueError) as problem:
        return Finding(
            "problem",
            f"Redis at {where} cannot be used: {problem}. Processes still find each other's changes, seconds later. "
            "Check PARLEY_REDIS_URL and that Redis is running.",
        )
    return Finding("ok", f"{where} answers")


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
            return Finding("problem", f"cannot listen on {where}: {why}. Change PARLEY_HOST or PARLEY_PORT.")
        if version := _parley_on(settings):
            return Finding("ok", f"{where} is taken by Parley {version}, which is running")
        return Finding("problem", f"{where} is taken by another program. Stop it or change PARLEY_PORT.")
    return Finding("ok", f"{where} is free")


def address(settings: Settings) -> Finding:
    if not settings.public_url and not _is_local(settings.host):
        return Finding(
            "warning",
            f"Parley listens on {settings.host} and PARLEY_PUBLIC_URL is not set, so browsers are only let in at "
            f"{settings.base_url}. Set it to the address that people type.",
        )
    if not settings.https and not _is_local(urlsplit(settings.base_url).hostname or ""):
        return Finding(
            "warning",
            f"passwords and cookies cross the network readable for everybody on the way to {settings.base_url}. "
            "Put a proxy with a certificate in front and set PARLEY_PUBLIC_URL to its https:// address.",
        )
    return Finding("ok", f"people reach it at {settings.base_url}")


def proxies(settings: Settings) -> Finding:
    if settings.https and not settings.trusted_proxies:
        return Finding(
            "warning",
            "everybody behind the proxy counts as one address when sign-ins are limited. "
            "Set PARLEY_TRUSTED_PROXIES to the proxy's address.",
        )
    return Finding("ok", settings.trusted_proxies or "none, and none needed")


def origins(settings: Settings) -> Finding:
    for url in split_list(settings.allowed_origins):
        if "*" in url:
            return Finding("warning", f"{url} matches nothing: origins are compared exactly. Name each one.")
        if settings.https and not url.startswith("https://"):
            return Finding("warning", f"{url} may use the API of an https server over plain http. Give it https.")
    return Finding("ok", settings.allowed_origins or "only its own pages")


def registration(settings: Settings) -> Finding:
    if settings.https and settings.registration == "open":
        return Finding(
            "warning",
            f"whoever finds {settings.base_url} can make an account. If that is not wanted: PARLEY_REGISTRATION=closed",
        )
    return Finding("ok", settings.registration)


def metrics(settings: Settings) -> Finding:
    where = f"{settings.metrics_host}:{settings.metrics_port}"
    if not settings.metrics_port:
        return Finding("ok", "not shown. PARLEY_METRICS_PORT shows them to Prometheus")
    if not _is_local(settings.metrics_host):
        return Finding("warning", f"whoever reaches {where} can read them. Let a firewall leave only Prometheus to it.")
    return Finding("ok", f"at {where}")


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    data_folder,
    disk,
    secret,
    database,
    redis,
    port,
    address,
    proxies,
    origins,
    registration,
    metrics,
)


def _existing(path: Path) -> Path:
    """The folder itself or, before it is made, the one that it will be made in."""
    path = path.absolute()
    while not path.exists():
        path = path.parent
    return path


def _open_redis(address: str) -> socket.socket:
    url = urlsplit(address)
    plain = socket.create_connection((url.hostname or "localhost", url.port or REDIS_PORT), timeout=REDIS_SECONDS)
    if url.scheme == "redis":
        return plain
    try:
        return tls_context(address).wrap_socket(plain, server_hostname=url.hostname)
    except BaseException:
        plain.close()
        raise


def _ask_redis(connection: socket.socket, *words: str) -> None:
    parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
    connection.sendall(f"*{len(words)}\r\n{''.join(parts)}".encode())
    answer = connection.recv(512).decode(errors="replace").strip()
    if not answer.startswith("+"):
        raise ValueError(answer.removeprefix("-") or "it hung up")


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


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
