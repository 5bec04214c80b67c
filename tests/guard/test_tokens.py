from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt

from parley.errors import Unauthenticated
from parley.guard.tokens import ALGORITHM, CLOCK_SKEW_SECONDS, TYPE, Access, Tokens

HOME = "https://chat.example.org"
NOW = 1_800_000_000_000
TOKENS = Tokens(b"a secret of this server", audience=HOME)
ACCESS = TOKENS.access(person=7, session=9, now=NOW, expires_at=NOW + 60_000)
SALT = b"0123456789abcdef"
REFRESH = TOKENS.refresh(session=9, generation=3, salt=SALT)


def signed_with_the_key(header: dict[str, Any] | None = None, **claims: Any) -> str:
    """What somebody could make who has the server's own key: only the claims and the header may be wrong."""
    good = {"iss": "parley", "aud": HOME, "sub": "7", "sid": "9", "iat": NOW // 1000, "exp": NOW // 1000 + 60}
    kept = {name: value for name, value in (good | claims).items() if value is not None}
    return jwt.encode({"alg": ALGORITHM, "typ": TYPE} | (header or {}), kept, TOKENS._access_key)


class TestAccess:
    def test_it_says_who_and_which_session(self) -> None:
        assert TOKENS.read_access(ACCESS, NOW) == Access(person=7, session=9)
        assert TOKENS.read_access(signed_with_the_key(), NOW) == Access(person=7, session=9)

    def test_it_ends_when_it_says(self) -> None:
        TOKENS.read_access(ACCESS, NOW + 59_999)
        with pytest.raises(Unauthenticated):
            TOKENS.read_access(ACCESS, NOW + 60_000)

    def test_two_clocks_may_differ_a_little(self) -> None:
        TOKENS.read_access(ACCESS, NOW - CLOCK_SKEW_SECONDS * 1000)
        with pytest.raises(Unauthenticated):
            TOKENS.read_access(ACCESS, NOW - CLOCK_SKEW_SECONDS * 1000 - 1000)

    @pytest.mark.parametrize(
        "token",
        [
            signed_with_the_key(iss="somebody"),
            signed_with_the_key(iss=None),
            signed_with_the_key(aud="https://other.example.org"),
            signed_with_the_key(aud=[HOME]),
            signed_with_the_key(aud=None),
            signed_with_the_key(sub=None),
            signed_with_the_key(sub="ada"),
            signed_with_the_key(sid=None),
            signed_with_the_key(exp=None),
            signed_with_the_key(exp="never"),
            signed_with_the_key(iat=None),
            signed_with_the_key({"typ": "JWT"}),
            signed_with_the_key({"typ": "rt+jwt"}),
            Tokens(b"another secret", audience=HOME).access(person=7, session=9, now=NOW, expires_at=NOW + 60_000),
            Tokens(b"a secret of this server", audience="https://other.example.org").access(
                person=7, session=9, now=NOW, expires_at=NOW + 60_000
            ),
            REFRESH,
            "",
            "a.b.c",
            ACCESS + "x",
            ACCESS[:-1],
            f" {ACCESS}",
        ],
    )
    def test_anything_else_is_nobodys(self, token: str) -> None:
        with pytest.raises(Unauthenticated):
            TOKENS.read_access(token, NOW)

    @given(st.one_of(st.text(), st.binary().map(lambda data: data.decode("latin-1"))))
    def test_no_text_makes_it_stumble(self, text: str) -> None:
        for token in (text, f"{text}.{text}.{text}", f"{ACCESS.split('.')[0]}.{text}.{ACCESS.split('.')[2]}"):
            with pytest.raises(Unauthenticated):
                TOKENS.read_access(token, NOW)


class TestRefresh:
    def test_it_proves_its_session_and_generation(self) -> None:
        claim = TOKENS.read_refresh(REFRESH)
        assert (claim.session, claim.generation) == (9, 3)
        assert TOKENS.is_refresh(claim, SALT)

    def test_the_same_one_is_made_again(self) -> None:
        """Two tabs that refresh at once are given one token, and none is kept anywhere."""
        assert TOKENS.refresh(session=9, generation=3, salt=SALT) == REFRESH

    @pytest.mark.parametrize(
        "other",
        [
            TOKENS.refresh(session=9, generation=4, salt=SALT),
            TOKENS.refresh(session=8, generation=3, salt=SALT),
            TOKENS.refresh(session=9, generation=3, salt=b"another salt"),
            Tokens(b"another secret", audience=HOME).refresh(session=9, generation=3, salt=SALT),
        ],
    )
    def test_a_proof_is_good_for_nothing_else(self, other: str) -> None:
        claim = TOKENS.read_refresh(f"9.3.{other.rsplit('.', 1)[1]}")
        assert not TOKENS.is_refresh(claim, SALT)

    @given(st.text())
    def test_no_text_makes_it_stumble(self, text: str) -> None:
        for token in (text, f"{text}.{text}.{text}", f"9.3.{text}", f"{'9' * 30}.3.{'A' * 43}"):
            with pytest.raises(Unauthenticated):
                TOKENS.read_refresh(token)

    def test_one_for_a_session_that_no_database_could_hold_is_nobodys(self) -> None:
        assert TOKENS.read_refresh(f"{2**63}.0.{'A' * 43}").session == 0


def test_salts_differ() -> None:
    assert len({TOKENS.new_salt() for _ in range(100)}) == 100


def test_one_key_is_not_used_for_two_purposes() -> None:
    assert TOKENS._access_key.raw_value != TOKENS._refresh_key
