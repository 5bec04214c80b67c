"""What can be told of the files in deploy/ by reading them: that they fit together, and the program."""

import re
from configparser import ConfigParser
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # it has no types of its own

from parley.configuration import CONFIG, NAMES, load
from parley.settings import variable
from scripts.image.dockerfile import read

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file() and path.suffix != ".json")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
KNOWN = {variable(name) for name in NAMES} | {CONFIG}
# What is for others: the variables of compose files, and what programs of the documents take.
OTHERS = {"PARLEY_DOMAIN", "PARLEY_DATABASE_PASSWORD", "PARLEY_URL", "PARLEY_HANDLE", "PARLEY_PASSWORD", "PARLEY_ROOM"}
EXACT = re.compile(r"[\w./-]+:\d+\.\d+\.?\d*[\w.-]*")


@pytest.mark.parametrize("path", [*FILES, *PAGES], ids=lambda path: path.name)
def test_settings_that_are_named_are_there(path: Path) -> None:
    named = set(re.findall(r"\bPARLEY_[A-Z_]*[A-Z]\b(?![<*])", path.read_text()))
    assert named - KNOWN - OTHERS == set()


class TestDockerfile:
    STAGES = read((DEPLOY / "Dockerfile").read_text())

    def every(self, instruction: str) -> list[str]:
        return [rest for stage in self.STAGES for rest in stage.every(instruction)]

    def test_its_bases_are_of_one_exact_version(self) -> None:
        bases = {stage.base for stage in self.STAGES}
        assert len(bases) == 1
        assert EXACT.fullmatch(bases.pop())

    def test_what_it_copies_is_there_and_is_let_in(self) -> None:
        kept = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
        assert all((ROOT / name).exists() for name in kept)
        for copied in self.every("COPY"):
            *sources, _ = [part for part in copied.split() if not part.startswith("--")]
            for source in sources:
                assert "--from=build" in copied or source == "." or source in kept
        # What `python -m scripts.dev wheel` reads.
        assert {"pyproject.toml", "requirements", "scripts", "src", "web", "LICENSE"} <= kept

    def test_it_runs_as_nobody_in_particular_and_says_how_it_is(self) -> None:
        image = self.STAGES[-1]
        (user,) = image.every("USER")
        assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
        names = [step.name for step in image.steps]
        assert names.index("USER") > max(place for place, name in enumerate(names) if name == "RUN")
        (health,) = image.every("HEALTHCHECK")
        assert "/readyz" in health
        assert image.every("ENTRYPOINT") == ['["parley"]']
        assert image.every("CMD") == ['["serve"]']

    def test_it_installs_from_the_locks_alone(self) -> None:
        pip = [step.strip() for run in self.every("RUN") for step in run.split("&&") if "pip install" in step]
        assert len(pip) == 2
        assert "--require-hashes --requirement requirements/run.txt" in pip[0]
        assert "--no-deps --no-index" in pip[1]


class TestCompose:
    @pytest.fixture(params=["compose.yaml", "compose.cluster.yaml"])
    def document(self, request: pytest.FixtureRequest) -> Any:
        return yaml.safe_load((DEPLOY / request.param).read_text())

    def test_images_of_others_are_of_one_exact_version(self, document: Any) -> None:
        for name, service in document["services"].items():
            assert "build" in service or EXACT.fullmatch(service["image"]), name

    def test_a_server_has_the_time_to_drain(self, document: Any) -> None:
        assert document["services"]["parley"]["stop_grace_period"] == "75s"
        assert document["services"]["parley"]["restart"] == "unless-stopped"

    def test_the_trusted_proxy_is_the_one_in_that_network(self, document: Any) -> None:
        trusted = document["services"]["parley"]["environment"]["PARLEY_TRUSTED_PROXIES"]
        (network,) = document["networks"]["inside"]["ipam"]["config"]
        assert ip_address(trusted) in ip_network(network["subnet"])
        caddy = document["services"].get("caddy")
        assert trusted == (network["gateway"] if caddy is None else caddy["networks"]["inside"]["ipv4_address"])

    def test_volumes_and_networks_are_declared(self, document: Any) -> None:
        for service in document["services"].values():
            assert set(service["networks"]) <= set(document["networks"])
            named = {volume.partition(":")[0] for volume in service.get("volumes", [])}
            assert named <= set(document["volumes"])

    def test_what_has_to_be_filled_in_is_in_the_example(self) -> None:
        asked = set(re.findall(r"\$\{(\w+):\?", (DEPLOY / "compose.cluster.yaml").read_text()))
        assert asked == set(re.findall(r"^(\w+)=", (DEPLOY / "cluster.env.example").read_text(), re.MULTILINE))


class Unit(ConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr  # systemd tells capitals from small letters


class TestUnit:
    @pytest.fixture
    def unit(self) -> ConfigParser:
        parser = Unit(strict=False, interpolation=None)
        parser.read(DEPLOY / "parley.service")
        return parser

    def test_its_signals_are_those_that_the_program_means(self, unit: ConfigParser) -> None:
        service = unit["Service"]
        assert service["KillSignal"] == "SIGTERM"
        assert service["KillMode"] == "mixed"  # the one that watches the workers tells them
        assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
        assert int(service["TimeoutStopSec"]) > 60

    def test_it_starts_again_and_never_gives_up(self, unit: ConfigParser) -> None:
        assert unit["Service"]["Restart"] == "always"
        assert unit["Unit"]["StartLimitIntervalSec"] == "0"

    def test_it_has_no_rights_to_spare(self, unit: ConfigParser) -> None:
        service = unit["Service"]
        assert service["User"] == "parley"
        assert (service["CapabilityBoundingSet"], service["AmbientCapabilities"]) == ("", "")
        assert service["ProtectSystem"] == "strict"
        for switch in ("NoNewPrivileges", "MemoryDenyWriteExecute", "PrivateUsers", "RestrictSUIDSGID", "ProtectHome"):
            assert service[switch] == "yes", switch

    def test_the_backups_command_is_one_that_there_is(self) -> None:
        text = (DEPLOY / "parley-backup.service").read_text()
        assert "ExecStart=/opt/parley/bin/parley backup /var/backups/parley --keep 14\n" in text
        assert "ReadWritePaths=/var/lib/parley /var/backups/parley\n" in text


class TestSettingsFile:
    def test_what_it_says_is_right(self) -> None:
        settings = load({CONFIG: str(DEPLOY / "parley.toml")}).settings
        assert settings.https
        assert settings.trusted_proxies == "127.0.0.1"

    def test_so_is_what_it_offers(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("s" * 40)
        text = re.sub(r"^# (\w+ = )", r"\1", (DEPLOY / "parley.toml").read_text(), flags=re.MULTILINE)
        (tmp_path / "providers.toml").write_text(
            '[google]\nname = "Google"\nissuer = "https://accounts.google.com"\nclient_id = "1234"\n'
        )
        (tmp_path / "parley.toml").write_text(text.replace("/etc/parley/", f"{tmp_path}/"))
        (tmp_path / "parley.toml").chmod(0o640)
        settings = load({CONFIG: str(tmp_path / "parley.toml")}).settings
        assert (settings.workers, settings.secret) == (2, "s" * 40)
        assert settings.database_url
        assert settings.redis_url
        assert "google" in settings.oidc_providers
