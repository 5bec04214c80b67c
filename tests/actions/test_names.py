"""What people and rooms may be called: nothing that hides, pretends or spills over the page."""

import unicodedata
from typing import Any
from uuid import uuid4

import pytest

from parley.actions.names import RESERVED_HANDLES, clean_name, clean_person_name, refuse_unseen
from parley.basics.folding import skeleton
from parley.errors import Invalid
from parley.settings import Settings
from tests.cast import Person, Room, Visitor


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """No name gets as far as a database."""
    return sqlite_settings


@pytest.mark.parametrize(
    "name",
    [
        "System",
        "s y s t e m",
        "Admin",
        "\u0410dmin",
        "ADM\u0406N",
        "adm1n",
        "Pаrley",
        "Sуstem",
        "Ѕуѕtem",
        "ＡＤＭＩＮ",
        "Ádmin",
    ],
)
def test_nobody_is_called_like_the_server_in_whatever_letters(name: str) -> None:
    with pytest.raises(Invalid, match="looks like the server's own"):
        clean_person_name(name)


@pytest.mark.parametrize(
    "name", ["Ada", "Оля", "Αλέξης", "Adminah", "김민준", "محمد", "Nguyễn Thị Hồng", "Zoë", "Systema"]
)
def test_people_are_called_what_they_are_called(name: str) -> None:
    assert clean_person_name(name) == name


@pytest.mark.parametrize("blank", ["\u3164", "\u2800\u115f", "\u200b\ufeff", "\uffa0 \u1160"])
def test_a_name_that_shows_nothing_is_none(blank: str) -> None:
    with pytest.raises(Invalid, match="nothing in it that could be shown"):
        clean_name(blank)


def test_letters_carry_as_many_marks_as_languages_write() -> None:
    written = "N\u0323\u0300go\u0323\u0300"  # Yoruba
    assert clean_name(written) == unicodedata.normalize("NFKC", written)
    with pytest.raises(Invalid, match="more than 4 accents"):
        clean_name("Z" + "\u0335" * 60)
    with pytest.raises(Invalid, match="more than 4 accents"):
        refuse_unseen("Z" + "\u0335" * 80, field="topic")


def test_what_looks_the_same_has_one_skeleton() -> None:
    assert skeleton("Pаypаl") == skeleton("PayPal") == skeleton("pay pa1")
    assert skeleton("bob") != skeleton("rob")


@pytest.mark.parametrize("handle", sorted(RESERVED_HANDLES))
async def test_handles_that_mean_all_or_the_server_are_nobodys(ada: Person, visitor: Visitor, handle: str) -> None:
    account = {"handle": handle, "name": "P", "password": "a password to test with", "client_id": uuid4().hex}
    refusal = await visitor.refused("account.register", **account, deliver="token")
    assert (refusal["code"], refusal["field"]) == ("invalid", "handle")
    assert "reserved" in refusal["message"]


@pytest.mark.parametrize("field", ["topic", "description"])
@pytest.mark.parametrize("hidden", ["\x1b[2K", "\u202e", "\u2066", "\x07"])
async def test_what_a_room_is_about_hides_nothing(lobby: Room, ada: Person, field: str, hidden: str) -> None:
    fields: dict[str, Any] = {field: f"before {hidden} after"}
    for refusal in (
        await ada.refused("room.update", room=lobby.id, **fields),
        await ada.refused("room.create", client_id="1", name="Yard", slug="yard", **fields),
    ):
        assert (refusal["code"], refusal["field"]) == ("invalid", field)
        assert f"U+{ord(hidden[0]):04X}" in refusal["message"]
