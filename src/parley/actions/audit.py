"""Reading the audit record. Each action that is recorded writes its own row: see `Context.audit`."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.basics.times import milliseconds
from parley.errors import Invalid
from parley.protocol.audit import AuditPage, ListAudit
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import audit, people
from parley.store.database import Transaction


async def list_audit(ctx: Context, command: ListAudit) -> AuditPage:
    async def page(tx: Transaction, _: Standing) -> AuditPage:
        found = await audit.page(
            tx,
            action=command.action,
            by=_number(command.by),
            person=_number(command.person),
            room=_number(command.room),
            about=_number(command.about),
            since=_moment(command.since, "since"),
            until=_moment(command.until, "until"),
            before=_number(command.before),
            limit=command.limit + 1,
        )
        shown = found[: command.limit]
        named = {int(id_) for entry in shown for id_ in (entry.by, entry.person) if id_ is not None}
        return AuditPage(entries=shown, people=await people.cards(tx, named), more=len(found) > command.limit)

    return await ctx.read(page)


def _moment(time: str | None, field: str) -> int | None:
    try:
        return None if time is None else milliseconds(time)
    except ValueError:
        raise Invalid(say("There is no such time as {time}.", time=time or ""), field=field) from None


def _number(id_: str | None) -> int | None:
    return None if id_ is None else number(id_)
