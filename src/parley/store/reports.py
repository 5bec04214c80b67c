"""Reports of messages, each with the complaints of those who made it, until a moderator closes it.

A report keeps what its message said when it was reported first. What a room or a person has a right to see forgotten
is forgotten here, too: see `drop_said` and `drop_by`.
"""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, case, delete, func, or_, select

from parley.basics.ids import new_id
from parley.basics.times import DAY, rfc3339
from parley.protocol.reports import COMPLAINTS_SHOWN, Complaint, Reason, Report
from parley.store.database import Transaction
from parley.store.report_tables import complaints, reports
from parley.store.schema import messages, people, rooms, stays
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert
from parley.things import was_erased

# Nobody is told that a report was left alone for so long: it is forgotten, with the copy of the message.
KEPT_MS = 90 * DAY
# Told of a new report at most. More people than that look after no room.
MODERATORS = 200
COMPLAINED = Upsert(complaints)


class Reported(NamedTuple):
    """The message: its room, its log, the root of the thread that it is in or 0, and its place."""

    room: int
    log: int
    root: int
    seq: int


class Said(NamedTuple):
    """What the message says at this moment."""

    sender: int
    body: str
    at: int


async def add(tx: WriteTransaction, about: Reported, said: Said, *, by: int, reason: Reason, note: str) -> None:
    """One person's complaint about a message. Another one of theirs replaces it."""
    row = await tx.one(select(reports.c.id).where(reports.c.log == about.log, reports.c.seq == about.seq))
    report = new_id() if row is None else row.id
    if row is None:
        await tx.insert(reports, [(report, *about, *said, tx.now)])
    await tx.update(COMPLAINED, [(report, by, reason, note, tx.now)])


async def count_by(tx: Transaction, person: int) -> int:
    """How many open reports somebody has made."""
    row = await tx.one(select(func.count()).select_from(complaints).where(complaints.c.person == person))
    return 0 if row is None else int(row[0])


async def place_of(tx: Transaction, report: int) -> Reported | None:
    row = await by_id(tx, report)
    return None if row is None else Reported(row.room, row.log, row.root, row.seq)


async def by_id(tx: Transaction, report: int) -> Row[Any] | None:
    return await tx.one(select(reports).where(reports.c.id == report))


async def page(tx: Transaction, *, room: int | None, unseen_by: int, before: int | None, limit: int) -> list[Report]:
    """Open reports, newest first, without those of what one person said."""
    where: list[ColumnElement[bool]] = [reports.c.sender != unseen_by]
    if room is not None:
        where.append(reports.c.room == room)
    if before is not None:
        where.append(reports.c.id < before)
    now = and_(messages.c.room == reports.c.log, messages.c.seq == reports.c.seq)
    columns = (reports, rooms.c.name, rooms.c.kind, messages.c.body.label("body_now"), messages.c.erased_at)
    of_all = select(*columns).join(rooms, rooms.c.id == reports.c.room).outerjoin(messages, now)
    rows = await tx.all(of_all.where(*where).order_by(reports.c.id.desc()).limit(limit))
    said = await _complaints(tx, [row.id for row in rows])
    return [_report(row, said[row.id]) for row in rows]


async def close(tx: WriteTransaction, ids: Collection[int]) -> None:
    """Forget these reports."""
    await tx.run(delete(complaints).where(complaints.c.report.in_(ids)))
    await tx.run(delete(reports).where(reports.c.id.in_(ids)))


async def drop_said(tx: WriteTransaction, room: int, first: int, last: int) -> None:
    """Forget the reports of a room's messages between two places, and of the threads about these."""
    place = case((reports.c.root > 0, reports.c.root), else_=reports.c.seq)
    await _drop(tx, reports.c.room == room, place.between(first, last))


async def drop_at(tx: WriteTransaction, log: int, seq: int) -> None:
    await _drop(tx, reports.c.log == log, reports.c.seq == seq)


async def drop_room(tx: WriteTransaction, room: int) -> None:
    await _drop(tx, reports.c.room == room)


async def drop_of(tx: WriteTransaction, sender: int) -> None:
    """Forget the reports of what somebody said who wants all of that erased."""
    await _drop(tx, reports.c.sender == sender)


async def drop_by(tx: WriteTransaction, person: int) -> None:
    """Forget what somebody reported. A report that nobody else made goes with it."""
    theirs = select(complaints.c.report).where(complaints.c.person == person)
    ids = [row.report for row in await tx.all(theirs)]
    await tx.run(delete(complaints).where(complaints.c.person == person))
    others = select(complaints.c.report).where(complaints.c.report.in_(ids))
    await close(tx, set(ids) - {row.report for row in await tx.all(others)})


async def clean(tx: WriteTransaction) -> None:
    await _drop(tx, reports.c.made_at <= tx.now - KEPT_MS)


async def moderators(tx: Transaction, room: int) -> list[int]:
    """Those who look after a room: its owner and moderators, unless it is a direct conversation, and the server's."""
    serves = people.c.role.in_(("owner", "admin")) & people.c.disabled_at.is_(None)
    leads = (stays.c.room == room) & stays.c.until.is_(None) & stays.c.role.in_(("owner", "moderator"))
    in_room = select(stays.c.person).join(rooms, rooms.c.id == stays.c.room).where(leads, rooms.c.kind != "direct")
    found = select(people.c.id).where(or_(serves, people.c.id.in_(in_room))).order_by(people.c.id).limit(MODERATORS)
    return [row.id for row in await tx.all(found)]


async def _drop(tx: WriteTransaction, *where: ColumnElement[bool]) -> None:
    ids = [row.id for row in await tx.all(select(reports.c.id).where(*where))]
    if ids:
        await close(tx, ids)


async def _complaints(tx: Transaction, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The first of each, with the number of all."""
    by = complaints.c.report
    place = func.row_number().over(partition_by=by, order_by=(complaints.c.at, complaints.c.person)).label("place")
    number = func.count().over(partition_by=by).label("number")
    ranks = select(*complaints.c, place, number).where(by.in_(ids)).subquery()
    found: dict[int, list[Row[Any]]] = {id_: [] for id_ in ids}
    first = select(ranks).where(ranks.c.place <= COMPLAINTS_SHOWN).order_by(ranks.c.report, ranks.c.place)
    for row in await tx.all(first):
        found[row.report].append(row)
    return found


def _report(row: Row[Any], said: Sequence[Row[Any]]) -> Report:
    is_erased = row.body_now is None or was_erased(row.erased_at, row.body_now)
    return Report(
        id=str(row.id),
        room=str(row.room),
        room_name=row.name if row.kind != "direct" else "",
        room_kind=row.kind,
        thread=row.root or None,
        seq=row.seq,
        sender=str(row.sender),
        body=row.body,
        said_at=rfc3339(row.said_at),
        is_edited=not is_erased and row.body_now != row.body,
        is_erased=is_erased,
        complaints=[
            Complaint(person=str(one.person), reason=one.reason, note=one.note, at=rfc3339(one.at)) for one in said
        ],
        count=said[0].number if said else 0,
    )
