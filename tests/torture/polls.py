"""What people do with polls: they ask each other something, vote, change their minds and take their votes back."""

import json
from typing import Any

from tests.torture.events import Answered, Asked
from tests.torture.history import now
from tests.torture.line import NoAnswer, Refusal
from tests.torture.member import Member, is_final
from tests.torture.poll_events import Voted, Voting

OPTIONS = ["tea", "coffee", "neither"]
# So many of the last polls people vote in.
RECENT = 6
TAKEN_BACK = 0.2


async def ask(member: Member) -> None:
    """A poll is a message: retried, with the same `client_id`, until it is answered or refused for good."""
    world, rooms = member.account.world, sorted(member.rooms)
    if not rooms:
        return
    world.tally["polls begun"] += 1
    name, room = f"{member.handle}-poll-{world.tally['polls begun']}", member.account.random.choice(rooms)
    question, is_multiple = f"{name}?", world.tally["polls begun"] % 2 == 0
    fields = {"room": room, "client_id": name, "question": question, "options": OPTIONS, "multiple": is_multiple}
    body = "\n".join([question, "", *(f"- {option}" for option in OPTIONS)])
    send = {"person": member.id, "room": room, "client_id": name, "body": body}
    member.under_way += 1
    try:
        seq = await _until_answered(member, fields, send)
        world.history.add(Answered(at=now(), seq=seq, **send))
        world.polls.append((room, seq, is_multiple))
        world.tally["polls"] += 1
    except Refusal as refusal:
        # They have left the room.
        if refusal.code != "not_found":
            raise
        world.tally[f"polls refused: {refusal.code}"] += 1
    finally:
        member.under_way -= 1


async def _until_answered(member: Member, fields: dict[str, Any], send: dict[str, str]) -> int:
    while True:
        member.account.world.history.add(Asked(at=now(), door="poll", **send))
        try:
            answer: dict[str, int] = json.loads(await member.ask("poll.create", fields))
            return answer["seq"]
        except NoAnswer:
            pass
        except Refusal as refusal:
            if is_final(refusal):
                raise
        await member.think()


async def vote(member: Member) -> None:
    """Vote in a recent poll. The request is sent once and never retried: of two that are under way at once, nobody
    knows which the server handles last.
    """
    world, random = member.account.world, member.account.random
    open_ = [poll for poll in list(world.polls)[-RECENT:] if poll[0] in member.rooms]
    if not open_:
        return
    room, seq, is_multiple = random.choice(open_)
    if (room, seq) in member.voting:
        return
    number = 0 if random.random() < TAKEN_BACK else random.randint(1, len(OPTIONS) if is_multiple else 1)
    options = sorted(random.sample(range(len(OPTIONS)), number))
    about: dict[str, Any] = {"person": member.id, "room": room, "seq": seq, "options": options}
    member.voting.add((room, seq))
    member.under_way += 1
    try:
        world.history.add(Voting(at=now(), **about))
        await member.ask("poll.vote", {"room": room, "seq": seq, "options": options})
        world.history.add(Voted(at=now(), **about))
        world.tally["votes"] += 1
    except (NoAnswer, Refusal):
        world.tally["votes in doubt"] += 1
    finally:
        member.under_way -= 1
        member.voting.discard((room, seq))
