import re
import unicodedata
from random import Random

import msgspec
import pytest

from parley.protocol.messages import BODY_LIMIT, SendMessage
from parley.protocol.rooms import CreateRoom
from parley.samples.language import SUBJECTS, Language
from parley.samples.languages import LANGUAGES
from parley.samples.texts import message, sentence

EACH = pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
SCRIPTS = {"ar": "ARABIC", "hi": "DEVANAGARI", "ja": "HIRAGANA", "ru": "CYRILLIC", "zh": "CJK"}


def texts(language: Language, count: int = 2_000) -> list[str]:
    rng = Random(1)
    return [message(rng, language, "user-7") for _ in range(count)]


@EACH
def test_every_text_is_a_message_that_the_server_takes(language: Language) -> None:
    for text in texts(language):
        command = {"room": "1", "client_id": "sample-1", "body": text}
        assert msgspec.convert(command, SendMessage).body == text
        assert text.strip()
        assert "\x00" not in text
        assert not re.search(r"\{(thing|day)\}", text)


@EACH
def test_most_are_short_and_some_are_long(language: Language) -> None:
    lengths = sorted(len(text) for text in texts(language))
    assert lengths[len(lengths) // 2] < 100
    assert 200 < lengths[-1] < BODY_LIMIT


@EACH
def test_they_are_in_the_languages_own_script(language: Language) -> None:
    letters = "".join(texts(language))
    assert SCRIPTS.get(language.code, "LATIN") in {unicodedata.name(letter, "?").split()[0] for letter in letters}


@EACH
def test_they_differ(language: Language) -> None:
    assert len(set(texts(language))) > 800


@EACH
def test_every_subject_has_a_room_and_every_topic_fits(language: Language) -> None:
    assert len(language.rooms) == len(set(language.rooms)) == len(SUBJECTS)
    rng = Random(1)
    for number in range(500):
        command = {"client_id": "x", "name": language.rooms[number % 8], "kind": "private"}
        msgspec.convert({**command, "topic": sentence(rng, language)}, CreateRoom)


def test_what_makes_clients_stumble_is_among_them() -> None:
    everything = "\n".join(texts(LANGUAGES["en"]))
    for wanted in ("```python", "https://", "@user-7", "- **", "\n\n", "\u200d", "\ufe0f", "\u0301", "🏽", "🇩🇪"):
        assert wanted in everything, repr(wanted)
