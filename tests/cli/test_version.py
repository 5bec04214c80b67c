from parley import __version__
from tests.cli.running import Parley


def test_it_prints_the_version(parley: Parley) -> None:
    assert parley("version").stdout == f"parley {__version__}\n"


def test_an_option_does_too(parley: Parley) -> None:
    done = parley("--version")
    assert (done.returncode, done.stdout) == (0, f"parley {__version__}\n")


def test_without_a_command_it_lists_them(parley: Parley) -> None:
    listed = parley().stdout + parley().stderr
    for command in ("serve", "migrate", "create-admin", "config", "doctor", "version", "people"):
        assert f"  {command}" in listed
