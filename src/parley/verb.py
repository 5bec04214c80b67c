"""What there is to say of a verb: one row of the catalogue in parley.verbs.

A verb's summary is its command's docstring. Its action takes a context and the command and returns an awaitable of
the result; nothing else in the program writes or publishes.
"""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal

from msgspec import Struct

from parley import policies
from parley.actions.context import Context
from parley.policies import Policy

Door = Literal["http", "ws"]
Who = Literal["anyone", "person"]
Rate = Literal["read", "write", "send", "search", "signal", "sign_in", "mail"]
BOTH: frozenset[Door] = frozenset({"http", "ws"})
# Signing in and out are HTTP's alone: a socket can set no cookie, and lives and ends with its session.
HTTP: frozenset[Door] = frozenset({"http"})
# What belongs to one connection has no meaning over HTTP, and no route.
WS: frozenset[Door] = frozenset({"ws"})


@dataclass(frozen=True)
class Verb:
    """One thing that can be asked of Parley, and all that either door has to know about it."""

    name: str
    command: type[Struct]
    action: Callable[[Context, Any], Awaitable[Struct]]
    result: type[Struct]
    route: str
    _: KW_ONLY
    may: Policy = policies.signed_in
    rate: Rate = "read"
    doors: frozenset[Door] = BOTH
    status: int = 200

    @property
    def who(self) -> Who:
        return "anyone" if self.may is policies.anyone else "person"

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def path(self) -> str:
        """With the command's own field names in braces."""
        return self.route.partition(" ")[2]

    @property
    def summary(self) -> str:
        return " ".join((self.command.__doc__ or "").split())
