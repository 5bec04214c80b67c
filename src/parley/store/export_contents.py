"""The parts of the file that somebody takes along, in its order. `docs/export.md` describes each part."""

from collections.abc import AsyncIterator
from typing import NamedTuple

import msgspec
from msgspec import Struct, structs

from parley.basics.times import rfc3339
from parley.speech.languages import ENGLISH
from parley.speech.sentences import say, translated
from parley.store import authenticators, avatars, identities, passkeys, people, said, seen
from parley.store.belongings import LISTS
from parley.store.database import Database, Row, Transaction
from parley.store.listing import Told

MESSAGES = (
    "What you said, also in rooms that you have left, with what it said before you edited it. Of polls, what you asked."
)
PROFILE = "Your account, and what others see of you."
SIGN_IN = "How you sign in; nothing with which anybody could."
PICTURE = "The picture that others see."
PEOPLE = "Who the people are whose ids are in rooms.json, blocks.json and bans_by_you.json, as they are called now."
# The lists whose people are named. Administrators' acts name too many, and others have none.
NAMING = frozenset({"rooms", "blocks", "bans_by_you"})
UNREAD = "README.txt"


class Cover(Struct, frozen=True, kw_only=True):
    """What the file says of itself."""

    server: str
    made_at: int
    language: str = ENGLISH


class Whole(NamedTuple):
    """A file of its own."""

    name: str
    about: str
    data: bytes


class Some(NamedTuple):
    """The next things of a list. Each list comes once without any, so that its file is always there."""

    name: str
    about: str
    things: list[Told]


async def contents(database: Database, row: Row, cover: Cover) -> AsyncIterator[Whole | Some]:
    person, named = int(row.id), set[int]()
    yield Whole(UNREAD, "", _readme(row.handle, cover).encode())
    yield Whole("profile.json", PROFILE, _pretty(await database.read(_profile, row)))
    yield Whole("sign_in.json", SIGN_IN, _pretty(await database.read(_ways_in, row)))
    for name, picture in await database.read(_pictures, person):
        yield Whole(name, PICTURE, picture)
    yield Some("messages", MESSAGES, [])
    async for things in said.portions(database, person):
        yield Some("messages", MESSAGES, things)
    for listing in LISTS:
        yield Some(listing.name, listing.about, [])
        async for things in listing.portions(database, person):
            if listing.name in NAMING:
                named |= {
                    int(id_) for thing in things for id_ in (*thing.get("people", ()), thing.get("person")) if id_
                }
            yield Some(listing.name, listing.about, things)
    yield Some("people", PEOPLE, await database.read(_named, named))


def _readme(handle: str, cover: Cover) -> str:
    at = rfc3339(cover.made_at)
    lines = (
        say("This is what {server} keeps about {handle}, as of {at}.", server=cover.server, handle=handle, at=at),
        say("Each file is text in JSON. index.json says what is in which file, what is left out, and why."),
        say("What you said is in messages.json. A long list goes on in another file, such as messages-2.json."),
        say("What other people wrote is not here, in direct conversations neither: it is theirs."),
        say("Keep this file where nobody else can read it."),
    )
    return "\n\n".join(translated(line, cover.language) for line in lines) + "\n"


def _pretty(told: Told) -> bytes:
    return msgspec.json.format(msgspec.json.encode(told), indent=2)


async def _profile(tx: Transaction, row: Row) -> Told:
    last = (await seen.last_seen(tx, [row.id])).get(row.id)
    me = structs.asdict(people.me_of(row))
    of_cards = {name: value for name, value in me.items() if name not in ("rev", "avatar", "needs_second_factor")}
    return of_cards | {"last_seen_at": None if last is None else rfc3339(last)}


async def _ways_in(tx: Transaction, row: Row) -> Told:
    app = await authenticators.confirmed(tx, row.id)
    return {
        "password": row.password_hash is not None,
        "passkeys": [
            {"name": one.name, "made_at": rfc3339(one.made_at), "used_at": _moment(one.used_at)}
            for one in await passkeys.listed(tx, row.id)
        ],
        "authenticator_app": None if app is None else {"made_at": rfc3339(app.made_at)},
        "recovery_codes_left": await authenticators.codes_left(tx, row.id),
        "providers": [
            {
                "provider": one.provider,
                "email": one.email,
                "linked_at": rfc3339(one.linked_at),
                "used_at": _moment(one.used_at),
            }
            for one in await identities.of_person(tx, row.id)
        ],
    }


def _moment(at: int | None) -> str | None:
    return None if at is None else rfc3339(at)


async def _pictures(tx: Transaction, person: int) -> list[tuple[str, bytes]]:
    row = await avatars.of(tx, person)
    return [] if row is None else [("avatar-96.webp", bytes(row.small)), ("avatar-192.webp", bytes(row.large))]


async def _named(tx: Transaction, ids: set[int]) -> list[Told]:
    return [
        {"id": id_, "handle": card.handle, "name": card.name} for id_, card in (await people.cards(tx, ids)).items()
    ]
