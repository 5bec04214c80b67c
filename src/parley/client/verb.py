"""What the client has to know of a verb, and the keys of what it creates."""

import uuid
from dataclasses import KW_ONLY, dataclass
from typing import Generic, TypeVar

from msgspec import Struct

R_co = TypeVar("R_co", bound=Struct, covariant=True)


@dataclass(frozen=True)
class Verb(Generic[R_co]):
    name: str
    method: str
    path: str
    result: type[R_co]
    _: KW_ONLY
    ws: bool
    open_to_all: bool


def new_client_id() -> str:
    return str(uuid.uuid4())
