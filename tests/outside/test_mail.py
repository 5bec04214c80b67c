"""Mail through a real SMTP server: encrypted or not, with a password, and with what can go wrong on the way."""

from pathlib import Path
from typing import Any

import aiosmtplib
import pytest

from parley.outside import letters
from parley.outside.mail import Outbox, SmtpMail, Undeliverable, open_mail
from parley.settings import Settings
from tests.authority import Authority
from tests.services.smtp import Smtp

LETTER = letters.written(
    letters.sign_in("ada@example.org", 'Chat <b>&"', "https://chat.example.org/sign-in/link#1.token", "ABCD-EFGH"), "en"
)


def settings(smtp_url: str) -> Settings:
    return Settings(
        smtp_url=smtp_url, mail_from="Parley <chat@example.org>", public_url="https://chat.example.org", secret="s" * 32
    )


async def sent(smtp_url: str) -> None:
    await SmtpMail(settings(smtp_url)).send(LETTER, key="mail.link.7")


async def test_a_letter_arrives_as_text_and_as_html() -> None:
    with Smtp() as server:
        await sent(f"smtp+insecure://127.0.0.1:{server.port}")
        (found,) = server.letters
    assert (found.to, found.sender) == (["ada@example.org"], "chat@example.org")
    headers = found.message
    assert (headers["From"], headers["To"]) == ("Parley <chat@example.org>", "ada@example.org")
    assert (headers["Subject"], headers["Auto-Submitted"]) == (LETTER.subject, "auto-generated")
    assert headers["Message-ID"] == "<mail.link.7@chat.example.org>"
    assert headers["Date"]
    for kind in ("plain", "html"):
        assert "https://chat.example.org/sign-in/link#1.token" in found.part(kind)
        assert "ABCD-EFGH" in found.part(kind)
    assert "Chat &lt;b&gt;&amp;&quot;" in found.part("html")
    assert "<b>" not in found.part("html")


async def test_the_same_letter_sent_again_has_the_same_message_id() -> None:
    with Smtp() as server:
        for _ in range(2):
            await sent(f"smtp+insecure://127.0.0.1:{server.port}")
        assert len({found.message["Message-ID"] for found in server.letters}) == 1


async def test_starttls_and_a_password(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with Smtp(tls=authority.server("localhost", "127.0.0.1"), with_password=True) as server:
        await sent(f"smtp://parley:p%40ss%20word@127.0.0.1:{server.port}?ssl_ca_certs={authority.file}")
        (found,) = server.letters
    assert (found.was_encrypted, found.user) == (True, "parley")


async def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with Smtp(tls=authority.server("localhost", "127.0.0.1"), tls_from_the_start=True) as server:
        await sent(f"smtps://localhost:{server.port}?ssl_ca_certs={authority.file}")
        assert [found.was_encrypted for found in server.letters] == [True]


async def test_nothing_is_sent_in_clear_unless_the_address_says_so() -> None:
    """A server that offers no STARTTLS, or somebody on the way who took the offer out."""
    with Smtp() as server:
        with pytest.raises(aiosmtplib.SMTPException):
            await sent(f"smtp://127.0.0.1:{server.port}")
        assert server.letters == []


async def test_a_certificate_that_is_not_trusted_is_refused(tmp_path: Path) -> None:
    with Smtp(tls=Authority(tmp_path).server("localhost", "127.0.0.1")) as server:
        with pytest.raises((aiosmtplib.SMTPException, OSError)):
            await sent(f"smtp://127.0.0.1:{server.port}")
        assert server.letters == []


async def test_a_wrong_password_can_be_mended_so_it_is_tried_again() -> None:
    with Smtp(with_password=True) as server:
        url = f"smtp+insecure://parley:wrong@127.0.0.1:{server.port}"
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            await sent(url)


async def test_only_who_will_never_take_it_is_undeliverable() -> None:
    with Smtp(refusal="550 5.1.1 No such mailbox") as server:
        url = f"smtp+insecure://127.0.0.1:{server.port}"
        with pytest.raises(Undeliverable, match="No such mailbox"):
            await sent(url)
        server.refusal = "450 4.2.1 Try later"
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
            await sent(url)
        server.refusal = None
        await sent(url)
        assert len(server.letters) == 1


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, type(None)),
        ({"dev": True}, Outbox),
        ({"dev": True, "host": "192.0.2.1"}, type(None)),
        ({"dev": True, "public_url": "https://chat.example.org"}, type(None)),
        ({"dev": True, "smtp_url": "smtp://mail.example.org", "mail_from": "a@example.org"}, SmtpMail),
    ],
)
def test_letters_are_kept_only_while_working_on_parley_on_this_machine(
    changes: dict[str, Any], kind: type[object]
) -> None:
    assert type(open_mail(Settings(**changes))) is kind
