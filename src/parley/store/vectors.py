"""Statements that take many keys or rows at once: a loop in SQLite's own thread, one `unnest` on PostgreSQL.

Names and types come from the schema.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, SmallInteger, Table

Columns = tuple[Column[Any], ...]


@dataclass(frozen=True)
class Lookup:
    """Rows by an index, which `key` has the columns of: at most one for each key, unless `many`.

    On PostgreSQL the keys are joined LATERAL: a plain join on `unnest` was seen to scan the table.
    """

    source: str
    key: Columns
    columns: Columns
    condition: str = "true"
    many: bool = False

    @cached_property
    def sqlite(self) -> str:
        where = " AND ".join(f"{_name(column)} = ?" for column in self.key)
        # Names of tables and columns, all written in this package.
        return f"SELECT {_names(self.columns)} FROM {self.source} WHERE {where} AND {self.condition}"  # noqa: S608

    @cached_property
    def postgresql(self) -> str:
        names = [f"k{n}" for n in range(len(self.key))]
        arrays = _arrays(self.key)
        where = " AND ".join(f"{_name(column)} = k.{name}" for name, column in zip(names, self.key, strict=True))
        chosen = _names(self.columns)
        limit = "" if self.many else " LIMIT 1"
        inner = f"SELECT {chosen} FROM {self.source} WHERE {where} AND {self.condition}{limit}"  # noqa: S608
        keys = ", ".join(f"k.{name}" for name in names)
        return f"SELECT {keys}, x.* FROM unnest({arrays}) k({', '.join(names)}) CROSS JOIN LATERAL ({inner}) x"  # noqa: S608


@dataclass(frozen=True)
class Gathering:
    """All facts about each key: one row joined from several tables, with nulls where a table has none.

    `key` names the key's values and gives each the type of a column. Each join has a table and the condition by which
    its index finds the row; `k` is the key. One statement costs less than one per table: for 50 keys on PostgreSQL 0.8
    ms instead of 1.4, of which Python takes 0.3 instead of 0.7; on SQLite 9 us a key instead of 18.
    """

    key: dict[str, Column[Any]]
    columns: Columns
    joins: tuple[tuple[Table, str], ...]

    @cached_property
    def sqlite(self) -> str:
        key = ", ".join(f"? AS {name}" for name in self.key)
        joins = " ".join(f"LEFT JOIN {table.name} ON {condition}" for table, condition in self.joins)
        return f"SELECT {_names(self.columns)} FROM (SELECT {key}) k {joins}"  # noqa: S608

    @cached_property
    def postgresql(self) -> str:
        names, arrays = ", ".join(self.key), _arrays(self.key.values())
        joins = " ".join(
            f"LEFT JOIN LATERAL (SELECT * FROM {table.name} WHERE {condition} LIMIT 1) {table.name} ON true"  # noqa: S608
            for table, condition in self.joins
        )
        return f"SELECT k.*, {_names(self.columns)} FROM unnest({arrays}) k({names}) {joins}"  # noqa: S608


Question = Lookup | Gathering


@dataclass(frozen=True)
class Update:
    """Updates rows by their key, each with values of its own."""

    table: Table
    values: Columns
    key: Columns

    @cached_property
    def sqlite(self) -> str:
        values = ", ".join(f"{column.name} = ?" for column in self.values)
        where = " AND ".join(f"{column.name} = ?" for column in self.key)
        return f"UPDATE {self.table.name} SET {values} WHERE {where}"  # noqa: S608

    @cached_property
    def postgresql(self) -> str:
        columns = [*self.values, *self.key]
        names = ", ".join(column.name for column in columns)
        values = ", ".join(f"{column.name} = v.{column.name}" for column in self.values)
        where = " AND ".join(f"{_name(column)} = v.{column.name}" for column in self.key)
        source = f"unnest({_arrays(columns)}) v({names})"
        return f"UPDATE {self.table.name} SET {values} FROM {source} WHERE {where}"  # noqa: S608


@dataclass(frozen=True)
class Upsert:
    """Whole rows: each takes the place of the one with its key, if there is one."""

    table: Table

    @cached_property
    def sqlite(self) -> str:
        return f"{sqlite_insert(self.table)} {self._or_replace}"

    @cached_property
    def postgresql(self) -> str:
        return f"{postgresql_insert(self.table)} {self._or_replace}"

    @property
    def _or_replace(self) -> str:
        key = ", ".join(_quoted(column) for column in self.table.primary_key)
        others = [_quoted(column) for column in self.table.columns if not column.primary_key]
        values = ", ".join(f"{name} = excluded.{name}" for name in others)
        return f"ON CONFLICT ({key}) DO UPDATE SET {values}"


def sqlite_insert(table: Table) -> str:
    marks = ", ".join("?" for _ in table.columns)
    names = ", ".join(map(_quoted, table.columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608


def postgresql_insert(table: Table) -> str:
    arrays = _arrays(table.columns)
    names = ", ".join(map(_quoted, table.columns))
    return f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608


def _arrays(columns: Iterable[Column[Any]]) -> str:
    """An array parameter for each column."""
    return ", ".join(f"${n}::{_array_type(column.type)}[]" for n, column in enumerate(columns, 1))


def _names(columns: Columns) -> str:
    return ", ".join(map(_name, columns))


def _name(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def _quoted(column: Column[Any]) -> str:
    return f'"{column.name}"'


def _array_type(kind: object) -> str:
    if isinstance(kind, SmallInteger):
        return "smallint"
    if isinstance(kind, BigInteger | Integer):
        return "bigint"
    return "bytea" if isinstance(kind, LargeBinary) else "text"
