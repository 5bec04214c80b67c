"""Accepts sockets: checks each against the limits before it opens, and gives it what all of them share."""

import asyncio
from dataclasses import dataclass, field

from parley.basics.amounts import Rate
from parley.doors.edge import Edge
from parley.doors.gate import Gate
from parley.doors.request import Request
from parley.doors.ws.connection import Connection
from parley.doors.ws.inbox import Inbox
from parley.doors.ws.outbox import Flusher
from parley.realtime.hub import Hub


@dataclass(frozen=True)
class Entrance:
    """One per server."""

    edge: Edge
    hub: Hub
    gate: Gate
    flusher: Flusher
    frame_rate: Rate
    # The loop has only weak references to tasks. One set holds those of all sockets: a set each would be 216 bytes.
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def accept(self, request: Request) -> Connection:
        """The listener for a socket. Raises RateLimited or Unavailable if it may not open now."""
        is_stranger = self.edge.is_stranger(request)
        self.gate.check(request.customer, is_stranger=is_stranger)
        inbox = Inbox(limit=self.edge.services.settings.frame_bytes, rate=self.frame_rate)
        return Connection(
            request,
            edge=self.edge,
            hub=self.hub,
            flusher=self.flusher,
            tasks=self.tasks,
            inbox=inbox,
            enter=lambda cut: self.gate.enter(request.customer, is_stranger=is_stranger, cut=cut),
        )
