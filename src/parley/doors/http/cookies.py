"""Sessions in cookies: HttpOnly, and on https bound to this very host."""

import msgspec
from starlette.responses import Response

from parley.basics.times import DAY, MINUTE
from parley.doors.request import browser_cookie_name, cookie_names, device_cookie_name, visit_cookie_name
from parley.protocol.accounts import Session
from parley.settings import Settings

BROWSER_SECONDS = 10 * MINUTE // 1000
DEVICE_SECONDS = 400 * DAY // 1000  # no browser keeps one for longer
VISIT_SECONDS = 20 * MINUTE // 1000  # there and back, and choosing a handle


def keep_session(response: Response, session: Session, settings: Settings) -> None:
    """The tokens go into cookies, and nowhere a script can read them."""
    access, refresh = cookie_names(settings)
    _set(response, access, session.access_token or "", settings.access_minutes * MINUTE // 1000, settings)
    _set(response, refresh, session.refresh_token or "", settings.session_days * DAY // 1000, settings)


def keep_device(response: Response, token: str, settings: Settings) -> None:
    """Stays when the session ends: it is for the next sign-in."""
    _set(response, device_cookie_name(settings), token, DEVICE_SECONDS, settings)


def keep_browser(response: Response, token: str, settings: Settings) -> None:
    """For as long as signing in may take: what begins in one browser is not to be finished in another."""
    _set(response, browser_cookie_name(settings), token, BROWSER_SECONDS, settings)


def keep_visit(response: Response, token: str, settings: Settings) -> None:
    """Until somebody comes back from a provider. Lax, because they come from another site."""
    _set(response, visit_cookie_name(settings), token, VISIT_SECONDS, settings)


def without_tokens(session: Session) -> Session:
    return msgspec.structs.replace(session, access_token=None, refresh_token=None)


def drop_session(response: Response, settings: Settings) -> None:
    for name in cookie_names(settings):
        _set(response, name, "", 0, settings)
    # What the client kept of the person goes with the session.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def _set(response: Response, name: str, value: str, max_age: int, settings: Settings) -> None:
    response.set_cookie(name, value, max_age=max_age, path="/", httponly=True, samesite="lax", secure=settings.https)
