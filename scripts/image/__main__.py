"""Runs the steps of deploy/Dockerfile one by one in empty roots, then serves as the image does.

    python3 -m scripts.image FOLDER [--arg PACKAGES=postgresql-client] [--pass SSL_CERT_FILE]

For machines without a Docker engine. It needs root, debootstrap, unshare, nsenter, setpriv and ip, and takes minutes.
The base image is Debian of the same release with its own Python. FOLDER may be kept: the next run uses the Debian in it
again.

The result is run as the compose files run it: the image's entry point as process 1, by the image's user, in a root that
is read-only, with no capabilities and no network but its own. The image's health check has to succeed, then the
commands that docs/deploy.md names, and SIGTERM has to end the server with 0. Not tried is what only an engine does:
layers, named volumes, published ports, networks between containers, and the compose files themselves.
"""

import argparse
import os
import shutil
import subprocess
from pathlib import Path

from scripts.image.container import try_out
from scripts.image.dockerfile import Stage, assigned, read
from scripts.image.root import Root, bare

CHECKOUT = Path(__file__).parents[2]
# The steps go through the machine's network: its names, and the authorities that a proxy there may need.
FOR_THE_NETWORK = ("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the roots are made")
    parser.add_argument("--arg", action="append", default=[], metavar="NAME=VALUE", help="an ARG of the Dockerfile")
    parser.add_argument("--pass", action="append", default=[], dest="passed", metavar="NAME", help="a variable to keep")
    options = parser.parse_args()
    stages = read((CHECKOUT / "deploy" / "Dockerfile").read_text())
    given = {name: os.environ[name] for name in options.passed}
    built = build(stages, options.folder.absolute(), assigned(" ".join(options.arg)), given)
    try_out(built, stages[-1])
    print("The steps of deploy/Dockerfile run, the server was healthy, its commands worked, and SIGTERM ended it.")


def build(stages: list[Stage], folder: Path, arguments: dict[str, str], given: dict[str, str]) -> Root:
    folder.mkdir(parents=True, exist_ok=True)
    bare(stages[0].base, folder / "debian")
    roots: dict[str, Root] = {}
    for stage in stages:
        name = stage.name or "image"
        place = folder / name
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run(["cp", "--archive", str(folder / "debian"), str(place)], check=True)
        for file in FOR_THE_NETWORK:
            shutil.copy(file, place / file.lstrip("/"))
        print(f"FROM {stage.base} AS {name}", flush=True)
        roots[name] = Root(place, CHECKOUT, arguments, given, roots)
        roots[name].build(stage)
    return roots[stages[-1].name or "image"]


if __name__ == "__main__":
    main()
