"""What is said: mostly short lines, some paragraphs, and what people put into them."""

from collections.abc import Callable
from random import Random

from parley.samples.language import Language

# Of several code points each where a client may go wrong: joined, flagged, coloured, with marks on top and below.
DECORATIONS = (
    *("👍", "🎉", "😂", "❤️", "🙏", "👀", "👋🏽", "🇩🇪", "🏳️‍🌈", "👩‍💻", "👨‍👩‍👧‍👦", "1️⃣"),
    *("(-:", "¯\\_(ツ)_/¯", "( ͡° ͜ʖ ͡°)", "cafe\u0301", "n\u0303"),
)
HOSTS = ("chat.example.org", "docs.example.com", "tickets.example.net")
CODE = (
    '```python\nfor n in range({n}):\n    print(f"line {{n}}")\n```',
    "```sql\nSELECT room, count(*) FROM messages GROUP BY room HAVING count(*) > {n};\n```",
    "`exit {n}`",
    "```\n2026-11-{n} 09:30:00 warning disk_almost_full percent={n}\n```",
)


def message(rng: Random, language: Language, colleague: str) -> str:
    """Something to say. `colleague` is the handle of somebody who may be mentioned."""
    (kind,) = rng.choices(KINDS, cum_weights=CUMULATIVE)
    return kind(rng, language, colleague)


def sentence(rng: Random, language: Language) -> str:
    text = _choice(rng, language.sentences).format(
        thing=_choice(rng, language.things), day=_choice(rng, language.days), n=_number(rng)
    )
    return text[0].upper() + text[1:]


def _line(rng: Random, language: Language, _: str) -> str:
    return _choice(rng, language.lines)


def _sentence(rng: Random, language: Language, _: str) -> str:
    return sentence(rng, language)


def _decorated(rng: Random, language: Language, _: str) -> str:
    return f"{_choice(rng, language.lines)} {_choice(rng, DECORATIONS)}"


def _decoration(rng: Random, _: Language, __: str) -> str:
    return _choice(rng, DECORATIONS) * rng.randint(1, 3)


def _mention(rng: Random, language: Language, colleague: str) -> str:
    return f"@{colleague} {sentence(rng, language)}"


def _some_sentences(rng: Random, language: Language, _: str) -> str:
    return _sentences(rng, language, rng.randint(2, 4))


def _paragraphs(rng: Random, language: Language, _: str) -> str:
    return "\n\n".join(_sentences(rng, language, rng.randint(4, 9)) for _ in range(rng.randint(1, 3)))


def _link(rng: Random, language: Language, _: str) -> str:
    return f"{sentence(rng, language)} https://{_choice(rng, HOSTS)}/{_choice(rng, 'abcdefgh')}/{_number(rng)}"


def _code(rng: Random, language: Language, _: str) -> str:
    return f"{sentence(rng, language)}\n\n{_choice(rng, CODE).format(n=_number(rng))}"


def _list(rng: Random, language: Language, _: str) -> str:
    return "\n".join(f"- **{rng.randint(1, 9)}** {sentence(rng, language)}" for _ in range(rng.randint(2, 6)))


def _sentences(rng: Random, language: Language, count: int) -> str:
    return language.space.join(sentence(rng, language) for _ in range(count))


def _choice(rng: Random, things: tuple[str, ...] | str) -> str:
    # Random.choice takes three times as long, and this is called several times for each of a million messages.
    return things[int(rng.random() * len(things))]


def _number(rng: Random) -> int:
    return 10 + int(rng.random() * 20)


Kind = Callable[[Random, Language, str], str]
# Of a hundred messages.
SHARES: dict[Kind, int] = {
    _line: 36,
    _sentence: 28,
    _decorated: 8,
    _decoration: 3,
    _mention: 6,
    _some_sentences: 9,
    _paragraphs: 3,
    _link: 3,
    _code: 2,
    _list: 2,
}
KINDS = tuple(SHARES)
CUMULATIVE = tuple(sum(tuple(SHARES.values())[: n + 1]) for n in range(len(SHARES)))
