"""The program that runs filters, asked by itself; and filters that cannot be loaded."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from parley.basics.metrics import Metrics
from parley.configuration import SettingsError
from parley.errors import Forbidden, RateLimited
from parley.filters import Refuse, Submitted, Verdict
from parley.guard.filters import Filters, Passed
from parley.guard.word_list import LISTED, WordList
from parley.settings import Settings
from tests.conftest import with_changes

CASES = "tests.guard.filter_cases"
# Long enough for an answer of a program that is held up, and not too long to wait for one that hangs.
QUICK_MS = 2_000


def submitted(body: str, person: str = "1") -> Submitted:
    return Submitted(kind="message", body=body, person=person, room="2")


def filters(**settings: object) -> Filters:
    return Filters(with_changes(Settings(), **settings), Metrics())


async def test_without_a_filter_there_is_no_program() -> None:
    none = filters()
    async with none.opened():
        assert not none.are_there


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"filters": "without_a_colon"}, "PARLEY_FILTERS: write module:function, and not without_a_colon."),
        ({"filters": "no_such_module:one"}, "No module named 'no_such_module'"),
        ({"filters": f"{CASES}:no_such"}, f"PARLEY_FILTERS: {CASES}:no_such cannot be loaded"),
        ({"filters": f"{CASES}:NO_FUNCTION"}, f"PARLEY_FILTERS: {CASES}:NO_FUNCTION is no function."),
        ({"filter_words": "/nowhere/words.txt"}, "PARLEY_FILTER_WORDS: /nowhere/words.txt cannot be read"),
    ],
)
async def test_one_that_cannot_be_loaded_is_told_at_the_start(settings: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as told:
        async with filters(**settings).opened():
            pass
    assert said in str(told.value)


async def test_a_caller_who_goes_takes_no_answer_along() -> None:
    """Whoever comes next is told about their own text."""
    some = filters(filters=f"{CASES}:without_shouting", filter_ms=60_000)
    async with some.opened():
        for turns in range(8):
            gone = asyncio.create_task(some.passed(submitted("GONE")))
            for _ in range(turns):
                await asyncio.sleep(0)
            gone.cancel()
            with suppress(asyncio.CancelledError):
                await gone
            assert (await some.passed(submitted("HERE"))).body == "here"


async def test_who_sends_what_hangs_and_goes_is_the_one_who_waits() -> None:
    some = filters(filters=f"{CASES}:troublesome", filter_ms=QUICK_MS)
    async with some.opened():
        gone = asyncio.create_task(some.passed(submitted("hang", person="1")))
        await asyncio.sleep(0.1)
        gone.cancel()
        assert (await some.passed(submitted("hello", person="2"))).body == "hello"
        with pytest.raises(RateLimited):
            await some.passed(submitted("again", person="1"))


async def test_much_that_hangs_at_once_costs_others_the_time_of_one() -> None:
    some = filters(filters=f"{CASES}:troublesome", filter_ms=QUICK_MS)
    async with some.opened():
        texts = [some.passed(submitted("hang", person="1")) for _ in range(20)]
        answers = await asyncio.gather(*texts, some.passed(submitted("hello", person="2")), return_exceptions=True)
        assert [type(answer) for answer in answers] == [Forbidden, *[RateLimited] * 19, Passed]


async def test_it_starts_again_after_it_has_ended() -> None:
    some = filters(filters=f"{CASES}:troublesome", filter_failing="pass", filter_ms=60_000)
    async with some.opened():
        for _ in range(2):
            assert (await some.passed(submitted("die"))).body == "die"
            assert (await some.passed(submitted("lines"))).body == "one\ntwo"


class TestTheWordList:
    @pytest.fixture
    def words(self, tmp_path: Path) -> Path:
        path = tmp_path / "words.txt"
        path.write_text("# a note\n\nfrob\nsnake oil\nКазино\nカジノ\n赌博\n", encoding="utf-8")
        return path

    @pytest.mark.parametrize(
        "body",
        [
            "frob",
            "A FROB.",
            "a frób",
            "my_frob",
            "Snake  Oil!",
            "**snake oil**",
            "казино",
            "新しいカジノです",
            "在线赌博网",
        ],
    )
    def test_refuses_what_has_one_of_its_words(self, words: Path, body: str) -> None:
        assert WordList(words)(submitted(body)) == Refuse(LISTED)

    @pytest.mark.parametrize("body", ["", "frobs", "a note", "snake and oil", "oil snake", "赌 博", "カジ"])
    def test_lets_all_else_pass(self, words: Path, body: str) -> None:
        passes: Verdict = None
        assert WordList(words)(submitted(body)) == passes
