from parley.store.schema import REVISION
from tests.cli.running import Parley
from tests.services.ports import free_port


def test_it_says_what_it_did(parley: Parley) -> None:
    assert parley("migrate").stdout == f"The schema was empty and is now {REVISION}.\n"
    assert parley("migrate").stdout == f"The schema is {REVISION} already.\n"


def test_an_unreachable_database_is_one_message(parley: Parley) -> None:
    done = parley("migrate", database_url=f"postgresql://parley:canary@127.0.0.1:{free_port()}/chat")
    assert done.returncode == 2
    assert done.stderr.startswith("The database 'chat' at 127.0.0.1 cannot be used: ")
    assert len(done.stderr.splitlines()) == 1
    assert "canary" not in done.stderr
