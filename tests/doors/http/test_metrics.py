"""What a server counts, seen from where Prometheus stands."""

import asyncio
import sqlite3
import time
from contextlib import suppress

import pytest
from picows import WSError

from parley.basics.metrics import Metrics
from parley.doors.ws import outbox
from parley.errors import ALL
from parley.process.app import Running, serving
from parley.realtime import sweep
from parley.settings import Settings
from parley.store import facts
from parley.store.sqlite_writer import SqliteWriter
from parley.store.units import WriteTransaction, write_alone
from parley.verbs import VERBS
from tests.cast import PASSWORD, PATIENCE, Person, Refusal, Room, Visitor, open_socket
from tests.conftest import with_changes
from tests.numbers import Numbers, get, scrape, scrape_until
from tests.services.ports import free_port

# With Redis, with backups, and once a socket has closed.
NOT_FROM_THE_START = {"parley_bus_up", "parley_backup_age_seconds", "parley_socket_closes_total"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_changes(settings, metrics_port=free_port())


class TestWhoMayRead:
    async def test_by_default_nobody_listens(self, sqlite_settings: Settings) -> None:
        assert sqlite_settings.metrics_port == 0
        assert sqlite_settings.metrics_host == "127.0.0.1"

    async def test_the_public_port_does_not_have_it(self, visitor: Visitor) -> None:
        response = await visitor.http.get("/metrics")
        assert "parley_" not in response.text

    async def test_its_own_port_has_nothing_else(self, server: Running) -> None:
        settings = server.services.settings
        assert (await get(settings)).headers["cache-control"] == "no-store"
        assert (await get(settings, "/api/server")).status_code == 404
        assert (await get(settings, method="POST")).status_code == 405


async def test_every_number_is_there_from_the_start(server: Running) -> None:
    numbers = await scrape(server.services.settings)
    for family in Metrics().families():
        shown = numbers.families[family.name.removesuffix("_total")]
        assert shown.documentation == family.help
        assert shown.type == type(family).__name__.lower()
        assert bool(shown.samples) or family.name in NOT_FROM_THE_START or family.labels
    assert numbers("parley_info", database="postgresql" if server.services.settings.database_url else "sqlite") == 1
    assert abs(numbers("parley_start_time_seconds") - time.time()) < 3600
    assert 0 < numbers("parley_disk_free_bytes") <= numbers("parley_disk_size_bytes")
    assert numbers("parley_draining") == 0
    assert numbers("parley_passwords_waiting") == 0


async def test_a_message_is_counted_from_its_command_to_its_delivery(server: Running, ada: Person, lobby: Room) -> None:
    settings = server.services.settings
    sockets = [await ada.connect() for _ in range(3)]
    before = await scrape(settings)
    for n in range(5):
        await sockets[0].ask("message.send", room=lobby.id, client_id=f"ws{n}", body="hi")
    await ada.say(lobby, "hi")
    after = await scrape(settings)

    def grown(name: str, **labels: str) -> float:
        return after(name, **labels) - before(name, **labels)

    assert after("parley_commands_total", door="ws", verb="message.send", code="ok") == 5
    assert after("parley_commands_total", door="http", verb="message.send", code="ok") == 1
    assert grown("parley_command_seconds_count", **{"class": "send"}) == 6
    assert grown("parley_changes_total") == 6
    assert grown("parley_deliveries_total") == 6 * 3
    for histogram in ("commit_seconds", "batch_units"):
        # Once in a while the process commits on its own account: it keeps when people were last here.
        assert grown(f"parley_{histogram}_count") in (6, 7)
    assert grown("parley_delivery_seconds_count", committed="here") == 6
    assert grown("parley_delivery_seconds_sum", committed="here") > 0
    assert grown("parley_read_wait_seconds_count") > 0
    assert grown("parley_http_responses_total", status="201") == 1
    assert after("parley_writer_queue") == 0


async def test_refusals_are_counted_by_their_codes(settings: Settings) -> None:
    async with (
        serving(with_changes(settings, rate_send="1/0.01")) as server,
        Visitor(settings) as visitor,
        await visitor.set_up("ada", server) as ada,
    ):
        made = await ada.call("room.create", client_id="r", name="R", kind="private")
        room = Room(made["room"]["id"])
        socket = await ada.connect()
        await ada.say(room, "the one")
        with pytest.raises(Refusal):
            await ada.say(room, "too many")
        for fields, code in (({"room": "1"}, "not_found"), ({"room": []}, "invalid")):
            with pytest.raises(Refusal, match=code):
                await socket.ask("message.list", **fields)
        await visitor.refused("me.get")
        numbers = await scrape(settings)
        assert numbers("parley_commands_total", verb="message.send", code="rate_limited") == 1
        assert numbers("parley_rate_limited_total", **{"class": "send"}) == 1
        assert numbers("parley_rate_limited_total") == 1
        for code in ("not_found", "invalid"):
            assert numbers("parley_commands_total", door="ws", verb="message.list", code=code) == 1
        assert numbers("parley_commands_total", verb="me.get", code="unauthenticated") == 1


async def test_what_strangers_make_up_makes_no_new_numbers(server: Running, ada: Person, lobby: Room) -> None:
    """Verbs, paths, ids and origins: the labels are from lists of our own."""
    settings = server.services.settings
    before = await after_making_up(settings, ada, lobby, turn=1)
    numbers = await after_making_up(settings, ada, lobby, turn=2)
    assert numbers.samples() == before.samples()
    assert numbers("parley_commands_total", verb="unknown", code="not_found") == 60
    assert numbers("parley_handshakes_total", outcome="origin") == 60
    labels = {
        (name, value)
        for family in numbers.families.values()
        if family.name.startswith("parley_")
        for sample in family.samples
        for name, value in sample.labels.items()
    }
    assert {value for name, value in labels if name == "verb"} <= {verb.name for verb in VERBS} | {"unknown"}
    assert {value for name, value in labels if name == "code" and not value.isdigit()} <= {
        "ok",
        *(error.code for error in ALL),
    }


async def after_making_up(settings: Settings, ada: Person, lobby: Room, *, turn: int) -> Numbers:
    socket = await ada.connect()
    for n in range(30):
        with pytest.raises(Refusal):
            await socket.ask(f"made.up-{turn}-{n}")
        with pytest.raises(Refusal):
            await socket.ask("message.list", room=f"{turn}{n}")
        await ada.http.get(f"/made/up/{turn}/{n}")
        await ada.http.request(f"MADE{turn}UP{n}", "/")
        with suppress(WSError):
            await open_socket(settings, {"Origin": f"https://{turn}-{n}.example"})
    await ada.say(lobby, f"turn {turn}")
    return await scrape(settings)


async def test_nobody_and_nothing_said_can_be_read_from_it(server: Running, ada: Person, lobby: Room) -> None:
    await ada.connect()
    await ada.say(lobby, "canary-body")
    text = (await scrape(server.services.settings)).text
    secrets = (ada.id, ada.handle, ada.access, ada.refresh, lobby.id, "lobby", "canary", PASSWORD)
    assert [one for one in secrets if one in text] == []


class TestSockets:
    async def test_they_are_counted_from_the_handshake_to_the_close(self, server: Running, ada: Person) -> None:
        settings = server.services.settings
        first, second = await ada.connect(), await ada.open()
        numbers = await scrape(settings)
        assert numbers("parley_handshakes_total", outcome="opened") == 2
        assert (numbers("parley_sockets"), numbers("parley_sockets_signed_in")) == (2, 1)
        second.write("no JSON")
        await second.until_closed()
        first.cut()
        numbers = await scrape_until(settings, lambda numbers: numbers("parley_sockets") == 0)
        assert numbers("parley_socket_closes_total", code="4400") == 1
        assert numbers("parley_socket_closes_total", code="1006") == 1
        assert numbers("parley_sockets_signed_in") == 0

    async def test_how_a_client_could_resume(self, server: Running, ada: Person, lobby: Room) -> None:
        settings = server.services.settings

        async def outcomes() -> list[float]:
            numbers = await scrape(settings)
            names = ("fresh", "lossless", "replay", "reset")
            return [numbers("parley_resumes_total", outcome=name) for name in names]

        welcome = (await ada.connect()).welcome
        await ada.call("sync.get")
        assert await outcomes() == [2, 0, 0, 0]
        known = {"epoch": welcome["epoch"], "cursors": {lobby.log: welcome["heads"][lobby.log]}}
        await ada.call("sync.get", **known)
        assert await outcomes() == [2, 1, 0, 0]
        await ada.say(lobby, "missed")
        await ada.call("sync.get", **known)
        assert await outcomes() == [2, 1, 1, 0]
        await ada.call("sync.get", **known | {"epoch": "another"})
        await ada.call("sync.get", epoch=welcome["epoch"], cursors={lobby.log: 99})
        assert await outcomes() == [2, 1, 1, 2]

    async def test_a_slow_reader(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outbox, "STALL_SECONDS", 3600)
        async with (
            serving(with_changes(settings, outbox_bytes=256 * 1024)) as server,
            Visitor(settings) as visitor,
            await visitor.set_up("ada", server) as ada,
        ):
            room = (await ada.call("room.create", client_id="r", name="R", kind="private"))["room"]["id"]
            slow, speaker = await ada.connect(), await ada.connect()
            slow.stop_reading()
            waited = pieces = 0.0
            async with asyncio.timeout(PATIENCE * 3):
                while (numbers := await scrape(settings))("parley_slow_readers_total") == 0:
                    waited = max(waited, numbers("parley_outbox_bytes"))
                    pieces = max(pieces, numbers("parley_outbox_pieces"))
                    # Many at a time: what the system keeps for a reader is megabytes.
                    said = [f"{time.monotonic_ns()}-{n}" for n in range(20)]
                    fields = [{"room": room, "client_id": text, "body": text.ljust(8000, "x")} for text in said]
                    await asyncio.gather(*(speaker.ask("message.send", **message) for message in fields))
            assert waited > 8000
            assert pieces >= 1
            assert numbers("parley_socket_closes_total", code="4408") == 1
            assert numbers("parley_outbox_bytes") == 0

    async def test_those_who_are_sent_away_can_be_watched(self, settings: Settings) -> None:
        async with serving(settings) as server, Visitor(settings) as visitor:
            metrics = server.services.metrics
            ada = await visitor.set_up("ada", server)
            await ada.connect()
        assert metrics.socket_closes.values == {("1012",): 1}
        assert list(metrics.draining.values.values()) == [True]


class TestTheProcess:
    async def test_a_loop_that_stands_still_shows(self, server: Running) -> None:
        settings = server.services.settings
        await scrape_until(settings, lambda numbers: numbers("parley_loop_lag_seconds_count") > 0)
        time.sleep(1.2)  # noqa: ASYNC251 - this is the stall
        name = "parley_loop_lag_seconds"
        numbers = await scrape_until(settings, lambda numbers: numbers.slower_than(name, 0.5) > 0)
        assert numbers("parley_loop_lag_seconds_sum") > 0.5

    async def test_another_history_of_the_database(self, server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sweep, "TICK_SECONDS", 0.05)

        async def restore(tx: WriteTransaction) -> None:
            await facts.put(tx, facts.EPOCH, f"another history, begun at {time.monotonic_ns()}")

        async with asyncio.timeout(PATIENCE):
            while (await scrape(server.services.settings))("parley_epoch_changes_total") == 0:
                await write_alone(server.services.writer, (), restore)


class TestADatabaseInTrouble:
    @pytest.fixture
    def settings(self, sqlite_settings: Settings) -> Settings:
        return with_changes(sqlite_settings, metrics_port=free_port())

    async def test_batches_that_could_not_be_written(self, server: Running, ada: Person, lobby: Room) -> None:
        writer = server.services.writer
        assert isinstance(writer, SqliteWriter)
        driver = writer._connection.driver
        driver.execute(f"PRAGMA max_page_count = {driver.execute('PRAGMA page_count').fetchone()[0]}")
        refused = 0
        for n in range(20):
            refused += not (
                await ada.request("message.send", room=lobby.id, client_id=f"{n}", body="x" * 8000)
            ).is_success
        numbers = await scrape(server.services.settings)
        assert refused > 0
        assert numbers("parley_commit_failures_total") == refused
        assert numbers("parley_commands_total", verb="message.send", code="unavailable") == refused

    async def test_mistakes_of_the_servers_own(self, server: Running, ada: Person) -> None:
        writer = server.services.writer
        assert isinstance(writer, SqliteWriter)
        driver: sqlite3.Connection = writer._connection.driver
        socket = await ada.connect()
        driver.execute("ALTER TABLE favourites RENAME TO mislaid")  # what works in the background does not read it
        with pytest.raises(Refusal, match="internal"):
            await socket.ask("favourite.list")
        await ada.request("favourite.list")
        numbers: Numbers = await scrape(server.services.settings)
        for door in ("ws", "http"):
            assert numbers("parley_commands_total", door=door, verb="favourite.list", code="internal") == 1
        assert numbers("parley_http_responses_total", status="500") == 1
