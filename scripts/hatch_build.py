"""Build hook: a wheel or sdist always carries the built web client; an editable install never builds it."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebClientHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves the parameter to subclasses
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        page = Path(self.root, "src", "parley", "static", "index.html")
        if version == "editable" or page.is_file():
            return
        build_web_client(Path(self.root, "web"))
        if not page.is_file():
            raise SystemExit(
                f"The web client was built, but {page} is not there: see build.outDir in web/vite.config.ts."
            )


def build_web_client(web: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "This package ships the web client, which is not built yet, and npm is not on PATH to build it.\n"
            "Run `make run` once in the checkout (it brings Node by itself), or install Node 22.19 or newer."
        )
    for arguments in (["ci"], ["run", "build"]):
        try:
            subprocess.run([npm, *arguments], cwd=web, check=True)
        except subprocess.CalledProcessError as failure:
            command = " ".join(["npm", *arguments])
            raise SystemExit(
                f"The web client could not be built: `{command}` in {web} ended with {failure.returncode}.\n"
                "Node 22.19 or newer is needed; the lines above say what went wrong."
            ) from failure
