"""How fast: fan-out, what one delivery costs, the mix of many rooms in closed and in open loop."""

import json
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from bench.figures import Figures, Row, alternating, at_least, at_most, medians
from bench.processes import LOAD_CORE, SERVER_CORE, Started, load, pinned
from bench.rows.scene import Measured, Scene
from bench.servers import Crowd, crowded, database
from tests.services.ports import free_port
from tests.services.postgres import Postgres

Served = AbstractContextManager[tuple[Started, list[dict[str, Any]]]]
MIX = Crowd(groups=100, people_each=10)
MIX_IN_FLIGHT = 200
ROOM_IN_FLIGHT = 16
DELIVERY_RATE = 20
"""Messages a second to a room of 1,000: 50 ms apart, so that no two share a commit or a write."""
OPEN_BUDGETS = {2_000: {"SQLite": 5, "PostgreSQL": 10}, 8_000: {"SQLite": 15, "PostgreSQL": 35}}
FULL = 0.95
FOLLOWED_TIMES = 3
"""A follower rests for two seconds between two turns."""


def fan_out(scene: Scene) -> Measured:
    """One room, a closed loop; Parley commits each message on SQLite, the peer keeps none."""
    figures: dict[str, Figures] = {}
    rows: list[Row] = []
    for people, budget in ((1_000, 5), (100, 4)):
        crowd = Crowd(groups=1, people_each=people)
        taken = alternating(
            {
                f"Parley, SQLite, 1 room x {people}": partial(one_room, scene, partial(crowded, crowd)),
                f"Node ws, no database, 1 room x {people}": partial(
                    one_room, scene, partial(scene.peers.broadcasting, crowd)
                ),
            },
            scene.times,
        )
        ours, theirs = taken.values()
        factor = ours["deliveries_per_s"] / theirs["deliveries_per_s"]
        rows += [rate_row(name, each, "deliveries_per_s") for name, each in taken.items()]
        rows.append(at_least(f"1 room x {people}: Parley / Node ws", factor, budget, "x"))
        figures.update(taken)
    return Measured(figures, rows)


def delivery(scene: Scene) -> Measured:
    """CPU a delivery where nothing can be put together, beside a C program that only writes the same bytes."""
    crowd = Crowd(groups=1, people_each=1_000)
    pairs = []
    for _ in range(scene.times):
        with crowded(crowd) as (server, members):
            ours = run(scene, server, members, ROOM_IN_FLIGHT, rate=DELIVERY_RATE)
        theirs = write_loop(scene, crowd.people_each, ours["bytes_per_delivery"])
        pairs.append({**ours, "write_loop_cpu_us": theirs})
    figures = medians(pairs)
    cost, least = figures["cpu_us_per_delivery"], figures["write_loop_cpu_us"]
    rows = [
        Row("C write loop, CPU a delivery", "", f"{least:.2f} us"),
        Row("Parley, CPU a delivery", "", f"{cost:.2f} us"),
        at_most("CPU a delivery: Parley / C write loop", cost / least, 1.25, "x"),
    ]
    return Measured({"CPU a delivery": figures}, rows)


def mix(scene: Scene) -> Measured:
    """100 rooms of ten, each message committed, answered, delivered."""
    postgres = scene.postgres()
    runs: dict[str, Callable[[], Figures]] = {
        "Parley, SQLite, 100 rooms x 10": partial(paced, scene, None, 0),
        "Parley, PostgreSQL, 100 rooms x 10": partial(paced, scene, postgres, 0),
        "Node ws + pg, 100 rooms x 10": partial(stored, scene, postgres, scene.peers.node_storing),
        "FastAPI + SQLAlchemy, 100 rooms x 10": partial(stored, scene, postgres, scene.peers.fastapi_storing),
    }
    taken = alternating(runs, scene.times)
    rows = [rate_row(name, figures, "messages_per_s") for name, figures in taken.items()]
    sqlite, postgresql, node, fastapi = (figures["messages_per_s"] for figures in taken.values())
    for name, ours in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        rows.append(at_least(f"100 rooms x 10: Parley on {name} / Node ws + pg", ours / node, 3, "x"))
        rows.append(at_least(f"100 rooms x 10: Parley on {name} / FastAPI", ours / fastapi, 15, "x"))
    return Measured(dict(taken), rows)


