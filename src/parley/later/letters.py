"""Writing letters and sending them.

A letter's link is made here, when it is sent, and stands in no row. Who is looked for is found here as well: somebody
who asks for a letter to a stranger is answered before anybody knows whether there is one.
"""

from functools import partial

import structlog

from parley.actions.challenges import link_of
from parley.actions.context import Services
from parley.actions.server_name import name_of
from parley.later.jobs import Turn
from parley.outside import letters, notices
from parley.outside.letters import Draft, Letter
from parley.outside.mail import Undeliverable
from parley.speech.languages import supported
from parley.store import challenges, newcomers, people
from parley.store.challenges import LIFE_MS
from parley.store.database import Row, Transaction
from parley.store.errands import Asked, Notice
from parley.store.units import WriteTransaction, write_alone

log = structlog.get_logger("parley.mail")


async def send_link(turn: Turn, asked: Asked) -> None:
    services = turn.services
    if services.now() - asked.asked_at > LIFE_MS:
        log.warning("letter_too_late", purpose=asked.purpose)  # nobody waits for it any more
        return
    letter = await write_alone(
        services.writer, (), partial(_challenge, services=services, asked=asked, job=turn.job.id)
    )
    if letter is not None:
        await _send(turn, letter)


async def send_notice(turn: Turn, notice: Notice) -> None:
    database, settings = turn.services.database, turn.services.settings
    row = await database.read(people.by_id, notice.person)
    if row is not None:
        server = await database.read(name_of, settings)
        draft = notices.notice(notice.what, notice.email, server=server, handle=row.handle, base_url=settings.base_url)
        await _send(turn, letters.written(draft, _language(row, notice.language)))


async def _challenge(tx: WriteTransaction, services: Services, asked: Asked, job: int) -> Letter | None:
    """A letter for whomever is meant. None if that is nobody who can be written to."""
    server = await name_of(tx, services.settings)
    if asked.purpose == "register":
        return await _newcomers(tx, services, asked, job, server)
    row = await _meant(tx, asked)
    to = None if row is None else asked.email or row.email
    if row is None or to is None or row.disabled_at is not None:
        return None
    if asked.purpose == "verify" and (holder := await people.by_email(tx, to)) is not None:
        return _taken(server, holder, asked) if holder.id != row.id else None
    challenge = await challenges.put(
        tx,
        job,
        purpose=asked.purpose,
        person=row.id,
        salt=services.tokens.new_salt(),
        email=to,
        asked_hash=bytes.fromhex(asked.asked_hash) or None,
    )
    return letters.written(_draft(services, challenge, row.handle, to, server), _language(row, asked.language))


async def _newcomers(tx: WriteTransaction, services: Services, asked: Asked, job: int, server: str) -> Letter:
    """To an address of which nobody knew whose it is when it was asked for."""
    if (holder := await people.by_email(tx, asked.email)) is not None:
        return _taken(server, holder, asked)
    row = await newcomers.put(tx, job, email=asked.email, salt=services.tokens.new_salt())
    draft = letters.register(asked.email, server, link_of(services, "register", row))
    return letters.written(draft, asked.language)


def _taken(server: str, holder: Row, asked: Asked) -> Letter:
    """To the owner of the address, in their language and not in that of the person who asked."""
    return letters.written(letters.taken(asked.email, server), _language(holder, asked.language))


async def _meant(tx: Transaction, asked: Asked) -> Row | None:
    return await (people.by_id(tx, asked.person) if asked.person else people.by_login(tx, asked.login))


def _language(row: Row, asked_in: str) -> str:
    """The one that the person has chosen, if the server speaks it."""
    return supported(row.language or "") or asked_in


def _draft(services: Services, challenge: Row, handle: str, to: str, server: str) -> Draft:
    link = link_of(services, challenge.purpose, challenge)
    if challenge.purpose == "sign_in":
        return letters.sign_in(to, server, link, services.tokens.code(challenge.id, challenge.salt))
    draft = letters.reset if challenge.purpose == "reset" else letters.verify
    return draft(to, server, handle, link)


async def _send(turn: Turn, letter: Letter) -> None:
    mail = turn.services.mail
    if mail is None:
        raise RuntimeError("this server sends no mail any more: set PARLEY_SMTP_URL, or drop this job")
    try:
        await mail.send(letter, key=f"{turn.job.kind}.{turn.key}")
    except Undeliverable as refused:
        log.warning("letter_refused", reason=str(refused))
