"""The small types that every other file here is made of.

Patterns end in `$(?!\\n)`: in Python, `$` alone also lets a line break at the very end pass.
"""

from typing import Annotated

from msgspec import Meta, Raw, Struct

# Ids are 63-bit integers inside and decimal strings on the wire: JavaScript's numbers end at 2^53.
Id = Annotated[str, Meta(pattern=r"^[1-9][0-9]{0,18}$(?!\n)", description="A decimal 63-bit id, as a string.")]
Rev = Annotated[int, Meta(ge=0, le=2**53 - 1, description="A place in a log: the number of a thing's last change.")]
Seq = Annotated[int, Meta(ge=0, le=2**53 - 1, description="A message's place in its room, from 1, without holes.")]
Time = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$(?!\n)",
        description="RFC 3339, UTC, with milliseconds. For people to read; nothing is ever ordered by it.",
    ),
]
ClientId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        pattern=r"^[A-Za-z0-9._:-]+$(?!\n)",
        description="Letters, digits, dots, hyphens, colons and underscores: chosen by the caller once per thing "
        "that it creates. Repeating it returns the first answer.",
    ),
]
Slug = Annotated[
    str,
    Meta(
        min_length=2,
        max_length=60,
        pattern=r"^[a-z](?:[a-z0-9]|-(?=[a-z0-9]))+$(?!\n)",
        description="Lower-case letters, digits and single hyphens, starting with a letter.",
    ),
]
RoomRef = Annotated[
    str,
    Meta(
        min_length=1, max_length=60, pattern=r"^[a-z0-9-]+$(?!\n)", description="A room's id, or a public room's slug."
    ),
]
# The logs of threads are there for threads to come: none has one yet.
LogName = Annotated[
    str,
    Meta(
        max_length=26,
        pattern=r"^(?:server|(?:room|thread|person):[1-9][0-9]{0,18})$(?!\n)",
        description="Whose log: a room's (`room:17`), a thread's, a person's, or the server's (`server`).",
    ),
]
# Encoded one by one, each with its kind in the field `thing`: whoever does not know a kind skips what is of it.
Things = Annotated[list[Raw], Meta(description="Whole things of one log, each as its kind says, in order of `rev`.")]


class Empty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command without fields, or an answer that has nothing to say but yes."""
