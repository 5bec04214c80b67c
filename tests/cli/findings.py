"""What a check must have found, and a program that is in its way."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

from parley.cli.checks import Finding


def assert_problem(found: Finding, what: str, remedy: str) -> None:
    assert found.level == "problem"
    assert what in found.text
    assert remedy in found.text


def assert_warning(found: Finding, what: str, remedy: str) -> None:
    assert found.level == "warning"
    assert what in found.text
    assert remedy in found.text


@contextmanager
def answering(document: dict[str, str]) -> Iterator[int]:
    """A web server that has nothing to do with Parley."""

    class Handler(BaseHTTPRequestHandler):
        answer: ClassVar[bytes] = json.dumps(document).encode()

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
