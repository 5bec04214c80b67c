"""What this server is talked into asking. A listener on loopback is what must never be reached."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from parley.outside import outgoing
from parley.outside.addresses import may_connect
from parley.outside.outgoing import Answer, Outgoing, OutgoingError
from tests.authority import Authority
from tests.services.ports import free_port

Reply = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
HOST = "provider.example.org"


class Canary:
    """Counts who connects, and answers what it is told to."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[bytes] = []
        self.reply: bytes | Reply = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append(await reader.readuntil(b"\r\n\r\n"))
        try:
            if isinstance(self.reply, bytes):
                writer.write(self.reply)
                await writer.drain()
            else:
                await self.reply(reader, writer)
        except OSError:
            pass  # whoever asked has had enough
        finally:
            writer.close()

    def says(self, head: str, body: bytes = b"") -> None:
        self.reply = f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.fixture
async def canary() -> AsyncIterator[Canary]:
    found = Canary(free_port())
    async with await asyncio.start_server(found.answer, "127.0.0.1", found.port):
        yield found


async def refused(url: str, client: Outgoing | None = None, *, inside: bool = False) -> str:
    with pytest.raises(OutgoingError) as refusal:
        await (client or Outgoing()).get(url, inside=inside, redirects=3)
    return str(refusal.value)


# The canary's port comes instead of PORT: if any of these was asked, it would know.
NEVER = (Path(__file__).parent / "never_asked.txt").read_text().split()


class TestAddresses:
    @pytest.mark.parametrize("url", NEVER)
    async def test_nothing_of_this_network_is_asked(
        self, canary: Canary, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # So that no test is refused for its port alone, as all on this machine would be.
        monkeypatch.setattr(outgoing, "PORTS", outgoing.PORTS | {canary.port})
        await refused(url.replace("PORT", str(canary.port)))
        assert canary.asked == []

    def test_the_corpus_is_no_smaller_than_the_checklist_asks_for(self) -> None:
        assert len(NEVER) >= 60

    async def test_a_name_is_asked_where_it_was_checked(self, canary: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
        """A name server that gives another answer each time, with no time to live."""
        monkeypatch.setattr(outgoing, "PORTS", outgoing.PORTS | {canary.port})
        answers = iter([["192.0.2.7"], ["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], []])

        async def resolve(host: str, port: int) -> list[str]:
            assert (host, port) == (HOST, canary.port)
            return next(answers)

        client = Outgoing(resolve)
        for _ in range(4):
            assert "public internet" in await refused(f"https://{HOST}:{canary.port}/", client)
        assert canary.asked == []

    async def test_a_name_is_looked_up_once(self, canary: Canary) -> None:
        lookups = []

        async def resolve(host: str, port: int) -> list[str]:
            lookups.append(host)
            return ["127.0.0.1"]

        await Outgoing(resolve).get(f"http://{HOST}:{canary.port}/", inside=True)
        assert lookups == [HOST]
        assert f"Host: {HOST}:{canary.port}".encode() in canary.asked[0]

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
    def test_public_ones_may_be_asked(self, address: str) -> None:
        assert may_connect(address, inside=False)

    @pytest.mark.parametrize("address", ["10.1.2.3", "192.168.1.1", "127.0.0.1", "::1", "fd12::1", "100.64.0.1"])
    def test_private_ones_where_the_configuration_says_so(self, address: str) -> None:
        assert may_connect(address, inside=True)
        assert not may_connect(address, inside=False)

    @pytest.mark.parametrize(
        "address",
        ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254", "0.0.0.1", "224.0.0.1", "x"],
    )
    def test_some_never(self, address: str) -> None:
        assert not may_connect(address, inside=True)


class TestRedirects:
    async def test_each_is_checked_like_the_first_address(self, canary: Canary) -> None:
        for target in ("http://169.254.169.254/latest", "file:///etc/passwd", "http://0.0.0.0/", "//[fe80::1]/"):
            canary.says(f"302 Found\r\nLocation: {target}")
            await refused(f"http://127.0.0.1:{canary.port}/", inside=True)
        assert len(canary.asked) == 4

    async def test_there_are_three_at_most(self, canary: Canary) -> None:
        canary.says("302 Found\r\nLocation: /again")
        assert "3 redirects" in await refused(f"http://127.0.0.1:{canary.port}/", inside=True)
        assert len(canary.asked) == 4

    async def test_without_being_asked_to_none_is_followed(self, canary: Canary) -> None:
        canary.says("302 Found\r\nLocation: /again")
        for answer in (
            await Outgoing().get(f"http://127.0.0.1:{canary.port}/", inside=True),
            await Outgoing().post(f"http://127.0.0.1:{canary.port}/", b"x", inside=True),
        ):
            assert answer.status == 302
        assert len(canary.asked) == 2


class TestBounds:
    @pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
    async def test_half_a_mebibyte_is_read_and_no_more(self, canary: Canary, encoding: str) -> None:
        packs: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress}
        pack = packs.get(encoding, bytes)
        for size, fits in ((512 * 1024, True), (512 * 1024 + 1, False), (64 << 20, False)):
            canary.says(f"200 OK\r\nContent-Encoding: {encoding}", pack(b" " * size))
            asking = Outgoing().get(f"http://127.0.0.1:{canary.port}/", inside=True)
            if fits:
                assert len((await asking).body) == size
            else:
                with pytest.raises(OutgoingError, match="longer than 512 KiB"):
                    await asking

    @pytest.mark.parametrize("head", ["Content-Encoding: br", "Content-Encoding: gzip"])
    async def test_what_cannot_be_read_is_refused(self, canary: Canary, head: str) -> None:
        canary.says(f"200 OK\r\n{head}", b"not compressed")
        await refused(f"http://127.0.0.1:{canary.port}/", inside=True)

    async def test_a_body_that_never_ends_costs_five_seconds(
        self, canary: Canary, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert outgoing.SECONDS == 5
        monkeypatch.setattr(outgoing, "SECONDS", 1.0)

        async def trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while not writer.is_closing():
                writer.write(b".")
                await writer.drain()
                await asyncio.sleep(0.01)

        canary.reply = trickle
        assert "whole answer" in await refused(f"http://127.0.0.1:{canary.port}/", inside=True)

    async def test_a_server_that_is_away_is_said_to_be(self) -> None:
        assert "does not answer" in await refused(f"http://127.0.0.1:{free_port()}/", inside=True)
        assert "no host" in await refused("https://nothing.invalid/")

    async def test_what_is_no_http_is_refused(self, canary: Canary) -> None:
        canary.reply = b"SSH-2.0-OpenSSH_9.6\r\n"
        assert "does not answer" in await refused(f"http://127.0.0.1:{canary.port}/", inside=True)

    async def test_proxies_of_the_environment_are_not_asked(
        self, canary: Canary, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
        await refused("https://nothing.invalid/")
        assert canary.asked == []


class TestCertificates:
    async def test_they_are_checked_for_the_name_in_the_address(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        authority, port = Authority(tmp_path), free_port()
        serving = authority.server("localhost")
        canary = Canary(port)
        async with await asyncio.start_server(canary.answer, "127.0.0.1", port, ssl=serving):
            assert "does not answer" in await refused(f"https://localhost:{port}/", inside=True)
            monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
            answer: Answer = await Outgoing().get(f"https://localhost:{port}/", inside=True)
            assert answer.body == b"ok"
            assert "does not answer" in await refused(f"https://127.0.0.1:{port}/", inside=True)
