"""What Parley writes to people: each letter as text and as HTML, made of the same parts.

Everything that a person chose goes through `escape` on its way into HTML. A server's name is an administrator's, a
person's name is anybody's: letters hold no more of the latter than they must.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from parley.speech.languages import ENGLISH, direction
from parley.speech.sentences import say, translated

MINUTES = 10


@dataclass(frozen=True)
class Letter:
    """Something to be sent to one address."""

    to: str
    subject: str
    text: str
    html: str
    language: str = ENGLISH


class Link(NamedTuple):
    label: str
    url: str


class Code(NamedTuple):
    text: str


Part = str | Link | Code


class Draft:
    """A letter before it is written in a language."""

    def __init__(self, to: str, subject: str, *parts: Part) -> None:
        self.to = to
        self.subject = subject
        self.parts = parts


IGNORE = "If you did not ask for this, you need not do anything: without this letter nobody gets in."
LATER = say(
    "This works once, within {count} minutes.", singular="This works once, within {count} minute.", count=MINUTES
)


def sign_in(to: str, server: str, link: str, code: str) -> Draft:
    return Draft(
        to,
        say("Sign in to {server}", server=server),
        Link("Sign in", link),
        "Or type this code where you asked to sign in:",
        Code(code),
        LATER,
        IGNORE,
    )


def reset(to: str, server: str, handle: str, link: str) -> Draft:
    return Draft(
        to,
        say("Choose a new password for {server}", server=server),
        say("Somebody asked for a new password for {handle} on {server}.", handle=handle, server=server),
        Link("Choose a new password", link),
        LATER,
        IGNORE,
    )


def verify(to: str, server: str, handle: str, link: str) -> Draft:
    return Draft(
        to,
        say("Confirm your address for {server}", server=server),
        say("{handle} on {server} wants to use this address.", handle=handle, server=server),
        Link("Confirm this address", link),
        LATER,
        "If that is not you, you need not do anything: the address is not used until it is confirmed.",
    )


def register(to: str, server: str, link: str) -> Draft:
    return Draft(
        to,
        say("Make your account on {server}", server=server),
        say("Somebody wants to make an account on {server} with this address.", server=server),
        Link("Make the account", link),
        LATER,
        "If that is not you, you need not do anything: without this letter nobody gets an account with your address.",
    )


def taken(to: str, server: str) -> Draft:
    """To somebody whose address is theirs already, where anybody may have typed it."""
    return Draft(
        to,
        say("You have an account on {server}", server=server),
        say(
            "Somebody wanted to use this address on {server}. An account uses it already, so nothing was changed.",
            server=server,
        ),
        "If that was you: sign in with this address. If you do not know the password, ask for a new one there.",
    )


def password_changed(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("Your password for {server} was changed", server=server),
        say("The password of {handle} on {server} was changed.", handle=handle, server=server),
        say(
            "If that was not you, ask for a new password at once, and tell an administrator of {server}.", server=server
        ),
    )


def email_changed(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("Your address for {server} was changed", server=server),
        say(
            "{handle} on {server} uses another e-mail address now. No more letters go to this one.",
            handle=handle,
            server=server,
        ),
        say("If that was not you, tell an administrator of {server} at once.", server=server),
    )


def passkey_added(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("A passkey was added for {server}", server=server),
        say("{handle} on {server} can be signed in to with a new passkey.", handle=handle, server=server),
        say("If that was not you, remove it in the settings, and tell an administrator of {server}.", server=server),
    )


def passkey_removed(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("A passkey was removed for {server}", server=server),
        say(
            "A passkey of {handle} on {server} was removed. Nobody can sign in with it any more.",
            handle=handle,
            server=server,
        ),
        say("If that was not you, choose a new password, and tell an administrator of {server}.", server=server),
    )


def second_factor_on(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("An authenticator app was set up for {server}", server=server),
        say(
            "Signing in as {handle} on {server} asks for a code of an authenticator app from now on.",
            handle=handle,
            server=server,
        ),
        say("If that was not you, tell an administrator of {server} at once: only they can reset it.", server=server),
    )


def second_factor_off(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("Your authenticator app for {server} was turned off", server=server),
        say("Signing in as {handle} on {server} asks for no codes any more.", handle=handle, server=server),
        say("If that was not you, choose a new password, and tell an administrator of {server}.", server=server),
    )


def second_factor_reset(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("Your second factor for {server} was reset", server=server),
        say(
            "An administrator removed the authenticator app and the passkeys of {handle} on {server}.",
            handle=handle,
            server=server,
        ),
        "You were signed out everywhere. After signing in you can set up new ones.",
        say("If you did not ask for this, tell another administrator of {server}.", server=server),
    )


def recovery_code_used(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("A recovery code was used for {server}", server=server),
        say(
            "Somebody signed in as {handle} on {server} with a recovery code. It works no more.",
            handle=handle,
            server=server,
        ),
        "If that was not you, choose a new password and make new recovery codes at once.",
    )


def identity_linked(to: str, server: str, handle: str) -> Draft:
    return Draft(
        to,
        say("One more way to sign in to {server}", server=server),
        say(
            "The account of {handle} on {server} was linked with one elsewhere, with which to sign in from now on.",
            handle=handle,
            server=server,
        ),
        "If that was not you, unlink it in Settings, Account, and change your password.",
        say("Then tell an administrator of {server}.", server=server),
    )


def export_ready(to: str, server: str, handle: str, base_url: str) -> Draft:
    """The link leads to a page and not to the file: somebody who reads another's mail must not have it."""
    return Draft(
        to,
        say("Your data from {server} is ready", server=server),
        say(
            "The copy of your data that {handle} asked for on {server} is ready. You can download it for 24 hours in "
            "Settings, Account, once you are signed in.",
            handle=handle,
            server=server,
        ),
        say(
            "If you did not ask for it, change your password at once, and tell an administrator of {server}.",
            server=server,
        ),
        Link("Open the settings", f"{base_url}/settings/account"),
    )


# Letters about an account, by the names that the errands give them.
NOTICES: dict[str, Callable[[str, str, str], Draft]] = {
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


def notice(what: str, to: str, *, server: str, handle: str, base_url: str) -> Draft:
    if what == "export_ready":
        return export_ready(to, server, handle, base_url)
    return NOTICES[what](to, server, handle)


def written(draft: Draft, language: str) -> Letter:
    """The letter, in one of parley.speech.languages."""
    subject = translated(draft.subject, language)
    parts = [_translated(part, language) for part in draft.parts]
    text = "\n\n".join(map(_as_text, parts)) + "\n"
    body = "\n".join(map(_as_html, parts))
    html = f"""<!doctype html>
<html lang="{language}" dir="{direction(language)}">
<head><meta charset="utf-8"><title>{escape(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1f2328;background:#ffffff">
<div style="max-width:480px;margin:0 auto">
<h1 style="font-size:20px">{escape(subject)}</h1>
{body}
</div>
</body>
</html>
"""
    return Letter(draft.to, subject, text, html, language)


def _translated(part: Part, language: str) -> Part:
    match part:
        case Link(label, url):
            return Link(translated(label, language), url)
        case Code():
            return part
        case _:
            return translated(part, language)


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
            return f'<p>{button}</p>\n<p dir="ltr" style="font-size:13px;word-break:break-all">{escape(url)}</p>'
        case Code(text):
            return f'<p dir="ltr" style="font:24px monospace;letter-spacing:2px">{escape(text)}</p>'
        case _:
            return f"<p>{escape(part)}</p>"
