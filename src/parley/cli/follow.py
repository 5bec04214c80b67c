import asyncio
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from parley.cli.environment import prepare_database, read_settings
from parley.errors import ParleyError
from parley.settings import Settings
from parley.store.refusals import CannotStart

if TYPE_CHECKING:
    from parley.store.followers import Follower

SHOWN = 10


def follow(
    *, rebuild: Annotated[str | None, Option(help="Have this follower derive everything anew.", metavar="NAME")] = None
) -> None:
    """Print how far each follower has come. A follower derives something from all that is written, such as the numbers
    in the list of rooms.

    Rebuilding goes on beside a running server, which does it; until a room's turn comes, what is there stays.
    """
    settings = read_settings()
    prepare_database(settings)
    try:
        print(asyncio.run(_follow(settings, rebuild)))
    except ParleyError as refusal:
        raise CannotStart(refusal.message) from None


async def _follow(settings: Settings, rebuild: str | None) -> str:
    from parley.basics.metrics import Metrics
    from parley.later.directory import FOLLOWERS
    from parley.process.services import Store, opened
    from parley.store import followers
    from parley.store.units import WriteTransaction, write_alone

    by_name = {follower.name: follower for follower in FOLLOWERS}
    if rebuild is not None and rebuild not in by_name:
        raise CannotStart(f"There is no follower {rebuild!r}. These there are: {', '.join(by_name)}.")

    async def line(store: Store, follower: "Follower[Any]") -> str:
        found = await store.database.read(followers.behind, follower)
        aside = await store.database.read(followers.listed_aside, follower, SHOWN)
        first = f"{follower.name}: {found.changes} behind in {found.logs} logs, {found.set_aside} set aside"
        return "\n".join([first, *(f"    {row.thing} at {row.rev} of {row.log}: {row.error}" for row in aside)])

    async with opened(settings, Metrics()) as store:
        if rebuild is None:
            return "\n".join([await line(store, follower) for follower in FOLLOWERS])

        async def work(tx: WriteTransaction) -> None:
            await followers.make_void(tx, by_name[rebuild])

        await write_alone(store.writer, (), work)
    return f"The server derives {rebuild} anew, beginning within ten seconds. `parley follow` says how far it has come."
