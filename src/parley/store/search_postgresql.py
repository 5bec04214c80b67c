"""The index in PostgreSQL, by `tsvector`, without a text search configuration: the words are cut already."""

from collections.abc import Sequence

from sqlalchemy import text

from parley.language.queries import Term
from parley.store.database import Transaction
from parley.store.search_index import Index, Numbered, Wanted
from parley.store.units import WriteTransaction

# A lexeme has positions up to here. Parts of words are all put at the last one, where they follow nothing.
LAST = 16_383
_PUT = text(
    "INSERT INTO searched_words (id, words) SELECT t.id, CAST(t.words AS tsvector) "
    "FROM unnest(CAST(:ids AS bigint[]), CAST(:words AS text[])) t(id, words)"
)
# A plan for any words would be one for rare words: frequent ones are found faster by going back in time.
_PLAN_EACH = text("SET LOCAL plan_cache_mode = force_custom_plan")


class PostgresIndex:
    key = "id"
    join = "JOIN"
    matches = "w.words @@ CAST(CAST(:matches AS text) AS tsquery)"

    async def put(self, tx: WriteTransaction, entries: Sequence[Numbered]) -> None:
        if entries:
            ids, words = [entry.id for entry in entries], [_vector(entry) for entry in entries]
            await tx.run(_PUT.bindparams(ids=ids, words=words))

    async def prepare(self, tx: Transaction) -> None:
        await tx.run(_PLAN_EACH)

    def asked(self, wanted: Wanted) -> str:
        has = [*map(_phrase, wanted.terms), *(f"({' | '.join(map(_quoted, group))})" for group in wanted.any_of)]
        lacks = [*map(_phrase, wanted.without), *map(_quoted, wanted.no_marks)]
        return " & ".join([*has, *(f"!{one}" for one in lacks)])


def _phrase(term: Term) -> str:
    return f"({' <-> '.join(map(_quoted, term.words))}{':*' if term.is_begun else ''})"


def _quoted(word: str) -> str:
    return f"'{word}'"


def _vector(entry: Numbered) -> str:
    words = [f"'{word}':{min(place, LAST - 2)}" for place, word in enumerate(entry.words, 1)]
    return " ".join([*words, *(f"'{part}':{LAST}" for part in dict.fromkeys(entry.parts))])


INDEX: Index = PostgresIndex()
