"""Which language a request asks for, and how each one counts and writes numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.speech.languages import FORMS, LANGUAGES, asked_for, direction, form, supported, written

CHROME = "de-AT,de;q=0.9,en-US;q=0.8,en;q=0.7"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de", "de"),
        ("DE-at", "de"),
        (CHROME, "de"),
        ("es-419, es;q=0.9", "es"),
        ("ja-JP-u-ca-japanese", "ja"),
        ("ar", "ar"),
        ("fr, ja;q=0.3, ar;q=0.9", "ar"),  # French is not spoken, and Arabic is liked better
        ("de;q=0.5, es;q=0.5", "de"),
        ("en, de;q=0.9", "en"),
        (" \tes ;\tq=0.250", "es"),
    ],
)
def test_the_best_that_is_supported_is_chosen(header: str, language: str) -> None:
    assert asked_for(header) == language


@pytest.mark.parametrize(
    "header",
    [
        *("", "*", "fr", ",", ";;;", "q=1", "de;q=0", "de;q=0.000", "de;q=2", "de;q=1.5", "de;q=-1", "de;q=nan"),
        *("de;q=0.9999", "de;level=1", "de_DE", "de-", "de-abcdefghi", "deutsch", "d e", "de\n", "../de", "de/../es"),
        *("{de}", "%s", "\x00de", "ｄｅ", "de\u2028", "," * 999 + "de", "x" * 9999, "fr," * 16 + "de"),
    ],
)
def test_everything_else_is_english(header: str) -> None:
    assert (asked_for(header), supported(header)) == ("en", None)


def test_what_is_well_formed_counts_beside_what_is_not() -> None:
    assert asked_for("de;q=x, ???, es;q=0.1") == "es"


@given(st.text())
def test_any_text_has_a_language(header: str) -> None:
    assert asked_for(header) in LANGUAGES


def test_the_answer_is_the_one_constant() -> None:
    """Thousands of sockets keep it."""
    assert asked_for("".join(["j", "a"])) is LANGUAGES[LANGUAGES.index("ja")]


def test_every_language_has_its_forms() -> None:
    counts = range(300)
    for language in LANGUAGES:
        assert {form(language, count) for count in counts} == set(FORMS[language])
    assert [form("ar", count) for count in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111)] == [
        *("zero", "one", "two", "few", "few", "many", "many", "other", "other", "few", "many")
    ]
    assert [form("de", count) for count in (0, 1, 2)] == ["other", "one", "other"]


def test_numbers_are_written_as_readers_know_them() -> None:
    assert [written(language, 65_536) for language in LANGUAGES] == ["65,536", "65.536", "65.536", "65,536", "65,536"]
    assert [written(language, 1.25) for language in ("en", "de", "es", "ja")] == ["1.2", "1,2", "1,2", "1.2"]
    assert written("de", 8000) == "8000"


def test_arabic_runs_from_right_to_left() -> None:
    assert [direction(language) for language in LANGUAGES] == ["ltr", "ltr", "ltr", "ltr", "rtl"]
