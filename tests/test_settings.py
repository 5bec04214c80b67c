from pathlib import Path

import pytest

from parley.configuration import SettingsError, load
from parley.settings import Settings, description, origin_of, variable, variables

HTTPS = "https://chat.example.org"


def refusal(**environ: str) -> str:
    with pytest.raises(SettingsError) as refused:
        load({variable(name): value for name, value in environ.items()})
    return str(refused.value)


def test_nothing_set_is_a_server_for_oneself() -> None:
    loaded = load({"PATH": "/bin", "HOME": "/"})
    assert loaded.settings == Settings()
    assert set(loaded.sources.values()) == {"default"}
    assert loaded.unknown == ()
    assert (loaded.settings.host, loaded.settings.base_url) == ("127.0.0.1", "http://localhost:8000")


def test_values_are_read_by_their_types_and_remembered_as_given() -> None:
    loaded = load({"PARLEY_PORT": " 8123 ", "PARLEY_DEV": "1", "PARLEY_LOG_FORMAT": "json", "PARLEY_HOST": ""})
    assert (loaded.settings.port, loaded.settings.dev, loaded.settings.log_format) == (8123, True, "json")
    assert loaded.settings.host == "127.0.0.1"
    assert [name for name, source in loaded.sources.items() if source == "environment"] == ["port", "log_format", "dev"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "many"),
        ("port", "0"),
        ("port", "65536"),
        ("body_bytes", "0"),
        ("body_bytes", "-1"),
        ("registration", "maybe"),
        ("log_format", "xml"),
        ("log_level", "loud"),
        ("server_name", "n" * 81),
        ("dev", "perhaps"),
        ("rate_send", "20"),
        ("rate_send", "0/5"),
        ("rate_send", "20/0"),
        ("rate_send", "twenty/5"),
        ("public_url", "chat.example.org"),
        ("public_url", "ftp://chat.example.org"),
        ("public_url", f"{HTTPS}/chat"),
        ("allowed_origins", f"{HTTPS}, *"),
        ("database_url", "mysql://chat@db/chat"),
    ],
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    assert variable(name) in refusal(**{name: value})


@pytest.mark.parametrize(
    ("name", "value", "must_be"),
    [
        ("port", "x", "a number from 1 to 65535"),
        ("registration", "maybe", "chosen, open, invitation or closed"),
        ("log_level", "loud", "debug, info, warning or error"),
        ("body_bytes", "0", "a number, 1 or more"),
        ("worker", "-1", "a number, 0 or more"),
        ("dev", "perhaps", "1 or 0, or true or false"),
        ("server_name", "n" * 81, "text of 1 to 80 characters"),
    ],
)
def test_a_wrong_value_is_shown_beside_what_it_must_be(name: str, value: str, must_be: str) -> None:
    assert refusal(**{name: value}) == f"{variable(name)} is {value[:80]!r}: it must be {must_be}"


def test_every_problem_is_told_at_once() -> None:
    told = refusal(port="many", log_level="loud", session_days="0")
    assert [line.split(" is ")[0] for line in told.splitlines()] == [
        "PARLEY_PORT",
        "PARLEY_LOG_LEVEL",
        "PARLEY_SESSION_DAYS",
    ]


def test_the_ports_for_metrics_are_each_workers_own_and_not_the_servers() -> None:
    several = {"database_url": "postgresql://db/chat", "redis_url": "redis://bus", "secret": "s", "workers": "4"}
    assert "PARLEY_METRICS_PORT" in refusal(port="8000", metrics_port="8000")
    assert "PARLEY_METRICS_PORT" in refusal(port="8000", metrics_port="7997", **several)
    assert "PARLEY_METRICS_PORT" in refusal(metrics_port="65533", **several)
    assert load({"PARLEY_METRICS_PORT": "7999"}).settings.metrics_port == 7999


def test_a_short_secret_is_refused_on_https_alone() -> None:
    assert "PARLEY_SECRET: shorter than 32" in refusal(secret="s" * 31, public_url=HTTPS)
    assert load({"PARLEY_SECRET": "s" * 32, "PARLEY_PUBLIC_URL": HTTPS}).settings.https
    assert load({"PARLEY_SECRET": "short"}).settings.secret == "short"


def test_a_refusal_never_repeats_a_secret() -> None:
    assert "canary" not in refusal(secret="canary", public_url=HTTPS, database_url="mysql://p:canary@db/chat")


