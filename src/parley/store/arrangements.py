"""How a person arranges their list of rooms, for the copy that they take along."""

from sqlalchemy import select

from parley.store.listing import ME, Listing
from parley.store.own import favourites, mutes, section_rooms, sections

ARRANGEMENTS: tuple[Listing, ...] = (
    Listing(
        "favourites",
        "Your favourite rooms, in the order of `position`.",
        favourites.c.person,
        (favourites.c.room,),
        select(favourites.c.room, favourites.c.position).where(favourites.c.person == ME, favourites.c.until.is_(None)),
    ),
    Listing(
        "sections",
        "Sections of your list of rooms, in the order of `position`.",
        sections.c.person,
        (sections.c.id,),
        select(sections.c.id, sections.c.name, sections.c.position).where(
            sections.c.person == ME, sections.c.until.is_(None)
        ),
    ),
    Listing(
        "section_rooms",
        "The rooms in these sections, in each in the order of `position`.",
        section_rooms.c.person,
        (section_rooms.c.room,),
        select(section_rooms.c.room, section_rooms.c.section, section_rooms.c.position).where(
            section_rooms.c.person == ME, section_rooms.c.until.is_(None)
        ),
    ),
    Listing(
        "mutes",
        "Rooms that you muted.",
        mutes.c.person,
        (mutes.c.room,),
        select(mutes.c.room, mutes.c.level, mutes.c.ends_at).where(mutes.c.person == ME, mutes.c.until.is_(None)),
    ),
)
