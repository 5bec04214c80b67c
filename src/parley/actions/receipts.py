"""Who has seen a room up to where."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.basics.times import rfc3339
from parley.protocol.receipts import ListReceipts, Receipt, ReceiptList
from parley.standing import Standing
from parley.store import people, receipts
from parley.store.database import Transaction


async def list_receipts(ctx: Context, command: ListReceipts) -> ReceiptList:
    room = number(command.room)

    async def work(tx: Transaction, who: Standing) -> ReceiptList:
        if not await receipts.are_on(tx):
            return ReceiptList(receipts=[], people={}, hidden="by_server")
        members = await receipts.members_of(tx, room)
        if members is None:
            return ReceiptList(receipts=[], people={}, hidden="too_large")
        me = next(one for one in members if one.person == who.person)
        if me.hides_reading:
            return ReceiptList(receipts=[], people={}, hidden="by_you")
        shown = receipts.visible_to(me, members, await receipts.apart_in(tx, room))
        cards = await people.cards(tx, [one.person for one in shown])
        return ReceiptList(receipts=[_receipt(one, who.first_seen) for one in shown], people=cards)

    return await ctx.read(work, room=room)


def _receipt(member: receipts.Member, first: int) -> Receipt:
    """The caller learns no place before the first message that they may see."""
    seq, at = member.seen_seq, member.seen_at
    if seq is None or at is None or seq < first:
        return Receipt(person=str(member.person), seq=0, at=None)
    return Receipt(person=str(member.person), seq=seq, at=rfc3339(at))
