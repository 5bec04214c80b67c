"""The index in SQLite, by FTS5. Its own tokenizer has nothing left to do but to cut at spaces."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import Column, MetaData, Table

from parley.language.queries import Term
from parley.language.slips import beginnings
from parley.store.database import Transaction
from parley.store.search_index import Index, Numbered, Source, Wanted
from parley.store.units import WriteTransaction

# Made by a migration: the schema knows no virtual tables.
_WORDS = Table("searched_words", MetaData(), Column("rowid"), Column("words"), Column("parts"))


class SqliteIndex:
    key = "rowid"
    # With the plus, SQLite looks each number up among the chosen, and does not ask FTS5 for each of the chosen.
    number = "+w.rowid"
    # In this order: the words come first, and everything else is looked up by them.
    join = "CROSS JOIN"
    sources: tuple[Source, ...] = (Source("searched_words w", "w.searched_words MATCH :matches{among}"),)

    async def put(self, tx: WriteTransaction, entries: Sequence[Numbered]) -> None:
        await tx.insert(_WORDS, [(entry.id, " ".join(entry.words), " ".join(entry.parts)) for entry in entries])

    async def prepare(self, tx: Transaction) -> None:
        pass

    def asked(self, wanted: Wanted) -> str:
        from_marks = [f"({' OR '.join(map(_quoted, group))})" for group in wanted.any_of]
        has = " AND ".join([*map(_phrase, wanted.terms), *from_marks])
        lacks = [*map(_phrase, wanted.without), *map(_quoted, wanted.no_marks)]
        return " NOT ".join([f"({has})", *lacks])


def without_fts5() -> str | None:
    """What to say where this Python's SQLite was built without full-text search."""
    with closing(sqlite3.connect(":memory:")) as own:
        if own.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone():
            return None
    return (
        f"SQLite {sqlite3.sqlite_version} of this Python was built without FTS5, which the search needs. Use a Python "
        "from python.org, your distribution or Docker, or PostgreSQL."
    )


def _phrase(term: Term) -> str:
    if term.slips:
        return f"({' OR '.join(f'{_quoted(one)} *' for one in beginnings(term.words[0]))})"
    # Parts of words stand one after the other, and nobody has written them so.
    column = "words : " if len(term.words) > 1 else ""
    words = _quoted(" ".join(term.words))
    return f"({column}{words}{' *' if term.is_begun else ''})"


def _quoted(word: str) -> str:
    return f'"{word}"'


INDEX: Index = SqliteIndex()
