import pytest

from parley.errors import Invalid
from parley.guard.common import common_words, is_guessable, refuse_weak

GUESSABLE = [
    "Summer2025!",
    "Winter2026!!",
    "Password123!",
    "P@ssw0rd2024",
    "Passw0rd!!",
    "Welcome2024!",
    "Welcome123!",
    "Monday2025!",
    "October2026!",
    "January2024",
    "Qwerty123456",
    "qwertyuiop12",
    "1q2w3e4r5t6y",
    "asdfghjkl123",
    "zxcvbnm12345",
    "1qaz2wsx3edc",
    "!QAZ2wsx3edc",
    "1234567890",
    "123456789012",
    "987654321098",
    "abcdefghij",
    "abcd123456",
    "aaaaaaaaaa",
    "abababababab",
    "testtesttest",
    "iloveyou123",
    "ILoveYou!!",
    "letmein2024",
    "LetMeIn123!",
    "trustno1234",
    "Football2023",
    "Liverpool123",
    "Charlie2025!",
    "Michael123!",
    "sunshine2024",
    "princess123!",
    "dragon123456",
    "monkey12345!",
    "Superman2025",
    "Starwars123!",
    "administrator",
    "Admin123456!",
    "Administrator1",
    "changeme123",
    "ChangeMe2025!",
    "company2024!",
    "secret12345",
    "Spring2026!!",
    "qazwsxedc123",
    "london2025!!",
    "passwordpassword",
    "Password2025Password",
    "adminadmin12",
    "welcomewelcome",
    "summerwinter1",
    "poiuytrewq",
    "qwertzuiop1",
    "12345678901234",
    "01061990010619",
    "hellohello!",
]
GOOD = [
    *("correct horse battery staple", "another horse battery", "staple of the trade", "four words without ties"),
    *(
        "vK8#qLw2zP",
        "пароль из слов",
        "🐎🔋📎🐎🔋📎✅✨🌙⭐",
        "summer is the time for swimming",
        "my dog ate 3 newspapers",
    ),
    *("tr0ub4dor and three", "the 12th of never", "x1 " + "y" * 1000 + " zw", "Xq9-password-Lm4!vr"),
]
ON = "Acme Rockets"


@pytest.mark.parametrize("password", GUESSABLE)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert is_guessable(password)


@pytest.mark.parametrize("password", GOOD)
def test_what_is_hard_to_guess_is_not(password: str) -> None:
    assert not is_guessable(password)


def test_the_list_stands_for_more_than_three_thousand() -> None:
    words = [word for word in common_words() if word.isalpha()]
    behind = [f"{year}{sign}" for year in range(2020, 2030) for sign in ("", "!", "?")]
    chosen = [f"{word.title()}{end}" for word in words for end in behind if len(word) + len(end) >= 10]
    assert len(chosen) > 3_000
    assert [password for password in chosen if not is_guessable(password)] == []


ABOUT = [
    *("ada is my name", "xxADAyy1234", "lovelace1815", "Lovelace!!1", "AdaLovelace1"),
    *("acmerockets1", "Rockets2025!", "acme-rockets!"),
]


@pytest.mark.parametrize("password", ABOUT)
def test_nor_is_one_about_its_owner_or_the_server(password: str) -> None:
    with pytest.raises(Invalid, match="too easy to guess") as refused:
        refuse_weak(password, server=ON, handle="ada", name="Ada Lovelace", field="new_password")
    assert refused.value.field == "new_password"


def test_a_name_among_other_words_is_fine() -> None:
    refuse_weak("rockets need lovelace numbers", server=ON, handle="al", name="Ada Lovelace")


def test_a_long_one_is_looked_at_quickly() -> None:
    """A kilobyte of letters that nearly repeat, nearly walk along the keys and nearly are words."""
    for text in ("qwertyuiop" * 102 + "x", "password" * 127 + "y", "ab" * 511 + "cdefg"):
        is_guessable(text)
