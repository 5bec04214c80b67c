"""Refusals in the reader's language, through both doors."""

import re

import pytest

from parley.process.app import Running
from parley.speech.languages import LANGUAGES
from tests.cast import Person, Refusal, Room, open_socket
from tests.wire import Wire

NO_ROOM = {
    "en": "There is no such room, or you are not in it.",
    "de": "Diesen Raum gibt es nicht, oder Sie sind nicht darin.",
    "es": "No existe esa sala, o no estás en ella.",
    "ja": "そのルームはないか、参加していません。",
    "ar": "لا توجد غرفة كهذه، أو أنك لست فيها.",
}
NAME_RULE = {
    "en": "name must be text of 1 to 80 characters.",
    "de": "name muss so aussehen: Text mit 1 bis 80 Zeichen.",
    "es": "name debe ser texto de 1 a 80 caracteres.",
    "ja": "name に指定できるのは、1 文字から 80 文字までのテキストです。",
    "ar": "يجب أن يكون \u2068name\u2069 نصًا طوله من 1 إلى 80 حرفًا.",
}
JSON = "application/json"
HOSTILE = ("", "*", ";;;", "de;q=9", "../../de", "{de}", "x" * 7000, ",".join(["fr"] * 2000))


class TestOverHttp:
    @pytest.mark.parametrize("language", LANGUAGES)
    async def test_it_is_the_one_that_the_request_asks_for(self, ada: Person, language: str) -> None:
        ada.headers["Accept-Language"] = f"fr, {language}-XX;q=0.8, pl;q=0.1"
        response = await ada.request("room.get", room="nowhere")
        told = response.json()
        assert (told["code"], told["field"], told["message"]) == ("not_found", "room", NO_ROOM[language])
        assert (response.headers["content-language"], response.headers["cache-control"]) == (language, "no-store")
        told = await ada.refused("room.create", client_id="c", name=5)
        assert (told["code"], told["field"], told["message"]) == ("invalid", "name", NAME_RULE[language])

    async def test_without_one_or_with_nonsense_it_is_english(self, ada: Person) -> None:
        assert (await ada.refused("room.get", room="nowhere"))["message"] == NO_ROOM["en"]
        for header in HOSTILE:
            ada.headers["Accept-Language"] = header
            response = await ada.request("room.get", room="nowhere")
            assert (response.json()["message"], response.headers["content-language"]) == (NO_ROOM["en"], "en"), header

    async def test_also_where_no_verb_answers(self, ada: Person) -> None:
        ada.headers["Accept-Language"] = "de"
        for path, words in {
            "/api/nothing": "gibt es nicht. Unter /api/docs steht",
            "/assets/nothing.js": "Unter /assets/nothing.js gibt es nichts.",
            "/ws": "Diese Adresse spricht WebSocket",
        }.items():
            response = await ada.http.get(path, headers=ada.headers)
            assert words in response.json()["message"], path
            assert response.headers["content-language"] == "de"
        broken = await ada.http.post("/api/rooms", content=b"{", headers={**ada.headers, "Content-Type": JSON})
        assert broken.json()["message"].startswith("Das JSON ist nicht wohlgeformt: ")

    async def test_what_is_not_refused_says_no_language(self, ada: Person) -> None:
        ada.headers["Accept-Language"] = "de"
        response = await ada.request("me.get")
        assert (response.status_code, response.headers.get("content-language")) == (200, None)

    async def test_a_handle_is_shown_as_it_is(self, ada: Person, bob: Person) -> None:
        ada.headers["Accept-Language"] = "de"
        told = await ada.refused("me.update", handle="bob")
        assert told["message"] == "Das Handle bob ist vergeben. Wählen Sie ein anderes."

    async def test_a_value_is_never_a_template(self, ada: Person) -> None:
        for language in LANGUAGES:
            ada.headers["Accept-Language"] = language
            told = await ada.refused("search.messages", query="word in:#{name}")
            assert "#{name}" in told["message"].replace("\u2068", "").replace("\u2069", ""), told

    async def test_what_a_search_misreads_is_told_in_it(self, ada: Person) -> None:
        ada.headers["Accept-Language"] = "es"
        told = await ada.refused("search.messages", query="before:soon")
        assert told["message"] == "before: necesita un día, un mes o un año, por ejemplo before:2026-01-31."


