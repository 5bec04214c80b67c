"""Changing the secret: what the old one signed goes on until it is forgotten."""

from pathlib import Path

import pytest

from parley.process.app import serving
from parley.settings import Settings
from parley.store.secret import FILE, FILE_BEFORE
from tests.authenticator import App, add_app, first_step, sign_in_by
from tests.cast import PASSWORD, Person, Visitor
from tests.cli.running import Parley
from tests.conftest import Clock, with_changes


async def works(settings: Settings, person: Person) -> tuple[int, int]:
    """The answers to an access token and to a refresh token, from a server that has just started."""
    async with serving(settings), Visitor(settings) as visitor, person.at(settings) as again:
        access = await again.request("me.get")
        refresh = await visitor.request("session.refresh", refresh_token=person.refresh)
    return access.status_code, refresh.status_code


@pytest.fixture
def parley(sqlite_settings: Settings) -> Parley:
    return Parley(sqlite_settings.data)


async def test_sessions_go_on_with_the_new_one_until_the_old_one_is_forgotten(
    sqlite_settings: Settings, parley: Parley
) -> None:
    async with serving(sqlite_settings) as server, Visitor(sqlite_settings) as visitor:
        ada = await visitor.set_up("ada", server)
        stale = await visitor.sign_in("ada")
    before = (sqlite_settings.data / FILE).read_text()
    said = parley("rotate-secret")
    assert "Restart the server now" in said.stdout
    assert "rotate-secret --finish" in said.stdout
    assert (sqlite_settings.data / FILE).read_text() != before == (sqlite_settings.data / FILE_BEFORE).read_text()
    assert are_only_the_owners(sqlite_settings.data)
    assert await works(sqlite_settings, ada) == (200, 200)
    parley("rotate-secret", "--finish")
    assert await works(sqlite_settings, stale) == (401, 401)
    assert "no secret before" in parley("rotate-secret", "--finish").stdout
    for person in (ada, stale):
        await person.http.aclose()


async def app_of_ada(settings: Settings, clock: Clock) -> App:
    async with serving(settings, clock) as server, Visitor(settings) as visitor:
        ada = await visitor.set_up("ada", server)
        app = await add_app(ada, clock)
        await ada.http.aclose()
    return app


async def signs_in(settings: Settings, app: App) -> None:
    async with serving(settings, app.clock), Visitor(settings) as visitor:
        again = await sign_in_by(visitor, "ada", PASSWORD, app.next_code())
        await again.http.aclose()


@pytest.mark.parametrize("is_restarted", [True, False], ids=["restarted in between", "at once"])
async def test_authenticator_apps_go_on_also_once_the_old_one_is_forgotten(
    sqlite_settings: Settings, parley: Parley, clock: Clock, is_restarted: bool
) -> None:
    app = await app_of_ada(sqlite_settings, clock)
    parley("rotate-secret")
    if is_restarted:
        await signs_in(sqlite_settings, app)
    parley("rotate-secret", "--finish")
    await signs_in(sqlite_settings, app)


async def test_after_a_leak_recovery_codes_still_let_people_in(
    sqlite_settings: Settings, parley: Parley, clock: Clock
) -> None:
    app = await app_of_ada(sqlite_settings, clock)
    parley("rotate-secret")
    parley("rotate-secret", "--at-once")
    async with serving(sqlite_settings, clock), Visitor(sqlite_settings) as visitor:
        step = await first_step(visitor, "ada", PASSWORD)
        told = await visitor.refused("session.confirm", step=step, code=app.next_code(), deliver="token")
        assert "Use a recovery code" in told["message"]
        again = await sign_in_by(visitor, "ada", PASSWORD, app.recovery_codes[0])
        await again.http.aclose()


async def test_one_that_leaked_is_believed_no_more(sqlite_settings: Settings, parley: Parley) -> None:
    async with serving(sqlite_settings) as server, Visitor(sqlite_settings) as visitor:
        ada = await visitor.set_up("ada", server)
    parley("rotate-secret")
    parley("rotate-secret", "--at-once")
    assert not (sqlite_settings.data / FILE_BEFORE).exists()
    assert await works(sqlite_settings, ada) == (401, 401)
    await ada.http.aclose()


async def test_one_from_the_settings_is_changed_there(sqlite_settings: Settings, parley: Parley) -> None:
    refused = parley("rotate-secret", secret="s" * 40)
    assert refused.returncode == 2
    assert "PARLEY_SECRET_BEFORE" in refused.stderr
    settings = [
        with_changes(sqlite_settings, **given)
        for given in ({"secret": "a" * 40}, {"secret": "b" * 40, "secret_before": "a" * 40}, {"secret": "b" * 40})
    ]
    async with serving(settings[0]) as server, Visitor(settings[0]) as visitor:
        ada = await visitor.set_up("ada", server)
        stale = await visitor.sign_in("ada")
    assert await works(settings[1], ada) == (200, 200)
    assert await works(settings[2], stale) == (401, 401)
    for person in (ada, stale):
        await person.http.aclose()


def are_only_the_owners(folder: Path) -> bool:
    return all((folder / name).stat().st_mode & 0o077 == 0 for name in (FILE, FILE_BEFORE))
