"""Pictures of people: shown to those who are signed in, told at once, and gone when they are taken away."""

import httpx2
import pytest
from sqlalchemy import update

from parley.doors.http.avatars import UPLOAD_BYTES
from parley.process.app import Running
from parley.store import truths
from parley.store.beside import avatars
from parley.store.units import WriteTransaction, write_alone
from tests.actions.test_people import told
from tests.cast import Person, Visitor
from tests.pictures import empty_png, opened, picture

# What is refused, and with which status.
no_picture = pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 400),
        (picture()[:60], 400),
        (empty_png(50_000, 50_000), 413),
        (picture() + b"\0" * UPLOAD_BYTES, 413),
    ],
    ids=["nothing", "svg", "cut", "flood", "heavy"],
)


async def upload(person: Visitor, data: bytes, **headers: str) -> httpx2.Response:
    return await person.http.post("/api/me/avatar", content=data, headers=person.headers | headers)


async def test_everybody_sees_a_new_picture_at_once(ada: Person, bob: Person) -> None:
    socket = await bob.connect()
    answer = await upload(ada, picture())
    assert answer.status_code == 200, answer.text
    name = answer.json()["avatar"]
    assert (await told(socket, ada, "server"))["avatar"] == name
    for size in (96, 192):
        shown = await bob.http.get(f"/api/avatars/{name}/{size}", headers=bob.headers)
        assert opened(shown.content).size == (size, size)
        assert shown.headers["content-type"] == "image/webp"
        assert shown.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert shown.headers["cross-origin-resource-policy"] == "same-origin"
        assert "sandbox" in shown.headers["content-security-policy"]


async def test_the_same_picture_has_the_same_name(ada: Person, bob: Person) -> None:
    first, second, third = [
        (await upload(who, picture(colour=colour))).json()["avatar"]
        for who, colour in ((ada, (1, 2, 3)), (bob, (1, 2, 3)), (ada, (250, 2, 3)))
    ]
    assert first == second != third
    # Bob still shows it.
    assert (await ada.http.get(f"/api/avatars/{first}/96", headers=ada.headers)).status_code == 200


async def test_one_that_is_taken_away_is_gone(ada: Person, bob: Person) -> None:
    name = (await upload(ada, picture())).json()["avatar"]
    socket = await bob.connect()
    assert (await ada.call("me.remove_avatar"))["avatar"] is None
    assert (await told(socket, ada, "server"))["avatar"] is None
    assert (await bob.http.get(f"/api/avatars/{name}/96", headers=bob.headers)).status_code == 404
    rev = (await ada.call("me.get"))["rev"]
    assert (await ada.call("me.remove_avatar"))["rev"] == rev


async def test_nobody_sees_one_without_a_session(ada: Person, visitor: Visitor) -> None:
    name = (await upload(ada, picture())).json()["avatar"]
    assert (await visitor.http.get(f"/api/avatars/{name}/96")).status_code == 401
    assert (await visitor.http.post("/api/me/avatar", content=picture())).status_code == 401
    await ada.call("session.end")
    assert (await ada.http.get(f"/api/avatars/{name}/96", headers=ada.headers)).status_code == 401
    assert (await upload(ada, picture())).status_code == 401


async def test_a_page_of_another_origin_uploads_nothing(ada: Person) -> None:
    answer = await upload(ada, picture(), Origin="https://evil.example")
    assert answer.status_code == 403
    assert (await ada.call("me.get"))["avatar"] is None


@no_picture
async def test_what_is_no_picture_is_refused_and_changes_nothing(ada: Person, data: bytes, status: int) -> None:
    answer = await upload(ada, data)
    assert answer.status_code == status, answer.text
    assert (await ada.call("me.get"))["avatar"] is None


async def test_there_is_no_such_picture(ada: Person) -> None:
    name = (await upload(ada, picture())).json()["avatar"]
    for path in (f"{'0' * 64}/96", f"{name}/97", f"{name}/96.png", f"..%2f{name}/96"):
        assert (await ada.http.get(f"/api/avatars/{path}", headers=ada.headers)).status_code == 404, path


async def test_a_picture_that_is_not_its_own_any_more_is_found(server: Running, ada: Person) -> None:
    await upload(ada, picture())
    read = server.services.database.read
    assert await read(truths.broken) == []

    async def spoil(tx: WriteTransaction) -> None:
        await tx.run(update(avatars).values(small=b"spoilt"))

    async def lose(tx: WriteTransaction) -> None:
        await tx.run(avatars.delete())

    await write_alone(server.services.writer, (), spoil)
    assert await read(truths.broken) == [f"the picture of person {ada.id} is not the one that its name says"]
    await write_alone(server.services.writer, (), lose)
    assert await read(truths.broken) == [f"person {ada.id} shows a picture that is not there"]
