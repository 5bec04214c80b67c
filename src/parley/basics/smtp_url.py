"""What PARLEY_SMTP_URL may say: which server takes our mail, and how what we tell it is kept secret on the way.

Letters hold links that sign people in, so nothing is sent in clear unless the address says so, and a certificate is
always checked.
"""

import re
import ssl
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

Security = Literal["tls", "starttls", "none"]
# How each scheme keeps the connection secret, and its port where none is given.
SCHEMES: dict[str, tuple[Security, int]] = {
    "smtps": ("tls", 465),
    "smtp": ("starttls", 587),
    "smtp+insecure": ("none", 25),
}
# The authority that signed the server's certificate, where the system does not know it.
AUTHORITY = "ssl_ca_certs"
ADDRESS = r"[^\s<>@]{1,64}@[A-Za-z0-9.-]{1,253}"
SENDER = re.compile(rf"{ADDRESS}|[^<>\x00-\x1f\x7f]{{1,80}} <{ADDRESS}>")


class SmtpServer(NamedTuple):
    host: str
    port: int
    security: Security
    user: str | None
    password: str | None
    authority: str | None


def problems(url: str, sender: str) -> list[str]:
    """Why mail cannot be sent like this. What the address says of passwords is not repeated."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        return ["must be smtps://, smtp:// or smtp+insecure://user:password@host:port"]
    found = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name != AUTHORITY:
            found.append(f"does not take {name}: there is {AUTHORITY}")
        elif not Path(value).is_file():
            found.append(f"{name}: there is no file {value}")
    if SENDER.fullmatch(sender) is None:
        found.append("needs PARLEY_MAIL_FROM, such as Parley <chat@example.org>")
    return found


def server_of(url: str) -> SmtpServer:
    parts = urlsplit(url)
    security, port = SCHEMES[parts.scheme]
    authority = dict(parse_qsl(parts.query)).get(AUTHORITY)
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    return SmtpServer(parts.hostname or "", parts.port or port, security, user, password, authority)


def tls_context(server: SmtpServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.authority)
