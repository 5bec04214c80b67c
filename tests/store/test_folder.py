import os
import signal
import stat
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from parley.settings import Settings
from parley.store.folder import locked, make_folder
from parley.store.refusals import CannotStart


def test_it_is_made_for_its_owner_alone_and_left_empty(tmp_path: Path) -> None:
    folder = make_folder(Settings(data_dir=str(tmp_path / "deep" / "data")))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(folder.iterdir()) == []


def test_a_file_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(CannotStart, match=r"data cannot be written to: File exists.*PARLEY_DATA_DIR"):
        make_folder(Settings(data_dir=str(tmp_path / "data")))


def test_a_folder_nobody_can_write_to_is_named() -> None:
    with pytest.raises(CannotStart, match=r"/proc/self cannot be written to: .*PARLEY_DATA_DIR"):
        make_folder(Settings(data_dir="/proc/self"))


def test_it_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path))
    in_use = rf"in use by another Parley \(process {os.getpid()}\)"
    with locked(settings), pytest.raises(CannotStart, match=in_use), locked(settings):
        pass
    with locked(settings):
        pass


def test_killing_the_holder_lets_go(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path))
    code = (
        "import sys; from parley.settings import Settings; from parley.store.folder import locked\n"
        "with locked(Settings(data_dir=sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with Popen([sys.executable, "-c", code, str(tmp_path)], stdin=PIPE, stdout=PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(CannotStart, match=f"process {holder.pid}"), locked(settings):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with locked(settings):
        pass
