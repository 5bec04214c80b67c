"""nginx, HAProxy and Caddy with the files in deploy/, on ports of the tests' own and with a certificate of theirs."""

import shutil
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.authority import Authority
from tests.services.keeper import Keeper, ServiceFailed
from tests.services.ports import free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
MISSING = """\
There is no {name} to test with. `make test` brings it on Debian and Ubuntu. On macOS: brew install {name}."""


class Changed:
    """A file of deploy/ with what its readers are told to change. What is not there to be changed is a mistake."""

    def __init__(self, name: str) -> None:
        self.text = (DEPLOY / name).read_text()

    def __call__(self, old: str, new: str) -> Self:
        assert old in self.text, f"{old!r} is not there any more"
        self.text = self.text.replace(old, new)
        return self


class Proxy:
    """One of them in front of some Parleys. `port` speaks TLS, `plain_port` sends people there."""

    def __init__(self, name: str, authority: Authority, ports: Sequence[int]) -> None:
        self.name = name
        self.port, self.plain_port = free_port(), free_port()
        self._ports = ports
        self._keeper = Keeper(name)
        self._folder = self._keeper.folder
        certificate, key = authority.files("localhost")
        for target, sources in {"both.pem": (certificate, key), "chain.pem": (certificate,), "key.pem": (key,)}.items():
            (self._folder / target).write_bytes(b"".join(source.read_bytes() for source in sources))

    def __enter__(self) -> Self:
        arguments = CONFIGURED[self.name](self)
        for path in self._folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        try:
            self._keeper.start([*self._program(), *arguments], ready=self._accepts)
        except BaseException:
            self._keeper.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._keeper.stop()

    def write(self, name: str, text: str) -> str:
        path = self._folder / name
        path.write_text(text)
        return str(path)

    def server_lines(self, form: str) -> str:
        return "\n".join(form.format(number=number, port=port) for number, port in enumerate(self._ports, 1))

    @property
    def folder(self) -> Path:
        return self._folder

    def _program(self) -> list[str]:
        """Copied: where the checkout lies, the unprivileged user may not be able to read it."""
        found = shutil.which(self.name)
        if found is None:
            raise ServiceFailed(MISSING.format(name=self.name))
        packed = Path(found).parents[1] / "programs" / self.name
        home = ["env", f"HOME={self._folder}", f"XDG_CONFIG_HOME={self._folder}"]
        if not packed.is_file():
            return [*home, found]
        libraries = shutil.copytree(packed.parents[1] / "lib", self._folder / "lib")
        return [*home, f"LD_LIBRARY_PATH={libraries}", str(shutil.copy(packed, self._folder))]

    def _accepts(self) -> bool:
        try:
            for port in (self.port, self.plain_port):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True


def nginx(proxy: Proxy) -> list[str]:
    site = Changed("nginx.conf")
    site("    server 127.0.0.1:8000;", proxy.server_lines("    server 127.0.0.1:{port};"))
    site("listen 80;", f"listen 127.0.0.1:{proxy.plain_port};")("listen 443 ssl", f"listen 127.0.0.1:{proxy.port} ssl")
    site("chat.example.org;", "localhost;")
    site("/etc/letsencrypt/live/chat.example.org/fullchain.pem", str(proxy.folder / "chain.pem"))
    site("/etc/letsencrypt/live/chat.example.org/privkey.pem", str(proxy.folder / "key.pem"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {proxy.folder}/{kind};\n" for kind in kinds)
    whole = (
        f"daemon off;\npid {proxy.folder}/pid;\nerror_log stderr warn;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}include {proxy.write('parley.conf', site.text)};\n}}\n"
    )
    return ["-e", "stderr", "-p", str(proxy.folder), "-c", proxy.write("nginx.conf", whole)]


def haproxy(proxy: Proxy) -> list[str]:
    config = Changed("haproxy.cfg")
    config("    log /dev/log local0\n    user haproxy\n    group haproxy\n", "    log stderr local0\n")
    config("maxconn 20000", "maxconn 500")  # more open files than some machines allow
    config("bind :80", f"bind 127.0.0.1:{proxy.plain_port}")("bind :443", f"bind 127.0.0.1:{proxy.port}")
    config("/etc/haproxy/certs/chat.example.org.pem", str(proxy.folder / "both.pem"))
    config("    server one 127.0.0.1:8000", proxy.server_lines("    server number-{number} 127.0.0.1:{port}"))
    return ["-db", "-f", proxy.write("haproxy.cfg", config.text)]


def caddy(proxy: Proxy) -> list[str]:
    """Its own certificates come from an authority on the internet: here it is given one."""
    config = Changed("Caddyfile")
    tls = f"tls {proxy.folder}/chain.pem {proxy.folder}/key.pem"
    config("chat.example.org {", f"localhost {{\n\tbind 127.0.0.1\n\t{tls}")
    config(
        "reverse_proxy 127.0.0.1:8000 {",
        f"reverse_proxy {proxy.server_lines('127.0.0.1:{port}')} {{".replace("\n", " "),
    )
    ports = f"http_port {proxy.plain_port}\n\thttps_port {proxy.port}"
    storage = f"storage file_system {proxy.folder}/storage"
    config.text = f"{{\n\tadmin off\n\t{ports}\n\t{storage}\n\tskip_install_trust\n}}\n{config.text}"
    return ["run", "--adapter", "caddyfile", "--config", proxy.write("Caddyfile", config.text)]


CONFIGURED: dict[str, Callable[[Proxy], list[str]]] = {"nginx": nginx, "haproxy": haproxy, "caddy": caddy}
