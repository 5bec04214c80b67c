"""Brings the programs that make clients of the API's document, for the tests, apart from all else that is installed."""

import shutil
from collections.abc import Mapping

from scripts.dev.environment import LOCKS, find_uv, program
from scripts.dev.shell import PRIVATE, output_of, say
from scripts.dev.stamps import fingerprint, is_stamped, stamping

PACKED = PRIVATE / "clients"
PACKAGE = ("package.json", "package-lock.json", ".npmrc")


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables with the folder of these programs."""
    current = fingerprint(files=[LOCKS / "clients.txt", *(LOCKS / "clients" / name for name in PACKAGE)])
    if not is_stamped("clients", current):
        say("Bringing what makes clients of the API's document")
        with stamping("clients", current):
            bring(variables)
    return {**variables, "PARLEY_TEST_CLIENTS": str(PACKED)}


def bring(variables: Mapping[str, str]) -> None:
    shutil.rmtree(PACKED, ignore_errors=True)
    PACKED.mkdir(parents=True)
    for name in PACKAGE:
        shutil.copy(LOCKS / "clients" / name, PACKED)
    output_of(["npm", "ci", "--no-audit", "--no-fund"], cwd=PACKED, env=variables)
    locked = ["--require-hashes", "--requirements", str(LOCKS / "clients.txt")]
    python = ["--python", program("python"), "--target", str(PACKED / "python")]
    output_of([find_uv(), "--quiet", "pip", "install", *python, *locked])
