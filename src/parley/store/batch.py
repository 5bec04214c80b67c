"""One batch of units in one transaction, the same on both databases.

    begin - lock the heads - run the units, those of one kind together - tell rooms of their threads
    - write the heads back - commit

A unit that runs alone is rolled back alone, to its savepoint. If work that runs together raises, the whole batch is
rolled back and tried again in halves, until the one unit that fails is alone and refused.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, Protocol

from parley.basics.failpoints import reach
from parley.changes import THREAD, Change, Log
from parley.store.database import Transaction
from parley.store.threads import summarise
from parley.store.units import Head, Unit, WriteTransaction

Outcome = tuple[Unit[Any, Any], Any]  # a result, or the exception that refuses it


@dataclass(frozen=True)
class Committed:
    """What is on disk now: the answers to give and the changes to publish."""

    outcomes: list[Outcome]
    changes: list[Change]
    began: float = 0.0  # by this process's monotonic clock
    ended: float = 0.0


class WriteConnection(Transaction, Protocol):
    """What a batch needs of a database beyond a transaction's statements."""

    async def command(self, sql: str) -> None:
        """BEGIN, COMMIT, ROLLBACK, SAVEPOINT."""
        ...

    async def lock(self, logs: Sequence[Log]) -> dict[Log, Head]:
        """Lock the heads of these logs in this order, and return them without those that do not exist."""
        ...

    async def write_heads(self, heads: dict[Log, Head]) -> None: ...

    def unusable(self, problem: BaseException) -> bool:
        """Whether the database as a whole failed (disk full, connection lost), rather than refused a statement."""
        ...


async def commit_batch(
    connection: WriteConnection, units: Sequence[Unit[Any, Any]], now: Callable[[], int]
) -> Committed:
    """Commit what can be committed, and refuse the rest one by one. Raises only when the database itself failed."""
    began = perf_counter()
    committed = await _commit(connection, units, now)
    return replace(committed, began=began, ended=perf_counter())


async def _commit(connection: WriteConnection, units: Sequence[Unit[Any, Any]], now: Callable[[], int]) -> Committed:
    await connection.command("BEGIN")
    try:
        reach("transaction-begun")
        committed = await _run(connection, units, now())
        reach("before-commit")
        await connection.command("COMMIT")
        reach("after-commit")
    except Exception as problem:
        if connection.unusable(problem):
            with suppress(Exception):  # it may have rolled back by itself, or not be there any more
                await connection.command("ROLLBACK")
            raise
        await connection.command("ROLLBACK")
        if len(units) == 1:
            return Committed([(units[0], problem)], [])
    else:
        return committed
    middle = len(units) // 2
    first = await _commit(connection, units[:middle], now)
    second = await _commit(connection, units[middle:], now)
    return Committed(first.outcomes + second.outcomes, first.changes + second.changes)


async def _run(connection: WriteConnection, units: Sequence[Unit[Any, Any]], now: int) -> Committed:
    logs = sorted({log for unit in units for log in unit.logs})
    tx = WriteTransaction(connection, await connection.lock(logs), now)
    reach("heads-locked")
    outcomes: list[Outcome] = []
    for group in arranged(units):
        if group[0].together:
            results = await group[0].work(tx, [unit.input for unit in group])
            outcomes.extend(zip(group, results, strict=True))
        else:
            outcomes.append(await _alone(connection, tx, group[0]))
    if any(log.kind == THREAD for log in tx.touched):
        await summarise(tx)
    reach("rows-written")
    await connection.write_heads({log: tx.heads[log] for log in tx.touched})
    return Committed(outcomes, tx.changes)


def arranged(units: Sequence[Unit[Any, Any]]) -> list[list[Unit[Any, Any]]]:
    """The units in the order in which they run, grouped by work that runs together.

    A group gathers its units even if other units stand between them. A unit is never moved ahead of one that changes
    what it depends on: if somebody leaves and then sends, the send finds that they have left.
    """
    groups: list[list[Unit[Any, Any]]] = []
    open_groups: dict[Any, list[Unit[Any, Any]]] = {}
    changed: dict[Any, set[Log]] = {}  # since each open group began
    for unit in units:
        if not unit.together:
            groups.append([unit])
            for logs in changed.values():
                logs.update(unit.changes)
            continue
        group = open_groups.get(unit.work)
        if group is not None and changed[unit.work].isdisjoint((*unit.logs, *unit.depends_on)):
            group.append(unit)
        else:
            group = open_groups[unit.work] = [unit]
            changed[unit.work] = set()
            groups.append(group)
    return groups


async def _alone(connection: WriteConnection, tx: WriteTransaction, unit: Unit[Any, Any]) -> Outcome:
    tx.begin_unit()
    await connection.command("SAVEPOINT unit")
    try:
        (result,) = await unit.work(tx, [unit.input])
    except Exception as problem:
        if connection.unusable(problem):
            raise
        await connection.command("ROLLBACK TO SAVEPOINT unit")
        tx.undo_unit()
        return unit, problem
    await connection.command("RELEASE SAVEPOINT unit")
    tx.keep_unit()
    return unit, result
