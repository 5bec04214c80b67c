import pyotp
import pytest

from parley.guard import codes

# RFC 6238, appendix B: the key in base32, and six of the eight digits at these seconds.
KEY = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = 1_800_000_015_000
STEP = 1_800_000_000 // 30


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")],
)
def test_they_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert codes.step_of(code, KEY, now=seconds * 1000, after=0) == seconds // 30


def test_a_step_before_and_one_after_are_taken_and_no_others() -> None:
    taken = [codes.step_of(pyotp.TOTP(KEY).generate_otp(STEP + off), KEY, now=NOW, after=0) for off in range(-3, 4)]
    assert taken == [None, None, STEP - 1, STEP, STEP + 1, None, None]


def test_none_is_taken_that_is_not_later_than_the_last_one() -> None:
    code = pyotp.TOTP(KEY).generate_otp(STEP)
    assert codes.step_of(code, KEY, now=NOW, after=STEP - 1) == STEP
    assert codes.step_of(code, KEY, now=NOW, after=STEP) is None


@pytest.mark.parametrize("nonsense", ["", "12345", "1234567", "abcdef", "٤٩٢٠٣٩", "12 34 5", "-------"])
def test_what_is_no_code_is_refused(nonsense: str) -> None:
    assert codes.step_of(nonsense, KEY, now=NOW, after=0) is None
    assert codes.recovery_hash(nonsense) is None


def test_recovery_codes_are_different_and_taken_however_they_are_typed() -> None:
    made = codes.new_recovery_codes()
    assert len(set(made)) == codes.RECOVERY_CODES
    hashes = {codes.recovery_hash(typed) for typed in (made[0], made[0].lower(), made[0].replace("-", " "))}
    assert hashes == {codes.recovery_hash(made[0])} != {None}


def test_a_servers_name_cannot_change_what_an_app_reads() -> None:
    said = pyotp.parse_uri(codes.uri(KEY, handle="ada", server="Our: chat & more"))
    assert (said.name, said.issuer, said.secret) == ("ada", "Our  chat & more", KEY)
