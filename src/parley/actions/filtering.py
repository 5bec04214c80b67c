"""What the filters of this server make of a text, before it is written."""

from typing import Literal

from parley.actions.context import Context
from parley.errors import Forbidden
from parley.filters import Submitted

Kind = Literal["message", "edit", "poll", "scheduled", "forward"]


async def filtered(ctx: Context, kind: Kind, body: str, *, room: str, thread: int | None = None) -> str:
    """The text as the filters let it pass; without any, as it is and at once."""
    filters = ctx.services.filters
    if not filters.are_there:
        return body
    return await filters.passed(Submitted(kind=kind, body=body, person=str(ctx.me.person), room=room, thread=thread))


async def filtered_lines(ctx: Context, lines: tuple[str, ...], *, room: str, thread: int | None) -> tuple[str, ...]:
    """The same for what a poll asks."""
    found = tuple((await filtered(ctx, "poll", "\n".join(lines), room=room, thread=thread)).split("\n"))
    if len(found) != len(lines):
        raise Forbidden(
            "A filter of this server made a text of this that is no poll. Tell an administrator.", field="question"
        )
    return found
