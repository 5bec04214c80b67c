"""What `doctor` says of the port, the address, the proxy in front and who else may."""

import asyncio
import socket
from pathlib import Path

import pytest

from parley.cli import checks
from parley.process.app import serving
from parley.settings import Settings
from tests.cast import Visitor
from tests.cli.findings import answering, assert_problem, assert_warning
from tests.cli.running import Parley
from tests.conftest import with_changes
from tests.services.oidc import Oidc
from tests.services.ports import free_port
from tests.services.smtp import Smtp

HTTPS = "https://chat.example.org"


class TestPort:
    def test_taken_by_another_program(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            taken = other.getsockname()[1]
            assert_problem(checks.port(Settings(port=taken)), f"127.0.0.1:{taken} is taken", "PARLEY_PORT")

    def test_taken_by_another_web_server(self) -> None:
        with answering({"version": "9"}) as taken:
            assert_problem(checks.port(Settings(port=taken)), "taken by another program", "PARLEY_PORT")

    def test_taken_by_parley(self, parley: Parley) -> None:
        port = free_port()
        with parley.serving(port):
            line = next(line for line in parley("doctor", port=port).stdout.splitlines() if " port " in line)
        assert line.startswith("ok")
        assert "is taken by Parley" in line

    def test_taken_by_another_parley(self, parley: Parley, tmp_path: Path) -> None:
        port = free_port()
        with parley.serving(port):
            found = checks.port(Settings(port=port, data_dir=str(tmp_path / "another")))
        assert_problem(found, "another Parley", "PARLEY_DATA_DIR")

    def test_an_address_of_another_machine(self) -> None:
        found = checks.port(Settings(host="192.0.2.1", port=free_port()))
        assert_problem(found, "cannot listen on 192.0.2.1", "PARLEY_HOST")

    def test_a_host_that_is_none(self) -> None:
        assert_problem(checks.port(Settings(host="no host", port=free_port())), "cannot listen", "PARLEY_HOST")


class TestAddress:
    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - settings to be warned about
    def test_open_to_others_without_a_public_url(self, host: str) -> None:
        assert_warning(checks.address(Settings(host=host)), host, "PARLEY_PUBLIC_URL")

    def test_plain_http_beyond_this_machine(self) -> None:
        found = checks.address(Settings(public_url="http://chat.example.org"))
        assert_warning(found, "passwords and cookies", "https://")

    @pytest.mark.parametrize("url", ["", "http://localhost:8000", "http://[::1]:8000", HTTPS])
    def test_fitting(self, url: str) -> None:
        assert checks.address(Settings(public_url=url)).level == "ok"


async def test_a_proxy_that_the_settings_do_not_name_is_noticed(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Once in the log, whatever comes after it, and by doctor until the settings name it."""
    async with serving(settings), Visitor(settings) as visitor:
        for address in ("203.0.113.1", "203.0.113.2"):
            await visitor.http.get("/livez", headers={"X-Forwarded-For": address})
    assert [line for line in caplog.messages if "proxy_not_trusted" in line].__len__() == 1
    found = await asyncio.to_thread(checks.proxies, settings)
    assert_warning(found, "came through 127.0.0.1 with X-Forwarded-For", "PARLEY_TRUSTED_PROXIES")
    named = with_changes(settings, trusted_proxies="127.0.0.1")
    assert (await asyncio.to_thread(checks.proxies, named)).level == "ok"


async def test_who_comes_without_a_proxy_or_by_one_that_is_named_is_no_proxy(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    named = with_changes(settings, trusted_proxies="127.0.0.1")
    async with serving(named), Visitor(named) as visitor:
        assert (await visitor.http.get("/livez", headers={"X-Forwarded-For": "203.0.113.1"})).is_success
    async with serving(settings), Visitor(settings) as visitor:
        assert (await visitor.http.get("/livez")).is_success
    assert not [line for line in caplog.messages if "proxy_not_trusted" in line]
    assert (await asyncio.to_thread(checks.proxies, settings)).level == "ok"


def test_proxies_that_nobody_trusts() -> None:
    assert_warning(checks.proxies(Settings(public_url=HTTPS)), "counts as one address", "PARLEY_TRUSTED_PROXIES")
    assert checks.proxies(Settings(public_url=HTTPS, trusted_proxies="127.0.0.1")).level == "ok"


def test_a_proxy_in_front_of_a_server_that_listens_to_this_machine_alone() -> None:
    found = checks.proxies(Settings(public_url="http://chat.example.org"))
    assert_warning(found, "counts as one address", "PARLEY_TRUSTED_PROXIES")


def test_everybody_as_a_proxy() -> None:
    found = checks.proxies(Settings(public_url=HTTPS, trusted_proxies="10.0.0.1, 0.0.0.0/0"))
    assert_warning(found, "0.0.0.0/0 is everybody", "PARLEY_TRUSTED_PROXIES")


@pytest.mark.parametrize("origin", ["https://*.example.org", "http://app.example.org"])
def test_origins_that_do_not_do_what_is_hoped(origin: str) -> None:
    settings = Settings(public_url=HTTPS, allowed_origins=f"https://fine.example.org, {origin}")
    assert_warning(checks.origins(settings), origin, "")
    assert checks.origins(Settings(allowed_origins="http://app.example.org")).level == "ok"


def test_registration_open_to_everybody() -> None:
    for said in (Settings(public_url=HTTPS), Settings(public_url=HTTPS, registration="open")):
        assert_warning(checks.registration(said), HTTPS, "Settings, Sign-in, or set PARLEY_REGISTRATION=invitation")
    assert checks.registration(Settings()).level == "ok"
    assert checks.registration(Settings(public_url=HTTPS, registration="invitation")).level == "ok"


def test_registration_as_administrators_chose(settings: Settings) -> None:
    public = with_changes(settings, public_url=HTTPS)
    assert checks.registration(public).level == "warning"
    asyncio.run(choose(settings, "closed"))
    found = checks.registration(public)
    assert (found.level, found.text) == ("ok", "closed")


async def choose(settings: Settings, registration: str) -> None:
    async with serving(settings) as server, Visitor(settings) as visitor, await visitor.set_up("ada", server) as ada:
        await ada.call("server.set_registration", registration=registration)


def test_numbers_that_others_can_read() -> None:
    found = checks.metrics(Settings(metrics_port=9464, metrics_host="192.0.2.1"))
    assert_warning(found, "192.0.2.1:9464", "firewall")
    assert checks.metrics(Settings(metrics_port=9464)).level == checks.metrics(Settings()).level == "ok"


class TestMail:
    def test_none_on_a_server_for_everybody(self) -> None:
        assert_warning(checks.mail(Settings(public_url=HTTPS)), "nobody signs in by mail", "PARLEY_SMTP_URL")
        assert checks.mail(Settings()).level == "ok"

    def test_a_server_that_takes_our_word(self) -> None:
        with Smtp(with_password=True) as smtp:
            found = checks.mail(mailing(f"smtp+insecure://parley:p%40ss%20word@127.0.0.1:{smtp.port}"))
        assert (found.level, smtp.letters) == ("ok", [])

    def test_one_that_does_not(self) -> None:
        with Smtp(with_password=True) as smtp:
            found = checks.mail(mailing(f"smtp+insecure://parley:canary@127.0.0.1:{smtp.port}"))
        assert_problem(found, "does not take mail", "PARLEY_SMTP_URL")
        assert "canary" not in found.text

    def test_one_that_is_not_there(self) -> None:
        assert_problem(checks.mail(mailing(f"smtp://127.0.0.1:{free_port()}")), "does not take mail", "PARLEY_SMTP_URL")


class TestProviders:
    def test_each_is_asked(self) -> None:
        assert checks.providers(Settings()).level == "ok"
        with Oidc() as oidc:
            settings = Settings(oidc_providers=oidc.settings(label="Example ID"))
            assert checks.providers(settings).text == "Example ID: asked, and in order"
            oidc.document = {"issuer": "https://elsewhere.example"}
            found = checks.providers(settings)
        assert_problem(found, "Example ID: its document says", "PARLEY_OIDC_PROVIDERS")

    def test_one_that_is_away_is_a_problem(self) -> None:
        with Oidc() as oidc:
            settings = Settings(oidc_providers=oidc.settings())
        assert_problem(checks.providers(settings), "does not answer", "PARLEY_OIDC_PROVIDERS")


def mailing(url: str) -> Settings:
    return Settings(smtp_url=url, mail_from="Parley <chat@example.org>")
