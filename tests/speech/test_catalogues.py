"""Each sentence that the server says is in every catalogue, and nothing else is."""

import re
import subprocess
import sys

import pytest

from parley.speech.catalogues import catalogue_of
from parley.speech.languages import ENGLISH, FORMS, LANGUAGES
from tests.speech.said import said

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
# Names, which are the same everywhere.
UNCHANGED = {"base64url", "{choice}", "{rule}: {form}"}
# Forms that may say the number as a word.
IN_WORDS = {"zero", "one", "two"}


def test_every_refusal_is_a_constant_or_made_of_one() -> None:
    """Text put together where it is said could not be found in a catalogue."""
    assert said().unclear == []
    assert len(said().sentences) > 300


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_all_sentences_and_no_others(language: str) -> None:
    known = set(catalogue_of(language))
    assert (sorted(said().sentences - known), sorted(known - said().sentences)) == ([], [])


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_sentence(language: str) -> None:
    for template, found in catalogue_of(language).items():
        forms = found if isinstance(found, dict) else {"other": found}
        for form, text in forms.items():
            missing = places(template) - places(text)
            assert places(text) <= places(template), (template, text)
            assert missing <= ({"count"} if form in IN_WORDS else set()), (template, text)


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_counted_has_all_forms_of_the_language(language: str) -> None:
    for template, found in catalogue_of(language).items():
        counts = "{count}" in template and len(FORMS[language]) > 1
        assert isinstance(found, dict) == counts, template
        if isinstance(found, dict):
            assert tuple(found) == FORMS[language], template


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: str) -> None:
    for template, found in catalogue_of(language).items():
        for text in found.values() if isinstance(found, dict) else [found]:
            assert text == text.strip()
            assert text, template
            assert text != template or template in UNCHANGED, template


def test_the_languages_are_written_in_their_scripts() -> None:
    scripts = {"ja": r"[\u3040-\u30ff\u4e00-\u9fff]", "ar": r"[\u0600-\u06ff]"}
    for language, letters in scripts.items():
        for template, found in catalogue_of(language).items():
            for text in found.values() if isinstance(found, dict) else [found]:
                assert re.search(letters, text) or template in {*UNCHANGED, "base64url"}, text


def test_a_server_that_nobody_asks_for_a_language_reads_no_catalogue() -> None:
    program = (
        "import parley.process.app, parley.outside.letters\n"
        "from parley.speech.catalogues import catalogue_of\n"
        "print(catalogue_of.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))
