"""The name that everybody reads: in letters, in invitations, in people's authenticator apps."""

from collections.abc import Mapping

from parley.settings import Settings
from parley.store import facts
from parley.store.database import Transaction


async def name_of(tx: Transaction, settings: Settings) -> str:
    """What an administrator has called this server, or what its settings say as long as nobody has."""
    return await facts.get(tx, facts.SERVER_NAME) or settings.server_name


def name_in(chosen: Mapping[str, str], settings: Settings) -> str:
    return chosen.get(facts.SERVER_NAME) or settings.server_name
