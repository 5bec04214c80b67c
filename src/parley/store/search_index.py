"""What the two databases do differently for a search: `search_sqlite.py` and `search_postgresql.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from parley.language.queries import Term
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

END = (1 << 63) - 1


class Numbered(NamedTuple):
    """The words of a message under its number. Parts are found, and do not follow each other as words do."""

    id: int
    words: Sequence[str]
    parts: Sequence[str]


class Chosen(NamedTuple):
    """Messages that are in a set, or are not: what the caller `saved`, or what is `pinned`."""

    name: str
    is_in: bool


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What to find. `any_of` has groups of marks: a message has one of each group, and none of `no_marks`. `sets` are
    what people choose messages for, which the index does not know.
    """

    terms: Sequence[Term] = ()
    without: Sequence[Term] = ()
    any_of: Sequence[Sequence[str]] = ()
    no_marks: Sequence[str] = ()
    sets: Sequence[Chosen] = ()
    since: int = 0
    before: int = END


class Source(NamedTuple):
    """A way to ask: a relation `w` of numbers, and the condition on its rows. `{among}` is where a condition on the
    numbers costs least.
    """

    relation: str
    condition: str


class Index(Protocol):
    """`key` is the number's column in `searched_words`, and `number` what to compare where `{among}` is. The sources
    are asked in their order until one has enough; only the last has everything.
    """

    key: str
    number: str
    join: str
    sources: tuple[Source, ...]

    async def put(self, tx: WriteTransaction, entries: Sequence[Numbered]) -> None: ...

    async def prepare(self, tx: Transaction) -> None:
        """Before a question."""
        ...

    def asked(self, wanted: Wanted) -> str:
        """The question in the database's own language. All words in it come from `parley.language.words`."""
        ...
