import typer

from parley.cli.environment import unknown_variables
from parley.settings import load


def doctor() -> None:
    """Look for what usually goes wrong: a line a check, with its remedy. Ends with 1 if there is a problem."""
    from parley.cli.checks import CHECKS, Finding

    loaded = load()
    findings = [(check.__name__.replace("_", " "), check(loaded.settings)) for check in CHECKS]
    findings += [("settings", Finding("warning", line)) for line in unknown_variables(loaded)]
    for name, finding in findings:
        print(f"{finding.level:<8} {name:<13} {finding.text}")
    raise typer.Exit(any(finding.level == "problem" for _, finding in findings))
