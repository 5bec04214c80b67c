"""What a call costs beyond its one token: before it is made by what it asks, afterwards by what was answered."""

from msgspec import Struct

from parley.protocol.sync import GetSync, Hello

# With the default rate of reads, a person is answered 1.6 MB a second for as long as they like. A usual page has 20 KB.
BYTES_PER_TOKEN = 16 * 1024
# Catching up by so many cursors costs as much as reading a page.
CURSORS_PER_TOKEN = 25


def command_cost(command: Struct) -> float:
    """Tokens on top of the first."""
    return len(command.cursors) / CURSORS_PER_TOKEN if isinstance(command, Hello | GetSync) else 0.0


def answer_cost(size: int) -> float:
    """Tokens on top of the first, which pays for a small answer. `size` is in bytes."""
    return max(0.0, size / BYTES_PER_TOKEN - 1)
