import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from parley.settings import Settings
from parley.store.folder import database_file
from parley.store.refusals import CannotStart
from parley.store.snapshot import KEPT, take_snapshot


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=str(tmp_path))
    with closing(sqlite3.connect(database_file(settings))) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE things (name TEXT)")
        database.execute("INSERT INTO things VALUES ('kept')")
        database.commit()
    return settings


def test_it_holds_everything_committed_even_in_the_log(settings: Settings) -> None:
    with closing(sqlite3.connect(database_file(settings))) as writer:
        writer.execute("INSERT INTO things VALUES ('only in the write-ahead log')")
        writer.commit()
        snapshot = take_snapshot(settings, before="0002")
    with closing(sqlite3.connect(snapshot)) as copy:
        assert [name for (name,) in copy.execute("SELECT name FROM things")] == ["kept", "only in the write-ahead log"]
    assert stat.S_IMODE(snapshot.stat().st_mode) == 0o600
    assert stat.S_IMODE(snapshot.parent.stat().st_mode) == 0o700


def test_the_newest_of_ours_stay_and_all_that_is_not_ours(settings: Settings) -> None:
    others = ["before-0002-yesterday.db", "backup.db", "before-0002-20260101T000000000Z.db.gz", "notes.txt"]
    (settings.data / "backups").mkdir()
    for name in others:
        (settings.data / "backups" / name).touch()
    taken = [take_snapshot(settings, before=f"{number:04d}").name for number in range(2, KEPT + 5)]
    assert sorted(path.name for path in (settings.data / "backups").iterdir()) == sorted(others + taken[-KEPT:])


def test_a_failing_one_says_so_and_leaves_no_half(settings: Settings) -> None:
    (settings.data / "backups").write_text("a file in the way")
    with pytest.raises(CannotStart, match=r"was not: .*File exists.*Nothing was changed"):
        take_snapshot(settings, before="0002")
    (settings.data / "backups").unlink()
    database_file(settings).write_bytes(b"no database" * 1000)
    with pytest.raises(CannotStart, match="not a database"):
        take_snapshot(settings, before="0002")
    assert list((settings.data / "backups").iterdir()) == []
