"""Asks for everything that a newcomer may read, by verbs alone."""

from tests.cast import Person, things
from tests.stories.deed import Json


async def snapshot(person: Person) -> Json:
    welcome = (await person.call("sync.get"))["frames"][0]
    own, reads = (sorted(things(welcome, kind), key=lambda row: row["room"]) for kind in ("membership", "read"))
    people: Json = {}
    rooms = {each["room"]: await whole_room(person, each, people) for each in own}
    blocks = await person.call("block.list")
    people |= blocks["people"]
    ordered = {
        "scheduled": (await person.call("scheduled.list"))["scheduled"],
        "reminders": [each["reminder"] for each in (await person.call("reminder.list"))["reminders"]],
        "held": (await person.call("held.list_own"))["held"],
    }
    blocked = sorted(blocks["blocks"], key=lambda block: block["person"])
    drafts = sorted(
        (await person.call("draft.list", limit=100))["drafts"], key=lambda one: (one["room"], one["thread"])
    )
    listed = (await person.call("favourite.list"))["favourites"]
    favourites = sorted(listed, key=lambda one: one["room"])
    sections = await person.call("section.list")
    sorted_rooms = {
        "sections": sorted(sections["sections"], key=lambda one: one["id"]),
        "section_rooms": sorted(sections["rooms"], key=lambda one: one["room"]),
    }
    mutes = sorted((await person.call("mute.list"))["mutes"], key=lambda one: one["room"])
    own_things = {"memberships": own, "reads": reads, "blocks": blocked, "drafts": drafts, "favourites": favourites}
    told = {"rooms": rooms, "people": people, **own_things, **sorted_rooms, "mutes": mutes, **ordered}
    return told | {"mentions": sorted(things(welcome, "mention"), key=lambda row: row["since"])}


async def whole_room(person: Person, own: Json, people: Json) -> Json:
    """A room; whom it names is added to the people."""
    room = own["room"]
    details = await person.call("room.get", room=room)
    people |= details["people"]
    upto = max(own["first_seq"], details["room"]["first_seq"]) - 1
    messages: list[Json] = []
    about: list[Json] = []
    mine: list[Json] = []
    while upto < details["last_seq"]:
        page = await person.call("message.list", room=room, after=upto, limit=200)
        messages += page["messages"]
        about += page["things"]
        mine += page["own"]
        people |= page["people"]
        upto = messages[-1]["seq"]
    summaries = [thing for thing in about if thing["thing"] == "thread"]
    return {
        "threads": {thread["log"]: await whole_thread(person, room, thread, people) for thread in summaries},
        "head": details["head"],
        "last_seq": details["last_seq"],
        "info": details["room"],
        "messages": messages,
        "about": sorted(about, key=lambda thing: (thing["seq"], thing["thing"], thing["rev"])),
        "mine": sorted(mine, key=lambda thing: (thing["seq"], thing["thing"], thing["rev"])),
        "members": sorted(details["members"], key=lambda stay: stay["person"]),
    }


async def whole_thread(person: Person, room: str, thread: Json, people: Json) -> Json:
    """A thread, which is short in stories."""
    page = await person.call("message.list", room=room, thread=thread["seq"], limit=200)
    people |= page["people"]
    assert not page["has_before"]
    return {
        "head": page["head"],
        "last_seq": page["messages"][-1]["seq"],
        "messages": page["messages"],
        "about": sorted(page["things"], key=lambda thing: (thing["seq"], thing["thing"], thing["rev"])),
        "mine": sorted(page["own"], key=lambda thing: (thing["seq"], thing["thing"], thing["rev"])),
    }
