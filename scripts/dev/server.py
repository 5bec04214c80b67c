"""Starts the server: alone, beside Vite's live reload, or to be measured."""

import os
import signal
import subprocess
import sys
import time

from scripts.dev import environment, node, web
from scripts.dev.shell import ROOT, alone, in_foreground, say

GRACE = 5.0
"""Seconds to end after a polite signal; the server itself promises three."""


def run(arguments: list[str]) -> int:
    """Becomes the server, so that Ctrl-C and every other signal reach it directly."""
    with alone():
        environment.ensure("run")
        if not web.is_built():
            web.build(node.environment())
    os.chdir(ROOT)
    sys.stdout.flush()
    parley = environment.program("parley")
    os.execv(parley, [parley, "serve", *arguments])


def develop(arguments: list[str]) -> int:
    with alone():
        environment.ensure("run")
        with_node = node.environment()
        web.install(with_node)
    server = f"http://127.0.0.1:{os.environ.get('PARLEY_PORT', '8000')}"
    say("Starting the server, and Vite beside it: open the address that Vite prints. Ctrl-C ends both.")
    # A session of their own: Ctrl-C reaches this process alone, which then tells each of them once.
    processes = {
        "The server": subprocess.Popen(
            [environment.program("parley"), "serve", *arguments],
            cwd=ROOT,
            env={**os.environ, "PARLEY_DEV": "1"},
            start_new_session=True,
        ),
        "Vite": subprocess.Popen(
            ["node", str(web.WEB / "node_modules" / "vite" / "bin" / "vite.js")],
            cwd=web.WEB,
            env={"PARLEY_DEV_SERVER": server, **with_node},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        ),
    }
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    try:
        return first_to_end(processes)
    finally:
        end(list(processes.values()))


def bench(arguments: list[str]) -> int:
    with alone():
        environment.ensure("dev")
        variables = node.environment()
        web.build(variables)
    return in_foreground([environment.program("python"), "-m", "bench.run", *arguments], env=variables)


def torture(arguments: list[str]) -> int:
    return _campaign("tests.torture.run", arguments)


def abuse(arguments: list[str]) -> int:
    return _campaign("tests.abuse.run", arguments)


def _campaign(module: str, arguments: list[str]) -> int:
    with alone():
        environment.ensure("dev")
    return in_foreground([environment.program("python"), "-m", module, *arguments], env=os.environ)


def first_to_end(processes: dict[str, subprocess.Popen[bytes]]) -> int:
    while True:
        for name, process in processes.items():
            code = process.poll()
            if code is not None:
                say(f"{name} ended with {code}, so the other is ended too.")
                return code
        time.sleep(0.1)


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
