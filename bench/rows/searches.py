"""What a search takes in many messages, and what its index takes from those who send."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Any

from bench.figures import Figures, Row, alternating, at_least, at_most, medians
from bench.people import fill, talk
from bench.processes import load
from bench.rows.rates import followed, rate_row
from bench.rows.scene import Measured, Scene
from bench.servers import entrance, parley, settings_for
from parley.later.followers import Following
from parley.later.search import SEARCH
from parley.process.services import operate
from parley.settings import Settings
from tests.services.postgres import Postgres

MESSAGES = 1_000_000
SEARCHES = 400
# The directory's follower alone, and the search's beside it.
WITHOUT, WITH = 1, 2


def search(scene: Scene) -> Measured:
    """Words that all messages have and that one has, beginnings, phrases, and words that nobody has said."""
    figures: dict[str, Figures] = {}
    rows: list[Row] = []
    count = scene.size(MESSAGES)
    for name, postgres in (("SQLite", None), ("PostgreSQL", scene.postgres())):
        taken = searched(scene, postgres, count)
        figures[f"search, {name}"] = taken
        rows += [
            at_most(f"{name}: search in {count:,} messages: p95", taken["p95_ms"], 50, "ms"),
            Row(f"{name}: {count:,} messages indexed in", "", f"{taken['indexed_s']:.1f} s"),
        ]
    return Measured(figures, rows)


def search_sends(scene: Scene) -> Measured:
    """The rooms of the mix, with the search's follower and without."""
    runs: dict[str, Callable[[], Figures]] = {}
    for name, postgres in (("SQLite", None), ("PostgreSQL", scene.postgres())):
        for what, followers in (("without", WITHOUT), ("with", WITH)):
            runs[f"Parley, {name}, {what} search"] = partial(followed, scene, postgres, followers)
    taken = alternating(runs, scene.times)
    rows = [rate_row(name, figures, "messages_per_s") for name, figures in taken.items()]
    for name in ("SQLite", "PostgreSQL"):
        without, with_ = (taken[f"Parley, {name}, {what} search"]["messages_per_s"] for what in ("without", "with"))
        rows.append(at_least(f"{name}: sends with the search's index / without", with_ / without, 0.85, "x"))
    return Measured({f"search: {name}": figures for name, figures in taken.items()}, rows)


def searched(scene: Scene, postgres: Postgres | None, count: int) -> Figures:
    with settings_for(postgres) as settings:
        (member,) = asyncio.run(fill(settings, groups=1, people_each=1))
        asyncio.run(talk(settings, member, count))
        queries = [
            "message",
            f"message {count // 2}",
            "peop",
            '"said already"',
            f"{count - 1}",
            "nothing",
            "usua -room",
        ]
        plan: dict[str, Any] = {
            "member": entrance(settings, member),
            "queries": queries,
            "times": scene.size(SEARCHES),
        }
        seconds = asyncio.run(indexed(settings))
        with parley(settings):
            taken = medians([load("searches", plan) for _ in range(scene.times)])
        return {**taken, "indexed_s": seconds}


async def indexed(settings: Settings) -> float:
    """How long the index takes for all that was said, if nobody else is served and the follower takes all its time."""
    began = perf_counter()
    async with operate(settings) as services:
        await Following(services, (replace(SEARCH, share=1.0),)).look()
    return perf_counter() - began
