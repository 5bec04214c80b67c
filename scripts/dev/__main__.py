"""`python3 -m scripts.dev COMMAND`; the Makefile has a target for each that people need."""

import os
import shutil
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is where somebody with an older Python learns it
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        newer = shutil.which(name)
        if newer is not None:
            os.execv(newer, [newer, "-m", "scripts.dev", *sys.argv[1:]])
    version = ".".join(map(str, sys.version_info[:3]))
    sys.exit(f"Parley needs Python 3.11 or newer, and this is {version}. Install one, then: make PYTHON=python3.12 ...")

from scripts.dev import checks, locks, server, testing, wheel
from scripts.dev.shell import Problem

COMMANDS = {
    "run": server.run,
    "dev": server.develop,
    "test": testing.test,
    "check": checks.check,
    "gen": checks.generate,
    "bench": server.bench,
    "torture": server.torture,
    "abuse": server.abuse,
    "lock": locks.lock,
    "wheel": wheel.wheel,
}


def main() -> int:
    open_closed_input()
    command, *arguments = sys.argv[1:] or [""]
    if command not in COMMANDS:
        print(f"usage: python3 -m scripts.dev {'|'.join(COMMANDS)} [argument ...]", file=sys.stderr)
        return 2
    try:
        return COMMANDS[command](arguments)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def open_closed_input() -> None:
    """Without a standard input the first pipe to a child would become one, and the child would read from it."""
    try:
        os.fstat(0)
    except OSError:
        os.set_inheritable(os.open(os.devnull, os.O_RDONLY), True)


sys.exit(main())
