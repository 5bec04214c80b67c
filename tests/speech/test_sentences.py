"""A sentence is English text, and the same in other languages."""

import json

import pytest

from parley.speech.languages import LANGUAGES
from parley.speech.sentences import Sentence, say, translated

TAKEN = "The handle {handle} is taken. Choose another one."
LATER = "{why} Try again in {seconds} s."
OPEN = "You have {count} connections open already. Close a tab or another program."


def test_it_is_the_english_text() -> None:
    sentence = say(TAKEN, handle="ada")
    assert isinstance(sentence, Sentence)
    assert sentence == "The handle ada is taken. Choose another one."
    assert json.dumps(sentence) == '"The handle ada is taken. Choose another one."'
    assert translated(sentence, "en") == sentence
    assert type(translated(sentence, "en")) is str


def test_it_is_said_in_other_languages() -> None:
    sentence = say(TAKEN, handle="ada")
    assert translated(sentence, "de") == "Das Handle ada ist vergeben. Wählen Sie ein anderes."
    assert translated(sentence, "es") == "El alias ada está ocupado. Elige otro."
    assert translated(sentence, "ja") == "ハンドル ada は使われています。別のハンドルを選んでください。"
    assert translated(sentence, "ar") == "المعرّف \u2068ada\u2069 مستخدم. اختر غيره."


def test_a_constant_needs_no_values() -> None:
    assert translated("Sign in first.", "de") == "Melden Sie sich zuerst an."


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_value_brings_is_never_a_template(language: str) -> None:
    for hostile in ("{handle}", "{count}", "{0}", "{handle.__class__}", "%(handle)s", "{{x}}", "\\1", "Sign in first."):
        assert hostile in translated(say(TAKEN, handle=hostile), language)
        both = say("{name} is there twice.", name=hostile)
        assert hostile in translated(both, language)


def test_what_no_catalogue_has_stays_english() -> None:
    assert translated("Nobody says this {sentence}.", "de") == "Nobody says this {sentence}."
    assert translated(say("Nobody says {this}.", this="{that}"), "ja") == "Nobody says {that}."


def test_a_sentence_inside_of_another_is_translated_with_it() -> None:
    sentence = say(LATER, why=say("Too many requests."), seconds=1.5)
    assert sentence == "Too many requests. Try again in 1.5 s."
    assert translated(sentence, "de") == "Zu viele Anfragen. Versuchen Sie es in 1,5 s noch einmal."
    assert translated(sentence, "ja") == "リクエストが多すぎます。1.5 秒後にもう一度お試しください。"


def test_text_inside_of_another_is_not() -> None:
    assert "Too many requests." in translated(say(LATER, why="Too many requests.", seconds=1.5), "de")


def test_nouns_follow_the_count() -> None:
    one, two = (say(OPEN, singular="You have one connection.", count=count) for count in (1, 2))
    assert (one, two) == ("You have one connection.", OPEN.replace("{count}", "2"))
    assert translated(one, "de").startswith("Sie haben schon 1 Verbindung offen.")
    assert translated(two, "de").startswith("Sie haben schon 2 Verbindungen offen.")
    arabic = [translated(say(OPEN, count=count), "ar") for count in (1, 2, 3, 11, 100)]
    nouns = ("اتصال مفتوح واحد", "اتصالان مفتوحان", "3 اتصالات مفتوحة", "11 اتصالًا مفتوحًا", "100 اتصال مفتوح")
    assert [noun in text for noun, text in zip(nouns, arabic, strict=True)] == [True] * 5