def mixed(scene: Scene) -> Measured:
    """The same rooms, with six messages to three marks and one reaction, beside messages alone."""
    postgres = scene.postgres()
    runs: dict[str, Callable[[], Figures]] = {}
    for name, database_of in (("SQLite", None), ("PostgreSQL", postgres)):
        for what in ("sends", "6:3:1"):
            runs[f"Parley, {name}, {what}"] = partial(paced, scene, database_of, 0, mixed=what != "sends")
    taken = alternating(runs, scene.times)
    rows = [rate_row(name, figures, "messages_per_s") for name, figures in taken.items()]
    for name in ("SQLite", "PostgreSQL"):
        sends, all_three = (taken[f"Parley, {name}, {what}"]["messages_per_s"] for what in ("sends", "6:3:1"))
        rows.append(at_least(f"{name}: sends, marks and reactions 6:3:1 / sends", all_three / sends, 1, "x"))
    return Measured({f"mixed: {name}": figures for name, figures in taken.items()}, rows)


def followers(scene: Scene) -> Measured:
    """The same rooms, with three followers and with none: for as long as it takes that each derives several times."""
    runs: dict[str, Callable[[], Figures]] = {}
    for name, postgres in (("SQLite", None), ("PostgreSQL", scene.postgres())):
        for count in (0, 3):
            runs[f"Parley, {name}, {count} followers"] = partial(followed, scene, postgres, count)
    taken = alternating(runs, scene.times)
    rows = [rate_row(name, figures, "messages_per_s") for name, figures in taken.items()]
    for name in ("SQLite", "PostgreSQL"):
        none, three = (taken[f"Parley, {name}, {count} followers"]["messages_per_s"] for count in (0, 3))
        rows.append(at_least(f"{name}: sends with three followers / without", three / none, 0.95, "x"))
    return Measured({f"followers: {name}": figures for name, figures in taken.items()}, rows)


def open_loop(scene: Scene) -> Measured:
    """The same mix at a given rate, whatever the answers do."""
    runs: dict[str, Callable[[], Figures]] = {}
    for rate in OPEN_BUDGETS:
        for name, postgres in (("SQLite", None), ("PostgreSQL", scene.postgres())):
            runs[f"{name}, {rate}/s"] = partial(paced, scene, postgres, rate)
    taken = alternating(runs, scene.times)
    rows = [
        at_most(f"{rate:,}/s on {name}: answer p99", taken[f"{name}, {rate}/s"]["p99_ms"], budget, "ms")
        for rate, budgets in OPEN_BUDGETS.items()
        for name, budget in budgets.items()
    ]
    return Measured({f"Parley, open loop, {name}": figures for name, figures in taken.items()}, rows)


def one_room(scene: Scene, serve: Callable[[], Served]) -> Figures:
    with serve() as (server, members):
        return run(scene, server, members, ROOM_IN_FLIGHT)


def paced(scene: Scene, postgres: Postgres | None, rate: int, *, mixed: bool = False) -> Figures:
    """Parley in the mix; a rate of 0 is the closed loop."""
    with crowded(MIX, postgres) as (server, members):
        return run(scene, server, members, MIX_IN_FLIGHT, rate=rate, mixed=mixed)


def followed(scene: Scene, postgres: Postgres | None, count: int) -> Figures:
    with crowded(MIX, postgres, program=("bench.followers", str(count))) as (server, members):
        return run(scene, server, members, MIX_IN_FLIGHT, times_as_long=FOLLOWED_TIMES)


def stored(scene: Scene, postgres: Postgres, serve: Callable[[Crowd, str], Served]) -> Figures:
    with database(postgres) as url, serve(MIX, url) as (server, members):
        return run(scene, server, members, MIX_IN_FLIGHT)


def run(
    scene: Scene,
    server: Started,
    members: list[dict[str, Any]],
    senders: int,
    *,
    rate: int = 0,
    mixed: bool = False,
    times_as_long: int = 1,
) -> Figures:
    plan = {
        "mixed": mixed,
        "server": server.process.pid,
        "members": members,
        "senders": min(senders, len(members)),
        "rate": rate,
        "seconds": scene.seconds * times_as_long,
    }
    return {**load("rates", plan), "resident_mb": server.resident_mb()}


def write_loop(scene: Scene, connections: int, size: int) -> float:
    """Microseconds of CPU a write."""
    port, seconds = free_port(), max(1, round(scene.seconds))
    arguments = [str(number) for number in (port, connections, size, DELIVERY_RATE, seconds)]
    command = [*pinned(SERVER_CORE), str(scene.peers.write_loop()), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        load("raw", {"port": port, "connections": connections})
        printed, _ = program.communicate()
    result = json.loads(printed)
    cost: float = round(result["cpu_s"] / result["deliveries"] * 1e6, 3)
    return cost


def rate_row(name: str, figures: Figures, what: str) -> Row:
    """A figure to compare with, and a word where it is the load's limit and not the server's."""
    unit = what.removesuffix("_per_s")
    full = f", core {LOAD_CORE} full" if figures["load_core"] > FULL else ""
    return Row(
        name,
        "",
        f"{figures[what]:,} {unit}/s, server {figures['server_cpu']:.2f}, load {figures['load_cpu']:.2f}{full}",
    )
