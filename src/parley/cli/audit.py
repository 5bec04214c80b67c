"""`parley audit`: the audit record, beside a running server too."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import msgspec
from typer import Option

from parley.cli.environment import prepare_database, read_settings
from parley.errors import ParleyError
from parley.store.refusals import CannotStart

if TYPE_CHECKING:
    from parley.protocol.audit import AuditEntry

# Read at once, so that a long record is printed as it is read.
PAGE = 1_000


def audit(
    *,
    action: Annotated[str, Option(help="Only actions that begin like this: member. or user.set_role")] = "",
    handle: Annotated[str | None, Option(help="Only what this person did, or what was done to them.")] = None,
    most: Annotated[int, Option(min=1, max=100_000_000, help="How many at most, newest first.")] = 1_000,
    as_json: Annotated[bool, Option("--json", help="For programs: a JSON object a line.")] = False,
) -> None:
    """Print who did what about people, rooms and the server, newest first."""
    settings = read_settings()
    prepare_database(settings)
    try:
        shown = asyncio.run(_print(action=action, handle=handle, most=most, as_json=as_json))
    except ParleyError as refusal:
        raise CannotStart(refusal.message) from None
    if not shown and not as_json:
        print("Nothing like this was recorded.")
    if shown == most:
        print(f"Only the newest {most} are shown: --most shows more.", file=sys.stderr)


async def _print(*, action: str, handle: str | None, most: int, as_json: bool) -> int:
    """Returns how many lines there were."""
    from parley.basics.metrics import Metrics
    from parley.process.services import opened
    from parley.store import audit as record
    from parley.store import people

    shown, before = 0, None
    async with opened(read_settings(), Metrics()) as store:
        about = None
        if handle is not None:
            row = await store.database.read(people.by_handle, handle)
            if row is None:
                raise CannotStart(f"Nobody here has the handle {handle[:80]!r}. `parley people list` shows everybody.")
            about = int(row.id)
        while shown < most:
            wanted = min(PAGE, most - shown)
            found = await store.database.read(record.page, action=action, about=about, before=before, limit=wanted)
            named = {int(id_) for entry in found for id_ in (entry.by, entry.person) if id_ is not None}
            cards = await store.database.read(people.cards, named)
            handles = {id_: card.handle for id_, card in cards.items()}
            for entry in found:
                print(msgspec.json.encode(entry).decode() if as_json else _line(entry, handles))
            shown += len(found)
            if len(found) < wanted:
                break
            before = int(found[-1].id)
    return shown


def _line(entry: "AuditEntry", handles: dict[str, str]) -> str:
    by = "the command line" if entry.by is None else handles.get(entry.by, entry.by)
    whom = [] if entry.person is None else [handles.get(entry.person, entry.person)]
    where = [] if entry.room is None else [f"room {entry.room}"]
    address = [] if entry.address is None else [f"from {entry.address}"]
    details = [f"{name}={value}" for name, value in entry.details.items()]
    return "  ".join([entry.at, entry.action, f"by {by}", *whom, *where, *address, *details])
