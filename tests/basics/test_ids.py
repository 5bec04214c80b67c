import re
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from parley.basics.ids import new_id, new_token, number, request_hash, token_hash
from parley.protocol.base import Id


def test_ids_never_repeat_whichever_thread_asks() -> None:
    with ThreadPoolExecutor(8) as threads:
        made = [found for many in threads.map(lambda _: [new_id() for _ in range(2_000)], range(8)) for found in many]
    assert len(set(made)) == 16_000


def test_ids_grow_even_if_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    last = new_id()
    monkeypatch.setattr("parley.basics.ids.time.time_ns", lambda: 1_780_000_000 * 10**9)
    assert [new_id() for _ in range(3)] == [last + 1, last + 2, last + 3]


def test_an_id_fits_the_wire_and_the_database() -> None:
    made = new_id()
    assert 0 < made < 1 << 63
    assert msgspec.convert(str(made), Id) == str(made)


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1), (str(2**63 - 1), 2**63 - 1), (str(2**63), 0), ("9" * 19, 0), ("0", 0)]
)
def test_an_id_that_no_database_could_hold_is_nobodys(text: str, value: int) -> None:
    assert number(text) == value


def test_tokens_cannot_be_guessed_and_fit_an_address() -> None:
    made = {new_token() for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in made)  # 256 bits


def test_what_is_kept_of_a_token_is_not_the_token() -> None:
    token = new_token()
    assert token.encode() not in token_hash(token)
    assert (len(token_hash(token)), token_hash(token)) == (32, token_hash(token))
    assert token_hash(token) != token_hash(token + "x")


def test_a_request_is_known_again_by_all_its_parts() -> None:
    assert request_hash("a", "b") == request_hash("a", "b")
    different = [("a", "b"), ("b", "a"), ("ab",), ("ab", ""), ("", "ab"), ("a", "b", ""), ("a",)]
    assert len({request_hash(*parts) for parts in different}) == len(different)
    assert len(request_hash()) == 16
