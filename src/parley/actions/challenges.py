"""What letters and challenges have in common: whether there is mail, the links, and looking at what comes back."""

from parley.actions.context import Context, Services
from parley.errors import Forbidden, Gone, ParleyError
from parley.guard.tokens import read_proven
from parley.store import challenges
from parley.store.challenges import Purpose
from parley.store.database import Row

# The page of the web client that each link opens. What comes behind # never reaches a server, so it stands in no log,
# and opening a page answers nothing: programs that look at links in letters before people do use none up.
PAGES: dict[Purpose, str] = {
    "sign_in": "sign-in/link",
    "reset": "reset-password",
    "verify": "verify-email",
    "register": "register/confirmed",
}


def link_of(services: Services, purpose: Purpose, row: Row) -> str:
    """The link for a challenge, or for a newcomer."""
    token = services.tokens.challenge(purpose, row.id, row.salt)
    # From the settings, never from a request: a forged Host would have the link lead elsewhere.
    return f"{services.settings.base_url}/{PAGES[purpose]}#{token}"


def refuse_without_mail(ctx: Context) -> None:
    if ctx.services.mail is None:
        raise Forbidden("This server sends no mail. Ask an administrator instead.")


def spent() -> ParleyError:
    """The one answer to everything that leads nowhere: forged, old, used, of another kind."""
    return Gone("This link has been used or has run out. Ask for a new one.", field="token", reason="spent link")


async def challenge_of(ctx: Context, purpose: Purpose, token: str) -> Row:
    """What a link's token is about, as long as it has not been answered. Nothing changes."""
    claim = read_proven(token)
    row = None if claim is None else await ctx.database.read(challenges.live, claim.id, purpose, ctx.now())
    if claim is None or row is None or not ctx.services.tokens.is_challenge(claim, purpose, row.salt):
        raise spent()
    return row
