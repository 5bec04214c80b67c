"""Backups of both databases, taken from a server that runs. The commands are in tests/cli."""

import asyncio
import re
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, update

from parley import __version__
from parley.process.app import Running, serving
from parley.settings import Settings
from parley.store import backup, epoch, migrate
from parley.store.archive import FORMAT
from parley.store.backup_files import backups_in
from parley.store.export_tables import export_pieces
from parley.store.folder import database_file
from parley.store.refusals import CannotStart
from parley.store.schema import heads, messages
from parley.store.truths import Logs, Numbers
from parley.store.units import WriteTransaction, write_alone
from tests import aging
from tests.actions.exporting import export
from tests.actions.searching import page
from tests.archives import contents, manifest_of, only, rewritten
from tests.cast import Person, Room, Visitor

# Of SQLite's `PRAGMA synchronous`.
OFF, FULL = 0, 2


@pytest.fixture
async def taken(server: Running, programs: None, ada: Person, lobby: Room, tmp_path: Path) -> Path:
    """A backup after three messages in the lobby; a fourth was said later."""
    for n in range(3):
        await ada.say(lobby, f"kept {n}")
    done = await asyncio.to_thread(backup.take, server.services.settings, tmp_path / "backups")
    await ada.say(lobby, "not kept")
    return done.path


async def test_the_manifest_has_what_there_was(server: Running, taken: Path) -> None:
    manifest = await asyncio.to_thread(backup.verify, server.services.settings, taken)
    now = await server.services.database.read(epoch.current, on_postgresql=bool(server.services.settings.database_url))
    assert now.split(".")[0] == manifest.epoch != ""
    assert manifest.numbers == Numbers(
        people=2,
        rooms=1,
        messages=3,
        logs={
            # The room's own row, two stays and three messages; what ada and bob were told of their sessions and stays.
            "room": Logs(count=1, heads=6, places=3),
            "person": manifest.numbers.logs["person"],
            "server": Logs(count=1, heads=2, places=0),
        },
    )


async def test_restored_elsewhere_it_goes_on_from_there(
    server: Running, ada: Person, lobby: Room, taken: Path, elsewhere: Settings
) -> None:
    before = (await ada.connect()).welcome["epoch"]
    manifest, _ = await asyncio.to_thread(backup.restore, elsewhere, taken)
    assert manifest.numbers.messages == 3
    async with serving(elsewhere), Visitor(elsewhere) as visitor, await visitor.sign_in("ada") as again:
        page = await again.call("message.list", room=lobby.id)
        assert [(one["seq"], one["body"]) for one in page["messages"]] == [(n + 1, f"kept {n}") for n in range(3)]
        assert (await again.say(lobby, "after it"))["seq"] == 4
        assert (await again.connect()).welcome["epoch"] != before


async def test_who_was_signed_in_still_is(ada: Person, lobby: Room, taken: Path, elsewhere: Settings) -> None:
    """Also with what they were given after the backup; what was used before that still ends the session."""
    later = await ada.call("session.refresh", refresh_token=ada.refresh)
    latest = await ada.call("session.refresh", refresh_token=later["refresh_token"])
    await asyncio.to_thread(backup.restore, elsewhere, taken)
    async with serving(elsewhere), Visitor(elsewhere) as visitor:
        visitor.headers = ada.headers
        assert (await visitor.request("message.list", room=lobby.id)).status_code == 200
        newest = await visitor.call("session.refresh", refresh_token=latest["refresh_token"])
        newest = await visitor.call("session.refresh", refresh_token=newest["refresh_token"])
        assert (await visitor.refused("session.refresh", refresh_token=later["refresh_token"]))["code"]
        assert (await visitor.refused("session.refresh", refresh_token=newest["refresh_token"]))["code"]


async def test_two_restores_of_one_backup_are_two_histories(taken: Path, elsewhere: Settings, server: Running) -> None:
    await asyncio.to_thread(backup.restore, elsewhere, taken)
    async with serving(elsewhere) as restored:
        names = [
            await one.services.database.read(epoch.current, on_postgresql=bool(elsewhere.database_url))
            for one in (restored, server)
        ]
    assert names[0].split(".")[0] != names[1].split(".")[0] != ""


async def test_what_was_erased_is_in_no_backup_that_is_made_later(server: Running, ada: Person, taken: Path) -> None:
    """Once that cannot be undone any more. Nor what is left of it in parts of the file that are not in use, or in those
    of the search's index.
    """
    room = Room((await ada.call("room.create", client_id="r", name="Room", kind="private"))["room"]["id"])
    said = await ada.say(room, "an unrepeatable secret")
    assert (await page(server, ada, "unrepeatable"))["hits"]
    settings = server.services.settings
    before = await asyncio.to_thread(backup.take, settings, taken.parent)
    await ada.call("message.erase", room=room.id, seq=said["seq"])
    await aging.purge(server)
    after = await asyncio.to_thread(backup.take, settings, taken.parent)
    assert b"repeatable" in contents(before.path)
    assert b"repeatable" not in contents(after.path)


