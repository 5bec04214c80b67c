"""Ports for whatever a test starts, each given to one process alone.

They lie below those that systems give to outgoing connections. A port from up there may be taken by anybody's
connection before its server starts, and whoever dials a server there that is away may be connected with themselves.
"""

import socket
from contextlib import suppress
from functools import cache
from itertools import cycle

# Browsers refuse to go to 10080, and to some below it.
FIRST, LAST = 11_000, 32_000
BLOCK = 500


def free_port() -> int:
    """A port that nobody listens on now, and that no other process of tests is given."""
    return next(port for port in own_ports() if is_free(port))


def two_free_ports() -> int:
    """The first of two neighbours that nobody listens on now."""
    first = next(port for port in own_ports() if is_free(port) and is_free(port + 1))
    next(own_ports())
    return first


@cache
def own_ports() -> "cycle[int]":
    """One after the other, so that a port comes back long after whoever was told of it last is gone."""
    first = claimed_block().getsockname()[1]
    return cycle(range(first + 1, first + BLOCK - 1))


@cache
def claimed_block() -> socket.socket:
    """Holds the block that begins with its port for as long as this process lives, however it ends."""
    for first in range(FIRST, LAST, BLOCK):
        claim = socket.socket()
        with suppress(OSError):
            claim.bind(("127.0.0.1", first))
            return claim
        claim.close()
    raise OSError(f"All ports from {FIRST} to {LAST} are claimed by other tests")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
