"""What letters say, in every language, and sent for real."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator

import pytest

from parley.outside import letters, notices
from parley.outside.letters import Draft, written
from parley.process.app import Running, serving
from parley.settings import Settings
from parley.speech.languages import LANGUAGES
from parley.store import people
from parley.store.units import WriteTransaction, write_alone
from tests.cast import PASSWORD, PATIENCE, Person, Visitor
from tests.conftest import with_changes
from tests.services.smtp import Received, Smtp

ADAS = "ada@example.org"
SERVER, HANDLE, LINK = '<b>Chat</b> & "{server}"', "<i>ada</i>{handle}", "https://chat.example.org/x#1.token"
DRAFTS: list[Draft] = [
    letters.sign_in(ADAS, SERVER, LINK, "ABCD-EFGH"),
    letters.reset(ADAS, SERVER, HANDLE, LINK),
    letters.verify(ADAS, SERVER, HANDLE, LINK),
    letters.register(ADAS, SERVER, LINK),
    letters.taken(ADAS, SERVER),
    *(notice(ADAS, SERVER, HANDLE) for notice in notices.NOTICES.values()),
    notices.export_ready(ADAS, SERVER, HANDLE, "https://chat.example.org"),
]
RESETS = {
    "en": ("Choose a new password for", "Somebody asked for a new password", "within 10 minutes"),
    "de": ("Wählen Sie ein neues Passwort für", "Jemand hat ein neues Passwort", "innerhalb von 10 Minuten"),
    "es": ("Elige una contraseña nueva para", "Alguien pidió una contraseña nueva", "durante 10 minutos"),
    "ja": ("新しいパスワードを設定してください", "新しいパスワードの申請がありました", "10 分以内"),
    "ar": ("اختر كلمة مرور جديدة", "طلب أحد كلمة مرور جديدة", "خلال 10 دقائق"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_chose_is_text_in_every_language(language: str) -> None:
    for draft in DRAFTS:
        letter = written(draft, language)
        assert "<b>" not in letter.html
        assert "<i>" not in letter.html
        assert "&lt;b&gt;Chat&lt;/b&gt; &amp; &quot;{server}&quot;" in letter.html
        assert SERVER in letter.subject
        assert SERVER in letter.text or letter.subject.count(SERVER) == 1
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in letter.html


def test_no_two_languages_say_the_same() -> None:
    for draft in DRAFTS:
        assert len({written(draft, language).text for language in LANGUAGES}) == len(LANGUAGES)


def test_links_and_codes_are_the_same_in_all_and_run_from_left_to_right() -> None:
    for language in LANGUAGES:
        letter = written(DRAFTS[0], language)
        assert LINK in letter.text
        assert "    ABCD-EFGH\n" in letter.text
        assert re.search(r'<p dir="ltr" [^>]*>ABCD-EFGH</p>', letter.html)
        assert re.search(rf'<p dir="ltr" [^>]*>{re.escape(LINK)}</p>', letter.html)


class TestSent:
    @pytest.fixture
    def smtp(self) -> Iterator[Smtp]:
        with Smtp() as smtp:
            yield smtp

    @pytest.fixture
    async def server(self, settings: Settings, smtp: Smtp) -> AsyncIterator[Running]:
        url = f"smtp+insecure://127.0.0.1:{smtp.port}"
        async with serving(with_changes(settings, smtp_url=url, mail_from="Parley <chat@example.org>")) as running:
            yield running

    @pytest.fixture
    async def reachable(self, server: Running, ada: Person) -> Person:
        async def give_address(tx: WriteTransaction) -> None:
            await people.change(tx, int(ada.id), email=ADAS, email_key=people.email_key(ADAS))

        await write_alone(server.services.writer, (), give_address)
        return ada

    @pytest.mark.parametrize("language", LANGUAGES)
    async def test_it_is_in_the_language_of_the_request(
        self, server: Running, reachable: Person, visitor: Visitor, smtp: Smtp, language: str
    ) -> None:
        visitor.headers["Accept-Language"] = f"{language}, en;q=0.5"
        await visitor.call("account.request_password_reset", login="ada")
        letter = await arrived(smtp, server)
        subject, text, minutes = RESETS[language]
        assert (subject in letter.message["Subject"], text in letter.part("plain")) == (True, True)
        assert minutes in letter.part("html")
        assert letter.message["Content-Language"] == language
        assert "/reset-password#" in letter.part("plain")

    async def test_a_person_who_has_chosen_one_gets_that(
        self, server: Running, reachable: Person, visitor: Visitor, smtp: Smtp
    ) -> None:
        """The letter is for its reader, whatever the language of the person who asks."""
        await reachable.call("me.update", language="ja-JP")
        visitor.headers["Accept-Language"] = "de"
        await visitor.call("account.request_password_reset", login="ada")
        assert (await arrived(smtp, server)).message["Content-Language"] == "ja"
        await reachable.call("me.update", language="fr")  # which the server does not speak
        await visitor.call("account.request_password_reset", login="ada")
        assert (await arrived(smtp, server)).message["Content-Language"] == "de"

    async def test_a_notice_is_in_the_language_of_the_socket_that_caused_it(
        self, server: Running, reachable: Person, smtp: Smtp
    ) -> None:
        socket = await reachable.connect(language="es")
        await socket.ask("account.change_password", password=PASSWORD, new_password="another horse battery")
        letter = await arrived(smtp, server)
        assert letter.message["Subject"].startswith("Se cambió tu contraseña")


async def arrived(smtp: Smtp, server: Running) -> Received:
    """The next letter, as soon as its job is done."""
    async with asyncio.timeout(PATIENCE):
        while not smtp.letters:
            if not await server.runner.look():
                await asyncio.sleep(0.02)  # the server itself is about to do it
    return smtp.letters.pop()
