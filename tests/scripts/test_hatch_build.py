"""What is installed from a package always has its web client."""

from pathlib import Path

import pytest

from scripts.hatch_build import WebClientHook


def hook(root: Path) -> WebClientHook:
    return WebClientHook(str(root), {}, None, None, str(root), "wheel")  # type: ignore[arg-type]  # unused by ours


def test_a_wheel_without_npm_or_a_built_client_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="npm is not on PATH"):
        hook(tmp_path).initialize("standard", {})


def test_a_build_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexit 7\n")
    npm.chmod(0o755)
    (tmp_path / "web").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"`npm ci` in .* ended with 7"):
        hook(tmp_path).initialize("standard", {})


def test_a_client_that_is_built_already_is_shipped_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    page = tmp_path / "src" / "parley" / "static" / "index.html"
    page.parent.mkdir(parents=True)
    page.touch()
    hook(tmp_path).initialize("standard", {})


def test_an_editable_install_builds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    hook(tmp_path).initialize("editable", {})
