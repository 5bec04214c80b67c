"""What keeps the house in order and no other tool looks at. Who may import whom is import-linter's, in `make check`."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import parley
from parley import errors
from parley.cli import app as command_line
from parley.errors import ParleyError
from parley.verbs import VERBS

ROOT = Path(__file__).parent.parent
SOURCES = ("src/", "scripts/", "bench/", "web/src/", "web/boot/")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
# Tests of the whole, which have no file of their own in src.
WHOLE = {
    "architecture",
    "canaries",
    "conformance",
    "contract",
    "convergence",
    "doors",
    "examples",
    "lists",
    "matrix",
    "named",
    "way",
}
HEAVY = {"aiosmtplib", "alembic", "mako", "redis", "httpx2", "hypothesis", "prometheus_client"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file())


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text()
        except UnicodeDecodeError:
            continue


def modules() -> Iterator[tuple[str, ast.Module]]:
    for name, text in texts():
        if name.endswith(".py"):
            yield name, ast.parse(text)


def is_exempt(name: str) -> bool:
    generated = name.endswith(("_gen.py", ".gen.ts"))
    return generated or "/migrations/versions/" in name or ".test." in name


class TestSizes:
    def test_no_file_is_longer_than_can_be_read_at_once(self) -> None:
        written = [
            (name, text)
            for name, text in texts()
            if name.startswith(SOURCES) and name.endswith((".py", ".ts", ".tsx", ".css", ".js"))
        ]
        assert len(written) > 50
        long = {name: lines for name, text in written if (lines := len(text.splitlines())) > LONGEST_FILE}
        assert {name: lines for name, lines in long.items() if not is_exempt(name)} == {}

    def test_no_function_is_longer_than_a_screen(self) -> None:
        assert [
            f"{name}:{node.lineno} {node.name}"
            for name, module in modules()
            for node in ast.walk(module)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and not is_exempt(name)
            and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
        ] == []


class TestText:
    def test_nothing_is_left_to_do_later(self) -> None:
        assert found("|".join(rf"\b{word}\b" for word in ("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"))) == []

    def test_no_test_is_switched_off_and_nothing_is_pretended(self) -> None:
        off = r"pytest\.(mark\.)?(skip|xfail|importorskip)|\b(it|test|describe)\.(skip|only|todo)\b"
        pretended = r"\bunittest\.mock\b|\bMagic" + r"Mock\b|\bvi\.mock\("
        assert found(f"{off}|{pretended}") == []

    def test_no_machine_and_no_package_host_is_named(self) -> None:
        machines = r"(?<![\w.@$}/-])/(root|Users|work|home/[a-z]+)/[A-Za-z]"
        hosts = "registry.npm" + r"js|python" + r"hosted\.|pypi\." + r"org|deb\.debian\." + "org"
        assert found(f"{machines}|{hosts}") == []


class TestTests:
    def test_they_mirror_what_they_test(self) -> None:
        assert [name for name, _ in texts() if not mirrors_something(name)] == []

    def test_every_verb_is_called_by_one(self) -> None:
        written = "\n".join(text for name, text in texts() if re.match(r"tests/.*\.py", name))
        assert [verb.name for verb in VERBS if f'"{verb.name}"' not in written] == []


class TestErrors:
    def test_they_are_the_drawn_tree(self) -> None:
        drawn = re.findall(r"[|`]-- (\w+) +(\d{3})(?: +(\d{4}))?", errors.__doc__ or "")
        import_everything()
        assert [name for name, _, _ in drawn] == [error.__name__ for error in errors.ALL]
        assert set(errors.ALL) == subclasses(ParleyError)
        for (_, status, close_code), error in zip(drawn, errors.ALL, strict=True):
            assert error.status == int(status)
            assert not close_code or error.close_code == int(close_code)

    def test_no_two_have_a_code_in_common(self) -> None:
        assert len({error.code for error in errors.ALL}) == len(errors.ALL)


class TestProtocol:
    def test_it_imports_the_standard_library_and_msgspec(self) -> None:
        allowed = sys.stdlib_module_names | {"msgspec", "parley.protocol"}
        assert [
            f"{name}: {imported}"
            for name, module in modules()
            if name.startswith("src/parley/protocol/")
            for imported in imports(module)
            if not any(imported == one or imported.startswith(f"{one}.") for one in allowed)
        ] == []

    def test_its_structs_are_frozen_and_take_names_alone(self) -> None:
        structs = [
            (name, node)
            for name, module in modules()
            if name.startswith("src/parley/protocol/")
            for node in ast.walk(module)
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "Struct" for base in node.bases)
        ]
        assert len(structs) > 30
        assert [
            f"{name} {node.name}"
            for name, node in structs
            if not {"frozen=True", "kw_only=True"} <= {ast.unparse(keyword) for keyword in node.keywords}
        ] == []

    def test_commands_refuse_what_they_do_not_know(self) -> None:
        assert [verb.name for verb in VERBS if not verb.command.__struct_config__.forbid_unknown_fields] == []


class TestDocuments:
    def test_every_decision_names_what_enforces_it(self) -> None:
        records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
        numbers = [path.name[:4] for path in records]
        assert len(set(numbers)) == len(numbers) > 20
        assert all(number.isdigit() for number in numbers)
        for path in records:
            enforced = path.read_text().partition("Enforced by")[2]
            named = re.findall(r"`([\w./]+?\.\w+)(?:::([^`]+))?`", enforced)
            assert named, f"{path.name} names no test"
            for file, what in named:
                assert (ROOT / file).is_file(), f"{path.name} names {file}, which is not there"
                assert what in (ROOT / file).read_text(), f"{path.name} names {what}, which is not in {file}"

    def test_the_readmes_commands_are_there(self) -> None:
        commands = shell_lines((ROOT / "README.md").read_text())
        targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        ours = {
            (one.name or one.callback.__name__).replace("_", "-")
            for one in command_line.registered_commands
            if one.callback
        }
        assert {"make run", "make test"} <= set(commands)
        for command in commands:
            program, _, rest = command.partition(" ")
            if program == "make":
                assert rest.split()[0] in targets, command
            elif program.endswith("parley"):
                assert rest.split()[0] in ours, command

    def test_the_readmes_programs_are_the_tested_ones(self) -> None:
        shown = re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
        tested = {path.read_text() for path in (ROOT / "docs" / "examples").glob("*.py")}
        assert shown
        assert set(shown) <= tested

    def test_their_links_lead_somewhere(self) -> None:
        for name, text in texts():
            if name.endswith(".md"):
                for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
                    assert (ROOT / name).parent.joinpath(target).exists(), f"{name} links to {target}"

    def test_the_drawn_tree_is_the_one_there_is(self) -> None:
        drawn = set(drawn_paths((ROOT / "ARCHITECTURE.md").read_text()))
        assert [path for path in sorted(drawn) if not list(ROOT.glob(path))] == []
        there = {
            f"src/parley/{path.name}" for path in (ROOT / "src/parley").iterdir() if not path.name.startswith("__p")
        }
        there -= {"src/parley/__init__.py", "src/parley/py.typed", "src/parley/static"}
        assert there - {"/".join(path.split("/")[:3]) for path in drawn} == set()

    def test_the_version_is_one(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
        assert newest is not None
        assert project["version"] == parley.__version__ == newest[1]


def test_a_server_on_sqlite_leaves_out_what_it_does_not_use() -> None:
    imports = "import sys, parley.cli, parley.store.migrate, parley.process.app"
    code = f"{imports}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()


def found(pattern: str) -> list[str]:
    """Where it stands in any file but this one, which has to name what it looks for."""
    looked_for = re.compile(pattern)
    this = str(Path(__file__).relative_to(ROOT))
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts()
        if name != this
        for number, line in enumerate(text.splitlines(), 1)
        if looked_for.search(line)
    ]


def mirrors_something(name: str) -> bool:
    """A test has the name of what it tests, perhaps with more behind it, in the folder of one of our layers."""
    match = re.fullmatch(r"tests/(?:(.+)/)?test_(\w+)\.py", name)
    if match is None or match[1] in ("e2e", "services", "cluster", "deploy", "torture", "abuse") or match[2] in WHOLE:
        return True
    folder, noun = match[1] or "", match[2]
    homes = [ROOT / "src/parley" / folder, ROOT / folder]
    if not any(home.is_dir() for home in homes):
        return False
    nouns = {path.stem for path in [*(ROOT / "src/parley").rglob("*.py"), *homes[1].glob("*")]}
    return any(noun == known or noun.startswith(f"{known}_") for known in nouns)


def imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def import_everything() -> None:
    for module in pkgutil.walk_packages(parley.__path__, "parley."):
        if not module.name.startswith(("parley.store.migrations.", "parley.__main__")):
            importlib.import_module(module.name)


def subclasses(kind: type[ParleyError]) -> set[type[ParleyError]]:
    below = kind.__subclasses__()
    return set(below).union(*map(subclasses, below))


def shell_lines(text: str) -> list[str]:
    blocks = re.findall(r"^```(?:sh|console)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line.split("  #")[0].strip().removeprefix("$ ") for block in blocks for line in block.splitlines() if line]


def drawn_paths(text: str) -> Iterator[str]:
    """The paths of the annotated tree: two spaces a level, then names, then at least two spaces and what they are."""
    tree = re.search(r"^```tree\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert tree is not None
    above: list[str] = []
    for line in tree[1].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.split(r" {2,}", line.strip())[0].split(" ")
        for name in names:
            yield "".join(above[:depth]) + name.rstrip("/").replace("<noun>", "*")
        above[depth:] = [names[0]]
