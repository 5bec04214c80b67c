"""What a Redis URL may say, and Redis over TLS: limits, bus and doctor through a proxy with a certificate."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from msgspec import Raw

from parley.basics.metrics import Metrics
from parley.basics.redis_url import problems
from parley.basics.times import now_ms
from parley.changes import room_log
from parley.cli import checks
from parley.guard.limits import RateClass
from parley.guard.limits_redis import RedisLimits
from parley.realtime.bus_redis import RedisBus
from parley.realtime.frames import Packet
from parley.settings import Settings
from tests.authority import Authority
from tests.cast import PATIENCE
from tests.proxy import Proxy
from tests.services.valkey import Valkey

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
LOG = 7


class TestAddresses:
    def test_what_redis_is_reached_by(self, tmp_path: Path) -> None:
        (tmp_path / "ca.pem").touch()
        for url in ("redis://cache", "redis://u:p@cache:6379/1", f"rediss://cache?ssl_ca_certs={tmp_path}/ca.pem"):
            assert problems(url) == []

    @pytest.mark.parametrize(
        ("url", "told"),
        [
            ("http://cache", "must start with redis://"),
            ("rediss://cache?ssl_ca_certs=/nowhere/ca.pem", "there is no file /nowhere/ca.pem"),
            ("redis://cache?ssl_ca_certs=/nowhere/ca.pem", "write rediss://"),
            ("rediss://cache?ssl_cert_reqs=none", "does not take ssl_cert_reqs"),
            ("rediss://cache?ssl_check_hostname=false", "does not take ssl_check_hostname"),
        ],
    )
    def test_what_it_is_not(self, url: str, told: str) -> None:
        [problem] = problems(url)
        assert told in problem


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    with Valkey() as server:
        yield server


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@asynccontextmanager
async def tls(valkey: Valkey, authority: Authority, *hosts: str, until: timedelta = A_DAY) -> AsyncIterator[str]:
    """Valkey behind TLS, with a certificate for these names: its URL for those who trust the authority."""
    port = urlsplit(valkey.url()).port or 0
    async with Proxy(port, tls=authority.server(*hosts, until=until)) as proxy:
        yield f"rediss://localhost:{proxy.port}/0?ssl_ca_certs={authority.file}"


class Elsewhere:
    """What limits fall back on where Redis cannot be asked."""

    asked = 0

    async def take(self, key: str, rate: RateClass, cost: float = 1) -> int | None:
        self.asked += 1
        return None

    def charge(self, key: str, rate: RateClass, cost: float) -> None:
        self.asked += 1


@asynccontextmanager
async def limits_on(url: str) -> AsyncIterator[tuple[RedisLimits, Elsewhere]]:
    elsewhere = Elsewhere()
    limits = RedisLimits(url, {"send": (3, 0.001)}, name=uuid4().hex, fallback=elsewhere)
    yield limits, elsewhere
    await limits.close()


class Process:
    """One end of the bus, and what it has heard."""

    def __init__(self, url: str, name: str) -> None:
        self.heard: asyncio.Queue[Sequence[Packet]] = asyncio.Queue()
        self.bus = RedisBus(
            url,
            name=name,
            key=b"k" * 32,
            metrics=Metrics(),
            now=now_ms,
            deliver=self.heard.put_nowait,
            doubt=lambda shard: self.listening.set(),
        )
        self.listening = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Process"]:
        task = asyncio.create_task(self.bus.run())
        self.bus.follow(LOG)
        yield self
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_limits_and_bus_go_over_tls(valkey: Valkey, authority: Authority) -> None:
    name = uuid4().hex
    async with tls(valkey, authority, "localhost") as url:
        async with limits_on(url) as (limits, elsewhere):
            taken = [await limits.take("ada", "send") for _ in range(5)]
        assert (taken.count(None), elsewhere.asked) == (3, 0)
        async with Process(url, name).running() as one, Process(url, name).running() as two, asyncio.timeout(PATIENCE):
            await two.listening.wait()
            one.bus.publish([Packet(log=room_log(LOG), from_=1, to=2, payload=Raw(b"{}"))])
            [packet] = await two.heard.get()
            assert packet.to == 2


@pytest.mark.parametrize(
    ("hosts", "until", "why"),
    [
        (("elsewhere.example.org",), A_DAY, "Hostname mismatch"),
        (("localhost",), -AN_HOUR, "certificate has expired"),
        (("localhost",), A_DAY, "unable to get local issuer certificate"),
    ],
)
async def test_a_certificate_that_is_not_trusted_is_refused_and_said_so(
    valkey: Valkey,
    authority: Authority,
    caplog: pytest.LogCaptureFixture,
    hosts: tuple[str, ...],
    until: timedelta,
    why: str,
) -> None:
    async with tls(valkey, authority, *hosts, until=until) as url:
        known = url if "issuer" not in why else url.partition("?")[0]
        async with limits_on(known) as (limits, elsewhere), Process(known, "n").running() as process:
            await limits.take("ada", "send")
            assert elsewhere.asked == 1
            async with asyncio.timeout(PATIENCE):
                while "redis_unavailable" not in caplog.text:  # noqa: ASYNC110 - a log announces nothing
                    await asyncio.sleep(0.01)
            assert process.bus.is_down
        assert caplog.text.count(why) >= 2
        found = await asyncio.to_thread(checks.redis, Settings(redis_url=known))
        assert found.level == "problem"
        assert f"is not trusted: {why}" in found.text
        assert "ssl_ca_certs=/path/ca.pem" in found.text


async def test_doctor_asks_over_tls_too(valkey: Valkey, authority: Authority) -> None:
    async with tls(valkey, authority, "localhost") as url:
        assert (await asyncio.to_thread(checks.redis, Settings(redis_url=url))).level == "ok"
