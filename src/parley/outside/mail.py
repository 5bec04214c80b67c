"""Sending letters: through an SMTP server, or into a list for people who develop Parley."""

from collections import deque
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from parley.basics.smtp_url import server_of, tls_context
from parley.outside.letters import Letter
from parley.settings import Settings

if TYPE_CHECKING:
    from email.message import EmailMessage

    from aiosmtplib import SMTP

# For the whole conversation, which must end before the lease of the job that holds it.
SECONDS = 30.0
PERMANENT = 500
KEPT = 50


class Undeliverable(Exception):
    """The server will never take this letter: there is no such mailbox, say. Trying again changes nothing."""


class Mail(Protocol):
    async def send(self, letter: Letter, *, key: str) -> None:
        """Send a letter. Sent again under the same key it is the same letter: mailboxes know it by its Message-ID."""


def open_mail(settings: Settings) -> Mail | None:
    """None where this server sends no mail."""
    if settings.smtp_url:
        return SmtpMail(settings)
    return Outbox() if has_outbox(settings) else None


def has_outbox(settings: Settings) -> bool:
    """A reader of the outbox could be anybody: only this machine may read it, and only in development."""
    host = urlsplit(settings.base_url).hostname or ""
    return settings.dev and not settings.smtp_url and _is_loopback(settings.host) and _is_loopback(host)


@dataclass
class Outbox:
    """Keeps the last letters instead of sending them."""

    letters: deque[Letter] = field(default_factory=lambda: deque(maxlen=KEPT))

    async def send(self, letter: Letter, *, key: str) -> None:
        self.letters.appendleft(letter)


class SmtpMail:
    """A connection for each letter: there are few, and an idle one is closed by the other side."""

    def __init__(self, settings: Settings) -> None:
        self._server = server_of(settings.smtp_url)
        self._sender = settings.mail_from
        self._host = urlsplit(settings.base_url).hostname or "localhost"

    async def send(self, letter: Letter, *, key: str) -> None:
        import aiosmtplib

        async with self._connection() as connection:
            try:
                await connection.send_message(self._message(letter, key), recipients=[letter.to])
            except aiosmtplib.SMTPRecipientsRefused as refused:
                if all(one.code >= PERMANENT for one in refused.recipients):
                    raise Undeliverable(refused.recipients[0].message) from refused
                raise

    async def try_out(self) -> None:
        """Connect and sign in, and send nothing."""
        async with self._connection():
            pass

    def _connection(self) -> "SMTP":
        # Here, because a server that sends no mail has no use for it.
        import aiosmtplib

        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=None if server.security == "none" else tls_context(server),
            timeout=SECONDS,
        )

    def _message(self, letter: Letter, key: str) -> "EmailMessage":
        from email.message import EmailMessage
        from email.policy import SMTP
        from email.utils import formatdate

        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{key}@{self._host}>"
        # Holiday notices are not answered to programs.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        message["Content-Language"] = letter.language  # at the end: the content takes such headers with it
        return message


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
