"""The index in PostgreSQL, by `tsvector`, without a text search configuration: the words are cut already."""

from collections.abc import Sequence

from sqlalchemy import text

from parley.language.queries import Term
from parley.language.slips import beginnings
from parley.store.database import Transaction
from parley.store.search_index import Index, Numbered, Source, Wanted
from parley.store.units import WriteTransaction

# A lexeme has positions up to here. Parts of words are all put at the last one, where they follow nothing.
LAST = 16_383
_PUT = text(
    "INSERT INTO searched_words (id, words) SELECT t.id, CAST(t.words AS tsvector) "
    "FROM unnest(CAST(:ids AS bigint[]), CAST(:words AS text[])) t(id, words)"
)
# Joins in the order in which they are written, from the words on: in tables without statistics it was seen to compare
# each message with each hit, for over 30 s.
_AS_WRITTEN = text("SET LOCAL join_collapse_limit = 1")
_MATCHES = "words @@ CAST(CAST(:matches AS text) AS tsquery)"
# Frequent words are among the newest messages, and reading these takes 1 ms. For all others the index is fast. Left to
# itself, PostgreSQL was seen to read the whole table backwards for a beginning that no word has: it guesses that one in
# fifty messages has it. `OFFSET 0` and `LIMIT` keep it from choosing.
NEWEST = 5_000
_NEWEST = Source(
    "(SELECT id, words FROM searched_words WHERE id >= :since AND id < :before{among} "  # noqa: S608 - a number of ours
    f"ORDER BY id DESC LIMIT {NEWEST}) w",
    f"w.{_MATCHES}",
)
_ALL = Source(f"(SELECT id FROM searched_words WHERE {_MATCHES}{{among}} OFFSET 0) w", "true")  # noqa: S608


class PostgresIndex:
    key = "id"
    number = "searched_words.id"
    join = "JOIN"
    sources: tuple[Source, ...] = (_NEWEST, _ALL)

    async def put(self, tx: WriteTransaction, entries: Sequence[Numbered]) -> None:
        if entries:
            ids, words = [entry.id for entry in entries], [_vector(entry) for entry in entries]
            await tx.run(_PUT, {"ids": ids, "words": words})

    async def prepare(self, tx: Transaction) -> None:
        await tx.run(_AS_WRITTEN)

    def asked(self, wanted: Wanted) -> str:
        has = [*map(_phrase, wanted.terms), *(f"({' | '.join(map(_quoted, group))})" for group in wanted.any_of)]
        lacks = [*map(_phrase, wanted.without), *map(_quoted, wanted.no_marks)]
        return " & ".join([*has, *(f"!{one}" for one in lacks)])


def _phrase(term: Term) -> str:
    if term.slips:
        return f"({' | '.join(f'{_quoted(one)}:*' for one in beginnings(term.words[0]))})"
    return f"({' <-> '.join(map(_quoted, term.words))}{':*' if term.is_begun else ''})"


def _quoted(word: str) -> str:
    return f"'{word}'"


def _vector(entry: Numbered) -> str:
    words = [f"'{word}':{min(place, LAST - 2)}" for place, word in enumerate(entry.words, 1)]
    return " ".join([*words, *(f"'{part}':{LAST}" for part in dict.fromkeys(entry.parts))])


INDEX: Index = PostgresIndex()
