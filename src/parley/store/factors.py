"""Which second factors somebody has, and who must have one."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from sqlalchemy import exists, select

from parley.protocol.second_factor import SecondFactorRule
from parley.store import authenticators, facts, passkeys
from parley.store.database import Transaction
from parley.store.jobs import JobKind
from parley.store.proofs import authenticators as authenticators_table
from parley.store.proofs import passkeys as passkeys_table
from parley.store.schema import people, sessions


class Enforce(Struct, frozen=True, kw_only=True):
    """Signs out people who must have a second factor and have none."""


ENFORCE = JobKind("second_factor.enforce", Enforce)


class Held(NamedTuple):
    """An app that has been confirmed, and passkeys."""

    has_app: bool
    passkeys: int

    @property
    def has_any(self) -> bool:
        return self.has_app or self.passkeys > 0


async def held(tx: Transaction, person: int) -> Held:
    return Held(await authenticators.confirmed(tx, person) is not None, await passkeys.count(tx, person))


async def rule(tx: Transaction) -> SecondFactorRule:
    """Who must have one, as administrators chose."""
    return rule_in(await facts.chosen(tx))


def rule_in(chosen: Mapping[str, str]) -> SecondFactorRule:
    match chosen.get(facts.SECOND_FACTOR):
        case "administrators":
            return "administrators"
        case "everybody":
            return "everybody"
        case _:
            return "optional"


async def without(tx: Transaction, roles: Sequence[str], *, now: int, limit: int) -> list[int]:
    """Some people of these roles who have none, and are signed in as if they had."""
    has_app = exists().where(
        authenticators_table.c.person == people.c.id, authenticators_table.c.confirmed_at.is_not(None)
    )
    has_passkey = exists().where(passkeys_table.c.person == people.c.id)
    is_signed_in = exists().where(
        sessions.c.person == people.c.id,
        sessions.c.ended_at.is_(None),
        sessions.c.expires_at > now,
        sessions.c.confined == 0,
    )
    found = select(people.c.id).where(people.c.role.in_(roles), ~has_app, ~has_passkey, is_signed_in)
    return [row.id for row in await tx.all(found.order_by(people.c.id).limit(limit))]
