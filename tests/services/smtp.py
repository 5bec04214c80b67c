"""A real SMTP server on loopback, which keeps what it is sent."""

import ssl
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.services.ports import free_port

USER, PASSWORD = "parley", "p@ss word"


@dataclass
class Received:
    """A letter as it arrived, and how."""

    message: EmailMessage
    to: list[str]
    sender: str
    was_encrypted: bool
    user: str | None

    def part(self, kind: str) -> str:
        body = self.message.get_body(preferencelist=(kind,))
        assert body is not None
        return str(body.get_content())


@dataclass
class Smtp:
    """Refuses every letter with `refusal` as long as there is one."""

    tls: ssl.SSLContext | None = None
    tls_from_the_start: bool = False
    with_password: bool = False
    refusal: str | None = None
    letters: list[Received] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.port = free_port()
        options: dict[str, Any] = {"hostname": "127.0.0.1", "port": self.port}
        if self.with_password:
            options |= {"authenticator": self._authenticated, "auth_require_tls": False}
        if self.tls_from_the_start:
            options |= {"ssl_context": self.tls}
        elif self.tls is not None:
            options |= {"tls_context": self.tls, "require_starttls": True}
        self._controller = Controller(self, **options)
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 - the library looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refusal is not None:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library looks for this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        is_encrypted = bool(session.ssl) or self.tls_from_the_start
        shown: Any = session.auth_data
        user = None if shown is None else shown.login.decode()
        self.letters.append(Received(message, list(envelope.rcpt_tos), envelope.mail_from or "", is_encrypted, user))
        return "250 OK"

    def _authenticated(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        is_right = data == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=False, auth_data=data)
