"""The version of the socket's protocol, as the handshake names it."""

from collections.abc import Mapping

SUBPROTOCOL = "parley.v2"
_OURS = "parley."


def chosen(headers: Mapping[str, str]) -> str | None:
    """The subprotocol to answer with. A browser that offers names and gets none back does not open the socket. So the
    server returns an older page its own name, and an error on the socket asks that page to reload.
    """
    offered = [name.strip() for name in headers.get("sec-websocket-protocol", "").split(",")]
    if SUBPROTOCOL in offered:
        return SUBPROTOCOL
    return next((name for name in offered if name.startswith(_OURS)), None)


def is_outdated(headers: Mapping[str, str]) -> bool:
    """Whether a client speaks another version. One that names none counts as a program that knows this one."""
    return chosen(headers) not in (SUBPROTOCOL, None)
