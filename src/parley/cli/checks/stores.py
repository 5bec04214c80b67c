"""What Parley stores in and tells through: the database, its clock, and Redis."""

import socket
import ssl
from urllib.parse import unquote, urlsplit

from parley.basics import failpoints
from parley.basics.redis_url import tls_context
from parley.basics.times import now_ms
from parley.cli.checks.finding import Finding
from parley.settings import Settings
from parley.store.folder import database_file
from parley.store.migrate import clock_ms, status
from parley.store.refusals import CannotStart
from parley.store.search_sqlite import without_fts5

REDIS_PORT = 6379
REDIS_SECONDS = 3
WRONG_SECONDS = 5.0
# A file's time is no exact thing: another machine may have written it.
FUTURE_SECONDS = 60.0
SET_IT = "Set the clock, and keep it right with NTP: timedatectl set-ntp true"


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


def search(settings: Settings) -> Finding:
    if settings.database_url:
        return Finding("ok", "PostgreSQL has all that it needs")
    missing = without_fts5()
    return Finding("ok", "SQLite has FTS5") if missing is None else Finding("problem", missing)


def clock(settings: Settings) -> Finding:
    """On PostgreSQL by the database's; on SQLite by when the database was written last, which cannot be to come."""
    own = now_ms() + failpoints.CLOCK_OFFSET_MS
    if not settings.database_url:
        path = database_file(settings)
        ahead = path.stat().st_mtime - own / 1000 if path.exists() else 0.0
        if ahead > FUTURE_SECONDS:
            return Finding(
                "problem", f"the database was written {ahead:.0f} s after what this clock says is now. {SET_IT}"
            )
        return Finding("ok", "there is no other to compare it with")
    try:
        seconds = (own - clock_ms(settings)) / 1000
    except CannotStart:
        return Finding("ok", "cannot be compared: see the database")
    if abs(seconds) > WRONG_SECONDS:
        which = "ahead of" if seconds > 0 else "behind"
        return Finding(
            "warning",
            f"it is {abs(seconds):.0f} s {which} the database's. Parley goes by the database's, and logs by this "
            f"one. {SET_IT}",
        )
    return Finding("ok", "as the database's")


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
