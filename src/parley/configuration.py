"""Reads the settings once: from the environment and from a settings file. Where both name one, the environment wins."""

import difflib
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_type_hints
from urllib.parse import urlsplit

import msgspec

from parley.basics import failpoints, oidc_providers, redis_url, settings_file, smtp_url
from parley.basics.amounts import count, rate
from parley.basics.settings_file import SettingsFile
from parley.basics.values import rule
from parley.settings import LIMITS, LISTS, PREFIX, SECRETS, Settings, split_list, variable

# Names the settings file. Parley reads no file that it was not told of.
CONFIG = f"{PREFIX}CONFIG"
# Of a wrong value, so much is shown.
SHOWN = 80
# What a settings file may name: every setting, and for each secret a file that holds it.
NAMES = (*Settings.__struct_fields__, *(f"{name}_file" for name in sorted(SECRETS)))

# Where a value came from: the environment, the settings file (config), or a file that either of them names.
Source = Literal["default", "environment", "config", "file"]


@dataclass(frozen=True)
class Loaded:
    """The settings, and for each where its value came from."""

    settings: Settings
    sources: dict[str, Source]
    unknown: tuple[str, ...]


class SettingsError(Exception):
    """One line a problem, each naming the variable, or the line of the file, and what it takes."""


def load(environ: Mapping[str, str] = os.environ) -> Loaded:
    """Read both. Every problem is reported at once, so that nobody has to mend them one by one."""
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    problems = failpoints.problems(environ)
    file = _settings_file(environ, problems)
    for name, annotation in get_type_hints(Settings, include_extras=True).items():
        given = _environments(environ, name) or _files(file, name) or NOT_GIVEN
        sources[name] = given.source
        try:
            if given.source != "default":
                values[name] = msgspec.convert(_value(given, name), annotation, strict=False)
        except msgspec.ValidationError:
            shown = "" if name in SECRETS else f" {str(given.value)[:SHOWN]!r}"
            problems.append(f"{given.where} is{shown}: it must be {rule(annotation)}")
        except (OSError, UnicodeDecodeError, ValueError) as problem:
            problems.append(f"{given.where}: {problem}")
    if not problems:
        settings = Settings(**values)
        problems = _contradictions(settings)
        if not problems:
            return Loaded(settings, sources, _unknown(environ))
    raise SettingsError("\n".join(problems))


def nearest(name: str) -> str | None:
    """The setting that was perhaps meant, by the name that it has in a settings file."""
    found = difflib.get_close_matches(name.lower().removeprefix(PREFIX.lower()), NAMES, n=1)
    return found[0] if found else None


class Given(NamedTuple):
    """What was written for a setting, and where."""

    source: Source
    where: str = ""
    value: Any = None
    contradiction: str = ""


NOT_GIVEN = Given("default")


def _settings_file(environ: Mapping[str, str], problems: list[str]) -> SettingsFile | None:
    path = environ.get(CONFIG)
    if not path:
        return None
    try:
        file = settings_file.read(Path(path))
    except ValueError as problem:
        problems.append(str(problem))
        return None
    for name in file.values:
        if name not in NAMES:
            meant = nearest(name)
            hint = f"Did you mean {meant}?" if meant else "`parley config` lists them, in capital letters."
            problems.append(f"{file.place(name)}: {name} is not a setting of Parley. {hint}")
    if file.is_open_to_others and (told := [name for name in file.values if name in SECRETS]):
        problems.append(
            f"{file.place(told[0])}: {told[0]} is a secret, and everybody on this machine can read the file. "
            f"Run: chmod o-rwx {file.path}"
        )
    return file


def _environments(environ: Mapping[str, str], name: str) -> Given | None:
    key = variable(name)
    if name in SECRETS and (path := environ.get(f"{key}_FILE")):
        both = f"both {key} and {key}_FILE are set; keep one" if environ.get(key) else ""
        return Given("file", key, path, both)
    return Given("environment", key, environ[key].strip()) if environ.get(key) else None


def _files(file: SettingsFile | None, name: str) -> Given | None:
    if file is None:
        return None
    value = file.values.get(name, "")
    if name in SECRETS and (path := file.values.get(f"{name}_file")):
        both = f"both {name} and {name}_file are there; keep one" if value != "" else ""
        return Given("file", f"{file.place(f'{name}_file')}: {name}_file", path, both)
    return Given("config", f"{file.place(name)}: {name}", value) if value != "" else None


def _value(given: Given, name: str) -> Any:
    if given.contradiction:
        raise ValueError(given.contradiction)
    if given.source == "file":
        return Path(str(given.value)).read_text().strip()
    if name in LISTS and isinstance(given.value, list) and all(isinstance(one, str) for one in given.value):
        return ", ".join(given.value)
    return given.value


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
    problems += [f"PARLEY_OIDC_PROVIDERS: {what}" for what in oidc_providers.problems(settings.oidc_providers)]
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
    known = {variable(name) for name in NAMES} | {CONFIG} | failpoints.VARIABLES
    return tuple(sorted(key for key in environ if key.startswith(PREFIX) and key not in known and "_TEST_" not in key))