async def test_copies_that_people_take_along_are_in_no_backup(
    server: Running, ada: Person, lobby: Room, tmp_path: Path, elsewhere: Settings, programs: None
) -> None:
    """What they hold may be erased before it is deleted with them. After a restore people can ask for another one."""
    await export(server, ada)

    async def spell_out(tx: WriteTransaction) -> None:
        await tx.run(update(export_pieces).values(bytes=b"what ada said"))

    await write_alone(server.services.writer, (), spell_out)
    done = await asyncio.to_thread(backup.take, server.services.settings, tmp_path / "backups")
    await asyncio.to_thread(backup.verify, server.services.settings, done.path)
    assert b"what ada said" not in contents(done.path)
    assert b"what ada said".hex().encode() not in contents(done.path)
    await asyncio.to_thread(backup.restore, elsewhere, done.path)
    async with serving(elsewhere) as restored, ada.at(elsewhere) as there:
        assert (await there.call("account.get_export"))["export"] is None
        assert (await export(restored, there, "second")).names


async def test_a_database_that_is_there_is_not_overwritten(taken: Path, elsewhere: Settings) -> None:
    await asyncio.to_thread(backup.restore, elsewhere, taken)
    with pytest.raises(CannotStart, match="a restore overwrites nothing"):
        await asyncio.to_thread(backup.restore, elsewhere, taken)


@pytest.mark.parametrize("newer", [{"schema": "9999"}, {"format": FORMAT + 1}], ids=["schema", "format"])
async def test_one_of_a_newer_version_is_refused_and_nothing_is_written(
    taken: Path, elsewhere: Settings, newer: dict[str, Any]
) -> None:
    later = await asyncio.to_thread(rewritten, taken, parley="7.0", **newer)
    versions = rf"was made by Parley 7\.0, with schema .* This is Parley {re.escape(__version__)}, which knows schemas"
    for command in (backup.verify, backup.restore):
        with pytest.raises(CannotStart, match=rf"{versions}.*Nothing was written. Install Parley 7\.0, or a newer one"):
            await asyncio.to_thread(command, elsewhere, later)
    assert not elsewhere.data.exists()
    assert (await asyncio.to_thread(migrate.status, elsewhere)).state == "empty"
    await asyncio.to_thread(backup.restore, elsewhere, taken)


async def test_one_of_a_newer_version_is_never_removed_as_too_old(server: Running, taken: Path) -> None:
    later = await asyncio.to_thread(rewritten, taken, schema="9999")
    later = later.rename(taken.with_name("parley-2020-01-01T00-00-00Z.backup"))
    await asyncio.to_thread(backup.take, server.services.settings, taken.parent, 1)
    left = await asyncio.to_thread(lambda: set(backups_in(taken.parent)))
    assert later in left
    assert taken not in left


async def test_a_backup_that_does_not_agree_with_itself_is_refused(server: Running, taken: Path) -> None:
    numbers = msgspec.structs.replace(manifest_of(taken).numbers, messages=4)
    with pytest.raises(CannotStart, match=r"it has 3 messages in 1 rooms.*and its manifest says 4 messages"):
        await asyncio.to_thread(backup.verify, server.services.settings, rewritten(taken, numbers=numbers))


async def test_older_ones_go_only_after_it_is_whole(server: Running, taken: Path) -> None:
    settings = server.services.settings
    newest = (await asyncio.to_thread(backup.take, settings, taken.parent, 1)).path
    assert newest != taken
    assert only(taken.parent) == newest


async def test_what_sqlite_does_after_the_snapshot_is_synced(
    sqlite_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last connection moves the write-ahead log into the database when it closes."""
    levels: list[tuple[str, int]] = []

    class Watched(sqlite3.Connection):
        def close(self) -> None:
            named = self.execute("PRAGMA database_list").fetchone()[2]
            levels.append((Path(named).name, self.execute("PRAGMA synchronous").fetchone()[0]))
            super().close()

    async with serving(sqlite_settings):
        pass
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
        backup.take(sqlite_settings, tmp_path / "backups")
    assert (database_file(sqlite_settings).name, FULL) in levels
    assert (database_file(sqlite_settings).name, OFF) not in levels


async def test_a_hole_among_the_messages_is_found(server: Running, taken: Path, lobby: Room) -> None:
    async def lose(tx: WriteTransaction) -> None:
        assert await tx.run(delete(messages).where(messages.c.seq == 2)) == 1

    async def set_back(tx: WriteTransaction) -> None:
        assert await tx.run(update(heads).where(heads.c.log == int(lobby.id)).values(head=5)) == 1

    settings = server.services.settings
    for harm, why in (
        (lose, f"room {lobby.id} has 3 messages from 1 to 4, and should have every one from 1 to 4"),
        (set_back, f"log {lobby.id} has its head at 5, and a message in it has the rev 7"),
    ):
        await write_alone(server.services.writer, (), harm)
        broken = await asyncio.to_thread(backup.take, settings, taken.parent)
        with pytest.raises(CannotStart, match=why):
            await asyncio.to_thread(backup.verify, settings, broken.path)
