"""What happens in a story."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.recorder import Recorder

if TYPE_CHECKING:
    from tests.stories.world import World

Json = dict[str, Any]

# What is done, by which of six devices, in which room, and how much; the numbers are taken modulo what there is.
Deed = tuple[str, int, int, int]
Act = Callable[["World", Recorder, Json, int], Awaitable[None]]
