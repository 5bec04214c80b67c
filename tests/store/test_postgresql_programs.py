from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from parley.store import pace
from parley.store.postgresql_programs import PIECE, feed, output
from parley.store.refusals import CannotStart

URL = "postgresql://ada:p%40ss@db.example.org:5433/chat?sslmode=disable"
PLAIN = "--dbname=postgresql://ada@db.example.org:5433/chat?sslmode=disable"


@pytest.mark.parametrize("url", [URL, "postgresql://ada@db.example.org:5433/chat?sslmode=disable&password=p%40ss"])
def test_the_password_goes_by_the_environment(url: str) -> None:
    """Arguments can be seen by everybody on the machine."""
    assert b"".join(output(url, "sh", "-c", 'echo "$0 $PGPASSWORD"')) == f"{PLAIN} p@ss\n".encode()


def test_without_one_the_environments_own_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "mine")
    assert b"".join(output("postgres:///chat", "sh", "-c", "echo $PGPASSWORD")) == b"mine\n"


def test_it_makes_way_after_each_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    monkeypatch.setattr(pace, "rest", rests.append)
    slow = f"head -c {PIECE} /dev/zero; sleep 0.1; head -c {PIECE} /dev/zero"
    assert [len(piece) for piece in output(URL, "sh", "-c", slow)] == [PIECE, PIECE]
    assert len(rests) == 2
    assert rests[1] >= pace.RESTS * 0.1


def test_the_program_stands_still_while_it_makes_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = tmp_path / "done"
    went_on: list[bool] = []

    def rest(_: float) -> None:
        sleep(0.2)
        went_on.append(done.exists())

    monkeypatch.setattr(pace, "rest", rest)
    both = f"head -c {PIECE} /dev/zero; head -c {PIECE} /dev/zero; touch {done}"
    list(output(URL, "sh", "-c", both))
    assert went_on[0] is False


def test_what_failed_says_why_in_one_line() -> None:
    with pytest.raises(CannotStart, match=r"^sh failed: it is broken in two lines$"):
        list(output(URL, "sh", "-c", "echo it is broken >&2; echo in two lines >&2; exit 3"))
    with pytest.raises(CannotStart, match=r"^sh failed: it ended with 3 and said nothing$"):
        list(output(URL, "sh", "-c", "exit 3"))


def test_what_ends_without_reading_says_why() -> None:
    with pytest.raises(CannotStart, match=r"^sh failed: no$"):
        feed(URL, [bytes(1_000_000)] * 3, "sh", "-c", "echo no >&2; exit 1")


def test_what_is_fed_arrives_whole(tmp_path: Path) -> None:
    pieces = [bytes([n]) * 300_000 for n in range(5)]
    feed(URL, pieces, "sh", "-c", f"cat > {tmp_path / 'copy'}")
    assert (tmp_path / "copy").read_bytes() == b"".join(pieces)


def test_no_program_is_left_when_the_pieces_end_in_an_error(tmp_path: Path) -> None:
    """It would take what it was given until then for all."""

    def pieces() -> Iterator[bytes]:
        yield b"some"
        raise OSError("the disk failed")

    with pytest.raises(OSError, match="the disk failed"):
        feed(URL, pieces(), "sh", "-c", f"cat > /dev/null; touch {tmp_path / 'done'}")
    assert not (tmp_path / "done").exists()
