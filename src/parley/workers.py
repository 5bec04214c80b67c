"""Several processes behind one port: `serve` starts them, watches them and stops them.

They share the listening socket, so whoever connects while one of them restarts is taken by another, or waits.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

import structlog

from parley.http.server import listening, listening_for_metrics
from parley.settings import Settings, variable

LOOK_SECONDS = 0.2
# A worker that ends sooner than this after its start waits before the next, twice as long each time.
SETTLED_SECONDS = 10.0
LEAST_PAUSE, MOST_PAUSE = 0.5, 30.0
# What draining takes at most, and then some.
STOP_SECONDS = 60.0

log = structlog.get_logger("parley.workers")


@dataclass
class Worker:
    """A place for a process, and the process that is in it now."""

    number: int
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause: float = LEAST_PAUSE


class Workers:
    """`count` processes that run `command` on an inherited socket."""

    def __init__(self, command: list[str], count: int, listener: socket.socket) -> None:
        self._command = command
        self._listener = listener
        self._workers = [Worker(number) for number in range(count)]
        self._stopping = False

    def run(self) -> int:
        """Until told to stop. A worker that ends by itself is replaced; the others go on meanwhile."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        while not self._stopping:
            for worker in self._workers:
                self._look_after(worker)
            time.sleep(LOOK_SECONDS)
        return self._end()

    def _look_after(self, worker: Worker) -> None:
        now = time.monotonic()
        if worker.process is not None and (code := worker.process.poll()) is not None:
            settled = now - worker.started_at > SETTLED_SECONDS
            worker.pause = LEAST_PAUSE if settled else min(worker.pause * 2, MOST_PAUSE)
            worker.start_at = now + worker.pause
            worker.process = None
            log.warning("worker_ended", worker=worker.number, code=code, again_in_s=worker.pause)
        if worker.process is None and now >= worker.start_at:
            worker.process = self._start(worker)
            worker.started_at = now

    def _start(self, worker: Worker) -> "subprocess.Popen[bytes]":
        given = {
            variable("workers"): "1",
            variable("worker"): str(worker.number),
            variable("listen_fd"): str(self._listener.fileno()),
        }
        # A session of its own: Ctrl-C reaches this process, and this process tells the workers, once.
        return subprocess.Popen(
            self._command,
            env={**os.environ, **given},
            stdin=subprocess.PIPE,  # its end tells the workers that this process is gone, however it went
            pass_fds=[self._listener.fileno()],
            start_new_session=True,
        )

    def _stop(self, number: int, frame: object) -> None:
        self._stopping = True

    def _end(self) -> int:
        running = [worker.process for worker in self._workers if worker.process is not None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.error("worker_killed", pid=process.pid)
                process.kill()
        return 0


def run(settings: Settings) -> int:
    """`parley serve` as often as the settings say."""
    if settings.metrics_port:
        for worker in range(settings.workers):
            with listening_for_metrics(settings, worker):
                pass  # a taken port is told of here, once, and not by a worker that starts again and again
    with listening(settings) as listener:
        return Workers([sys.executable, "-m", "parley", "serve"], settings.workers, listener).run()
