"""The settings, read once from the environment. `parley config` prints them with these descriptions."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_type_hints
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from parley.basics import failpoints, redis_url, smtp_url
from parley.basics.amounts import count, rate
from parley.basics.values import rule

PREFIX = "PARLEY_"
# Of a wrong value, so much is shown.
SHOWN = 80
Positive = Annotated[int, Meta(gt=0)]


def _doc(text: str) -> Meta:
    return Meta(description=text)


class Settings(Struct, frozen=True, kw_only=True):
    """How this server runs. Every field is PARLEY_<NAME> in the environment; secrets also come as <NAME>_FILE."""

    host: Annotated[str, _doc("The address to listen on. 0.0.0.0 for every interface.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535), _doc("The port to listen on.")] = 8000
    data_dir: Annotated[str, _doc("The one folder for everything that is kept: database, files, secrets.")] = "./data"
    public_url: Annotated[
        str, _doc("The address people type, such as https://chat.example.org. Cookies and origins follow it.")
    ] = ""
    allowed_origins: Annotated[
        str, _doc("Other origins, comma-separated, whose pages may use the API with a token or a ticket.")
    ] = ""
    secret: Annotated[
        str, _doc("Signs tokens; 32 characters or more. Made in the data folder on the first start when empty.")
    ] = ""
    secret_before: Annotated[str, _doc("The secret before this one: what it signed goes on. See rotate-secret.")] = ""
    database_url: Annotated[
        str, _doc("postgresql://user:password@host/name. Empty means SQLite in the data folder.")
    ] = ""
    redis_url: Annotated[
        str,
        _doc(
            "redis://host:6379/0 or, for TLS, rediss://host:6379/0?ssl_ca_certs=/path/ca.pem: how several processes "
            "tell each other. Needs PostgreSQL."
        ),
    ] = ""
    workers: Annotated[Positive, _doc("How many processes serve. More than one needs PostgreSQL and Redis.")] = 1
    listen_fd: Annotated[
        int,
        Meta(ge=0),
        _doc("A listening socket that is open already, as a file descriptor. serve gives it to its workers."),
    ] = 0
    worker: Annotated[
        int, Meta(ge=0), _doc("Which of several workers this is: serve numbers them, and the first says where it is.")
    ] = 0
    server_name: Annotated[str, Meta(min_length=1, max_length=80), _doc("What people see as this server's name.")] = (
        "Parley"
    )
    registration: Annotated[
        Literal["open", "closed"], _doc("Whether people may make accounts for themselves: open or closed.")
    ] = "open"
    smtp_url: Annotated[
        str,
        _doc(
            "smtp://user:password@host:587 with STARTTLS, smtps://host:465 with TLS, or smtp+insecure://host:25: what "
            "sends letters. Without one, what needs mail is not offered."
        ),
    ] = ""
    mail_from: Annotated[str, _doc("Whom letters are from, such as Parley <chat@example.org>.")] = ""
    trusted_proxies: Annotated[
        str, _doc("Addresses or networks, comma-separated, whose X-Forwarded-For and -Proto are believed.")
    ] = ""
    log_format: Annotated[Literal["console", "json"], _doc("console for people, json for machines.")] = "console"
    log_level: Annotated[Literal["debug", "info", "warning", "error"], _doc("The least that is logged.")] = "info"
    metrics_port: Annotated[
        int,
        Meta(ge=0, le=65535),
        _doc("A port of its own for /metrics; each of several workers takes one, from here upwards. 0 for none."),
    ] = 0
    metrics_host: Annotated[
        str, _doc("The address of that port. Whoever reaches it may read it, without a password.")
    ] = "127.0.0.1"
    dev: Annotated[bool, _doc("1 while working on Parley itself: the web client comes from its own server.")] = False

    body_bytes: Annotated[Positive, _doc("The largest HTTP request body, in bytes.")] = 64 * 1024
    frame_bytes: Annotated[Positive, _doc("The largest WebSocket message from a client, in bytes.")] = 64 * 1024
    outbox_bytes: Annotated[Positive, _doc("How much may wait for one slow reader before its socket is closed.")] = (
        1024 * 1024
    )
    hash_queue: Annotated[Positive, _doc("How many passwords may wait to be checked before sign-ins are refused.")] = 64
    access_minutes: Annotated[Positive, _doc("How long an access token is good for.")] = 15
    session_days: Annotated[Positive, _doc("How long a session lasts without being used.")] = 30
    session_max_days: Annotated[Positive, _doc("How long a session lasts at most.")] = 180

    # Every rate and every number of sockets may be `off`. Those of this machine itself and of trusted proxies are not
    # counted by address: any number of people may be behind them.
    rate_sign_in: Annotated[str, _doc("Sign-ins per address: burst/per second, or off.")] = "10/0.2"
    rate_account: Annotated[str, _doc("Sign-ins to one account, from wherever: burst/per second, or off.")] = "10/0.1"
    rate_mail: Annotated[str, _doc("Letters that strangers have sent to one person: burst/per second, or off.")] = (
        "5/0.005"
    )
    rate_sign_in_all: Annotated[str, _doc("Sign-ins to all accounts together: burst/per second, or off.")] = "100/20"
    rate_send: Annotated[str, _doc("Messages per person: burst/per second, or off.")] = "20/5"
    rate_write: Annotated[str, _doc("Other changes per person: burst/per second, or off.")] = "60/10"
    rate_read: Annotated[str, _doc("Reads per person: burst/per second, or off.")] = "300/100"
    rate_signal: Annotated[
        str, _doc("Signals per person, which are typing and presence: burst/per second, or off.")
    ] = "60/10"
    rate_connect: Annotated[str, _doc("Sockets that one person opens: burst/per second, or off.")] = "40/1"
    rate_frame: Annotated[str, _doc("Frames on one socket, pings too: burst/per second, or off.")] = "300/100"
    # A lower one keeps some of 2,000 outside for over ten seconds: who is turned away waits longer each time.
    rate_handshake: Annotated[str, _doc("Sockets opened at one process: burst/per second, or off.")] = "1000/500"
    rate_handshake_address: Annotated[
        str, _doc("Sockets opened from one address at one process: burst/per second, or off.")
    ] = "300/50"
    sockets_person: Annotated[str, _doc("Open sockets of one person at one process, or off.")] = "20"
    sockets_address: Annotated[
        str, _doc("Open sockets from one address at one process, or off. An office behind one router is one address.")
    ] = "1000"
    sockets_stranger: Annotated[
        str, _doc("Of those, how many may not be signed in: open sockets from one address, or off.")
    ] = "100"
    sockets_waiting: Annotated[str, _doc("Open sockets at one process that have not been welcomed yet, or off.")] = (
        "1000"
    )
    requests_unfinished: Annotated[
        str, _doc("Connections in the middle of their request headers at one process, or off. The oldest is cut.")
    ] = "4096"

    @property
    def data(self) -> Path:
        return Path(self.data_dir)

    @property
    def base_url(self) -> str:
        """The public address without a trailing slash; the local one where none was given."""
        return self.public_url.rstrip("/") or f"http://localhost:{self.port}"

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def own_origins(self) -> frozenset[str]:
        """Where the web client may be opened. Exact: another port or scheme is another origin."""
        if self.public_url:
            return frozenset({origin_of(self.base_url)})
        return frozenset({f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}"})

    @property
    def other_origins(self) -> frozenset[str]:
        return frozenset(origin_of(text) for text in split_list(self.allowed_origins))


# What can be `off`.
LIMITS = tuple(name for name in Settings.__struct_fields__ if name.startswith(("rate_", "sockets_", "requests_")))
SECRETS = frozenset({"secret", "secret_before", "database_url", "redis_url", "smtp_url"})
Source = Literal["default", "environment", "file"]


@dataclass(frozen=True)
class Loaded:
    """The settings, and for each where its value came from."""

    settings: Settings
    sources: dict[str, Source]
    unknown: tuple[str, ...]


class SettingsError(Exception):
    """One line a problem, each naming the variable and what it takes."""


def load(environ: Mapping[str, str] = os.environ) -> Loaded:
    """Read the environment. Every problem is reported at once, so that nobody has to mend them one by one."""
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    problems = failpoints.problems(environ)
    for name, annotation in get_type_hints(Settings, include_extras=True).items():
        sources[name] = "default"
        try:
            text, source = _read(environ, name)
            if text is not None:
                values[name] = msgspec.convert(text.strip(), annotation, strict=False)
                sources[name] = source
        except msgspec.ValidationError:  # of no secret: those are texts, and any text will do
            problems.append(f"{variable(name)} is {environ[variable(name)][:SHOWN]!r}: it must be {rule(annotation)}")
        except (OSError, UnicodeDecodeError, ValueError) as problem:
            problems.append(f"{variable(name)}: {problem}")
    if not problems:
        settings = Settings(**values)
        problems = _contradictions(settings)
        if not problems:
            return Loaded(settings, sources, _unknown(environ))
    raise SettingsError("\n".join(problems))


def variable(name: str) -> str:
    return PREFIX + name.upper()


def description(name: str) -> str:
    """A field's own documentation."""
    annotation = get_type_hints(Settings, include_extras=True)[name]
    return next(str(meta.description) for meta in get_args(annotation)[1:] if meta.description)


