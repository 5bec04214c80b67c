"""Letters to be written: a row in `jobs` says for whom and why. What they say, and the links in them, come later."""

from typing import Literal

from msgspec import Struct

from parley.basics.ids import new_id
from parley.speech.languages import ENGLISH
from parley.store import jobs
from parley.store.challenges import Purpose
from parley.store.jobs import JobKind
from parley.store.units import WriteTransaction

What = Literal[
    "password_changed",
    "email_changed",
    "passkey_added",
    "passkey_removed",
    "second_factor_on",
    "second_factor_off",
    "second_factor_reset",
    "recovery_code_used",
    "identity_linked",
    "export_ready",
]


class Asked(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A letter with a link. Strangers name people by their `login`; that it may be nobody's is found out when the
    letter is written, so that asking takes equally long.
    """

    purpose: Purpose
    asked_at: int
    login: str = ""
    person: int = 0
    # Where to, if not to the person's own address.
    email: str = ""
    # The hash of what the browser that asked holds, in hexadecimal.
    asked_hash: str = ""
    # The one of the request, for people who have chosen none.
    language: str = ENGLISH


class Notice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A letter that tells a person what was done to their account, at the address that they had."""

    what: What
    person: int
    email: str
    language: str = ENGLISH


LINK = JobKind("mail.link", Asked)
NOTICE = JobKind("mail.notice", Notice)


async def ask(tx: WriteTransaction, asked: Asked) -> None:
    await jobs.add(tx, LINK, asked, key=str(new_id()), due_at=tx.now)


async def tell(tx: WriteTransaction, notice: Notice) -> None:
    await jobs.add(tx, NOTICE, notice, key=str(new_id()), due_at=tx.now)
