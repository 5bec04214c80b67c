"""What a call costs beyond its one token: its input is priced before the call, its answer afterwards."""

from msgspec import Struct

from parley.language.mentions import mentions_in
from parley.protocol.forwards import ForwardMessage
from parley.protocol.messages import EditMessage, SendMessage
from parley.protocol.sync import GetSync, Hello

# At the default rate of reads, one person can read 1.6 MB a second without a pause. A usual page has 20 KB.
BYTES_PER_TOKEN = 16 * 1024
# Catching up by so many cursors costs as much as reading a page.
CURSORS_PER_TOKEN = 25
# A message that calls everybody in a room: half of a burst at the default rate.
CALL = 9.0


def command_cost(command: Struct) -> float:
    """Tokens on top of the first."""
    if isinstance(command, (SendMessage, EditMessage)):
        return CALL if "@" in command.body and mentions_in(command.body).wide else 0.0
    if isinstance(command, ForwardMessage):
        return CALL if "@" in command.note and mentions_in(command.note).wide else 0.0
    if isinstance(command, (Hello, GetSync)):
        return len(command.cursors) / CURSORS_PER_TOKEN
    return 0.0


def answer_cost(size: int) -> float:
    """Tokens on top of the first, which pays for a small answer. `size` is in bytes."""
    return size / BYTES_PER_TOKEN - 1 if size > BYTES_PER_TOKEN else 0.0