def origin_of(url: str) -> str:
    """The scheme, host and port of a URL, as a browser writes them in its Origin header."""
    parts = urlsplit(url.lower())
    port = parts.port
    default = {"http": 80, "https": 443}.get(parts.scheme)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != default else "")


def split_list(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _read(environ: Mapping[str, str], name: str) -> tuple[str | None, Source]:
    key = variable(name)
    if name in SECRETS and (path := environ.get(f"{key}_FILE")):
        if environ.get(key):
            raise ValueError(f"both {key} and {key}_FILE are set; keep one")
        return Path(path).read_text(), "file"
    text = environ.get(key)
    return (text, "environment") if text else (None, "default")


def _contradictions(settings: Settings) -> list[str]:
    problems = []
    for name in LIMITS:
        try:
            (rate if name.startswith("rate_") else count)(getattr(settings, name))
        except ValueError as problem:
            problems.append(f"{variable(name)}: {problem}")
    for url in [settings.public_url, *split_list(settings.allowed_origins)]:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/")):
            problems.append(f"PARLEY_PUBLIC_URL, PARLEY_ALLOWED_ORIGINS: {url!r} is not http(s)://host[:port]")
    for network in split_list(settings.trusted_proxies):
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError as problem:
            problems.append(f"PARLEY_TRUSTED_PROXIES: {problem}")
    if settings.secret and settings.https and len(settings.secret) < 32:
        problems.append("PARLEY_SECRET: shorter than 32 characters, which is not enough for a public server")
    if settings.database_url and not settings.database_url.startswith(("postgresql://", "postgres://")):
        problems.append("PARLEY_DATABASE_URL: must start with postgresql://")
    if settings.smtp_url:
        problems += [f"PARLEY_SMTP_URL: {what}" for what in smtp_url.problems(settings.smtp_url, settings.mail_from)]
    return problems + _port_contradictions(settings) + _cluster_contradictions(settings)


def _port_contradictions(settings: Settings) -> list[str]:
    first, last = settings.metrics_port, settings.metrics_port + max(settings.workers - 1, settings.worker)
    if first and last > 65535:
        return ["PARLEY_METRICS_PORT: too high. Each worker needs a port, from this one upwards"]
    if first and first <= settings.port <= last:
        return ["PARLEY_METRICS_PORT: a worker would need PARLEY_PORT. Choose another, away from it"]
    return []


def _cluster_contradictions(settings: Settings) -> list[str]:
    """What several processes need of each other: one database, one way to tell, one secret."""
    problems = []
    if settings.redis_url:
        problems += [f"PARLEY_REDIS_URL: {problem}" for problem in redis_url.problems(settings.redis_url)]
    if settings.redis_url and not settings.database_url:
        problems.append(
            "PARLEY_REDIS_URL: is for several processes on PostgreSQL. Set PARLEY_DATABASE_URL, or unset it"
        )
    if settings.workers > 1 and not settings.database_url:
        problems.append("PARLEY_WORKERS: SQLite has one process. Set PARLEY_DATABASE_URL, or keep one worker")
    if settings.workers > 1 and not settings.redis_url:
        problems.append("PARLEY_WORKERS: several workers tell each other through Redis. Set PARLEY_REDIS_URL")
    if settings.redis_url and not settings.secret:
        problems.append("PARLEY_SECRET: must be given, the same to every process that shares PARLEY_REDIS_URL")
    return problems


def _unknown(environ: Mapping[str, str]) -> tuple[str, ...]:
    known = {variable(name) for name in Settings.__struct_fields__}
    known |= {f"{variable(name)}_FILE" for name in SECRETS} | failpoints.VARIABLES
    return tuple(sorted(key for key in environ if key.startswith(PREFIX) and key not in known and "_TEST_" not in key))
