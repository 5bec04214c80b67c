import asyncio
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from typer import Option

from parley.basics.ids import new_token
from parley.cli.environment import prepare_database, read_settings
from parley.errors import ParleyError
from parley.protocol.accounts import Password
from parley.settings import Settings
from parley.store.refusals import CannotStart

if TYPE_CHECKING:
    from parley.actions.samples import Filled, Terms
    from parley.samples.crowd import Crowd
    from parley.samples.language import Language

HOUR_MS = 3_600_000
# Rooms of a size that people have, unless they say otherwise.
MEMBERS = 25
# Letters of a password that is made here: 120 random bits.
MADE = 20
SECONDS_EACH = 0.2
# Objects between two collections: at the usual 700, looking for garbage that is not there took a tenth of the time.
COLLECT_EVERY = 100_000
INTERRUPTED = 130
FORCE = """Even where there are people already, or at an https address, where strangers could come in with the one
password; and write over the file of tokens."""


def populate(
    users: Annotated[int, Option(min=1, max=1_000_000, help="How many people.")] = 100,
    rooms: Annotated[int, Option(min=1, max=1_000_000, help="How many rooms; one in five is private.")] = 20,
    members: Annotated[
        int | None, Option(min=1, help="How many people a room has on average. 25, or what gives everybody two rooms.")
    ] = None,
    messages: Annotated[int, Option(min=0, help="How many messages, most of them in a few of the rooms.")] = 10_000,
    languages: Annotated[str, Option(help="What they speak: codes with commas between, or all.")] = "all",
    seed: Annotated[int, Option(help="Another number makes other names, rooms and texts.")] = 1,
    password: Annotated[
        str | None,
        Option(help="What all sign in with; made and printed when not given. `ps` shows it while this runs."),
    ] = None,
    tokens: Annotated[
        Path | None, Option(help="Write a line a person into this new file: bearer token, their id, their rooms' ids.")
    ] = None,
    token_hours: Annotated[int, Option(min=1, help="How long the tokens are good for.")] = 24,
    force: Annotated[bool, Option("--force", help=FORCE)] = False,
) -> None:
    """Fill a fresh server with people, rooms and messages, for tests and loads.

    On SQLite the server must not be running. On PostgreSQL those that are notice within ten seconds.
    """
    from parley.actions.samples import Terms

    settings = read_settings()
    crowd = _crowd(users, rooms, members, messages, languages, seed)
    terms = Terms(_password(password), session_ms=_session_ms(settings, token_hours), force=force)
    if tokens is not None:
        _refuse_file(tokens, force=force)
    prepare_database(settings)
    _run(settings, crowd, terms, tokens, made=password is None)
    if tokens is not None:
        print(f"Their tokens are in {tokens}, good for {token_hours} hours.")


