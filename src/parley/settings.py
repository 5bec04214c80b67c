"""The settings: every field with its description, which `parley config` prints. `configuration.py` reads them."""

from pathlib import Path
from typing import Annotated, Literal, get_args, get_type_hints
from urllib.parse import urlsplit

from msgspec import Meta, Struct

PREFIX = "PARLEY_"
Positive = Annotated[int, Meta(gt=0)]


def _doc(text: str) -> Meta:
    return Meta(description=text)


class Settings(Struct, frozen=True, kw_only=True):
    """How this server runs. Every field is PARLEY_<NAME> in the environment and its own name in a settings file;
    secrets also come as <NAME>_FILE.
    """

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
    server_name: Annotated[
        str,
        Meta(min_length=1, max_length=80),
        _doc("What people see as this server's name, until an administrator gives it another one in Parley."),
    ] = "Parley"
    registration: Annotated[
        Literal["chosen", "open", "invitation", "closed"],
        _doc(
            "Who may make an account: open for everybody, invitation for those with a link, or closed. chosen: what an "
            "administrator has chosen in Parley, which is open until then."
        ),
    ] = "chosen"
    smtp_url: Annotated[
        str,
        _doc(
            "smtp://user:password@host:587 with STARTTLS, smtps://host:465 with TLS, or smtp+insecure://host:25: what "
            "sends letters. Without one, what needs mail is not offered."
        ),
    ] = ""
    mail_from: Annotated[str, _doc("Whom letters are from, such as Parley <chat@example.org>.")] = ""
    oidc_providers: Annotated[
        str,
        _doc(
            "OpenID Connect providers at which people may sign in: TOML with a section for each, best in a file of its "
            "own. See docs/sign-in.md."
        ),
    ] = ""
    trusted_proxies: Annotated[
        str, _doc("Addresses or networks of proxies, comma-separated, whose X-Forwarded-For is believed.")
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
    backup_hours: Annotated[
        int, Meta(ge=0, le=8760), _doc("Every so many hours the server takes a backup by itself. 0 for never.")
    ] = 0
    backup_dir: Annotated[
        str, _doc("The folder for backups. Empty means backups in the data folder, which is on the same disk.")
    ] = ""
    backup_keep: Annotated[
        Positive, _doc("How many backups the server keeps of those that it takes by itself; older ones are removed.")
    ] = 14
    filters: Annotated[
        str,
        _doc(
            "Python functions that look at what people write before it is kept: module:function, comma-separated. See "
            "docs/filters.md."
        ),
    ] = ""
    filter_words: Annotated[
        str,
        _doc("A file of words, one on each line: what has one in it is refused, or held if the line begins with ?."),
    ] = ""
    filter_ms: Annotated[
        int, Meta(ge=10, le=60_000), _doc("How long all filters together may look at one text, in milliseconds.")
    ] = 500
    filter_failing: Annotated[
        Literal["refuse", "pass"], _doc("What becomes of a text at which a filter fails or takes too long.")
    ] = "refuse"
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
    rate_search: Annotated[str, _doc("Searches per person: burst/per second, or off.")] = "30/3"
    rate_signal: Annotated[
        str, _doc("Signals per person, which are typing and presence: burst/per second, or off.")
    ] = "60/10"
    rate_connect: Annotated[str, _doc("Sockets that one person opens: burst/per second, or off.")] = "40/1"
    rate_frame: Annotated[str, _doc("Frames on one socket, pings too: burst/per second, or off.")] = "300/100"
    # A lower one keeps some of 2,000 outside for over ten seconds: who is turned away waits longer each time.
    rate_handshake: Annotated[
        str, _doc("Sockets opened at one process, half by strangers: burst/per second, or off.")
    ] = "1000/500"
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
    sockets_waiting: Annotated[
        str, _doc("Open sockets at one process that have not been welcomed yet, half of them strangers', or off.")
    ] = "1000"
    rooms_person: Annotated[
        str,
        _doc(
            "Rooms and direct conversations that one person may be in, or off. Others put somebody into half as many."
        ),
    ] = "1000"
    requests_reading: Annotated[
        str, _doc("Reads of one person that are being answered at once at one process, or off.")
    ] = "32"
    requests_unfinished: Annotated[
        str, _doc("Connections in the middle of their request headers at one process, or off. The oldest is cut.")
    ] = "4096"

    @property
    def data(self) -> Path:
        return Path(self.data_dir)

    @property
    def backups(self) -> Path:
        """The folder for backups."""
        return Path(self.backup_dir) if self.backup_dir else self.data / "backups"

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
LIMITS = tuple(
    name for name in Settings.__struct_fields__ if name.startswith(("rate_", "sockets_", "rooms_", "requests_"))
)
SECRETS = frozenset({"secret", "secret_before", "database_url", "redis_url", "smtp_url", "oidc_providers"})
# In a settings file these may be written as lists.
LISTS = frozenset({"allowed_origins", "trusted_proxies", "filters"})


def variable(name: str) -> str:
    return PREFIX + name.upper()


def variables(settings: Settings) -> dict[str, str]:
    """An environment that says the same, for a process of another command."""
    own = {"listen_fd", "worker", "workers"}
    changed = {name: getattr(settings, name) for name in Settings.__struct_fields__ if name not in own}
    defaults = Settings()
    return {
        variable(name): str(int(value) if isinstance(value, bool) else value)
        for name, value in changed.items()
        if value != getattr(defaults, name)
    }


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
