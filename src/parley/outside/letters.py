"""What Parley writes to people: each letter as text and as HTML, made of the same parts.

Everything that a person chose goes through `escape` on its way into HTML. A server's name is an administrator's, a
person's name is anybody's: letters hold no more of the latter than they must.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

MINUTES = 10


@dataclass(frozen=True)
class Letter:
    """Something to be sent to one address."""

    to: str
    subject: str
    text: str
    html: str


class Link(NamedTuple):
    label: str
    url: str


class Code(NamedTuple):
    text: str


Part = str | Link | Code
IGNORE = "If you did not ask for this, you need not do anything: without this letter nobody gets in."
LATER = f"This works once, within {MINUTES} minutes."


def sign_in(to: str, server: str, link: str, code: str) -> Letter:
    return _letter(
        to,
        f"Sign in to {server}",
        Link("Sign in", link),
        "Or type this code where you asked to sign in:",
        Code(code),
        LATER,
        IGNORE,
    )


def reset(to: str, server: str, handle: str, link: str) -> Letter:
    return _letter(
        to,
        f"Choose a new password for {server}",
        f"Somebody asked for a new password for {handle} on {server}.",
        Link("Choose a new password", link),
        LATER,
        IGNORE,
    )


def verify(to: str, server: str, handle: str, link: str) -> Letter:
    return _letter(
        to,
        f"Confirm your address for {server}",
        f"{handle} on {server} wants to use this address.",
        Link("Confirm this address", link),
        LATER,
        "If that is not you, you need not do anything: the address is not used until it is confirmed.",
    )


def register(to: str, server: str, link: str) -> Letter:
    return _letter(
        to,
        f"Make your account on {server}",
        f"Somebody wants to make an account on {server} with this address.",
        Link("Make the account", link),
        LATER,
        "If that is not you, you need not do anything: without this letter nobody gets an account with your address.",
    )


def taken(to: str, server: str) -> Letter:
    """To somebody whose address is theirs already, where anybody may have typed it."""
    return _letter(
        to,
        f"You have an account on {server}",
        f"Somebody wanted to use this address on {server}. An account uses it already, so nothing was changed.",
        "If that was you: sign in with this address. If you do not know the password, ask for a new one there.",
    )


def password_changed(to: str, server: str, handle: str) -> Letter:
    return _letter(
        to,
        f"Your password for {server} was changed",
        f"The password of {handle} on {server} was changed.",
        f"If that was not you, ask for a new password at once, and tell an administrator of {server}.",
    )


def email_changed(to: str, server: str, handle: str) -> Letter:
    return _letter(
        to,
        f"Your address for {server} was changed",
        f"{handle} on {server} uses another e-mail address now. No more letters go to this one.",
        f"If that was not you, tell an administrator of {server} at once.",
    )


def passkey_added(to: str, server: str, handle: str) -> Letter:
    return _letter(
        to,
        f"A passkey was added for {server}",
        f"{handle} on {server} can be signed in to with a new passkey.",
        f"If that was not you, remove it in the settings, and tell an administrator of {server}.",
    )


def passkey_removed(to: str, server: str, handle: str) -> Letter:
    return _letter(
        to,
        f"A passkey was removed for {server}",
        f"A passkey of {handle} on {server} was removed. Nobody can sign in with it any more.",
        f"If that was not you, choose a new password, and tell an administrator of {server}.",
    )


def second_factor_on(to: str, server: str, handle: str) -> Letter:
    return _letter(
        to,
        f"An authenticator app was set up for {server}",
        f"Signing in as {handle} on {server} asks for a code of an authenticator app from now on.",
        f"If that was not you, tell an administrator of {server} at once: only they can reset it.",
    )


def second_factor_off(to: str, server: str, handle: str) -> Letter:
    return _letter(
        to,
        f"Your authenticator app for {server} was turned off",
        f"Signing in as {handle} on {server} asks for no codes any more.",
        f"If that was not you, choose a new password, and tell an administrator of {server}.",
    )


def second_factor_reset(to: str, server: str, handle: str) -> Letter:
    return _letter(
        to,
        f"Your second factor for {server} was reset",
        f"An administrator removed the authenticator app and the passkeys of {handle} on {server}.",
        "You were signed out everywhere. After signing in you can set up new ones.",
        f"If you did not ask for this, tell another administrator of {server}.",
    )


def recovery_code_used(to: str, server: str, handle: str) -> Letter:
    return _letter(
        to,
        f"A recovery code was used for {server}",
        f"Somebody signed in as {handle} on {server} with a recovery code. It works no more.",
        "If that was not you, choose a new password and make new recovery codes at once.",
    )


def identity_linked(to: str, server: str, handle: str) -> Letter:
    return _letter(
        to,
        f"One more way to sign in to {server}",
        f"The account of {handle} on {server} was linked with one elsewhere, with which to sign in from now on.",
        "If that was not you, unlink it in Settings, Account, and change your password.",
        f"Then tell an administrator of {server}.",
    )


# Letters about an account, by the names that the errands give them.
NOTICES: dict[str, Callable[[str, str, str], Letter]] = {
    "password_changed": password_changed,
    "email_changed": email_changed,
    "passkey_added": passkey_added,
    "passkey_removed": passkey_removed,
    "second_factor_on": second_factor_on,
    "second_factor_off": second_factor_off,
    "second_factor_reset": second_factor_reset,
    "recovery_code_used": recovery_code_used,
    "identity_linked": identity_linked,
}


def _letter(to: str, subject: str, *parts: Part) -> Letter:
    text = "\n\n".join(map(_as_text, parts)) + "\n"
    body = "\n".join(map(_as_html, parts))
    html = f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{escape(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1f2328;background:#ffffff">
<div style="max-width:480px;margin:0 auto">
<h1 style="font-size:20px">{escape(subject)}</h1>
{body}
</div>
</body>
</html>
"""
    return Letter(to, subject, text, html)


def _as_text(part: Part) -> str:
    match part:
        case Link(label, url):
            return f"{label}:\n{url}"
        case Code(text):
            return f"    {text}"
        case _:
            return part


def _as_html(part: Part) -> str:
    match part:
        case Link(label, url):
            style = "display:inline-block;padding:10px 16px;border-radius:8px;color:#ffffff;background:#1f5fd0"
            button = f'<a href="{escape(url)}" style="{style};text-decoration:none">{escape(label)}</a>'
            return f'<p>{button}</p>\n<p style="font-size:13px;word-break:break-all">{escape(url)}</p>'
        case Code(text):
            return f'<p style="font:24px monospace;letter-spacing:2px">{escape(text)}</p>'
        case _:
            return f"<p>{escape(part)}</p>"
