"""Runs the steps of deploy/Dockerfile one by one in empty roots, then serves as the image does.

    python3 -m scripts.image FOLDER [--arg PACKAGES=postgresql-client] [--pass SSL_CERT_FILE]

For machines without a Docker engine. It needs root, debootstrap, unshare and ip, and takes minutes. The base image is
Debian of the same release with its own Python; what only an engine does (layers, volumes, networks) is not tried. The
program runs as the image's user in a root that is read-only, as the compose files have it. FOLDER may be kept: the
next run uses the Debian in it again.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.image.dockerfile import Stage, assigned, read
from scripts.image.root import Root, bare

CHECKOUT = Path(__file__).parents[2]
READY_SECONDS = 60
# The steps go through the machine's network: its names, and the authorities that a proxy there may need.
FOR_THE_NETWORK = ("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt")
# As the compose files run it: nothing may be written but /data and /tmp, and no network but its own.
READ_ONLY = """
set -e
ip link set lo up
mount --bind "$1" "$1"
mount --bind "$2" "$1/data"
mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
mount -t proc proc "$1/proc"
mount -o remount,bind,ro "$1"
user=$3
root=$1
shift 3
exec chroot --userspec="$user" "$root" "$@"
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the roots are made")
    parser.add_argument("--arg", action="append", default=[], metavar="NAME=VALUE", help="an ARG of the Dockerfile")
    parser.add_argument("--pass", action="append", default=[], dest="passed", metavar="NAME", help="a variable to keep")
    options = parser.parse_args()
    stages = read((CHECKOUT / "deploy" / "Dockerfile").read_text())
    given = {name: os.environ[name] for name in options.passed}
    built = build(stages, options.folder.absolute(), assigned(" ".join(options.arg)), given)
    image = stages[-1]
    subprocess.run([*chrooted(built, image), "parley", "--version"], check=True, env=built.environment)
    serve(built, image)
    print("The steps of deploy/Dockerfile run, and the server is healthy.")


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


def chrooted(root: Root, image: Stage) -> list[str]:
    """What runs a command in the image, as its user."""
    user = image.every("USER")[-1]
    data = root.folder.with_name("data")
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(root.folder / "data", data)
    shutil.copystat(root.folder / "data", data)
    os.chown(data, *map(int, user.split(":")))
    alone = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child"]
    return [*alone, "sh", "-c", READ_ONLY, "sh", str(root.folder), str(data), user]


def serve(root: Root, image: Stage) -> None:
    """Run the image's health check beside the server, then end the server and wait until it has gone."""
    command = json.loads(image.every("ENTRYPOINT")[-1]) + json.loads(image.every("CMD")[-1])
    health = image.every("HEALTHCHECK")[-1].partition("CMD ")[2]
    script = f"""
        {" ".join(command)} & server=$!
        for second in $(seq {READY_SECONDS}); do {as_shell(health)} && healthy=1 && break; sleep 1; done
        kill -TERM $server
        wait $server || exit 1
        [ "$healthy" ] || exit 2
    """
    done = subprocess.run([*chrooted(root, image), "/bin/sh", "-c", script], check=False, env=root.environment)
    if done.returncode != 0:
        sys.exit("its health check never succeeded" if done.returncode == 2 else "the server did not end as it should")


def as_shell(command: str) -> str:
    """A JSON list as a line for a shell, which prints nothing until the server is there."""
    return " ".join("'" + word.replace("'", "'\\''") + "'" for word in json.loads(command)) + " 2>/dev/null"


if __name__ == "__main__":
    main()
