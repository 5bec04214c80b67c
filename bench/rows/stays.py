"""What it takes: to start, to hold connections, to read a long room, to survive a cut."""

import asyncio
import gzip
import re
from typing import Any

from bench.figures import Row, at_most, medians
from bench.people import fill, talk
from bench.processes import ROOT, load
from bench.rows.scene import Measured, Scene
from bench.servers import Crowd, crowded, entrance, parley, settings_for

STATIC = ROOT / "src/parley/static"
MIB = 1_000_000
LONG, SHORT = 1_000_000, 1_000
PAGES = 500
ROOMS = 50
CUT = Crowd(groups=100, people_each=21)
"""Twenty of each room are cut; the last goes on sending."""
CUT_RATE = 100
# Else the search's would index a million messages meanwhile, for ten minutes.
WITHOUT_FOLLOWERS = ("bench.followers", "0")
# What a server lets in at once from everywhere. All others are by person or address, and here all come from one.
AT_THE_DOOR = ("rate_handshake", "sockets_waiting")


def start(scene: Scene) -> Measured:
    """A server on an existing SQLite folder: seconds until /readyz, and its resident memory then."""
    runs = []
    with settings_for(None) as settings:
        for _ in range(scene.times):
            with parley(settings) as server:
                runs.append({"ready_s": server.ready_after_s, "resident_mb": server.resident_mb()})
    figures = medians(runs)
    rows = [
        at_most("just started: ready", figures["ready_s"], 2, "s"),
        at_most("just started: resident", figures["resident_mb"], 90, "MB"),
    ]
    return Measured({"just started": figures}, rows)


def first_load(_: Scene) -> Measured:
    """The scripts and styles that index.html asks for before anything is clicked, gzipped as they are sent."""
    page = (STATIC / "index.html").read_text()
    wanted = re.findall(r'(?:src|href)="/([^"]+\.(?:js|css))"', page)
    sizes = {name: len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in set(wanted)}
    script = sum(size for name, size in sizes.items() if name.endswith(".js")) / 1000
    style = sum(size for name, size in sizes.items() if name.endswith(".css")) / 1000
    figures = {"javascript_kb": round(script, 1), "css_kb": round(style, 1)}
    return Measured({"first load": figures}, [at_most("first load: JavaScript, gzip", script, 120, "KB")])


def idle(scene: Scene) -> Measured:
    """Signed-in connections, each a member of ten rooms of a hundred."""
    crowd = Crowd(groups=scene.size(50), people_each=100, rooms_each=10)
    runs = []
    for _ in range(scene.times):
        with crowded(crowd) as (server, members):
            runs.append(load("idle", {"server": server.process.pid, "members": members}))
    figures = medians(runs)
    connections = f"{figures['connections']:,}"
    return Measured(
        {"idle": figures}, [at_most(f"{connections} idle connections: each", figures["kib_each"], 12, "KiB")]
    )


def signals(scene: Scene) -> Measured:
    """A hundred rooms of ten who watch each other. One in each types, and everybody is away now and then."""
    crowd = Crowd(groups=scene.size(100), people_each=10)
    runs = []
    for _ in range(scene.times):
        with crowded(crowd) as (server, members):
            plan = {"server": server.process.pid, "members": members, "seconds": 4 * scene.seconds}
            runs.append(load("signals", plan))
    figures = medians(runs)
    what = f"{figures['connections']:,} connections typing and watching: server's CPU"
    return Measured({"signals": figures}, [at_most(what, figures["server_cpu"], 10, "% of a core")])


def pages(scene: Scene) -> Measured:
    """The newest page, asked for one at a time over a socket: loopback and the asker's own time are in it."""
    figures: dict[str, Any] = {}
    with settings_for(None) as settings:
        long, short = asyncio.run(fill(settings, groups=2, people_each=1))
        counts = {SHORT: short, scene.size(LONG): long}
        for count, member in counts.items():
            asyncio.run(talk(settings, member, count))
        with parley(settings, WITHOUT_FOLLOWERS):
            taken: dict[int, list[dict[str, Any]]] = {count: [] for count in counts}
            for _ in range(scene.times):
                for count, member in counts.items():
                    plan = {"member": entrance(settings, member), "times": scene.size(PAGES), "expected": count}
                    taken[count].append(load("pages", plan))
    figures = {f"newest page of {count:,}": medians(runs) for count, runs in taken.items()}
    few, many = figures.values()
    rows = [
        Row(f"newest page of {SHORT:,}: p99", "", f"{few['p99_ms']:.2f} ms"),
        at_most(f"newest page of {max(counts):,}: p99", many["p99_ms"], 5, "ms"),
    ]
    return Measured(figures, rows)


def absence(scene: Scene) -> Measured:
    """A person reconnects to a server that has just started, so that no catch-up is cached."""
    figures: dict[str, Any] = {}
    for name, postgres in (("SQLite", None), ("PostgreSQL", scene.postgres())):
        with settings_for(postgres) as settings:
            away, other = asyncio.run(fill(settings, groups=1, people_each=2, rooms_each=scene.size(ROOMS)))
            plan = {"away": entrance(settings, away), "other": entrance(settings, other)}
            with parley(settings):
                known = load("absence", plan)
            runs = []
            for _ in range(scene.times):
                with parley(settings):
                    runs.append(load("absence", {**plan, "known": known}))
        figures[f"absence, {name}"] = medians(runs)
    rows = [
        at_most(
            f"{name}: {each['logs']} logs, {each['kinds']} kinds changed: caught up", each["caught_up_ms"], 500, "ms"
        )
        for name, each in figures.items()
    ]
    return Measured(figures, rows)


def cut(scene: Scene) -> Measured:
    """All connections but some senders' cut at once, and all back at once."""
    crowd = Crowd(groups=scene.size(CUT.groups), people_each=CUT.people_each)
    last = CUT.people_each - 1
    runs = []
    for _ in range(scene.times):
        with crowded(crowd, limits=AT_THE_DOOR) as (_server, members):
            plan = {
                "members": [member for member in members if member["place"] < last],
                "senders": [member for member in members if member["place"] == last],
                "rate": scene.size(CUT_RATE),
            }
            runs.append(load("cut", plan))
    figures = medians(runs)
    count = f"{crowd.groups * last:,}"
    rows = [
        at_most(f"{count} cut at once: all back and caught up", figures["all_back_s"], 10, "s"),
        at_most(f"{count} cut at once: sends p99 meanwhile", figures["sends_p99_ms"], 1_000, "ms"),
    ]
    return Measured({"cut": figures}, rows)
