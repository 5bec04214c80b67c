"""What `doctor --url` says of a real server, through a real proxy with a real certificate."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from parley.cli.checks import outside
from parley.process.app import Running
from parley.settings import Settings
from tests.authority import Authority
from tests.cli.findings import assert_problem
from tests.cli.running import Parley
from tests.proxy import Proxy
from tests.services.ports import free_port


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """One that this process trusts."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


def test_all_is_well_with_a_server_of_ones_own(parley: Parley) -> None:
    port = free_port()
    with parley.serving(port):
        done = parley("doctor", "--url", f"http://localhost:{port}")
    assert done.returncode == 0, done.stdout
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ok"] * 4
    assert f"parley_{port}_access reaches Parley" in done.stdout


def test_nobody_there(parley: Parley) -> None:
    done = parley("doctor", "--url", f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert "nobody answers" in done.stdout
    assert "Traceback" not in done.stderr
    assert parley("doctor", "--url", "chat.example.org").returncode == 2


def test_an_address_that_the_server_does_not_know(parley: Parley) -> None:
    port = free_port()
    with parley.serving(port, public_url="https://chat.example.org"):
        done = parley("doctor", "--url", f"http://localhost:{port}")
    assert done.returncode == 1
    (socket,) = [line for line in done.stdout.splitlines() if " web socket " in line]
    assert socket.startswith("problem")
    assert "PARLEY_PUBLIC_URL" in socket
    (cookies,) = [line for line in done.stdout.splitlines() if " cookies " in line]
    assert cookies.startswith("problem")
    assert f"PARLEY_PUBLIC_URL=http://localhost:{port}" in cookies


class TestCertificate:
    @pytest.fixture
    async def url(self, request: pytest.FixtureRequest, authority: Authority, server: Running) -> AsyncIterator[str]:
        hosts, until = request.param
        async with Proxy(server.port, tls=authority.server(*hosts, until=until)) as proxy:
            yield f"https://localhost:{proxy.port}"

    @pytest.mark.parametrize("url", [(("localhost",), timedelta(days=90))], indirect=True)
    async def test_good(self, url: str) -> None:
        found = await asyncio.to_thread(outside.certificate, url)
        assert (found.level, found.text) == ("ok", "good for 90 days")
        assert (await asyncio.to_thread(outside.answer, url)).level == "ok"

    @pytest.mark.parametrize("url", [(("localhost",), timedelta(days=3))], indirect=True)
    async def test_about_to_end(self, url: str) -> None:
        found = await asyncio.to_thread(outside.certificate, url)
        assert (found.level, "ends in 3 days" in found.text) == ("warning", True)

    @pytest.mark.parametrize(
        ("url", "why", "remedy"),
        [
            ((("localhost",), -timedelta(hours=1)), "it has expired", "Renew it"),
            ((("elsewhere",), timedelta(days=90)), "it is for another name", "Get one for localhost."),
        ],
        indirect=["url"],
    )
    async def test_refused_by_browsers(self, url: str, why: str, remedy: str) -> None:
        assert_problem(await asyncio.to_thread(outside.certificate, url), f"browsers refuse it, because {why}", remedy)

    @pytest.mark.parametrize("knows", ["nothing of it", "another of its name"])
    @pytest.mark.parametrize("url", [(("localhost",), timedelta(days=90))], indirect=True)
    async def test_of_an_authority_that_this_machine_does_not_know(
        self, url: str, knows: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SSL_CERT_FILE")
        if knows == "another of its name":
            (tmp_path / "other").mkdir()
            monkeypatch.setenv("SSL_CERT_FILE", str(Authority(tmp_path / "other").file))
        found = await asyncio.to_thread(outside.certificate, url)
        assert_problem(found, "does not know its authority (", "add it to those that this machine trusts")
        assert "Renew" not in found.text
        assert (await asyncio.to_thread(outside.answer, url)).level == "ok"  # each line finds its own fault
