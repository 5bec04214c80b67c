"""A person's second connection. It says nothing, and makes the person present as much as the first."""

import asyncio

from parley.protocol.sync import ServerFrame
from tests.torture.account import Account
from tests.torture.frames import taken_apart
from tests.torture.line import Line, NoAnswer, open_line
from tests.torture.witness import Witness

HELLO = b'{"type":"hello"}'


class Tab:
    """Open for as long as the person is at home, at any of the servers."""

    def __init__(self, account: Account, at_home: asyncio.Event) -> None:
        self._account = account
        self._at_home = at_home
        self._line: Line | None = None
        self._witness = Witness(account, f"{account.handle}'s second")

    def cut(self) -> None:
        if self._line is not None and self._line.is_open:
            self._line.cut()

    async def stay_connected(self) -> None:
        account = self._account
        while True:
            await self._at_home.wait()
            port = account.port()
            self._witness.stand("uncertain")
            try:
                self._line = line = await open_line(port, account.token(port), self._take, account.world.patience)
            except NoAnswer:
                self._witness.stand("ended")
                await asyncio.sleep(account.random.uniform(0.02, 0.2))
                continue
            line.write(HELLO)
            await line.ended.wait()
            self._witness.stand("ended")
            if line.code == 4401:
                await account.renew(port)
            await asyncio.sleep(account.random.uniform(0.0, 0.1))

    def _take(self, frame: ServerFrame) -> None:
        self._witness.take(taken_apart(frame))
