from typing import Annotated

import typer
from typer import Option

from parley.cli.environment import read_settings
from parley.cli.people import with_context
from parley.settings import Settings
from parley.store.refusals import CannotStart

RESTART = "Restart the server now: it reads its secret when it starts."


def rotate_secret(
    *,
    finish: Annotated[bool, Option("--finish", help="Forget the secret before; sessions it signed end.")] = False,
    at_once: Annotated[
        bool, Option("--at-once", help="Keep nothing of the old secret: if it leaked. Everybody signs in anew.")
    ] = False,
) -> None:
    """Sign with a new secret from the next start on. What the old one signed stays good until --finish."""
    if finish and at_once:
        raise typer.BadParameter("--finish and --at-once do not go together.")
    settings = read_settings()
    _refuse_given(settings)
    from parley.store import secret

    if finish:
        if secret.load_secret_before(settings) is not None:
            _reseal()
        gone = secret.forget_before(settings)
        print(f"The secret before is forgotten. {RESTART}" if gone else "There is no secret before this one.")
        return
    secret.load_secret(settings)  # on a fresh folder there is none yet
    secret.rotate(settings, keep=not at_once)
    later = "" if at_once else f" After {settings.session_days} days: parley rotate-secret --finish"
    print(f"There is a new secret. {RESTART}{later}")


def _reseal() -> None:
    """What is sealed with the secret before could be opened by nobody once it is forgotten."""
    from parley.actions.authenticators import reseal

    with_context(lambda ctx: reseal(ctx.services))


def _refuse_given(settings: Settings) -> None:
    if settings.secret:
        raise CannotStart(
            "PARLEY_SECRET gives the secret, so it is changed there: put its value into PARLEY_SECRET_BEFORE and a new "
            f"one into PARLEY_SECRET, restart, and unset PARLEY_SECRET_BEFORE after {settings.session_days} days."
        )
