"""The typed async client: `async with Parley(url) as chat`. It imports the protocol, the things and the errors."""

from parley.client.link import Timing
from parley.client.parley import Parley
from parley.client.state import State
from parley.client.talks import RoomState

__all__ = ["Parley", "RoomState", "State", "Timing"]
