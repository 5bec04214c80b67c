"""What the server does later: `parley jobs list | retry | drop`, beside a running server too."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer import Argument, Option

from parley.basics.ids import number
from parley.basics.times import rfc3339
from parley.cli.environment import prepare_database, read_settings
from parley.errors import ParleyError
from parley.store.refusals import CannotStart

if TYPE_CHECKING:
    from parley.process.services import Store
    from parley.store.units import WriteTransaction

T = TypeVar("T")

jobs = typer.Typer(no_args_is_help=True, help="What the server does later, and what it could not do.")
Ids = Annotated[list[str] | None, Argument(help="Ids of jobs, as `parley jobs list` shows them.", show_default=False)]
Dead = Annotated[bool, Option("--dead", help="All dead ones: those that nobody tries again by itself.")]


@jobs.command("list")
def list_jobs(
    *,
    dead: Dead = False,
    most: Annotated[int, Option(min=1, max=10_000, help="How many at most.")] = 100,
    as_json: Annotated[bool, Option("--json", help="For programs: a list of objects.")] = False,
) -> None:
    """Print jobs, the dead ones first."""
    from parley.store import jobs as store

    rows = _with_store(lambda found: found.database.read(store.listed, only_dead=dead, most=most))
    if as_json:
        print(json.dumps([_as_object(row) for row in rows], indent=2))
    elif not rows:
        print("No job is dead." if dead else "There are no jobs.")
    else:
        print("\n".join(map(_line, rows)))


@jobs.command()
def retry(ids: Ids = None, *, dead: Dead = False) -> None:
    """Make jobs due now, with all their tries again."""
    from parley.store.jobs import retry as change

    print(f"{_change(change, ids, dead=dead)} will be tried at once.")


@jobs.command()
def drop(ids: Ids = None, *, dead: Dead = False) -> None:
    """Delete jobs undone. One that comes back by itself is there again after the next start of the server."""
    from parley.store.jobs import drop as change

    print(f"{_change(change, ids, dead=dead)} dropped.")


def _change(change: "Callable[[WriteTransaction, Sequence[int]], Awaitable[int]]", ids: Ids, *, dead: bool) -> str:
    from parley.store.jobs import dead_ones
    from parley.store.units import write_alone

    if bool(ids) == dead:
        raise CannotStart("Name jobs by their ids, or all dead ones with --dead.")
    named = {_id(name) for name in ids or []}

    async def work(tx: "WriteTransaction") -> int:
        return await change(tx, await dead_ones(tx) if dead else sorted(named))

    changed = _with_store(lambda found: write_alone(found.writer, (), work))
    if changed < len(named):
        raise CannotStart(f"{_jobs(len(named) - changed)} of {len(named)} not found: done meanwhile, or never there.")
    return _jobs(changed)


def _with_store(work: "Callable[[Store], Awaitable[T]]") -> T:
    from parley.basics.metrics import Metrics
    from parley.process.services import opened

    settings = read_settings()
    prepare_database(settings)

    async def run() -> T:
        async with opened(settings, Metrics()) as found:
            return await work(found)

    try:
        return asyncio.run(run())
    except ParleyError as refusal:
        raise CannotStart(refusal.message) from None


def _id(name: str) -> int:
    if not (name.isascii() and name.isdecimal()):
        raise CannotStart(f"{name} is not the id of a job. `parley jobs list` shows the ids, which are numbers.")
    return number(name)


def _line(row: Any) -> str:
    state = "dead since " + rfc3339(row.dead_at) if row.dead_at is not None else "due at " + rfc3339(row.due_at)
    tries = f", tried {row.tries} times" if row.tries > 1 else ""
    error = f"\n    {row.error}" if row.error else ""
    return f"{row.id}  {row.kind}  {row.key or '-'}  {state}{tries}{error}"


def _as_object(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "kind": row.kind,
        "key": row.key,
        "due_at": rfc3339(row.due_at),
        "dead_at": None if row.dead_at is None else rfc3339(row.dead_at),
        "tries": row.tries,
        "error": row.error,
    }


def _jobs(number: int) -> str:
    return "1 job" if number == 1 else f"{number} jobs"
