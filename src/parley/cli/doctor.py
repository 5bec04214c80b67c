from typing import Annotated
from urllib.parse import urlsplit

import typer
from typer import Option

from parley.cli.environment import unknown_variables
from parley.configuration import load
from parley.store.refusals import CannotStart


def doctor(
    url: Annotated[
        str | None, Option(help="Look from outside instead: the address that people type, from any machine.")
    ] = None,
) -> None:
    """Look for what usually goes wrong: a line a check, with its remedy. Ends with 1 if there is a problem."""
    from parley.cli.checks import CHECKS, Finding
    from parley.cli.checks.outside import OUTSIDE

    if url is not None:
        address = _checked(url)
        findings = [(check.__name__, check(address)) for check in OUTSIDE]
    else:
        loaded = load()
        findings = [(check.__name__, check(loaded.settings)) for check in CHECKS]
        findings += [("settings", Finding("warning", line)) for line in unknown_variables(loaded)]
    for name, finding in findings:
        print(f"{finding.level:<8} {name.replace('_', ' '):<14} {finding.text}")
    raise typer.Exit(any(finding.level == "problem" for _, finding in findings))


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CannotStart(f"--url {url}: write an address such as https://chat.example.org.")
    return url.rstrip("/")
