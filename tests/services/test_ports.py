"""Ports that tests may run beside each other on."""

import socket
import subprocess
import sys
from pathlib import Path

from tests.services.ports import BLOCK, claimed_block, free_port, two_free_ports

ROOT = Path(__file__).parents[2]


def test_no_two_are_the_same_until_all_were_given() -> None:
    given = [free_port() for _ in range(BLOCK // 2)]
    assert len(set(given)) == len(given)


def test_another_process_is_given_others() -> None:
    program = "from tests.services.ports import free_port; print(free_port())"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    theirs = int(done.stdout)
    ours = claimed_block().getsockname()[1]
    assert not ours <= theirs < ours + BLOCK


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", free_port() + 1)) as taken:
        assert free_port() != taken.getsockname()[1]


def test_neighbours_are_not_given_again() -> None:
    first = two_free_ports()
    with socket.create_server(("127.0.0.1", first)), socket.create_server(("127.0.0.1", first + 1)):
        assert free_port() not in (first, first + 1)
        assert two_free_ports() not in (first - 1, first, first + 1)
