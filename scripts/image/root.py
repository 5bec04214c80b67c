"""An empty root folder in which a Dockerfile's steps are run, without a Docker engine."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from scripts.image.dockerfile import Stage, Step, assigned, let_in

PLAIN = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
# Debian's own Python stands for the one in the base image.
PACKAGES = "ca-certificates,python3,python3-venv"


def bare(base: str, folder: Path) -> None:
    """Debian of the base's release, with Python and nothing else."""
    release = base.rpartition("-")[2]
    if not (folder / "etc" / "debian_version").exists():
        subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", release, str(folder)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    link = folder / "usr/local/bin/python"
    if not link.is_symlink():
        link.symlink_to("/usr/bin/python3")


@dataclass
class Root:
    """A stage on its way. `given` are variables of the machine, such as those that name its certificates."""

    folder: Path
    checkout: Path
    arguments: dict[str, str]
    given: dict[str, str]
    others: dict[str, "Root"] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=lambda: dict(PLAIN))
    arguments_here: dict[str, str] = field(default_factory=dict)
    work: str = "/"

    def build(self, stage: Stage) -> None:
        for step in stage.steps:
            print(f"- {step.name} {step.rest[:100]}", flush=True)
            self._do(step)

    def run(self, command: list[str]) -> None:
        """In its own process tree, which ends with it."""
        inside = ["chroot", str(self.folder), "/bin/sh", "-c", 'cd "$0" && exec "$@"', self.work, *command]
        variables = {**self.environment, **self.arguments_here, **self.given}
        alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={self.folder}/proc"]
        subprocess.run([*alone, *inside], check=True, env=variables)

    def _do(self, step: Step) -> None:
        if step.name == "RUN":
            self.run(["/bin/sh", "-c", step.rest])
        elif step.name == "WORKDIR":
            self.work = step.rest
            self.inside(self.work).mkdir(parents=True, exist_ok=True)
        elif step.name == "ARG":
            self.arguments_here |= {
                name: self.arguments.get(name, value) for name, value in assigned(step.rest).items()
            }
        elif step.name == "ENV":
            expanded = re.sub(r"\$(\w+)", lambda found: self.environment.get(found[1], ""), step.rest)
            self.environment |= assigned(expanded)
        elif step.name == "COPY":
            self._copy(step.rest.split())

    def inside(self, path: str) -> Path:
        return self.folder / str(Path(self.work) / path).lstrip("/")

    def _copy(self, words: list[str]) -> None:
        origin = next((word.partition("=")[2] for word in words if word.startswith("--from=")), None)
        *sources, target = [word for word in words if not word.startswith("--")]
        for source in sources:
            if origin is not None:
                there = self.others[origin].inside(source)
                shutil.copytree(there, self.inside(target), symlinks=True, dirs_exist_ok=True)
            else:
                self._copy_from_checkout(source, target)

    def _copy_from_checkout(self, source: str, target: str) -> None:
        listed = subprocess.run(["git", "ls-files"], cwd=self.checkout, capture_output=True, text=True, check=True)
        rules = (self.checkout / "deploy/Dockerfile.dockerignore").read_text()
        for path in let_in([Path(name) for name in listed.stdout.splitlines()], rules):
            if source == "." or path.is_relative_to(source):
                place = self.inside(target) / (path if source == "." else path.relative_to(source))
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(self.checkout / path, place)
