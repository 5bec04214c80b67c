"""What the filters of this server make of a text, before it is written."""

from functools import partial
from typing import Literal

from parley.actions.context import Context
from parley.basics.ids import number
from parley.errors import Forbidden
from parley.filters import Submitted
from parley.guard.filters import Passed
from parley.guard.word_list import WATCHED
from parley.report_policies import looks_after
from parley.speech.sentences import Sentence, say
from parley.store.database import Transaction
from parley.store.standing import Ask, standing_of

Kind = Literal["message", "edit", "poll", "scheduled", "forward"]


async def looked_at(ctx: Context, kind: Kind, body: str, *, room: str, thread: int | None = None) -> Passed:
    """The text as the filters let it pass, perhaps only after a moderator has seen it. For what can wait for one."""
    filters = ctx.services.filters
    if not filters.are_there:
        return Passed(body)
    return await filters.passed(Submitted(kind=kind, body=body, person=str(ctx.me.person), room=room, thread=thread))


async def filtered(ctx: Context, kind: Kind, body: str, *, room: str, thread: int | None = None) -> str:
    """The text as the filters let it pass; without any, as it is and at once. For what cannot wait for a moderator: it
    is refused where one would have to see it first.
    """
    passed = await looked_at(ctx, kind, body, room=room, thread=thread)
    if passed.hold is not None:
        decides = await ctx.database.read(partial(_decides, ask=ctx.ask(number(room)), now=ctx.now()))
        if not decides:
            raise cannot_wait(passed.hold)
    return passed.body


async def filtered_lines(ctx: Context, lines: tuple[str, ...], *, room: str, thread: int | None) -> tuple[str, ...]:
    """The same for what a poll asks."""
    found = tuple((await filtered(ctx, "poll", "\n".join(lines), room=room, thread=thread)).split("\n"))
    if len(found) != len(lines):
        raise Forbidden(
            "A filter of this server made a text of this that is no poll. Tell an administrator.", field="question"
        )
    return found


def cannot_wait(reason: str) -> Forbidden:
    return Forbidden(
        say(
            "A moderator would have to look at this first, and it cannot wait for that here: {reason}",
            reason=why(reason),
        ),
        field="body",
    )


def why(reason: str) -> str | Sentence:
    """In the filter's own words. Those of the list are translated where they are read."""
    return say("a word in it is on the list of this server") if reason == WATCHED else reason


async def _decides(tx: Transaction, *, ask: Ask, now: int) -> bool:
    """Whether they look after the room. Nothing that they write waits for a moderator: they are one."""
    return looks_after(await standing_of(tx, ask, now))
