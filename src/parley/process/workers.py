"""Several processes behind one port: `serve` starts them, watches them, replaces them and stops them.

They share the listening socket: while one restarts, another takes its connections, or they wait.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

import structlog

from parley.doors.http.server import listening, listening_for_metrics
from parley.process.pid_file import pid_file
from parley.settings import Settings, variable
from parley.store.folder import make_folder

LOOK_SECONDS = 0.1
# A worker that ends sooner than this after its start waits before the next, twice as long each time.
SETTLED_SECONDS = 10.0
LEAST_PAUSE, MOST_PAUSE = 0.5, 30.0
# A new worker serves by then, or never.
READY_SECONDS = 60.0
# What draining takes at most, and then some.
STOP_SECONDS = 60.0

log = structlog.get_logger("parley.workers")


class Process:
    """A worker at work. Each end of the line between it and us tells the other that we are gone, however we went."""

    def __init__(self, command: list[str], number: int, listener: socket.socket) -> None:
        given = {
            variable("workers"): "1",
            variable("worker"): str(number),
            variable("listen_fd"): str(listener.fileno()),
        }
        self._line, theirs = socket.socketpair()
        self._line.setblocking(False)
        with theirs:
            # A session of its own: Ctrl-C reaches this process, and this process tells the workers, once.
            self._popen = subprocess.Popen(
                command,
                env={**os.environ, **given},
                stdin=theirs.fileno(),
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )
        self.started_at = time.monotonic()
        self.serves = False

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def age(self) -> float:
        return time.monotonic() - self.started_at

    def ended(self) -> int | None:
        """Its exit code, once it has one."""
        code = self._popen.poll()
        if code is not None:
            self._line.close()
        elif not self.serves:
            with suppress(BlockingIOError, ConnectionError):
                self.serves = bool(self._line.recv(1))
        return code

    def tell(self, number: int) -> None:
        self._popen.send_signal(number)


@dataclass
class Worker:
    """A place for a process, and the process that is in it now."""

    number: int
    process: Process | None = None
    start_at: float = 0.0
    pause: float = LEAST_PAUSE


class Workers:
    """`count` processes that run `command` on an inherited socket."""

    def __init__(self, command: list[str], count: int, listener: socket.socket) -> None:
        self._command = command
        self._listener = listener
        self._workers = [Worker(number) for number in range(count)]
        self._beside: list[Process] = []  # on their way in or out while another has their place
        self._stop_by: int | None = None
        self._replace_all = False

    def take_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGHUP, self._on_hangup)

    def run(self) -> int:
        """Until told to stop. A worker that ends by itself is replaced; the others go on meanwhile."""
        while self._stop_by is None:
            self._look_after_all()
            if self._replace_all:
                self._replace_all = False
                self._roll()
        return self._end()

    def _look_after_all(self) -> None:
        for worker in self._workers:
            self._look_after(worker)
        time.sleep(LOOK_SECONDS)

    def _look_after(self, worker: Worker) -> None:
        now = time.monotonic()
        if worker.process is not None and (code := worker.process.ended()) is not None:
            settled = worker.process.age > SETTLED_SECONDS
            worker.pause = LEAST_PAUSE if settled else min(worker.pause * 2, MOST_PAUSE)
            worker.start_at = now + worker.pause
            worker.process = None
            log.warning("worker_ended", worker=worker.number, code=code, again_in_s=worker.pause)
        if worker.process is None and now >= worker.start_at:
            worker.process = self._start(worker)

    def _start(self, worker: Worker) -> Process:
        return Process(self._command, worker.number, self._listener)

    def _roll(self) -> None:
        """Replace one after the other: the new one serves before the old one hands over and goes."""
        log.info("replacing_workers", workers=len(self._workers))
        for worker in self._workers:
            reason = self._replace(worker)
            if self._stop_by is not None:
                return
            if reason is not None:
                log.error("workers_not_replaced", worker=worker.number, reason=reason, those_before_serve_on=True)
                return
        log.info("workers_replaced", workers=len(self._workers))

    def _replace(self, worker: Worker) -> str | None:
        """The reason why not, if it could not be replaced."""
        new = self._start(worker)
        self._beside.append(new)
        while not new.serves:
            code = new.ended()
            if code is not None:
                self._beside.remove(new)
                return f"the new one ended with code {code}; what it said is above"
            if new.age > READY_SECONDS:
                self._retire(new, signal.SIGKILL)
                return f"the new one did not serve within {READY_SECONDS:.0f} s"
            if not self._goes_on():
                return "told to stop"
        self._beside.remove(new)
        old, worker.process = worker.process, new
        if old is not None:
            self._retire(old, signal.SIGHUP)
        return None

    def _retire(self, process: Process, number: int) -> None:
        """Told to go, and waited for."""
        if process not in self._beside:
            self._beside.append(process)
        process.tell(number)
        deadline = time.monotonic() + STOP_SECONDS
        while process.ended() is None and self._goes_on():
            if time.monotonic() > deadline:
                log.error("worker_killed", pid=process.pid)
                process.tell(signal.SIGKILL)
        if process.ended() is not None:
            self._beside.remove(process)

    def _goes_on(self) -> bool:
        """The others are looked after meanwhile. False when told to stop."""
        self._look_after_all()
        return self._stop_by is None

    def _on_stop(self, number: int, frame: object) -> None:
        self._stop_by = number

    def _on_hangup(self, number: int, frame: object) -> None:
        self._replace_all = True

    def _end(self) -> int:
        """Everybody goes in the way that we were told to; told again, in the way that we were told then."""
        self._listener.close()  # or who connects would wait for workers that take nobody new
        running = [*self._beside, *(worker.process for worker in self._workers if worker.process is not None)]
        deadline = time.monotonic() + STOP_SECONDS
        told = None
        while running := [process for process in running if process.ended() is None]:
            if time.monotonic() > deadline:
                log.error("workers_killed", pids=[process.pid for process in running])
                self._stop_by = signal.SIGKILL
            if told != self._stop_by:
                told = self._stop_by
                for process in running:
                    process.tell(told or signal.SIGTERM)
            time.sleep(LOOK_SECONDS)
        return 0


def run(settings: Settings) -> int:
    """`parley serve` as often as the settings say."""
    if settings.metrics_port:
        for worker in range(settings.workers):
            with listening_for_metrics(settings, worker):
                pass  # a taken port is told of here, once, and not by a worker that starts again and again
    make_folder(settings)
    with listening(settings) as listener:
        workers = Workers([sys.executable, "-m", "parley", "serve"], settings.workers, listener)
        workers.take_signals()
        with pid_file(settings):
            return workers.run()
