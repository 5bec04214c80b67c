"""What this process counts, as plain numbers: counting costs an addition, and nothing is made of it until it is read.

Counted on the loop's thread alone: what other threads measure comes to the loop with their result. Label values are
from lists of our own, never what somebody sent, so that nobody can make the numbers grow without end.
"""

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress

Labels = tuple[str, ...]

# From what a socket waits for in memory to what a person takes for a failure.
SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
UNITS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
LOOK_SECONDS = 0.25


class Counter:
    """Only grows. With labels, a number for each of their combinations that was expected or has occurred."""

    __slots__ = ("help", "labels", "name", "values")

    def __init__(self, name: str, text: str, labels: Labels = (), expected: tuple[str, ...] = ()) -> None:
        self.name = name
        self.help = text
        self.labels = labels
        self.values: dict[Labels, int] = {(value,): 0 for value in expected} if labels else {(): 0}

    def add(self, *labels: str, by: int = 1) -> None:
        self.values[labels] = self.values.get(labels, 0) + by

    def expect(self, *labels: str) -> None:
        """Show it as 0 until it occurs: of a number that appears as 1 Prometheus does not know that it has grown."""
        self.values.setdefault(labels, 0)


class _Series:
    """How many values were at most each bound and above the one before, and above all of them; and their sum."""

    __slots__ = ("counts", "sum")

    def __init__(self, bounds: int) -> None:
        self.counts = [0] * (bounds + 1)
        self.sum = 0.0


class Histogram:
    """How values are distributed."""

    __slots__ = ("bounds", "help", "labels", "name", "series")

    def __init__(
        self,
        name: str,
        text: str,
        labels: Labels = (),
        expected: tuple[str, ...] = (),
        bounds: tuple[float, ...] = SECONDS,
    ) -> None:
        self.name = name
        self.help = text
        self.labels = labels
        self.bounds = bounds
        given: list[Labels] = [(value,) for value in expected] if labels else [()]
        self.series = {values: _Series(len(bounds)) for values in given}

    def observe(self, value: float, *labels: str) -> None:
        series = self.series.get(labels)
        if series is None:
            series = self.series[labels] = _Series(len(self.bounds))
        series.counts[bisect_left(self.bounds, value)] += 1
        series.sum += value


class Gauge:
    """Call these functions when the metrics are read, and add up what they return."""

    __slots__ = ("_readers", "help", "labels", "name")

    def __init__(self, name: str, text: str, labels: Labels = ()) -> None:
        self.name = name
        self.help = text
        self.labels = labels
        self._readers: list[tuple[Labels, Callable[[], float]]] = []

    def watch(self, read: Callable[[], float], *labels: str) -> None:
        self._readers.append((labels, read))

    @property
    def values(self) -> dict[Labels, float]:
        found: dict[Labels, float] = {}
        for labels, read in self._readers:
            with suppress(OSError):  # a disk that is gone: then all other numbers are wanted
                found[labels] = found.get(labels, 0.0) + read()
        return found


Family = Counter | Histogram | Gauge


