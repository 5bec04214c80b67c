import base64
import json

import pytest

from parley.errors import Unauthenticated
from parley.tokens import CLOCK_SKEW_SECONDS, Access, Refresh, Tokens

NOW = 1_795_176_000_000
SECRET = b"s" * 40
SALT = bytes(16)
HERE = "https://chat.example.org"


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(SECRET, audience=HERE)


class TestAccess:
    def test_it_says_who_and_which_session_until_it_ends(self, tokens: Tokens) -> None:
        token = tokens.access(person=1, session=2, now=NOW, expires_at=NOW + 60_000)
        assert tokens.read_access(token, NOW) == Access(person=1, session=2)
        assert tokens.read_access(token, NOW + 59_999) == Access(person=1, session=2)
        with pytest.raises(Unauthenticated):
            tokens.read_access(token, NOW + 60_000)

    def test_another_hosts_clock_may_be_a_little_behind(self, tokens: Tokens) -> None:
        token = tokens.access(person=1, session=2, now=NOW, expires_at=NOW + 60_000)
        assert tokens.read_access(token, NOW - CLOCK_SKEW_SECONDS * 1000).person == 1
        with pytest.raises(Unauthenticated):
            tokens.read_access(token, NOW - CLOCK_SKEW_SECONDS * 1000 - 1000)

    def test_another_server_knows_nothing_of_it(self, tokens: Tokens) -> None:
        token = tokens.access(person=1, session=2, now=NOW, expires_at=NOW + 60_000)
        for other in (Tokens(b"t" * 40, audience=HERE), Tokens(SECRET, audience="https://other.example.org")):
            with pytest.raises(Unauthenticated):
                other.read_access(token, NOW)

    @pytest.mark.parametrize(
        "header",
        [
            {"alg": "none", "typ": "at+jwt"},
            {"alg": "HS512", "typ": "at+jwt"},
            {"alg": "RS256", "typ": "at+jwt"},
            {"alg": "HS256", "typ": "JWT"},
            {"alg": "HS256", "typ": "at+jwt", "jku": "https://evil.example.org/keys"},
        ],
    )
    def test_a_changed_header_is_refused(self, tokens: Tokens, header: dict[str, str]) -> None:
        token = tokens.access(person=1, session=2, now=NOW, expires_at=NOW + 60_000)
        _, claims, signature = token.split(".")
        for forged in (f"{part(header)}.{claims}.{signature}", f"{part(header)}.{claims}."):
            with pytest.raises(Unauthenticated):
                tokens.read_access(forged, NOW)

    def test_changed_claims_are_refused(self, tokens: Tokens) -> None:
        head, claims, signature = tokens.access(person=1, session=2, now=NOW, expires_at=NOW + 60_000).split(".")
        told = json.loads(base64.urlsafe_b64decode(claims + "=="))
        with pytest.raises(Unauthenticated):
            tokens.read_access(f"{head}.{part({**told, 'sub': '7'})}.{signature}", NOW)

    @pytest.mark.parametrize("token", ["", "x", "a.b.c", "....", "eyJ9.e30.", "\x00", "é.é.é", "." * 5000])
    def test_what_is_no_token_is_refused(self, tokens: Tokens, token: str) -> None:
        with pytest.raises(Unauthenticated):
            tokens.read_access(token, NOW)

    def test_a_refresh_token_is_no_access_token(self, tokens: Tokens) -> None:
        with pytest.raises(Unauthenticated):
            tokens.read_access(tokens.refresh(session=2, generation=1, salt=SALT), NOW)


class TestRefresh:
    def test_asked_twice_it_is_the_same_token(self, tokens: Tokens) -> None:
        twice = {tokens.refresh(session=2, generation=1, salt=SALT) for _ in range(2)}
        assert twice == {Tokens(SECRET, audience=HERE).refresh(session=2, generation=1, salt=SALT)}

    def test_it_proves_its_session_and_generation(self, tokens: Tokens) -> None:
        claim = tokens.read_refresh(tokens.refresh(session=2, generation=1, salt=SALT))
        assert (claim.session, claim.generation) == (2, 1)
        assert tokens.is_refresh(claim, SALT)

    def test_nothing_about_it_can_be_changed(self, tokens: Tokens) -> None:
        claim = tokens.read_refresh(tokens.refresh(session=2, generation=1, salt=SALT))
        for other in (
            Refresh(session=3, generation=1, proof=claim.proof),
            Refresh(session=2, generation=2, proof=claim.proof),
            Refresh(session=2, generation=1, proof=claim.proof[:-1]),
            Refresh(session=2, generation=1, proof=""),
        ):
            assert not tokens.is_refresh(other, SALT)
        assert not tokens.is_refresh(claim, bytes(15) + b"x")
        assert not Tokens(b"t" * 40, audience=HERE).is_refresh(claim, SALT)

    def test_the_digits_of_two_numbers_cannot_be_shifted(self, tokens: Tokens) -> None:
        claim = tokens.read_refresh(tokens.refresh(session=21, generation=1, salt=SALT))
        assert not tokens.is_refresh(Refresh(session=2, generation=11, proof=claim.proof), SALT)

    @pytest.mark.parametrize("token", ["", "1", "1.2", "1.2.3.4", "a.b.c", "1.x.p"])
    def test_what_is_no_token_is_refused(self, tokens: Tokens, token: str) -> None:
        with pytest.raises(Unauthenticated):
            tokens.read_refresh(token)

    def test_salts_are_drawn(self, tokens: Tokens) -> None:
        assert len({tokens.new_salt() for _ in range(100)}) == 100


def part(value: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
