"""The services that other tests stand on: started for real, and gone without a trace."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import psutil
import pytest

from tests.services.keeper import Keeper, ServiceFailed
from tests.services.postgres import Postgres
from tests.services.valkey import Valkey

ROOT = Path(__file__).parents[2]


@pytest.fixture
def own_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PARLEY_TEST_DATABASE_URL", raising=False)
    monkeypatch.delenv("PARLEY_TEST_REDIS_URL", raising=False)


@pytest.mark.usefixtures("own_services")
async def test_postgres_serves_databases_that_are_created_copied_and_dropped() -> None:
    with Postgres() as postgres:
        postgres.create_database("lobby")
        lobby = await asyncpg.connect(postgres.url("lobby"))
        await lobby.execute("CREATE TABLE seats (number int); INSERT INTO seats VALUES (7)")
        assert await lobby.fetchval("SHOW fsync") == "on"
        assert await lobby.fetchval("SHOW listen_addresses") == "127.0.0.1"
        await lobby.close()

        postgres.create_database("den", template="lobby")
        den = await asyncpg.connect(postgres.url("den"))
        assert await den.fetchval("SELECT number FROM seats") == 7
        postgres.drop_database("den")
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await asyncpg.connect(postgres.url("den"))
        den.terminate()


@pytest.mark.usefixtures("own_services")
async def test_postgres_can_trade_durability_for_speed() -> None:
    with Postgres(fsync=False) as postgres:
        connection = await asyncpg.connect(postgres.url())
        assert await connection.fetchval("SHOW fsync") == "off"
        await connection.close()


@pytest.mark.usefixtures("own_services")
async def test_postgres_asks_for_its_password() -> None:
    with Postgres() as postgres:
        address = urlsplit(postgres.url())
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(host="127.0.0.1", port=address.port, user="postgres", password="guess")


async def test_a_named_postgres_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_TEST_DATABASE_URL", "postgresql://ada:secret@db.example:6543/postgres?ssl=require")
    with Postgres() as postgres:
        assert postgres.url("lobby") == "postgresql://ada:secret@db.example:6543/lobby?ssl=require"


@pytest.mark.usefixtures("own_services")
def test_valkey_answers() -> None:
    with Valkey() as valkey:
        port = urlsplit(valkey.url()).port
        with socket.create_connection(("127.0.0.1", port or 0), timeout=5) as connection:
            connection.sendall(b"SET lobby open\r\nGET lobby\r\n")
            time.sleep(0.1)
            assert connection.recv(64) == b"+OK\r\n$4\r\nopen\r\n"


@pytest.mark.usefixtures("own_services")
@pytest.mark.parametrize("death", [signal.SIGINT, signal.SIGKILL])
def test_services_end_with_whoever_started_them(death: signal.Signals) -> None:
    program = (
        "from tests.services.postgres import Postgres; from tests.services.valkey import Valkey\n"
        "Postgres().start(); Valkey().start(); print('up', flush=True); import time; time.sleep(60)"
    )
    with tempfile.TemporaryDirectory() as name:
        temporary = Path(name)
        temporary.chmod(0o711)  # the unprivileged user must get through to the folders inside
        environment = {**os.environ, "TMPDIR": name}
        command = [sys.executable, "-c", program]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as starter:
            assert starter.stdout is not None
            assert starter.stdout.readline() == "up\n"
            services = psutil.Process(starter.pid).children(recursive=True)
            assert {"postgres", "valkey-server"} <= {service.name() for service in services}
            starter.send_signal(death)
        _, alive = psutil.wait_procs(services, timeout=15)
        assert not alive
        assert list(temporary.iterdir()) == []


def test_a_service_that_cannot_start_says_what_it_printed() -> None:
    keeper = Keeper("broken")
    with pytest.raises(ServiceFailed, match=r"(?s)broken ended while starting.*no such option"):
        keeper.start(["sh", "-c", "echo no such option; exit 1"], ready=lambda: False)
    keeper.stop()
    assert not keeper.folder.exists()
