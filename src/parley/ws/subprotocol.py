"""The version of what is spoken on a socket, as the handshake names it."""

from collections.abc import Mapping

SUBPROTOCOL = "parley.v2"
_OURS = "parley."


def chosen(headers: Mapping[str, str]) -> str | None:
    """What the handshake answers. A browser that offers names and is answered with none does not open the socket, so an
    older page is answered with its own, and then told on the socket to reload.
    """
    offered = [name.strip() for name in headers.get("sec-websocket-protocol", "").split(",")]
    if SUBPROTOCOL in offered:
        return SUBPROTOCOL
    return next((name for name in offered if name.startswith(_OURS)), None)


def is_outdated(headers: Mapping[str, str]) -> bool:
    """Whether a client speaks another version. One that names none is taken for a program that knows this one."""
    return chosen(headers) not in (SUBPROTOCOL, None)
