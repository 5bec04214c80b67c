"""Letters that a server without SMTP kept: what people would find in their mailboxes."""

import asyncio
import re

from sqlalchemy import select

from parley.outside.letters import Letter
from parley.outside.mail import Outbox
from parley.process.app import Running
from parley.store.beside import jobs
from parley.store.database import Transaction
from parley.store.errands import LINK, NOTICE
from tests.cast import PATIENCE, Person, Visitor

TOKEN = re.compile(r"#(\S+)")
CODE = re.compile(r"^ {4}(\S{4}-\S{4})$", re.MULTILINE)


class Mailbox:
    """All letters of one server, each to be taken once."""

    def __init__(self, server: Running) -> None:
        assert isinstance(server.services.mail, Outbox)
        self._outbox = server.services.mail
        self._runner = server.runner
        self._database = server.services.database

    async def take(self, to: str) -> Letter:
        """The oldest letter to this address, now or as soon as its job is done."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for letter in reversed(self._outbox.letters):
                    if letter.to == to:
                        self._outbox.letters.remove(letter)
                        return letter
                if not await self._runner.look():
                    await asyncio.sleep(0.01)  # the server itself is about to do it

    async def token(self, to: str) -> str:
        """What the link in the next letter carries."""
        return token_in(await self.take(to))

    async def is_empty(self) -> bool:
        """Once all that is to be sent has been sent."""
        await self.all_sent()
        return not self._outbox.letters

    async def all_sent(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self._database.read(_letters_to_write):
                await self._runner.look()
                await asyncio.sleep(0.01)


async def _letters_to_write(tx: Transaction) -> bool:
    return await tx.one(select(jobs.c.id).where(jobs.c.kind.in_([LINK.name, NOTICE.name])).limit(1)) is not None


async def give_address(mailbox: Mailbox, person: Person, visitor: Visitor, password: str, email: str) -> None:
    await person.call("account.change_email", email=email, password=password)
    await visitor.call("account.verify_email", token=await mailbox.token(email))


def token_in(letter: Letter) -> str:
    found = TOKEN.search(letter.text)
    assert found is not None, letter.text
    return found[1]


def code_in(letter: Letter) -> str:
    found = CODE.search(letter.text)
    assert found is not None, letter.text
    return found[1]
