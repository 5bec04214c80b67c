"""What Parley writes to people: each letter as text and as HTML, made of the same parts.

Everything that a person chose goes through `escape` on its way into HTML. A server's name is an administrator's, a
person's name is anybody's: letters hold no more of the latter than they must.
"""

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