def _crowd(users: int, rooms: int, members: int | None, messages: int, languages: str, seed: int) -> "Crowd":
    from parley.samples.crowd import Crowd

    least = -(-users // rooms)
    each = min(users, max(MEMBERS, 2 * least)) if members is None else members
    if each > users:
        raise CannotStart(f"--members {each}: there are only {users} users. Say fewer members, or more --users.")
    if each < least:
        raise CannotStart(
            f"--members {each}: {rooms} rooms of {each} have no place for {users} users, and everybody is in one at "
            f"least. Say --members {least} or more, or more --rooms."
        )
    return Crowd(users, rooms, each, messages, _languages(languages), seed)


def _languages(codes: str) -> "list[Language]":
    from parley.samples.languages import LANGUAGES

    if codes == "all":
        return list(LANGUAGES.values())
    named = [code.strip() for code in codes.split(",")]
    for code in named:
        if code not in LANGUAGES:
            raise CannotStart(f"--languages {code!r}: there are {', '.join(LANGUAGES)}, and all.")
    return [LANGUAGES[code] for code in dict.fromkeys(named)]


def _password(given: str | None) -> str:
    password = new_token()[:MADE] if given is None else given
    try:
        return msgspec.convert(password, Password)
    except msgspec.ValidationError:
        raise CannotStart("--password: between 10 and 1024 characters, any of them.") from None


def _session_ms(settings: Settings, hours: int) -> int:
    most = settings.session_max_days * 24
    if hours > most:
        raise CannotStart(
            f"--token-hours {hours}: no session lasts longer than PARLEY_SESSION_MAX_DAYS, which is {most} hours here."
        )
    return hours * HOUR_MS


def _refuse_file(path: Path, *, force: bool) -> None:
    """Before anything is written into the database, rather than after."""
    if path.exists() and not force:
        raise CannotStart(f"{path} is there already. Name another file, or say --force to write over it.")
    if not os.access(path.parent, os.W_OK):
        raise CannotStart(f"--tokens {path}: the folder is not there, or cannot be written to.")


def _run(settings: Settings, crowd: "Crowd", terms: "Terms", tokens: Path | None, *, made: bool) -> None:
    """However it ends, it says what is there now, and the password if nobody else knows it."""
    from parley.actions.samples import Filled

    filled, began = Filled(), perf_counter()
    try:
        asyncio.run(_populate(settings, crowd, terms, filled, tokens))
    except ParleyError as refusal:
        raise CannotStart(refusal.message) from None
    except KeyboardInterrupt:
        print("Stopped. What was written stays:" if filled.people else "Stopped before anything was written.")
        raise typer.Exit(INTERRUPTED) from None
    finally:
        if filled.people:
            _say(filled, perf_counter() - began, terms.password if made else None)


async def _populate(settings: Settings, crowd: "Crowd", terms: "Terms", filled: "Filled", tokens: Path | None) -> None:
    from parley.actions.context import Context
    from parley.actions.samples import populate as fill
    from parley.process.services import operate

    gc.set_threshold(COLLECT_EVERY)
    async with operate(settings) as services:
        watching = asyncio.create_task(_watch(crowd, filled)) if sys.stderr.isatty() else None
        try:
            await fill(Context(services), crowd, terms, filled, None if tokens is None else partial(_keep, tokens))
        finally:
            if watching is not None:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching


async def _watch(crowd: "Crowd", filled: "Filled") -> None:
    """A line of progress for each kind of thing, on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.text import Text

    def show() -> None:
        done = (len(filled.people), len(filled.rooms), filled.stays, filled.messages)
        for line, completed in zip(lines, done, strict=True):
            progress.update(line, completed=completed)

    class RateColumn(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s" if speed else "")

    columns = (TextColumn("{task.description:>8}"), BarColumn(), MofNCompleteColumn(), RateColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        wanted = {"people": crowd.people, "rooms": crowd.rooms, "members": crowd.rooms * crowd.members}
        lines = [progress.add_task(name, total=n) for name, n in {**wanted, "messages": crowd.messages}.items()]
        try:
            while True:
                show()
                await asyncio.sleep(SECONDS_EACH)
        finally:
            show()


def _keep(path: Path, lines: Iterator[str]) -> None:
    """For its owner's eyes alone, and whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w") as file:
        file.writelines(f"{line}\n" for line in lines)
    draft.replace(path)


def _say(filled: "Filled", seconds: float, made: str | None) -> None:
    first, last = filled.people[0], filled.people[-1]
    print(
        f"{len(filled.people):,} people, {len(filled.rooms):,} rooms with {filled.stays:,} members and "
        f"{filled.messages:,} messages were added in {seconds:.1f} s."
    )
    if made is None:
        print(f"{first.handle} to {last.handle} sign in with the password that you gave.")
    else:
        print(f"{first.handle} to {last.handle} sign in with this password:\n{made}")  # alone, to be copied
    if first.role == "owner":
        print(f"{first.handle} owns this server.")
