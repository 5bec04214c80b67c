"""What RFC 6455 forbids and picows lets through. The server fails such a connection, as the standard asks."""

from picows import WSFrame

VERSION = "13"
NORMAL, PROTOCOL_ERROR, NOT_TEXT = 1000, 1002, 1007


def has_reserved_bits(frame: WSFrame) -> bool:
    """No extension was agreed on, so their meaning is unknown (5.2)."""
    return bool(frame.rsv1 or frame.rsv2 or frame.rsv3)


def is_text(message: bytes) -> bool:
    """Whether the bytes are UTF-8 (8.1). JSON's decoder looks only at the fields that it knows."""
    if message.isascii():
        return True
    try:
        message.decode()
    except UnicodeDecodeError:
        return False
    return True


def answer_to_close(payload: bytes) -> int:
    """The code that answers a close frame: an error if the client's may not be sent (7.4)."""
    if not payload:
        return NORMAL
    code = int.from_bytes(payload[:2], "big")
    may_be_sent = 1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999
    return NORMAL if may_be_sent else PROTOCOL_ERROR