class TestOverTheSocket:
    @pytest.mark.parametrize("language", LANGUAGES)
    async def test_it_is_the_one_that_hello_names(self, ada: Person, lobby: Room, language: str) -> None:
        ada.headers["Accept-Language"] = "ja" if language != "ja" else "de"
        socket = await ada.connect(language=language)
        with pytest.raises(Refusal) as refused:
            await socket.ask("message.send", room="1", body="hi", client_id="c")
        assert (refused.value.code, refused.value.body["message"]) == ("not_found", NO_ROOM[language])
        with pytest.raises(Refusal) as refused:
            await socket.ask("room.create", client_id="c", name=5)
        assert refused.value.body["message"] == NAME_RULE[language]

    @pytest.mark.parametrize("language", LANGUAGES)
    async def test_else_it_is_the_one_of_the_upgrade(self, ada: Person, lobby: Room, language: str) -> None:
        ada.headers["Accept-Language"] = f"{language}, en;q=0.1"
        for hello in ({}, {"language": None}, {"language": ""}):
            socket = await ada.connect(**hello)
            with pytest.raises(Refusal) as refused:
                await socket.ask("message.send", room="1", body="hi", client_id="c")
            assert refused.value.body["message"] == NO_ROOM[language]

    async def test_one_that_the_server_does_not_speak_is_english(self, ada: Person, lobby: Room) -> None:
        ada.headers["Accept-Language"] = "de"
        socket = await ada.connect(language="fr")
        with pytest.raises(Refusal) as refused:
            await socket.ask("message.send", room="1", body="hi", client_id="c")
        assert refused.value.body["message"] == NO_ROOM["en"]

    async def test_what_ends_a_socket_is_told_in_it(self, ada: Person) -> None:
        ada.headers["Accept-Language"] = "ar"
        socket = await ada.open()
        socket.write({"type": "message.send", "ref": 1})
        assert (await socket.next("error"))["message"] == "يجب أن يكون الإطار الأول `hello`."
        code, reason = await socket.until_closed()
        assert (code, reason) == (4400, "يجب أن يكون الإطار الأول `hello`.")

    async def test_a_long_reason_is_cut_between_characters(self, server: Running) -> None:
        """A close frame has room for 123 bytes, and a character of Japanese is three."""
        socket = await open_socket(
            server.services.settings, {"Sec-WebSocket-Protocol": "parley.v1", "Accept-Language": "ja"}
        )
        told = (await socket.next("error"))["message"]
        code, reason = await socket.until_closed()
        assert (code, told.startswith(reason), len(reason) > 20, len(reason.encode()) <= 123) == (
            4426,
            True,
            True,
            True,
        )

    async def test_a_tag_that_is_none_is_refused(self, ada: Person) -> None:
        for nonsense in ("{de}", "d", "de;q=1", "de, en", "x" * 36, 5):
            socket = await ada.open()
            socket.write({"type": "hello", "language": nonsense})
            assert (await socket.next("error"))["field"] == "language"

    async def test_nonsense_in_the_header_lets_everybody_in(self, ada: Person, lobby: Room) -> None:
        for header in HOSTILE:
            ada.headers["Accept-Language"] = header
            socket = await ada.connect()
            with pytest.raises(Refusal) as refused:
                await socket.ask("message.send", room="1", body="hi", client_id="c")
            assert refused.value.body["message"] == NO_ROOM["en"], header


class TestTheHandshake:
    async def test_it_is_refused_in_the_language_of_its_request(self, server: Running) -> None:
        async with Wire(server.services.settings) as wire:
            status, head = await wire.ask(Origin="https://evil.example.org", Accept_Language="de-CH")
            assert (status, "Content-Language: de" in head, "charset=utf-8" in head) == (403, True, True)
            size = int(re.findall(r"Content-Length: (\d+)", head)[0])
            body = (await wire.reader.readexactly(size)).decode()
        assert body.startswith("Dieser Server kennt den Origin 'https://evil.example.org' nicht.")
