"""In how many rooms one person may be. Each makes every welcome of theirs longer: 8,000 of them took 256 ms."""

from parley.actions.context import Context
from parley.basics.amounts import count
from parley.errors import Conflict
from parley.speech.sentences import say
from parley.store import rooms
from parley.store.database import Transaction


async def refuse_more_rooms(
    ctx: Context, tx: Transaction, person: int, coming: int = 1, *, field: str | None = None
) -> None:
    """Refuse if a person, by their own doing, would be in too many rooms with so many more."""
    most = count(ctx.services.settings.rooms_person)
    if most is not None and await rooms.number_of(tx, person) + coming > most:
        raise Conflict(
            say("You can be in {count} rooms and conversations at once. Leave one first.", count=most), field=field
        )


async def may_fill(ctx: Context, tx: Transaction, person: int) -> bool:
    """Others put a person into half as many rooms at most. So nobody can use up the places of somebody else, who leaves
    a room, but never a direct conversation.
    """
    most = count(ctx.services.settings.rooms_person)
    return most is None or await rooms.number_of(tx, person) < max(1, most // 2)


async def refuse_to_fill(ctx: Context, tx: Transaction, person: int, *, field: str) -> None:
    if not await may_fill(ctx, tx, person):
        raise Conflict(
            "This person is in too many rooms to be put into another. They can join by themselves.", field=field
        )
