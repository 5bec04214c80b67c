from parley.process.app import serving
from parley.settings import Settings
from tests.cast import PASSWORD, Visitor
from tests.conftest import with_changes
from tests.mailbox import Mailbox


async def test_while_working_on_parley_letters_are_on_a_page(sqlite_settings: Settings) -> None:
    settings = with_changes(sqlite_settings, dev=True, server_name="<Chat>")
    async with serving(settings) as server, Visitor(settings) as visitor, await visitor.set_up("ada", server) as ada:
        await ada.call("account.change_email", email="ada@example.org", password=PASSWORD)
        await Mailbox(server).all_sent()
        page = await visitor.http.get("/dev/outbox")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert "To ada@example.org" in page.text
    assert f'<a href="http://localhost:{settings.port}/verify-email#' in page.text
    assert "&lt;Chat&gt;" in page.text
    assert "<Chat>" not in page.text


async def test_only_this_machine_reads_it(sqlite_settings: Settings) -> None:
    """A proxy in front, say, that somebody forgot."""
    settings = with_changes(sqlite_settings, dev=True, trusted_proxies="127.0.0.1")
    async with serving(settings), Visitor(settings) as visitor:
        page = await visitor.http.get("/dev/outbox", headers={"X-Forwarded-For": "203.0.113.7"})
    assert page.status_code == 403


async def test_elsewhere_there_is_no_such_page(sqlite_settings: Settings) -> None:
    for changes in ({}, {"dev": True, "public_url": "https://chat.example.org"}):
        settings = with_changes(sqlite_settings, **changes)
        async with serving(settings), Visitor(settings) as visitor:
            assert "Outbox" not in (await visitor.http.get("/dev/outbox")).text
