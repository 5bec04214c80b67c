"""A crowd: who is there, which rooms they are in, and what they say. The same numbers and seed give the same crowd."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from parley.samples.language import SUBJECTS, Language
from parley.samples.texts import message, sentence

# One room in so many is private. The first one, the largest, never is.
PRIVATE = 5
# How often people use their own language in a room of another.
OWN_LANGUAGE = 0.2
# How steeply rooms differ: the second has half to two thirds of what the first has, the tenth a tenth to a quarter.
SIZE_SKEW, TALK_SKEW = 0.6, 1.0
DRAWN_AT_ONCE = 1_000


@dataclass(frozen=True)
class Crowd:
    """How much of everything. `members` is how many people a room has on average."""

    people: int
    rooms: int
    members: int
    messages: int
    languages: Sequence[Language]
    seed: int

    def rng(self, purpose: str) -> Random:
        # For variety and not for secrets. One a purpose: more messages do not give people other names.
        return Random(f"{self.seed}/{purpose}")  # noqa: S311


@dataclass(frozen=True)
class SamplePerson:
    name: str
    language: Language


@dataclass(frozen=True)
class SampleRoom:
    """A room of people by their places in the crowd. The first of them made it; a private one has no slug."""

    name: str
    slug: str | None
    topic: str
    language: Language
    members: Sequence[int]


@dataclass(frozen=True, slots=True)
class Said:
    """A message, by the places of its room and its sender in the crowd."""

    number: int
    room: int
    sender: int
    body: str


def people_of(crowd: Crowd) -> Iterator[SamplePerson]:
    rng = crowd.rng("people")
    for place in range(crowd.people):
        language = crowd.languages[place % len(crowd.languages)]
        name = language.name.format(first=rng.choice(language.first), last=rng.choice(language.last))
        yield SamplePerson(name, language)


def rooms_of(crowd: Crowd) -> Iterator[SampleRoom]:
    """The largest first. Everybody is in one at least."""
    rng = crowd.rng("rooms")
    for place, members in enumerate(_members(crowd, rng)):
        turn, spoken = divmod(place, len(crowd.languages))
        again, subject = divmod(turn, len(SUBJECTS))
        language = crowd.languages[spoken]
        is_private = place % PRIVATE == PRIVATE - 1
        yield SampleRoom(
            name=language.rooms[subject] + (f" {again + 1}" if again else ""),
            slug=None if is_private else f"{SUBJECTS[subject]}-{language.code}" + (f"-{again + 1}" if again else ""),
            topic=sentence(rng, language),
            language=language,
            members=members,
        )


def talk_of(crowd: Crowd, rooms: Sequence[SampleRoom], handles: Sequence[str]) -> Iterator[Said]:
    """Everything that is said, in its order. A few rooms have most of it, and in each a few people."""
    rng = crowd.rng("talk")
    spoken = [person.language for person in people_of(crowd)]
    weights = list(accumulate((place + 1) ** -TALK_SKEW for place in range(len(rooms))))
    for drawn in range(0, crowd.messages, DRAWN_AT_ONCE):
        count = min(DRAWN_AT_ONCE, crowd.messages - drawn)
        for number, place in enumerate(rng.choices(range(len(rooms)), cum_weights=weights, k=count), drawn):
            room = rooms[place]
            members = room.members
            sender = members[int(rng.random() ** 3 * len(members))]
            colleague = members[int(rng.random() * len(members))]
            language = spoken[sender] if rng.random() < OWN_LANGUAGE else room.language
            yield Said(number, place, sender, message(rng, language, handles[colleague]))


def sizes_of(crowd: Crowd) -> list[int]:
    """How many people each room has: falling, at least one, at most everybody, and together rooms * members."""
    sizes: list[int] = []
    weights = [(place + 1) ** -SIZE_SKEW for place in range(crowd.rooms)]
    places, weight = crowd.rooms * crowd.members, sum(weights)
    for own, later in zip(weights, reversed(range(crowd.rooms)), strict=True):
        fair = round(places * own / weight)
        size = min(max(fair, 1, places - later * crowd.people), crowd.people, places - later)
        sizes.append(size)
        places, weight = places - size, weight - own
    return sizes


def _members(crowd: Crowd, rng: Random) -> Iterator[list[int]]:
    """First everybody is dealt to one room, in proportion to the rooms' sizes; then strangers fill them up."""
    everybody = list(range(crowd.people))
    rng.shuffle(everybody)
    places, seen = crowd.rooms * crowd.members, 0
    for size in sizes_of(crowd):
        dealt = everybody[seen * crowd.people // places : (seen + size) * crowd.people // places]
        seen += size
        inside = set(dealt)
        strangers = [one for one in rng.sample(range(crowd.people), size) if one not in inside]
        yield dealt + strangers[: size - len(dealt)]