class Metrics:
    """All that a process counts. docs/metrics.md has the same list."""

    def __init__(self) -> None:
        self._count_commands()
        self._count_delivery()
        self._count_sockets()
        self._count_storage()
        self._count_jobs()
        self._count_followers()
        self._count_bus()
        self._count_signals()
        self._count_process()

    def families(self) -> Iterator[Family]:
        return iter(vars(self).values())

    def _count_commands(self) -> None:
        self.commands = Counter(
            "parley_commands_total",
            "Answers to commands by door (http, ws), verb and code: ok, or the error's.",
            ("door", "verb", "code"),
        )
        self.command_seconds = Histogram(
            "parley_command_seconds",
            "From reading a command to its answer, by rate class: send is message.send.",
            ("class",),
            ("sign_in", "mail", "send", "write", "read", "search", "signal"),
        )
        self.filtered = Counter(
            "parley_filtered_total",
            "What people wrote and filters looked at, by outcome: passed, changed, refused, held, failed.",
            ("outcome",),
            ("passed", "changed", "refused", "held", "failed"),
        )
        self.rate_limited = Counter(
            "parley_rate_limited_total",
            "What was refused because its caller was too fast, by rate class.",
            ("class",),
            (
                "sign_in",
                "account",
                "mail",
                "sign_in_all",
                "send",
                "write",
                "read",
                "search",
                "signal",
                "connect",
                "frame",
            ),
        )
        self.http_responses = Counter(
            "parley_http_responses_total", "Answers to HTTP requests of every kind, by status.", ("status",)
        )

    def _count_delivery(self) -> None:
        self.delivery_seconds = Histogram(
            "parley_delivery_seconds",
            "Until sockets of this process were given what was committed: here since the commit, elsewhere since "
            "another process published it, by that host's clock.",
            ("committed",),
            ("here", "elsewhere"),
        )
        self.deliveries = Counter("parley_deliveries_total", "Frames of changes given to sockets.")
        self.holes = Counter(
            "parley_holes_total", "Gaps in a log that did not close within 20 ms, so that the table was read."
        )
        self.sweep_repairs = Counter(
            "parley_sweep_repairs_total", "Logs that the sweep found ahead of what this process was told."
        )
        self.resumes = Counter(
            "parley_resumes_total",
            "Clients that came by outcome: fresh without cursors, lossless with nothing missing, replay with all that "
            "was missing, reset with at least one room begun anew.",
            ("outcome",),
            ("fresh", "lossless", "replay", "reset"),
        )

    def _count_sockets(self) -> None:
        self.handshakes = Counter(
            "parley_handshakes_total",
            "Requests to open a socket: opened, or refused for their path or origin, because their address opens too "
            "many or too fast (rate_limited), or because all together do (unavailable).",
            ("outcome",),
            ("opened", "path", "origin", "rate_limited", "unavailable"),
        )
        self.sockets = Gauge("parley_sockets", "Open sockets.")
        self.sockets_signed_in = Gauge("parley_sockets_signed_in", "Open sockets that are told of changes.")
        self.socket_closes = Counter(
            "parley_socket_closes_total",
            "Sockets that ended, by the server's close code; 1006 are those that went away without one.",
            ("code",),
        )
        self.slow_readers = Counter(
            "parley_slow_readers_total", "Sockets closed because too much waited for them, or for too long."
        )
        self.outbox_bytes = Gauge("parley_outbox_bytes", "What waits to be written to sockets, in bytes.")
        self.outbox_pieces = Gauge("parley_outbox_pieces", "What waits to be written to sockets, in byte strings.")

    def _count_storage(self) -> None:
        self.commit_seconds = Histogram("parley_commit_seconds", "From a batch's BEGIN to its durable COMMIT.")
        self.batch_units = Histogram("parley_batch_units", "Writes that share one transaction.", bounds=UNITS)
        self.commit_failures = Counter("parley_commit_failures_total", "Batches that the database could not take.")
        self.changes = Counter("parley_changes_total", "Changes committed here: new messages, stays, rooms and so on.")
        self.writer_queue = Gauge("parley_writer_queue", "Writes that wait for the next transaction.")
        self.read_wait_seconds = Histogram(
            "parley_read_wait_seconds", "How long reads waited for a reading thread or a pooled connection."
        )
        self.epoch_changes = Counter(
            "parley_epoch_changes_total", "Times the database turned out to have another history."
        )
        self.disk_free = Gauge("parley_disk_free_bytes", "Free on the disk with the data folder.")
        self.disk_size = Gauge("parley_disk_size_bytes", "Size of the disk with the data folder.")
        self.backup_age = Gauge(
            "parley_backup_age_seconds",
            "Age of the newest backup in the folder for backups: infinite if none, absent without schedule or folder.",
        )

    def _count_jobs(self) -> None:
        self.jobs = Counter(
            "parley_jobs_total",
            "Tries at jobs by kind and outcome: done, failed and to be tried again, dead after the last try, lost to "
            "another process because this one took too long.",
            ("kind", "outcome"),
        )
        self.jobs_dead = Gauge("parley_jobs_dead", "Jobs in the database that nobody tries again by itself.")
        self.jobs_overdue = Gauge(
            "parley_jobs_overdue_seconds", "For how long the job has been due that is to be done next; 0 if none is."
        )

    def _count_followers(self) -> None:
        self.follower_changes = Counter(
            "parley_follower_changes_total",
            "Changes that followers of logs took here, by follower and outcome: done, failed and to be tried again, "
            "set_aside after the last try.",
            ("follower", "outcome"),
        )
        self.follower_behind = Gauge(
            "parley_follower_behind",
            "Places in logs that a follower has not come to yet, looked at every ten seconds.",
            ("follower",),
        )
        self.follower_set_aside = Gauge(
            "parley_follower_set_aside", "Changes in the database that a follower could not take.", ("follower",)
        )

    def _count_bus(self) -> None:
        self.bus_up = Gauge("parley_bus_up", "1 while Redis carries what is published; absent without Redis.")
        self.parcels_sent = Counter("parley_bus_parcels_sent_total", "Parcels that Redis took.")
        self.parcels_received = Counter("parley_bus_parcels_received_total", "Parcels from other processes.")
        self.parcels_lost = Counter("parley_bus_parcels_lost_total", "Parcels that Redis did not take.")
        self.bus_doubts = Counter(
            "parley_bus_doubts_total",
            "Shards to be swept because something may be missing: after a gap in the numbers, after a pulse that "
            "names a later one, after subscribing.",
            ("reason",),
            ("gap", "pulse", "subscribed"),
        )
        self.bus_forged = Counter("parley_bus_forged_total", "Messages on the bus without this Parley's seal.")

    def _count_signals(self) -> None:
        kinds = ("typing", "presence", "seen", "reports", "emoji", "server_name")
        self.signals = Counter("parley_signals_total", "Signals given to sockets.", ("kind",), kinds)
        self.signals_shed = Counter(
            "parley_signals_shed_total",
            "Signals that were dropped because too many waited: for a socket (outbox), for Redis (bus), or for the "
            "database (receipts).",
            ("where",),
            ("outbox", "bus", "receipts"),
        )
        self.people_present = Gauge("parley_people_present", "People with a socket here, or with one until just now.")
        self.people_watched = Gauge("parley_people_watched", "People whose presence somebody here is told.")
        self.presence_frozen = Gauge(
            "parley_presence_frozen", "1 while nobody is told that people went away, because Redis is or was away."
        )

    def _count_process(self) -> None:
        self.loop_lag_seconds = Histogram(
            "parley_loop_lag_seconds", "How late the event loop was, looked at four times a second."
        )
        self.passwords_waiting = Gauge("parley_passwords_waiting", "Passwords being hashed or waiting for it.")
        self.draining = Gauge("parley_draining", "1 while the process stops and sends its sockets away.")
        self.start_time = Gauge("parley_start_time_seconds", "When the process began to serve, in Unix time.")
        self.info = Gauge("parley_info", "Always 1: what this process is.", ("version", "database", "worker"))


async def watch_loop(lag: Histogram) -> None:
    """A stall shows at the first look after it."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LOOK_SECONDS
        await asyncio.sleep(LOOK_SECONDS)
        lag.observe(max(0.0, loop.time() - due))
