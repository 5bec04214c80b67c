"""Making reminders due at their time, however late that is."""

from parley.actions.orders import ordered
from parley.changes import person_log
from parley.errors import Gone, NotFound
from parley.later.jobs import Turn
from parley.policies import save
from parley.store import reminders
from parley.store.reminders import RingReminder
from parley.store.standing import standing_of
from parley.store.units import WriteTransaction

_sees = ordered(save)


async def ring(turn: Turn, due: RingReminder) -> None:
    known = await turn.services.database.read(reminders.by_id, due.reminder)
    if known is None:
        return await turn.complete()

    async def work(tx: WriteTransaction) -> None:
        row = await reminders.by_id(tx, due.reminder)
        if row is None or row.until is not None or row.due:
            return
        ask = reminders.ask_of(row)
        refused = None if ask is None else _sees(await standing_of(tx, ask, tx.now))
        if isinstance(refused, NotFound | Gone):
            await reminders.end(tx, row)
        else:
            await reminders.ring(tx, row)

    return await turn.complete(work, person_log(known.person))
