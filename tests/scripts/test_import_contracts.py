"""The two kinds of import contract of our own, kept and broken."""

from grimp import ImportGraph
from importlinter import Contract

from scripts.import_contracts import ImportersContract, OnlyContract


def graph(*imports: tuple[str, str]) -> ImportGraph:
    made = ImportGraph()
    for importer, imported in imports:
        made.add_import(importer=importer, imported=imported)
    return made


def illegal(contract: Contract, *imports: tuple[str, str]) -> list[tuple[str, str]]:
    check = contract.check(graph(*imports), verbose=False)
    broken: list[tuple[str, str]] = check.metadata["illegal"]
    assert check.kept is (broken == [])
    return broken


def only(*allowed: str) -> OnlyContract:
    return OnlyContract("only", {}, {"modules": ["parley.protocol"], "allowed": list(allowed)})


def importers(*names: str) -> ImportersContract:
    return ImportersContract("importers", {}, {"packages": ["redis"], "importers": list(names)})


def test_only_admits_what_it_names_the_standard_library_and_itself() -> None:
    admitted = [
        ("parley.protocol.rooms", "msgspec"),
        ("parley.protocol.rooms", "typing"),
        ("parley.protocol.rooms", "parley.protocol.people"),
        ("parley.actions", "parley.store"),
    ]
    assert illegal(only("msgspec"), *admitted) == []


def test_only_refuses_everything_else() -> None:
    refused = [("parley.protocol.rooms", "msgspec_extras"), ("parley.protocol.rooms", "parley.basics.ids")]
    assert illegal(only("msgspec"), *refused) == refused


def test_importers_admits_those_it_names_and_what_is_below_them() -> None:
    admitted = [("parley.process.app", "redis"), ("parley.realtime.bus_redis", "redis"), ("parley.store", "sqlite3")]
    assert illegal(importers("parley.process.app", "parley.realtime"), *admitted) == []


def test_importers_refuses_all_others() -> None:
    refused = [("parley.actions.rooms", "redis"), ("parley.apps", "redis")]
    assert illegal(importers("parley.process.app"), *refused) == refused
