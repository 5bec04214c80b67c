"""Links by which people come, beside a running server too: `parley invite` with list, create and revoke."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from typer import Argument, Option

from parley.basics.ids import new_token, number
from parley.cli.people import with_context
from parley.protocol.base import Id
from parley.protocol.invitations import CreateInvitation
from parley.store.refusals import CannotStart

if TYPE_CHECKING:
    from parley.protocol.invitations import Invitation
    from parley.protocol.people import Card

ROLES = "member, guest or admin: what newcomers become."
# So that two links never have the same.
CLIENT_ID = "cli-"

invite = typer.Typer(no_args_is_help=True, help="Links by which people get an account and come into rooms.")


@invite.command("list")
def list_invitations(
    *,
    most: Annotated[int, Option(min=1, max=1_000_000, help="How many at most.")] = 1_000,
    as_json: Annotated[bool, Option("--json", help="For programs: a list of objects.")] = False,
) -> None:
    """Print the invitations that work, newest first. Nobody can see a link again."""
    from parley.actions.invitations import all_working

    shown, cards = with_context(lambda ctx: ctx.database.read(all_working, now=ctx.now(), most=most))
    if as_json:
        print(json.dumps(msgspec.to_builtins(shown), indent=2))
    elif not shown:
        print("No invitation is open.")
    else:
        print("\n".join(_line(each, cards[each.by]) for each in shown))
    if len(shown) == most:
        print(f"Only the newest {most} are shown: --most shows more.", file=sys.stderr)


@invite.command()
def create(
    handle: Annotated[str, Argument(help="Who invites: an administrator, or a room's owner or moderator.")],
    *,
    room: Annotated[list[str] | None, Option(help="The id of a room that they come into. May be repeated.")] = None,
    role: Annotated[str, Option(help=ROLES)] = "member",
    uses: Annotated[int, Option(min=1, max=1000, help="How many people may come by it.")] = 1,
    hours: Annotated[int, Option(min=1, max=8760, help="For how long it works.")] = 168,
) -> None:
    """Print a new link, once. It works for as long as this person could make it."""
    from parley.actions.invitations import make_for

    wanted = {"rooms": room or [], "role": role, "uses": uses, "hours": hours}
    try:
        command = msgspec.convert({"client_id": CLIENT_ID + new_token(), **wanted}, CreateInvitation)
    except msgspec.ValidationError:
        raise CannotStart(f"A room is named by its id, which is a number, and a role is {ROLES}") from None
    made = with_context(lambda ctx: make_for(ctx, handle, command))
    print(made.link)  # alone, to be copied; what is said about it goes aside
    print(f"Works until {made.invitation.expires_at}. It is not shown again.", file=sys.stderr)


@invite.command()
def revoke(invitation: Annotated[str, Argument(help="Its number, as list shows it.", show_default=False)]) -> None:
    """Have an invitation work no more. Who came by it stays."""
    from parley.actions.invitations import end

    try:
        id_ = number(msgspec.convert(invitation, Id))
    except msgspec.ValidationError:
        raise CannotStart(f"{invitation[:80]} is no invitation's number. `parley invite list` shows them.") from None
    was_open = with_context(lambda ctx: end(ctx, id_))
    print(f"{invitation} does not work any more." if was_open else f"{invitation} was revoked already.")


def _line(invitation: "Invitation", card: "Card") -> str:
    rooms = ", ".join(room.name for room in invitation.rooms) or "the server"
    left = f"{invitation.uses_left} of {invitation.uses} left"
    return f"{invitation.id}  by {card.handle}  {left}  until {invitation.expires_at}  {invitation.role}  {rooms}"
