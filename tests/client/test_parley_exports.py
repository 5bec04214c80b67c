"""The client takes along what the server keeps about its person."""

import json
import zipfile
from pathlib import Path

import pytest

from parley.client import Parley
from parley.errors import NotFound
from parley.process.app import Running
from tests.actions.exporting import prepared
from tests.cast import PASSWORD, Person


async def test_it_saves_the_copy_into_a_file(server: Running, chat: Parley, bob: Person, tmp_path: Path) -> None:
    path = tmp_path / "mine.zip"
    with path.open("wb") as file:
        with pytest.raises(NotFound):
            await chat.save_export(file)
        await chat.account_export(password=PASSWORD)
        await prepared(server, bob)
        await chat.save_export(file)
    export = (await chat.account_get_export()).export
    assert export is not None
    assert path.stat().st_size == export.size
    with zipfile.ZipFile(path) as copy:
        assert json.loads(copy.read("profile.json"))["handle"] == "bob"
