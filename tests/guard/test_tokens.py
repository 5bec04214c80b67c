import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt

from parley.errors import Unauthenticated
from parley.guard.tokens import (
    ALGORITHM,
    CLOCK_SKEW_SECONDS,
    CODE_LETTERS,
    MOST_READ_BEFORE,
    TYPE,
    Access,
    Proven,
    Tokens,
    read_proven,
)

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

    def test_a_signature_has_one_spelling(self) -> None:
        """Of the last letter, two bits mean nothing: four spellings would be remembered as four tokens."""
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        place = letters.index(ACCESS[-1])
        for other in {place ^ bits for bits in (1, 2, 3)}:
            with pytest.raises(Unauthenticated):
                TOKENS.read_access(ACCESS[:-1] + letters[other], NOW)

    def test_so_many_are_remembered_and_no_more(self) -> None:
        tokens = Tokens(b"a secret of this server", audience=HOME)
        for session in range(1, MOST_READ_BEFORE + 3):
            made = tokens.access(person=7, session=session, now=NOW, expires_at=NOW + 60_000)
            assert tokens.read_access(made, NOW).session == session
            assert 0 < len(tokens._read_before) <= MOST_READ_BEFORE

    def test_one_that_nobody_signed_is_not_remembered(self) -> None:
        tokens = Tokens(b"another secret", audience=HOME)
        for token in ("\ud800", "", "a.b.c", ACCESS):
            with pytest.raises(Unauthenticated):
                tokens.read_access(token, NOW)
        assert not tokens._read_before

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
            signed_with_the_key(nbf=NOW // 1000 + CLOCK_SKEW_SECONDS + 1),
            signed_with_the_key(nbf="now"),
            signed_with_the_key(sub=7),
            signed_with_the_key(sid=["9"]),
            signed_with_the_key(sid="0"),
            signed_with_the_key(sid="9" * 5000),
            signed_with_the_key(sid="-9"),
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


class TestChallenges:
    TOKEN = TOKENS.challenge("reset", 5, SALT)

    def test_a_link_proves_its_challenge(self) -> None:
        claim = read_proven(self.TOKEN)
        assert claim is not None
        assert claim.id == 5
        assert TOKENS.is_challenge(claim, "reset", SALT)

    def test_and_is_good_for_nothing_else(self) -> None:
        claim = read_proven(self.TOKEN)
        assert claim is not None
        assert not TOKENS.is_challenge(claim, "sign_in", SALT)
        assert not TOKENS.is_challenge(claim, "reset", b"another salt")
        assert not TOKENS.is_challenge(Proven(6, claim.proof), "reset", SALT)
        assert not Tokens(b"another secret", audience=HOME).is_challenge(claim, "reset", SALT)

    @given(st.text())
    def test_no_text_makes_it_stumble(self, text: str) -> None:
        for token in (text, f"{text}.{text}", f"5.{text}"):
            claim = read_proven(token)
            assert claim is None or not TOKENS.is_challenge(claim, "reset", SALT)

    def test_a_code_is_taken_however_it_is_typed(self) -> None:
        code = TOKENS.code(5, SALT)
        assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", code)
        for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code} "):
            assert TOKENS.is_code(typed, 5, SALT)
        for wrong in ("", "é" * 8, code[:-1], code + "A", TOKENS.code(6, SALT)):
            assert not TOKENS.is_code(wrong, 5, SALT)

    def test_codes_use_every_letter_alike(self) -> None:
        used = Counter(letter for n in range(1, 2_001) for letter in TOKENS.code(n, SALT).replace("-", ""))
        assert set(used) == set(CODE_LETTERS)
        assert max(used.values()) < 1.5 * min(used.values())


class TestDevices:
    def test_a_browser_shows_whose_it_is(self) -> None:
        token = TOKENS.device(7)
        known = TOKENS.read_device(token)
        assert known is not None
        assert known.person == 7
        assert TOKENS.device(7) != token

    def test_nobody_makes_one_for_another(self) -> None:
        person, name, proof = TOKENS.device(7).split(".")
        other = Tokens(b"another secret", audience=HOME).device(7)
        for forged in (f"8.{name}.{proof}", f"{person}.{'0' * 16}.{proof}", other, "", "7", f"{2**70}.{name}.{proof}"):
            assert TOKENS.read_device(forged) is None


class TestChangingTheSecret:
    NEXT = Tokens(b"the next secret", audience=HOME, before=b"a secret of this server")

    def test_what_the_one_before_signed_goes_on(self) -> None:
        assert self.NEXT.read_access(ACCESS, NOW) == Access(person=7, session=9)
        assert self.NEXT.is_refresh(self.NEXT.read_refresh(REFRESH), SALT)
        claim = read_proven(TOKENS.challenge("reset", 5, SALT))
        assert claim is not None
        assert self.NEXT.is_challenge(claim, "reset", SALT)
        assert self.NEXT.is_code(TOKENS.code(5, SALT), 5, SALT)
        assert self.NEXT.read_device(TOKENS.device(7)) is not None

    def test_nothing_new_is_signed_with_it(self) -> None:
        fresh = self.NEXT.access(person=7, session=9, now=NOW, expires_at=NOW + 60_000)
        with pytest.raises(Unauthenticated):
            TOKENS.read_access(fresh, NOW)
        assert self.NEXT.refresh(session=9, generation=3, salt=SALT) != REFRESH

    def test_once_it_is_forgotten_so_is_what_it_signed(self) -> None:
        with pytest.raises(Unauthenticated):
            Tokens(b"the next secret", audience=HOME).read_access(ACCESS, NOW)


def test_a_pseudonym_says_who_only_to_who_knows_already() -> None:
    assert TOKENS.pseudonym("ada") == TOKENS.pseudonym("ada") != TOKENS.pseudonym("bob")
    assert Tokens(b"another secret", audience=HOME).pseudonym("ada") != TOKENS.pseudonym("ada")


def test_salts_differ() -> None:
    assert len({TOKENS.new_salt() for _ in range(100)}) == 100


def test_one_key_is_not_used_for_two_purposes() -> None:
    assert TOKENS._access_key.raw_value != TOKENS._refresh_key


class TestPasskeyChallenges:
    def test_they_are_good_for_one_purpose_in_one_place_and_for_a_while(self) -> None:
        challenge = TOKENS.passkey_challenge("sign_in", "browser x", NOW + 1_000)
        assert TOKENS.read_passkey_challenge(challenge, "sign_in", "browser x", NOW) == NOW + 1_000
        assert TOKENS.read_passkey_challenge(challenge, "add", "browser x", NOW) is None
        assert TOKENS.read_passkey_challenge(challenge, "sign_in", "browser y", NOW) is None
        assert TOKENS.read_passkey_challenge(challenge, "sign_in", "browser x", NOW + 1_000) is None

    def test_no_two_are_alike(self) -> None:
        assert len({TOKENS.passkey_challenge("sign_in", "", NOW) for _ in range(100)}) == 100

    @given(st.binary(max_size=80))
    def test_nonsense_is_none(self, nonsense: bytes) -> None:
        assert TOKENS.read_passkey_challenge(nonsense, "sign_in", "", NOW) is None

    def test_touching_one_spoils_it(self) -> None:
        challenge = TOKENS.passkey_challenge("sign_in", "", NOW + 1_000)
        for at in range(len(challenge)):
            wrong = challenge[:at] + bytes([challenge[at] ^ 1]) + challenge[at + 1 :]
            assert TOKENS.read_passkey_challenge(wrong, "sign_in", "", NOW) is None
