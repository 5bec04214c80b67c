"""What waits for a socket whose transport is full, and what is dropped first."""

import asyncio

import pytest

from parley.basics.metrics import Metrics
from parley.doors.ws import outbox
from parley.doors.ws.outbox import PIECES_LIMIT, SIGNALS_LIMIT, Flusher, Outbox

LIMIT = 1_000


class Transport(asyncio.WriteTransport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))


class Scene:
    """An outbox, and how often it was given up."""

    def __init__(self) -> None:
        self.metrics = Metrics()
        self.transport = Transport()
        self.given_up = asyncio.Event()
        self.outbox = Outbox(self.transport, Flusher(self.metrics), LIMIT, self.given_up.set)

    @property
    def shed(self) -> int:
        return self.metrics.signals_shed.values["outbox",]


@pytest.fixture
async def scene() -> Scene:
    """Of a socket that has caught up."""
    scene = Scene()
    scene.outbox.begin_signals()
    return scene


async def test_while_the_transport_takes_everything_signals_keep_their_place(scene: Scene) -> None:
    scene.outbox.put(b"one ")
    scene.outbox.signal("a", b"typing ")
    scene.outbox.put(b"two")
    await asyncio.sleep(0)  # the flusher's turn
    assert scene.transport.written == [b"one typing two"]


async def test_while_it_is_full_the_newest_of_each_key_waits_and_goes_first(scene: Scene) -> None:
    scene.outbox.pause()
    scene.outbox.signal("a", b"a1 ")
    scene.outbox.put(b"message ")
    scene.outbox.signal("b", b"b1 ")
    scene.outbox.signal("a", b"a2 ")
    assert scene.transport.written == []
    scene.outbox.resume()
    scene.outbox.signal("a", b"a3 ")
    await asyncio.sleep(0)
    assert scene.transport.written == [b"b1 a2 message ", b"a3 "]
    assert scene.shed == 0


async def test_a_slow_reader_loses_signals_first_and_is_too_slow_only_for_what_must_be_told(scene: Scene) -> None:
    scene.outbox.pause()
    for n in range(PIECES_LIMIT * 2):
        scene.outbox.signal(n, b"s" * LIMIT)
    assert not scene.given_up.is_set()
    assert scene.shed == PIECES_LIMIT * 2 - SIGNALS_LIMIT
    for _ in range(10):
        scene.outbox.put(b"m" * (LIMIT // 10))
    assert not scene.given_up.is_set()
    scene.outbox.put(b"m")
    assert scene.given_up.is_set()
    scene.outbox.resume()
    assert scene.transport.written == []


async def test_a_transport_that_stays_full_is_given_up_for_a_frame_and_not_for_signals(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "STALL_SECONDS", 0.001)
    loop, looked = asyncio.get_running_loop(), asyncio.Event()
    scene.outbox.pause()
    scene.outbox.signal("a", b"typing")
    loop.call_later(0.01, looked.set)
    await looked.wait()
    assert not scene.given_up.is_set()
    scene.outbox.put(b"message")
    async with asyncio.timeout(30):
        await scene.given_up.wait()


async def test_one_without_a_key_is_sent_now_or_never(scene: Scene) -> None:
    scene.outbox.signal(None, b"now ")
    await asyncio.sleep(0)
    scene.outbox.pause()
    scene.outbox.signal(None, b"never")
    scene.outbox.resume()
    assert scene.transport.written == [b"now "]
    assert (scene.shed, scene.outbox.has_lost_signals()) == (1, False)


async def test_while_the_socket_catches_up_the_newest_of_each_key_waits() -> None:
    scene = Scene()
    scene.outbox.signal("a", b"a1 ")
    scene.outbox.put(b"missed ")
    scene.outbox.signal(None, b"typing")
    scene.outbox.signal("a", b"a2 ")
    scene.outbox.pause()
    scene.outbox.resume()
    await asyncio.sleep(0)
    assert scene.transport.written == [b"missed "]
    scene.outbox.begin_signals()
    scene.outbox.put(b"live")
    await asyncio.sleep(0)
    assert scene.transport.written == [b"missed ", b"a2 live"]


async def test_it_is_known_once_that_signals_were_lost(scene: Scene) -> None:
    scene.outbox.pause()
    for n in range(SIGNALS_LIMIT):
        scene.outbox.signal(n, b"s")
    assert not scene.outbox.has_lost_signals()
    scene.outbox.signal("one more", b"s")
    assert (scene.outbox.has_lost_signals(), scene.outbox.has_lost_signals()) == (True, False)


async def test_a_closed_one_keeps_no_signals(scene: Scene) -> None:
    scene.outbox.pause()
    scene.outbox.signal("a", b"typing")
    scene.outbox.close()
    scene.outbox.resume()
    assert scene.transport.written == []
