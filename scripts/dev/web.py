"""The web client: its packages, and its build into src/parley/static."""

from collections.abc import Mapping

from scripts.dev.shell import ROOT, step
from scripts.dev.stamps import files_below, fingerprint, is_stamped, stamping

WEB = ROOT / "web"
BUILT = ROOT / "src" / "parley" / "static" / "index.html"
NOT_SOURCE = frozenset({"node_modules", "dist", "coverage", ".vite"})


def install(variables: Mapping[str, str]) -> None:
    """`npm ci`, when what it reads has changed."""
    current = packages()
    if not (is_stamped("web-packages", current) and (WEB / "node_modules").is_dir()):
        with stamping("web-packages", current):
            command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
            step("Installing the locked packages of the web client", command, cwd=WEB, env=variables)


def is_built() -> bool:
    return is_stamped("web-build", sources()) and BUILT.is_file()


def build(variables: Mapping[str, str]) -> None:
    install(variables)
    if not is_built():
        with stamping("web-build", sources()):
            step("Building the web client", ["npm", "run", "build"], cwd=WEB, env=variables)


def packages() -> str:
    return fingerprint(files=[WEB / name for name in ("package.json", "package-lock.json", ".npmrc")])


def sources() -> str:
    files = files_below(WEB, without=NOT_SOURCE)
    return fingerprint("\n".join(str(file.relative_to(WEB)) for file in files), files=files)
