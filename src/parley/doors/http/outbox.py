"""/dev/outbox: the letters that a server without mail would have sent, for people who develop Parley."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Route

from parley.doors.http.routes import request_of
from parley.outside.letters import Letter
from parley.outside.mail import Mail, Outbox
from parley.settings import Settings

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Outbox</title>
<h1>Outbox</h1><p>The last letters, the newest first. They were not sent: PARLEY_SMTP_URL is not set.</p>
{letters}</html>"""
LETTER = "<article><h2>{subject}</h2><p>To {to}</p>{body}<hr></article>"


def routes(mail: Mail | None, settings: Settings) -> list[BaseRoute]:
    """None but on a server that keeps its letters. Only a page of this machine's own may read them."""
    if not isinstance(mail, Outbox):
        return []

    async def outbox(http: Request) -> HTMLResponse:
        is_here = request_of(http, settings).customer is None
        letters = map(_shown, mail.letters) if is_here else ()
        return HTMLResponse(
            PAGE.format(letters="".join(letters)), 200 if is_here else 403, {"Cache-Control": "no-store"}
        )

    return [Route("/dev/outbox", outbox, methods=["GET"])]


def _shown(letter: Letter) -> str:
    """As text, and with links that can be followed: the page allows no styles, which the HTML has inside of it."""
    body = "<br>".join(map(_line, letter.text.splitlines()))
    return LETTER.format(subject=escape(letter.subject), to=escape(letter.to), body=body)


def _line(line: str) -> str:
    is_link = line.startswith(("http://", "https://"))
    return f'<a href="{escape(line)}">{escape(line)}</a>' if is_link else escape(line)
