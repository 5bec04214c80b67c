from pathlib import Path

import pytest

from parley.basics.smtp_url import SmtpServer, problems, server_of

SENDER = "Parley <chat@example.org>"


def test_an_address_says_where_as_whom_and_how_secret() -> None:
    assert server_of("smtp://u%40x:p%3Aw@mail.example.org") == SmtpServer(
        "mail.example.org", 587, "starttls", "u@x", "p:w", None
    )
    assert server_of("smtps://mail.example.org")[:3] == ("mail.example.org", 465, "tls")
    assert server_of("smtp+insecure://127.0.0.1:2525")[:3] == ("127.0.0.1", 2525, "none")


def test_an_authority_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    url = f"smtp://mail.example.org?ssl_ca_certs={file}"
    assert problems(url, SENDER) == [f"ssl_ca_certs: there is no file {file}"]
    file.touch()
    assert problems(url, SENDER) == []
    assert server_of(url).authority == str(file)


@pytest.mark.parametrize("sender", [SENDER, "chat@example.org", "The Chat, of all <chat@localhost>"])
def test_whom_a_letter_may_be_from(sender: str) -> None:
    assert problems("smtp://mail.example.org", sender) == []


@pytest.mark.parametrize("sender", ["", "Parley", "a b@c", "chat@example.org\r\nBcc: all@example.org", "a@b <x\n@y>"])
def test_and_may_not(sender: str) -> None:
    (said,) = problems("smtp://mail.example.org", sender)
    assert "PARLEY_MAIL_FROM" in said


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp:mail.example.org"])
def test_what_is_no_address_of_a_mail_server(url: str) -> None:
    (said,) = problems(url, SENDER)
    assert "smtps://" in said


def test_a_password_is_not_repeated() -> None:
    said = " ".join(problems("smtp://user:canary@mail.example.org?timeout=3", SENDER))
    assert "does not take timeout" in said
    assert "canary" not in said
