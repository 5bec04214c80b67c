"""People: rows, cards and the server's log that they are in."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, func, literal, or_, select, true, update

from parley.basics.folding import ESCAPE, begins_a_word, folded, name_key
from parley.basics.ids import new_id
from parley.basics.times import rfc3339
from parley.changes import THE_SERVER, person_log
from parley.protocol.people import Card, Me, PersonRole, Profile
from parley.protocol.users import User
from parley.standing import shown_of
from parley.store import handles
from parley.store.database import Transaction
from parley.store.schema import people, sessions
from parley.store.units import WriteTransaction

CARD = (people.c.id, people.c.handle, people.c.name, people.c.avatar, people.c.rev, people.c.about)

CARDS = select(*CARD).where(people.c.id.in_(bindparam("ids", expanding=True))).order_by(people.c.id)


async def any_person(tx: Transaction) -> bool:
    return await tx.one(select(people.c.id).limit(1)) is not None


async def by_id(tx: Transaction, person: int) -> Row[Any] | None:
    return await tx.one(select(people).where(people.c.id == person))


async def by_handle(tx: Transaction, handle: str) -> Row[Any] | None:
    return await tx.one(select(people).where(people.c.handle == handle))


async def by_email(tx: Transaction, email: str) -> Row[Any] | None:
    return await tx.one(select(people).where(people.c.email_key == email_key(email)))


async def by_login(tx: Transaction, login: str) -> Row[Any] | None:
    """The person with this address or handle, or with this handle until a short time ago."""
    typed = login.strip()
    if "@" in typed:
        return await by_email(tx, typed)
    handle = typed.lower()
    if (row := await by_handle(tx, handle)) is not None:
        return row
    before = await handles.kept_for(tx, handle)
    return None if before is None else await by_id(tx, before)


async def has_name(tx: Transaction, name: str, *, but: int = 0) -> bool:
    """Whether somebody is called so or looks so, besides this person."""
    # A process of the version before writes no key.
    alike = or_(people.c.name_key == name_key(name), and_(people.c.name_key == "", people.c.name == name))
    return await tx.one(select(people.c.id).where(alike, people.c.id != but).limit(1)) is not None


def email_key(email: str) -> str:
    """An address as it is compared. By the letter of the law capitals before the @ count; no mailbox keeps to it."""
    return email.strip().lower()


async def cards(tx: Transaction, ids: Iterable[int]) -> dict[str, Card]:
    """The cards of these people, for the frames and pages that name them, in the order of their ids."""
    rows = await tx.all(CARDS, {"ids": sorted(set(ids))})
    return {str(row.id): card_of(row) for row in rows}


async def add(
    tx: WriteTransaction,
    *,
    handle: str,
    name: str,
    role: PersonRole,
    password_hash: str | None,
    client_id: str,
    email: str | None = None,
) -> int:
    """A new person, in the server's log. The handle must be free, and the address theirs."""
    person, rev = new_id(), tx.rev(THE_SERVER)
    await tx.create(person_log(person))
    address = (email, None if email is None else email_key(email))
    folded = searched(handle, name)
    shown = (rev, folded, *address, name_key(name), None, None, None, 0)
    row = (person, handle, name, None, role, password_hash, client_id, tx.now, None, *shown)
    await tx.insert(people, [row])
    card = Card(handle=handle, name=name, avatar=None, rev=rev)
    tx.changed(THE_SERVER, Profile(person=str(person), rev=rev), people={str(person): card})
    return person


def searched(handle: str, name: str) -> str:
    """What a search for people looks through: a space before each word."""
    return f" {handle} {folded(name)}"


def matches(prefix: str) -> ColumnElement[bool]:
    """People whose handle, or a word of whose name, begins like this. No prefix is everybody's."""
    if not folded(prefix):
        return true()
    # A process of the version before writes nothing there.
    text = case((people.c.folded == "", literal(" ") + people.c.handle), else_=people.c.folded)
    return text.like(begins_a_word(prefix), escape=ESCAPE)


async def listed(tx: Transaction, *, now: int, only_disabled: bool, most: int) -> Sequence[Row[Any]]:
    """People by their handles, with how many sessions each has that neither ended nor ran out."""
    live = (
        select(func.count())
        .select_from(sessions)
        .where(
            sessions.c.person == people.c.id, sessions.c.ended_at.is_(None), sessions.c.expires_at > bindparam("now")
        )
        .scalar_subquery()
    )
    statement = select(people, live.label("sessions")).order_by(people.c.handle).limit(most)
    if only_disabled:
        statement = statement.where(people.c.disabled_at.is_not(None))
    return await tx.all(statement, {"now": now})


async def page(
    tx: Transaction, *, prefix: str, after: str | None, limit: int, only_deactivated: bool = False
) -> Sequence[Row[Any]]:
    """People by their handles: those who can come in, or those who cannot."""
    disabled_at = people.c.disabled_at
    closed = disabled_at.is_not(None) & people.c.deleted_at.is_(None)
    wanted = closed if only_deactivated else disabled_at.is_(None)
    statement = select(people).where(wanted, matches(prefix)).order_by(people.c.handle).limit(limit)
    return await tx.all(statement if after is None else statement.where(people.c.handle > after))


async def other_owner(tx: Transaction, person: int) -> bool:
    """Whether the server has an owner who can come in, besides this person."""
    is_owner = (people.c.role == "owner") & people.c.disabled_at.is_(None)
    return await tx.one(select(people.c.id).where(is_owner, people.c.id != person).limit(1)) is not None


async def change(tx: WriteTransaction, person: int, **values: object) -> None:
    """What only the server knows of a person. It is not on their card, so nobody is told and `rev` stays."""
    await tx.run(update(people).where(people.c.id == person).values(**values))


async def change_password(tx: WriteTransaction, person: int, hashed: str, *, instead_of: str | None) -> bool:
    """False, and nothing changes, if the password is not the one any more that was shown."""
    mine = (people.c.id == person) & (people.c.password_hash == instead_of)
    return bool(await tx.run(update(people).where(mine).values(password_hash=hashed)))


async def count(tx: Transaction) -> int:
    row = await tx.one(select(func.count()).select_from(people))
    return row[0] if row else 0


def card_of(row: Row[Any]) -> Card:
    return Card(handle=row.handle, name=row.name, avatar=row.avatar, rev=row.rev, **shown_of(row.about))


def me_of(row: Row[Any], *, is_confined: bool = False) -> Me:
    return Me(
        id=str(row.id),
        handle=row.handle,
        name=row.name,
        avatar=row.avatar,
        role=row.role,
        created_at=rfc3339(row.created_at),
        email=row.email,
        needs_second_factor=is_confined,
        language=row.language or "",
        shares_reading=not row.hides_reading,
        rev=row.rev,
        **shown_of(row.about),
    )


def user_of(row: Row[Any]) -> User:
    return User(
        person=str(row.id),
        card=card_of(row),
        role=row.role,
        created_at=rfc3339(row.created_at),
        deactivated_at=None if row.disabled_at is None else rfc3339(row.disabled_at),
    )
