import socket
from contextlib import suppress


def free_port() -> int:
    """A port that nobody listens on now. Somebody may take it before it is used: then the start fails and says so."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def two_free_ports() -> int:
    """The first of two neighbours that nobody listens on now."""
    while True:
        first = free_port()
        with suppress(OSError), socket.create_server(("127.0.0.1", first + 1)):
            return first
