"""Where somebody is signed in, and ending that from elsewhere."""

from parley.doors.request import cookie_names
from parley.process.app import Running
from tests.actions.audited import audited
from tests.actions.test_sessions import REVOKED_WITHIN
from tests.cast import PASSWORD, Frame, Person, Visitor
from tests.conftest import Clock

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


async def own(person: Person) -> list[Frame]:
    sessions: list[Frame] = (await person.call("session.list"))["sessions"]
    return sessions


async def test_each_says_from_where_it_was_used_last(ada: Person, visitor: Visitor, clock: Clock) -> None:
    clock.advance(ms=60_000)
    visitor.headers = {"User-Agent": FIREFOX}
    async with await visitor.sign_in("ada") as elsewhere:
        newest, oldest = await own(elsewhere)
        assert (newest["device"], newest["address"], newest["is_current"]) == ("Firefox on Linux", "127.0.0.1", True)
        assert (oldest["device"], oldest["is_current"]) == ("python-httpx2", False)
        assert newest["used_at"] > oldest["used_at"] == oldest["created_at"]


async def test_going_on_with_a_session_is_using_it(ada: Person, visitor: Visitor, clock: Clock) -> None:
    before = (await own(ada))[0]
    clock.advance(ms=60_000)
    visitor.headers = {"User-Agent": FIREFOX}
    refreshed = await visitor.call("session.refresh", refresh_token=ada.refresh)
    ada.headers = {"Authorization": f"Bearer {refreshed['access_token']}"}
    (after,) = await own(ada)
    assert after["used_at"] > before["used_at"]
    assert (after["id"], after["device"]) == (before["id"], "Firefox on Linux")


async def test_one_that_is_ended_from_elsewhere_is_over_at_once(server: Running, ada: Person, visitor: Visitor) -> None:
    async with await visitor.sign_in("ada") as lost:
        socket = await lost.connect()
        (session,) = [one["id"] for one in await own(ada) if not one["is_current"]]
        await ada.call("session.revoke", session=session)
        assert (await socket.until_closed(REVOKED_WITHIN))[0] == 4401
        assert (await lost.refused("me.get"))["code"] == "unauthenticated"
        refusal = await visitor.refused("session.refresh", refresh_token=lost.refresh)
        assert refusal["code"] == "unauthenticated"
    assert len(await own(ada)) == 1
    assert (await ada.refused("session.revoke", session=session))["code"] == "not_found"
    assert ("session.revoke", int(ada.id)) in await audited(server)


async def test_all_the_others_end_together(ada: Person, visitor: Visitor) -> None:
    others = [await visitor.sign_in("ada") for _ in range(3)]
    sockets = [await one.connect() for one in others]
    here = await ada.connect()
    assert await here.ask("session.revoke_others") == {"sessions": 3}
    for one, socket in zip(others, sockets, strict=True):
        assert (await socket.until_closed(REVOKED_WITHIN))[0] == 4401
        await one.http.aclose()
    assert [one["is_current"] for one in await own(ada)] == [True]
    assert (await here.ask("me.get"))["id"] == ada.id


async def test_nobody_ends_anothers(ada: Person, bob: Person) -> None:
    (session,) = [one["id"] for one in await own(ada)]
    told = {tuple(sorted((await bob.refused("session.revoke", session=one)).items())) for one in (session, "1")}
    assert len(told) == 1
    assert (await ada.call("me.get"))["handle"] == "ada"


async def test_what_ran_out_is_not_listed(ada: Person, visitor: Visitor, clock: Clock, server: Running) -> None:
    settings = server.services.settings
    clock.advance(ms=settings.session_days * 86_400_000 + 1)
    async with await visitor.sign_in("ada", PASSWORD) as again:
        assert len(await own(again)) == 1


async def test_signing_in_begins_a_session_whatever_the_browser_brought_along(
    server: Running, ada: Person, bob: Person
) -> None:
    """Somebody who planted their own cookies is not in the session that begins after that."""
    access, refresh = cookie_names(server.services.settings)
    async with Visitor(server.services.settings) as browser:
        browser.headers = {"Origin": browser.base, "Cookie": f"{access}={bob.access}; {refresh}={bob.refresh}"}
        await browser.call("session.create", handle="ada", password=PASSWORD)
        kept = dict(browser.http.cookies)
        assert kept[access] != bob.access
        assert kept[refresh].partition(".")[0] != bob.refresh.partition(".")[0]
        del browser.headers["Cookie"]
        assert (await browser.call("me.get"))["handle"] == "ada"
    assert [one["device"] for one in await own(bob)] == ["python-httpx2"]
    assert len(await own(ada)) == 2
