"""The people that the texts of a batch mention, by their own handles or by those of groups: members of the room, and
nobody else.
"""

from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import func, select

from parley.group_policies import may_call_everybody, may_call_together
from parley.language import mentions as language
from parley.language.mentions import Called, Mentions, Wide
from parley.protocol.messages import GroupMention
from parley.protocol.people import Card
from parley.store import groups as groups_store
from parley.store import people as people_store
from parley.store.database import Transaction
from parley.store.schema import people, stays
from parley.store.standing import Ask
from parley.store.vectors import Gathering
from parley.things import group_mentions_of

MEMBER = Gathering(
    key={"room": stays.c.room, "handle": people.c.handle},
    columns=(people.c.id, stays.c.since),
    joins=(
        (people, "people.handle = k.handle AND people.disabled_at IS NULL"),
        (stays, "stays.room = k.room AND stays.person = people.id AND stays.until IS NULL"),
    ),
)


class Named(Struct, frozen=True):
    """The ids of the people and the groups that a text mentions, by their handles, whether it calls everybody, and what
    its row keeps of that.
    """

    ids: dict[str, str] = {}
    groups: dict[str, GroupMention] = {}
    wide: Wide | None = None
    kept: str | None = None


NOBODY = Named()


class Naming(Struct, frozen=True):
    """What the texts of a batch mention, and the cards of those people."""

    found: dict[str, Mentions]
    members: dict[tuple[int, str], int]
    groups: dict[tuple[int, str], Called]
    small: frozenset[int]
    cards: dict[str, Card]

    def by(self, ask: Ask, body: str, *, in_thread: bool) -> tuple[Named, dict[str, Card]]:
        """Nobody calls everybody from a thread, also not by saying it in the room as well."""
        mentioned = self.found.get(body)
        if mentioned is None:
            return NOBODY, {}
        people = {
            handle: person
            for handle in mentioned.handles
            if (person := self.members.get((ask.room, handle))) is not None
        }
        wide = mentioned.wide if not in_thread and ask.room in self.small else None
        ids = {handle: str(person) for handle, person in people.items()}
        kept = language.kept(people, wide, self._called(ask.room, mentioned))
        return Named(ids, group_mentions_of(kept), wide, kept), {id_: self.cards[id_] for id_ in ids.values()}

    def _called(self, room: int, mentioned: Mentions) -> dict[str, Called]:
        """Those groups, in their order, whose people together are few enough. Of the others nobody is called."""
        named = {handle: self.groups[room, handle] for handle in mentioned.handles if (room, handle) in self.groups}
        reached: set[int] = set()
        for handle, called in named.items():
            if may_call_together(len(reached.union(called.people))):
                reached.update(called.people)
            else:
                named[handle] = Called(called.group, ())
        return named


NOTHING_NAMED = Naming({}, {}, {}, frozenset(), {})


async def naming(tx: Transaction, texts: Iterable[tuple[Ask, str]]) -> Naming:
    """No statement where nothing looks like a mention, as most of the time."""
    asked = [(ask, body, language.mentions_in(body)) for ask, body in texts if "@" in body]
    asked = [one for one in asked if one[2] != language.NONE]
    if not asked:
        return NOTHING_NAMED
    keys = {(ask.room, handle): None for ask, _, said in asked for handle in said.handles}
    rows = await tx.find(MEMBER, list(keys)) if keys else {}
    members = {key: person for key, (person, since) in rows.items() if since is not None}
    called = {ask.room for ask, _, said in asked if said.wide and not ask.root}
    small = [room for room in sorted(called) if may_call_everybody(await _members(tx, room))]
    cards = await people_store.cards(tx, members.values()) if members else {}
    groups = await groups_store.called(tx, [key for key in keys if key not in members])
    return Naming({body: said for _, body, said in asked}, members, groups, frozenset(small), cards)


async def _members(tx: Transaction, room: int) -> int:
    row = await tx.one(select(func.count()).select_from(stays).where(stays.c.room == room, stays.c.until.is_(None)))
    return 0 if row is None else int(row[0])
