"""Words are the same however they are written, and each knows where the text has it."""

import unicodedata

import hypothesis.strategies as st
from hypothesis import given

from parley.language.words import LONGEST, texts_of, words_of


def texts(text: str) -> tuple[list[str], list[str]]:
    found = words_of(text)
    return [word.text for word in found.words], [part.text for part in found.parts]


def test_case_accents_and_width_are_set_aside() -> None:
    assert texts("Ｈｅｌｌｏ ÉTÉ Straße ﬁne Łódź") == (["hello", "ete", "strasse", "fine", "lodz"], [])
    assert texts("re\u0301sume\u0301") == texts("résumé") == (["resume"], [])


def test_identifiers_are_one_word_with_parts() -> None:
    assert texts("foo_bar") == texts("fooBar") == (["foobar"], ["foo", "bar"])
    assert texts("HTTPServer2") == (["httpserver2"], ["http", "server"])
    assert texts("_emphasis_ __init__") == (["emphasis", "init"], [])


def test_scripts_without_spaces_are_cut_into_pairs() -> None:
    assert texts("我住在上海") == (["我住", "住在", "在上", "上海"], list("我住在上海"))
    assert texts("海") == (["海"], [])
    assert texts("ｶﾞｯｺｳ") == texts("ガッコウ")
    assert texts("\u1109\u1165\u110b\u116e\u11af") == texts("서울")
    assert texts("が") != texts("か")


def test_arabic_is_found_without_its_article_and_its_vowels() -> None:
    assert texts("الكِتَاب") == (["الكتاب"], ["كتاب"])


def test_a_word_knows_its_place() -> None:
    text = "Say fooBar 在上海!"
    assert [text[word.start : word.end] for word in words_of(text).words] == ["Say", "fooBar", "在上", "上海"]
    assert [text[part.start : part.end] for part in words_of(text).parts] == ["foo", "Bar", "在", "上", "海"]


@given(st.text())
def test_words_have_nothing_that_a_database_could_read_as_its_own(text: str) -> None:
    found = words_of(text)
    for word in (*found.words, *found.parts):
        assert 0 < len(word.text) <= LONGEST
        assert 0 <= word.start < word.end <= len(text)
        assert all(letter.isalnum() or unicodedata.category(letter)[0] == "M" for letter in word.text)
        assert not set(word.text) & set("\"'\\ :&|!<>()*#@+\x00")


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1))
def test_whatever_is_written_finds_itself_in_either_case(text: str) -> None:
    assert texts(text)[0] == texts(unicodedata.normalize("NFC", text))[0]


@given(st.one_of(st.text(), st.text(alphabet=st.characters(codec="ascii")), st.from_regex(r"[a-zA-Z_0-9 .]{1,200}")))
def test_an_index_gets_the_same_words_as_a_search(text: str) -> None:
    assert texts_of(text) == texts(text)