class TestSeveralProcesses:
    POSTGRES = "postgresql://parley@db/chat"
    REDIS = "redis://cache:6379/0"

    def test_one_database_one_redis_one_secret(self) -> None:
        given = {"database_url": self.POSTGRES, "redis_url": self.REDIS, "secret": "s" * 40, "workers": "4"}
        assert load({variable(name): value for name, value in given.items()}).settings.workers == 4

    def test_sqlite_has_one_process(self) -> None:
        told = refusal(workers="2", redis_url=self.REDIS, secret="s" * 40)
        assert "PARLEY_WORKERS: SQLite has one process" in told
        assert "PARLEY_REDIS_URL: is for several processes on PostgreSQL" in told

    def test_workers_need_a_way_to_tell_each_other(self) -> None:
        assert "Set PARLEY_REDIS_URL" in refusal(workers="2", database_url=self.POSTGRES)

    def test_they_share_a_secret(self) -> None:
        assert "PARLEY_SECRET: must be given" in refusal(redis_url=self.REDIS, database_url=self.POSTGRES)

    def test_another_scheme_is_no_redis(self) -> None:
        assert "must start with redis://" in refusal(redis_url="http://cache", database_url=self.POSTGRES, secret="s")


class TestFiles:
    @pytest.mark.parametrize("name", ["secret", "database_url"])
    def test_a_secret_may_come_from_a_file(self, tmp_path: Path, name: str) -> None:
        value = "postgresql://parley@db/chat"
        (tmp_path / "file").write_text(f"{value}\n")
        loaded = load({f"{variable(name)}_FILE": str(tmp_path / "file")})
        assert getattr(loaded.settings, name) == value
        assert loaded.sources[name] == "file"
        assert loaded.unknown == ()

    def test_one_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        told = refusal(secret_file=str(tmp_path / "nothing"))
        assert told.startswith("PARLEY_SECRET: ")
        assert "nothing" in told

    def test_both_ways_at_once_are_a_contradiction(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("s" * 40)
        told = refusal(secret="s" * 40, secret_file=str(tmp_path / "file"))
        assert "both PARLEY_SECRET and PARLEY_SECRET_FILE are set" in told

    def test_what_is_no_secret_has_no_file(self) -> None:
        assert load({"PARLEY_PORT_FILE": "/nowhere"}).unknown == ("PARLEY_PORT_FILE",)


def test_unknown_variables_are_found_and_those_of_the_tests_are_not() -> None:
    environ = {"PARLEY_ZEBRA": "1", "PARLEY_PROT": "1", "PARLEY_TEST_DATABASE_URL": "x", "OTHER": "1"}
    assert load(environ).unknown == ("PARLEY_PROT", "PARLEY_ZEBRA")


def test_every_setting_is_described_in_a_sentence() -> None:
    for name in Settings.__struct_fields__:
        assert description(name).endswith("."), name


class TestOrigins:
    @pytest.mark.parametrize(
        ("url", "origin"),
        [
            (HTTPS, HTTPS),
            (f"{HTTPS}/", HTTPS),
            ("HTTPS://Chat.Example.org:443", HTTPS),
            ("https://chat.example.org:8443", "https://chat.example.org:8443"),
            ("http://localhost:80/", "http://localhost"),
            ("http://[::1]:8000", "http://[::1]:8000"),
        ],
    )
    def test_they_are_written_as_browsers_do(self, url: str, origin: str) -> None:
        assert origin_of(url) == origin

    def test_the_servers_own_follow_the_public_url(self) -> None:
        assert Settings(port=8123).own_origins == {"http://localhost:8123", "http://127.0.0.1:8123"}
        assert Settings(public_url=f"{HTTPS}/").own_origins == {HTTPS}

    def test_others_are_a_list(self) -> None:
        settings = Settings(allowed_origins=" https://a.example.org , https://b.example.org:443/,")
        assert settings.other_origins == {"https://a.example.org", "https://b.example.org"}
        assert Settings().other_origins == frozenset()


def test_an_environment_that_is_made_of_them_says_the_same() -> None:
    settings = Settings(
        port=8123, dev=True, rate_send="off", trusted_proxies="10.0.0.1", secret="s" * 40, backup_hours=6
    )
    assert load(variables(settings)).settings == settings
    assert variables(Settings(worker=1, listen_fd=7)) == {}
