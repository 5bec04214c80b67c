"""The server itself, as anybody may see it."""

from parley import __version__
from parley.actions.context import Context, Services
from parley.protocol.messages import BODY_LIMIT
from parley.protocol.server import GetServer, ServerInfo
from parley.store import people


async def get(ctx: Context, _: GetServer) -> ServerInfo:
    return server_info(ctx.services, is_set_up=await ctx.database.read(people.any_person))


def server_info(services: Services, *, is_set_up: bool) -> ServerInfo:
    return ServerInfo(
        name=services.settings.server_name,
        version=__version__,
        registration=services.settings.registration,
        needs_setup=not is_set_up,
        body_limit=BODY_LIMIT,
        mail=services.mail is not None,
    )
