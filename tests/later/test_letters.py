"""Letters as jobs: sent at least once, the same each time, and not for ever. Without a server: the test does them."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from parley.actions import accounts, administration, magic_links, passwords
from parley.actions.context import Context
from parley.later.duties import DUTIES
from parley.later.jobs import Runner
from parley.process.services import operate
from parley.protocol.accounts import RequestPasswordReset
from parley.protocol.magic_links import RequestMagicLink
from parley.settings import Settings
from parley.store import people
from parley.store.beside import challenges, jobs
from parley.store.database import Row
from parley.store.errands import LINK, NOTICE
from parley.store.pauses import RETRY_MOST_MS
from parley.store.units import WriteTransaction, write_alone
from tests.cast import PASSWORD
from tests.conftest import Clock, with_changes
from tests.services.smtp import Smtp

ADAS = "ada@example.org"
MINUTE = 60_000
RESET = RequestPasswordReset(login="ada")


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    with Smtp() as server:
        yield server


@pytest.fixture
async def ctx(settings: Settings, smtp: Smtp, clock: Clock) -> AsyncIterator[Context]:
    """Ada, who has an address."""
    changed = with_changes(
        settings, smtp_url=f"smtp+insecure://127.0.0.1:{smtp.port}", mail_from="Parley <chat@example.org>"
    )
    async with operate(changed, now=clock) as services:
        ctx = Context(services)
        ada = await accounts.create_admin(ctx, handle="ada", name="Ada", password=PASSWORD, role="owner", client_id="c")

        async def give_address(tx: WriteTransaction) -> None:
            await people.change(tx, ada, email=ADAS, email_key=people.email_key(ADAS))

        await write_alone(services.writer, (), give_address)
        yield ctx


async def look(ctx: Context) -> bool:
    return await Runner(ctx.services, DUTIES).look()


async def letters_to_write(ctx: Context) -> list[Row]:
    wanted = select(jobs).where(jobs.c.kind.in_([LINK.name, NOTICE.name])).order_by(jobs.c.id)
    return list(await ctx.database.read(lambda tx: tx.all(wanted)))


async def test_one_that_was_not_sent_is_written_again_with_the_same_link(
    ctx: Context, smtp: Smtp, clock: Clock
) -> None:
    """It may have been sent: the process died before it could say so."""
    await passwords.request_reset(ctx, RESET)
    smtp.refusal = "451 4.3.0 Not now"
    assert await look(ctx)
    (job,) = await letters_to_write(ctx)
    assert (job.tries, smtp.letters) == (1, [])
    made: list[Any] = list(await ctx.database.read(lambda tx: tx.all(select(challenges))))
    smtp.refusal = None
    clock.advance(ms=MINUTE)
    assert await look(ctx)
    assert await letters_to_write(ctx) == []
    (sent,) = smtp.letters
    (kept,) = await ctx.database.read(lambda tx: tx.all(select(challenges)))
    assert (kept.id, kept.salt) == (made[0].id, made[0].salt)
    assert ctx.services.tokens.challenge("reset", kept.id, kept.salt) in sent.part("plain")
    assert kept.expires_at > made[0].expires_at


async def test_one_that_nobody_waits_for_any_more_is_not_sent(ctx: Context, smtp: Smtp, clock: Clock) -> None:
    await magic_links.request(ctx, RequestMagicLink(login="ada"))
    clock.advance(ms=10 * MINUTE + 1)
    assert await look(ctx)
    assert (smtp.letters, await letters_to_write(ctx)) == ([], [])


async def test_one_that_will_never_be_taken_is_given_up(ctx: Context, smtp: Smtp) -> None:
    smtp.refusal = "550 5.1.1 No such mailbox"
    await passwords.request_reset(ctx, RESET)
    assert await look(ctx)
    assert await letters_to_write(ctx) == []


async def test_a_notice_is_sent_however_late(ctx: Context, smtp: Smtp, clock: Clock) -> None:
    await administration.reset_password(ctx, "ada", "another horse battery")
    smtp.refusal = "451 4.3.0 Not now"
    assert await look(ctx)
    smtp.refusal = None
    clock.advance(ms=RETRY_MOST_MS)
    assert await look(ctx)
    (sent,) = smtp.letters
    assert sent.message["Subject"].startswith("Your password for")


async def test_what_stands_in_the_queue_opens_nothing(ctx: Context) -> None:
    asked = await magic_links.request(ctx, RequestMagicLink(login="ada"))
    (job,) = await letters_to_write(ctx)
    assert '"login":"ada"' in job.payload
    assert asked.request not in job.payload


async def test_a_server_that_sends_no_mail_any_more_says_so(ctx: Context) -> None:
    await administration.reset_password(ctx, "ada", "another horse battery")
    assert await look(Context(replace(ctx.services, mail=None)))
    (job,) = await letters_to_write(ctx)
    assert "PARLEY_SMTP_URL" in job.error
