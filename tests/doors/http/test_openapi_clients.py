"""Programs make clients of the document, in Python and in TypeScript, that compile and know error answers."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.cast import Person

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "contract" / "openapi.json"
FOLDER = Path(os.environ.get("PARLEY_TEST_CLIENTS", ROOT / ".dev" / "clients"))

PYTHON = """\
import sys
from api.client import AuthenticatedClient
from api.api.me import me_get
from api.models import Me, UnauthenticatedRefusal

url, token = sys.argv[1:]
me = me_get.sync(client=AuthenticatedClient(base_url=url, token=token))
assert isinstance(me, Me), me
refused = me_get.sync(client=AuthenticatedClient(base_url=url, token="wrong"))
assert isinstance(refused, UnauthenticatedRefusal), refused
print(me.handle, refused.code.value, refused.retryable)
"""

# A code that a verb is never refused with does not compile.
TYPESCRIPT = """\
import createClient from 'openapi-fetch';
import type { paths } from './api.ts';

declare const process: { argv: string[] };
const [url, token] = process.argv.slice(2) as [string, string];
const client = createClient<paths>({ baseUrl: url });
const asked = await client.GET('/api/me', { headers: { Authorization: `Bearer ${token}` } });
const refused = await client.GET('/api/me', { headers: { Authorization: 'Bearer wrong' } });
const handle: string | undefined = asked.data?.handle;
const code = refused.error?.code;
const known: typeof code = 'unauthenticated';
// @ts-expect-error - asking who one is conflicts with nobody
const never: typeof code = 'conflict';
void never;
console.log(handle, code === known, refused.error?.retryable);
"""


COMPILER = {
    "strict": True,
    "noEmit": True,
    "target": "es2022",
    "module": "nodenext",
    "lib": ["es2022", "dom", "dom.iterable"],
    "types": [],
    "skipLibCheck": True,
    "allowImportingTsExtensions": True,
}


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """The document is the same on every database."""
    return sqlite_settings


async def output(*command: str | Path, cwd: Path) -> str:
    search = [str(FOLDER / "python"), str(cwd)]
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0, printed.decode()
    return printed.decode()


async def test_a_python_client(server: Running, ada: Person, tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("post_hooks: []\n")
    made = await output(
        *(sys.executable, "-m", "openapi_python_client", "generate", "--path", DOCUMENT, "--meta", "none"),
        *("--output-path", "api", "--config", "config.yml", "--fail-on-warning"),
        cwd=tmp_path,
    )
    assert "warning" not in made.lower()
    (tmp_path / "program.py").write_text(PYTHON)
    await output(sys.executable, "-m", "compileall", "-q", "api", cwd=tmp_path)
    assert (
        await output(sys.executable, "program.py", ada.base, ada.access, cwd=tmp_path) == "ada unauthenticated False\n"
    )


async def test_a_typescript_client(server: Running, ada: Person, tmp_path: Path) -> None:
    modules = FOLDER / "node_modules"
    (tmp_path / "node_modules").symlink_to(modules)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    await output(
        "node", modules / "openapi-typescript" / "bin" / "cli.js", DOCUMENT, "--output", "api.ts", cwd=tmp_path
    )
    (tmp_path / "program.ts").write_text(TYPESCRIPT)
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": COMPILER, "files": ["program.ts"]}))
    await output("node", modules / "typescript" / "bin" / "tsc", cwd=tmp_path)
    assert await output("node", "program.ts", ada.base, ada.access, cwd=tmp_path) == "ada true false\n"
