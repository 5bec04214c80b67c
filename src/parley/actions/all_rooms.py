"""Lists all rooms of the server for its administrators, by names and numbers, without topics, members or messages."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.protocol.all_rooms import AllRoomsPage, ListAllRooms, ListedRoom
from parley.standing import Standing
from parley.store import directory, rooms
from parley.store.database import Transaction


async def list_all(ctx: Context, command: ListAllRooms) -> AllRoomsPage:
    async def page(tx: Transaction, _: Standing) -> AllRoomsPage:
        after = number(command.after or "0")
        rows = await rooms.page_of_all(tx, prefix=command.prefix, after=after, limit=command.limit + 1)
        found = [rooms.room_of(row) for row in rows[: command.limit]]
        shown = [
            ListedRoom(
                id=room.id,
                kind="public" if room.kind == "public" else "private",
                name=room.name,
                slug=room.slug,
                created_at=room.created_at,
                archived_at=room.archived_at,
            )
            for room in found
        ]
        counters = await directory.shown(tx, [number(room.id) for room in shown], ctx.now())
        return AllRoomsPage(rooms=shown, counters=counters, more=len(rows) > command.limit)

    return await ctx.read(page)
