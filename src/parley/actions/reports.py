"""Reports: asking moderators to look at a message, what they are asked to look at, and having done so."""

from parley.actions.context import Context
from parley.actions.names import refuse_unseen
from parley.actions.threads import log_of, logs_of, thread_of
from parley.basics.ids import number
from parley.errors import Conflict, NotFound
from parley.protocol.base import Empty
from parley.protocol.reports import CloseReport, ListReports, ReportMessage, ReportPage
from parley.report_policies import NO_REPORT
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import erasures, people, reports
from parley.store.database import Transaction
from parley.store.reports import Reported, Said
from parley.store.threads import Thread
from parley.store.units import WriteTransaction

# Of one person. So that nobody buries what others report.
MOST_OPEN = 50


async def report(ctx: Context, command: ReportMessage) -> Empty:
    refuse_unseen(command.note, field="note")
    room, thread = number(command.room), await thread_of(ctx, command.room, command.thread)
    about = Reported(room, log_of(room, thread).id, command.thread or 0, command.seq)

    async def work(tx: WriteTransaction, who: Standing) -> list[int]:
        if await reports.count_by(tx, who.person) >= MOST_OPEN:
            raise Conflict(
                say("You have {count} open reports. Wait until moderators have looked at some.", count=MOST_OPEN)
            )
        said = Said(who.sender or 0, who.body or "", who.said_at)
        await reports.add(tx, about, said, by=who.person, reason=command.reason, note=command.note.strip())
        return [person for person in await reports.moderators(tx, room) if person != who.sender]

    to_tell = await ctx.write(logs_of(room, thread), work, room=room, seq=command.seq, thread=thread, changes=())
    tell_moderators(ctx, to_tell)
    return Empty()


async def list_reports(ctx: Context, command: ListReports) -> ReportPage:
    room = None if command.room is None else number(command.room)
    before = None if command.before is None else number(command.before)

    async def page(tx: Transaction, who: Standing) -> ReportPage:
        found = await reports.page(tx, room=room, unseen_by=who.person, before=before, limit=command.limit + 1)
        shown = found[: command.limit]
        named = {number(one.sender) for one in shown}
        named |= {number(complaint.person) for one in shown for complaint in one.complaints}
        return ReportPage(reports=shown, people=await people.cards(tx, named), more=len(found) > command.limit)

    return await ctx.read(page, room=room or 0)


async def close(ctx: Context, command: CloseReport) -> Empty:
    id_ = number(command.report)
    about = await ctx.database.read(reports.place_of, id_)
    if about is None:
        return await ctx.read(_not_there)
    thread = Thread(about.log, about.root) if about.root else None

    async def work(tx: WriteTransaction, who: Standing) -> list[int]:
        row = await reports.by_id(tx, id_)
        if row is None or row.sender == who.person:
            raise NotFound(NO_REPORT, field="report")
        await reports.close(tx, [id_])
        deletes = command.delete_message and who.seq is not None and not who.is_erased
        if deletes:
            await erasures.erase(tx, log_of(about.room, thread), about.seq, by=who.person)
        where = {"thread": about.root or None, "seq": about.seq}
        await ctx.audit(tx, "report.close", person=row.sender, room=about.room, **where, deleted=deletes)
        return [person for person in await reports.moderators(tx, about.room) if person != row.sender]

    logs = logs_of(about.room, thread)
    tell_moderators(ctx, await ctx.write(logs, work, room=about.room, seq=about.seq, thread=thread, changes=()))
    return Empty()


async def _not_there(_: Transaction, __: Standing) -> Empty:
    """People who may close no report at all have been told so before."""
    raise NotFound(NO_REPORT, field="report")


def tell_moderators(ctx: Context, moderators: list[int]) -> None:
    if ctx.told_through is not None:
        ctx.live.signals.reports.say(moderators)
