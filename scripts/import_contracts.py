"""Two kinds of import contract that import-linter lacks; `lint-imports` reads them from pyproject.toml.

Both look at direct imports. Unlike import-linter's own kinds, they hold as well before a named module exists.
"""

import sys
from collections.abc import Iterable, Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyContract(Contract):
    """`modules` import nothing but `allowed`, the standard library and themselves."""

    modules = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        modules, allowed = strings(self.modules), strings(self.allowed)
        return result(
            (importer, imported)
            for importer, imported in imports(graph)
            if belongs(importer, modules)
            and not belongs(imported, [*modules, *allowed])
            and imported not in sys.stdlib_module_names
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        render(check)


class ImportersContract(Contract):
    """`packages` from outside are imported by `importers` alone."""

    packages = fields.ListField(subfield=fields.StringField())
    importers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        packages, importers = strings(self.packages), strings(self.importers)
        return result(
            (importer, imported)
            for importer, imported in imports(graph)
            if belongs(imported, packages) and not belongs(importer, importers)
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        render(check)


def strings(field: object) -> list[str]:
    """import-linter swaps a field for its parsed value when the contract is made; its types do not say so."""
    if not isinstance(field, list):
        raise TypeError(f"expected a list of module names, got {field!r}")
    return [str(name) for name in field]


def imports(graph: ImportGraph) -> Iterator[tuple[str, str]]:
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer, imported


def belongs(module: str, packages: Iterable[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def result(broken: Iterator[tuple[str, str]]) -> ContractCheck:
    illegal = list(broken)
    return ContractCheck(kept=not illegal, metadata={"illegal": illegal})


def render(check: ContractCheck) -> None:
    for importer, imported in check.metadata["illegal"]:
        output.print_error(f"{importer} may not import {imported}", bold=False)
    output.new_line()
