"""The web client: its packages, and its build into src/parley/static."""

from collections.abc import Mapping

from scripts.dev.shell import ROOT, output_of, step
from scripts.dev.stamps import files_below, fingerprint, is_stamped, stamping

WEB = ROOT / "web"
BUILT = ROOT / "src" / "parley" / "static" / "index.html"
NOT_SOURCE = frozenset({"node_modules", "dist", "coverage", ".vite"})


def install(environment: Mapping[str, str]) -> str:
    """`npm ci` when what it reads has changed. Returns the fingerprint of that."""
    node = output_of(["node", "--version"], env=environment).strip()
    current = fingerprint(node, files=[WEB / name for name in ("package.json", "package-lock.json", ".npmrc")])
    if not (is_stamped("web-packages", current) and (WEB / "node_modules").is_dir()):
        with stamping("web-packages", current):
            command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
            step("Installing the locked packages of the web client", command, cwd=WEB, env=environment)
    return current


def build(environment: Mapping[str, str]) -> None:
    sources = files_below(WEB, without=NOT_SOURCE)
    names = "\n".join(str(file.relative_to(WEB)) for file in sources)
    current = fingerprint(install(environment), names, files=sources)
    if not (is_stamped("web-build", current) and BUILT.is_file()):
        with stamping("web-build", current):
            step("Building the web client", ["npm", "run", "build"], cwd=WEB, env=environment)
