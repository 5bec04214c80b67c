"""The settings file: what it says counts where the environment says nothing, and what is wrong with it is told."""

from pathlib import Path

import pytest

from parley.configuration import CONFIG, Loaded, SettingsError, load
from parley.settings import Settings, variable

SECRET = "canary-5f2e81-canary-5f2e81-canary"


class File:
    """A settings file of which every test writes its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self, text: str, *, mode: int = 0o600, **environ: str) -> Loaded:
        self.path.write_text(text)
        self.path.chmod(mode)
        return load({CONFIG: str(self.path), **{variable(name): value for name, value in environ.items()}})

    def refusal(self, text: str, *, mode: int = 0o600, **environ: str) -> str:
        with pytest.raises(SettingsError) as refused:
            self.load(text, mode=mode, **environ)
        return str(refused.value)


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path / "parley.toml")


class TestReading:
    def test_values_are_written_as_toml_has_them(self, file: File) -> None:
        text = '# of this server\nport = 8123\nserver_name = "Süd" # here\ndev = true\nrate_send = "off"\n'
        loaded = file.load(text)
        assert loaded.settings == Settings(port=8123, server_name="Süd", dev=True, rate_send="off")
        assert {name for name, source in loaded.sources.items() if source == "config"} == {
            "port",
            "server_name",
            "dev",
            "rate_send",
        }
        assert loaded.unknown == ()

    def test_the_environment_wins(self, file: File) -> None:
        loaded = file.load('port = 8123\nserver_name = "File"', port="9000")
        assert (loaded.settings.port, loaded.settings.server_name) == (9000, "File")
        assert (loaded.sources["port"], loaded.sources["server_name"]) == ("environment", "config")

    def test_it_wins_for_a_secret_however_both_are_given(self, file: File, tmp_path: Path) -> None:
        (tmp_path / "old").write_text("o" * 40)
        assert file.load(f'secret_file = "{tmp_path / "old"}"', secret=SECRET).settings.secret == SECRET
        assert file.load('secret = "o"', secret_file=str(tmp_path / "old")).settings.secret == "o" * 40

    def test_a_list_may_be_one(self, file: File) -> None:
        written = file.load('trusted_proxies = ["10.0.0.1", "10.1.0.0/16"]').settings
        assert written == file.load('trusted_proxies = "10.0.0.1, 10.1.0.0/16"').settings

    def test_a_number_in_quotes_is_one(self, file: File) -> None:
        assert file.load('port = "8123"').settings.port == 8123

    def test_empty_text_is_nothing_as_it_is_in_the_environment(self, file: File) -> None:
        loaded = file.load('host = ""')
        assert (loaded.settings.host, loaded.sources["host"]) == (Settings().host, "default")

    def test_a_secret_may_come_from_a_file_that_it_names(self, file: File, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text(f"{SECRET}\n")
        loaded = file.load(f'secret_file = "{tmp_path / "secret"}"', mode=0o644)
        assert (loaded.settings.secret, loaded.sources["secret"]) == (SECRET, "file")

    def test_without_a_name_no_file_is_read(self, file: File, monkeypatch: pytest.MonkeyPatch) -> None:
        file.path.write_text("port = 8123")
        monkeypatch.chdir(file.path.parent)
        assert load({CONFIG: ""}).settings == load({}).settings == Settings()


class TestRefusals:
    def test_a_misspelt_name_is_told_with_the_nearest_and_its_line(self, file: File) -> None:
        told = file.refusal("\nprot = 8123\nzebra = 1\nPARLEY_HOST = '::'\nsecret_flie = 'x'")
        assert told.splitlines() == [
            f"{file.path}, line 2: prot is not a setting of Parley. Did you mean port?",
            f"{file.path}, line 3: zebra is not a setting of Parley. `parley config` lists them, in capital letters.",
            f"{file.path}, line 4: PARLEY_HOST is not a setting of Parley. Did you mean host?",
            f"{file.path}, line 5: secret_flie is not a setting of Parley. Did you mean secret_file?",
        ]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("port = 0", "port is '0': it must be a number from 1 to 65535"),
            ("port = 80.5", "port is '80.5': it must be a number from 1 to 65535"),
            ("port = true", "port is 'True': it must be a number from 1 to 65535"),
            ("server_name = 5", "server_name is '5': it must be text of 1 to 80 characters"),
            ('registration = "maybe"', "registration is 'maybe': it must be chosen, open, invitation or closed"),
            ("host = ['::', '0.0.0.0']", "host is \"['::', '0.0.0.0']\": it must be text"),
            ("trusted_proxies = [1]", "trusted_proxies is '[1]': it must be text"),
        ],
    )
    def test_a_wrong_value_is_shown_beside_what_it_must_be(self, text: str, told: str, file: File) -> None:
        assert file.refusal(f"\n\n{text}") == f"{file.path}, line 3: {told}"

    def test_all_problems_of_both_are_told_at_once(self, file: File) -> None:
        told = file.refusal("prot = 1\nworkers = 0", log_level="loud")
        assert all(
            part in line for part, line in zip(("prot", "workers", "PARLEY_LOG_LEVEL"), told.splitlines(), strict=True)
        )

    def test_a_value_that_the_environment_replaces_need_not_be_right(self, file: File) -> None:
        assert file.load("port = 0", port="8123").settings.port == 8123

    def test_one_that_cannot_be_read(self, file: File, tmp_path: Path) -> None:
        with pytest.raises(SettingsError) as refused:
            load({CONFIG: str(tmp_path / "nothing.toml")})
        assert (
            str(refused.value)
            == f"The settings file {tmp_path}/nothing.toml cannot be read: No such file or directory."
        )
        with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
            load({CONFIG: str(tmp_path)})

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("port 8123", r"is not TOML: .*\(at line 1, column 6\)\. Write a name"),
            ("host = ::1", r"is not TOML: .*line 1.* and text in quotes"),
            ("port = 1\n\nport = 2", r"names port twice, in lines 1 and 3\. Keep one\."),
            ("[server]\nport = 8123", r"has a section or a table, server: there are none"),
        ],
    )
    def test_what_is_no_such_file(self, text: str, why: str, file: File) -> None:
        with pytest.raises(SettingsError, match=why):
            file.load(text)

    def test_other_files(self, file: File) -> None:
        file.path.write_bytes(b"\xff\xfe\x00")
        with pytest.raises(SettingsError, match="is not text in UTF-8"):
            load({CONFIG: str(file.path)})
        assert "longer than 1048576 bytes" in file.refusal("#" * (1024 * 1024 + 1))


class TestSecrets:
    @pytest.mark.parametrize("name", ["secret", "database_url", "redis_url"])
    def test_one_in_a_file_that_everybody_can_read_is_refused(self, name: str, file: File) -> None:
        told = file.refusal(f'port = 8123\n{name} = "{SECRET}"', mode=0o644)
        assert f"{file.path}, line 2: {name} is a secret, and everybody on this machine can read the file." in told
        assert f"chmod o-rwx {file.path}" in told
        assert SECRET not in told

    def test_a_group_may_read_it(self, file: File) -> None:
        assert file.load(f'secret = "{SECRET}"', mode=0o640).settings.secret == SECRET

    def test_without_a_secret_everybody_may(self, file: File) -> None:
        assert file.load("port = 8123", mode=0o644).settings.port == 8123

    def test_a_refusal_never_repeats_one(self, file: File) -> None:
        assert SECRET not in file.refusal(f'secret = ["{SECRET}"]')
        assert SECRET not in file.refusal(f'secret = "{SECRET}"\nsecret_file = "/nowhere"')

    def test_two_ways_at_once_are_a_contradiction(self, file: File) -> None:
        told = file.refusal('secret = "s"\nsecret_file = "/nowhere"')
        assert told == f"{file.path}, line 2: secret_file: both secret and secret_file are there; keep one"
