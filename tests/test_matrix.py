"""Who may do what, asked at both doors: for each verb the allowed case and each refusal that there is."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from parley.basics.times import HOUR, now_ms, rfc3339
from parley.settings import Settings
from parley.verb import Verb
from parley.verbs import VERBS
from tests.cast import PASSWORD, Person, Refusal, Room, Visitor
from tests.conftest import with_changes

Fields = dict[str, Any]
# Bob said the first message in the lobby and ada the second, about which bob has replied in a thread.
BOBS, ADAS = 1, 2
# Polls of ada's.
POLL, ANONYMOUS = 3, 4


class Rooms:
    """The lobby, which ada owns and bob is in; and ada's den, where she is alone. Eve is in neither. Ada owns the
    server as well.
    """

    def __init__(self, lobby: Room, den: Room, ada: Person, bob: Person, eve: Person) -> None:
        self.lobby, self.den = {"room": lobby.id}, {"room": den.id}
        self.ada, self.bob, self.eve = {"person": ada.id}, {"person": bob.id}, {"person": eve.id}


# Of the form of a letter's link, and nobody's.
SPENT = f"1.{'x' * 43}"
NO_PASSKEY = dict.fromkeys(("credential", "client_data", "authenticator_data", "signature"), "AA")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A server that writes letters."""
    return with_changes(settings, dev=True)


Asking = Callable[[Rooms], Fields]
# What each is told: the owner of the room, a member, somebody with an account, and whoever has not signed in.
Told = tuple[str, str, str, str]
PEOPLE: Told = ("ok", "ok", "ok", "unauthenticated")
MEMBERS: Told = ("ok", "ok", "not_found", "unauthenticated")
OWNER: Told = ("ok", "forbidden", "not_found", "unauthenticated")
MEMBER: Told = ("forbidden", "ok", "not_found", "unauthenticated")
# A room's member who may not invite into it, and somebody to whom it is as if there was none.
INVITER: Told = ("ok", "forbidden", "not_found", "unauthenticated")
ALONE: Told = ("ok", "not_found", "not_found", "unauthenticated")
NOBODY: Told = ("not_found", "not_found", "not_found", "unauthenticated")
ADMINISTRATOR: Told = ("ok", "forbidden", "forbidden", "unauthenticated")
NO_ACCOUNT: Told = ("not_found", "forbidden", "forbidden", "unauthenticated")
NEVER: Told = ("forbidden", "forbidden", "not_found", "unauthenticated")
NEVER_THERE: Told = ("not_found", "forbidden", "not_found", "unauthenticated")
ANYONE: Told = ("ok", "ok", "ok", "ok")


def named(_: Rooms) -> Fields:
    return {"client_id": uuid4().hex, "name": "Room", "kind": "private"}


def newcomer(_: Rooms) -> Fields:
    handle = f"p{uuid4().hex[:12]}"
    return {"handle": handle, "name": handle, "password": PASSWORD, "client_id": handle, "deliver": "token"}


def arriving(rooms: Rooms) -> Fields:
    return {name: value for name, value in newcomer(rooms).items() if name != "password"}


def invitation(_: Rooms) -> Fields:
    return {"client_id": uuid4().hex}


def group(_: Rooms) -> Fields:
    return {"client_id": uuid4().hex, "handle": f"g{uuid4().hex[:12]}", "name": "Group"}


def said(rooms: Rooms) -> Fields:
    return rooms.lobby | {"client_id": uuid4().hex, "body": "hello"}


def soon() -> str:
    return rfc3339(now_ms() + HOUR)


def asked(rooms: Rooms) -> Fields:
    return rooms.lobby | {"client_id": uuid4().hex, "question": "Lunch?", "options": ["Pizza", "Sushi"]}


def forwarded(rooms: Rooms) -> Fields:
    return rooms.lobby | {"client_id": uuid4().hex, "source_room": rooms.lobby["room"], "source_seq": ADAS}


EXPECTED: dict[str, list[tuple[Asking, Told]]] = {
    "server.get": [(lambda _: {}, ANYONE)],
    "setup.complete": [(lambda rooms: newcomer(rooms) | {"token": "t" * 43}, ("conflict",) * 4)],
    "account.register": [(newcomer, ANYONE)],
    "session.create": [(lambda _: {"handle": "ada", "password": PASSWORD, "deliver": "token"}, ANYONE)],
    "session.refresh": [(lambda _: {"refresh_token": "x" * 43}, ("unauthenticated",) * 4)],
    "session.list": [(lambda _: {}, PEOPLE)],
    "session.revoke": [(lambda _: {"session": "1"}, NOBODY)],
    "session.revoke_others": [(lambda _: {}, PEOPLE)],
    "session.request_magic_link": [(lambda _: {"login": "ada"}, ANYONE)],
    "session.redeem_magic_link": [(lambda _: {"token": SPENT, "deliver": "token"}, ("gone",) * 4)],
    "session.confirm": [(lambda _: {"step": SPENT, "code": "000000", "deliver": "token"}, ("gone",) * 4)],
    "session.begin_passkey": [(lambda _: {"deliver": "token"}, ANYONE)],
    "session.redeem_passkey": [(lambda _: NO_PASSKEY | {"deliver": "token"}, ("unauthenticated",) * 4)],
    "passkey.begin": [
        (lambda _: {}, PEOPLE),
        (lambda _: {"password": PASSWORD}, PEOPLE),
        (lambda _: {"password": "not mine"}, ("forbidden",) * 3 + ("unauthenticated",)),
    ],
    "passkey.add": [
        (
            lambda _: {"name": "P", "credential": "AA", "client_data": "AA", "attestation": "AA"},
            ("gone",) * 3 + ("unauthenticated",),
        )
    ],
    "passkey.list": [(lambda _: {}, PEOPLE)],
    "passkey.rename": [(lambda _: {"passkey": "99", "name": "P"}, NOBODY)],
    "passkey.remove": [(lambda _: {"passkey": "99"}, NOBODY)],
    "second_factor.get": [(lambda _: {}, PEOPLE)],
    "second_factor.begin": [
        (lambda _: {}, PEOPLE),
        (lambda _: {"password": "not mine"}, ("forbidden",) * 3 + ("unauthenticated",)),
    ],
    "second_factor.confirm": [(lambda _: {"code": "000000"}, ("gone",) * 3 + ("unauthenticated",))],
    "second_factor.renew_codes": [(lambda _: {}, NOBODY)],
    "second_factor.remove": [(lambda _: {}, NOBODY)],
    "account.change_password": [
        (lambda _: {"password": PASSWORD, "new_password": PASSWORD}, PEOPLE),
        (lambda _: {"password": "not mine", "new_password": PASSWORD}, ("forbidden",) * 3 + ("unauthenticated",)),
    ],
    "account.request_password_reset": [(lambda _: {"login": "ada"}, ANYONE)],
    "account.reset_password": [(lambda _: {"token": SPENT, "password": PASSWORD}, ("gone",) * 4)],
    "account.change_email": [
        (lambda _: {"email": "me@example.org", "password": PASSWORD}, PEOPLE),
        (lambda _: {"email": "me@example.org", "password": "no"}, ("forbidden",) * 3 + ("unauthenticated",)),
    ],
    "account.verify_email": [(lambda _: {"token": SPENT}, ("gone",) * 4)],
    "account.request_registration": [(lambda _: {"email": "me@example.org"}, ("forbidden",) * 4)],
    "provider.begin": [(lambda _: {"provider": "nobody"}, ("not_found",) * 4)],
    "provider.finish": [(lambda _: {"code": "x", "state": "x"}, ("gone",) * 4)],
    "session.create_by_provider": [(lambda _: {"deliver": "token"}, ("gone",) * 4)],
    "account.register_by_provider": [(arriving, ("gone",) * 4)],
    "identity.list": [(lambda _: {}, PEOPLE)],
    "identity.link": [
        (lambda _: {"password": PASSWORD}, ("gone",) * 3 + ("unauthenticated",)),
        (lambda _: {"password": "no"}, ("forbidden",) * 3 + ("unauthenticated",)),
    ],
    "identity.unlink": [(lambda _: {"identity": "99", "password": PASSWORD}, NOBODY)],
    "provider.check": [(lambda _: {}, ADMINISTRATOR)],
    "account.export": [
        (lambda _: {"client_id": "mine", "password": PASSWORD}, PEOPLE),
        (lambda _: {"client_id": "mine", "password": "not mine"}, ("forbidden",) * 3 + ("unauthenticated",)),
    ],
    "account.get_export": [(lambda _: {}, PEOPLE)],
    "account.delete": [
        (lambda _: {"password": "not mine", "messages": "keep"}, ("forbidden",) * 3 + ("unauthenticated",)),
    ],
    "session.ticket": [(lambda _: {}, PEOPLE)],
    "me.get": [(lambda _: {}, PEOPLE)],
    "me.update": [
        (lambda _: {"pronouns": "they/them"}, PEOPLE),
        (lambda _: {"handle": "admin"}, ("invalid",) * 3 + ("unauthenticated",)),
    ],
    "me.remove_avatar": [(lambda _: {}, PEOPLE)],
    "emoji.list": [(lambda _: {}, PEOPLE)],
    "emoji.remove": [(lambda _: {"name": "no-such-emoji"}, ADMINISTRATOR)],
    "user.get": [(lambda rooms: rooms.eve, PEOPLE), (lambda _: {"person": "99"}, NOBODY)],
    "user.list": [(lambda _: {}, PEOPLE)],
    "user.set_role": [
        (lambda rooms: rooms.eve | {"role": "member"}, ADMINISTRATOR),
        (lambda _: {"person": "99", "role": "member"}, NO_ACCOUNT),
    ],
    "user.deactivate": [(lambda _: {"person": "99"}, NO_ACCOUNT)],
    "user.reactivate": [
        (lambda rooms: rooms.eve, ADMINISTRATOR),
        (lambda _: {"person": "99"}, NO_ACCOUNT),
    ],
    "user.reset_second_factor": [
        (lambda rooms: rooms.eve, ADMINISTRATOR),
        (lambda _: {"person": "99"}, NO_ACCOUNT),
    ],
    "block.add": [
        (lambda rooms: rooms.bob, ("ok", "invalid", "ok", "unauthenticated")),
        (lambda _: {"person": "99"}, NOBODY),
    ],
    "block.remove": [(lambda rooms: rooms.bob, PEOPLE), (lambda _: {"person": "99"}, PEOPLE)],
    "block.list": [(lambda _: {}, PEOPLE)],
    "group.create": [(group, ADMINISTRATOR)],
    "group.list": [(lambda _: {}, PEOPLE)],
    "group.get": [(lambda _: {"group": "99"}, NOBODY)],
    "group.update": [(lambda _: {"group": "99", "name": "Group"}, NO_ACCOUNT)],
    "group.delete": [(lambda _: {"group": "99"}, ADMINISTRATOR)],
    "group.add": [(lambda rooms: {"group": "99", "people": [rooms.bob["person"]]}, NO_ACCOUNT)],
    "group.remove": [(lambda rooms: {"group": "99"} | rooms.bob, NO_ACCOUNT)],
    "invite.create": [
        (invitation, ADMINISTRATOR),
        (lambda rooms: invitation(rooms) | {"rooms": [rooms.lobby["room"]]}, INVITER),
        (lambda rooms: invitation(rooms) | {"rooms": [rooms.den["room"]]}, ALONE),
    ],
    "invite.list": [(lambda _: {}, PEOPLE)],
    "invite.revoke": [(lambda _: {"invitation": "99"}, NOBODY)],
    "invite.get": [(lambda _: {"token": SPENT}, ("gone",) * 4)],
    "invite.accept": [(lambda _: {"token": SPENT}, ("gone",) * 3 + ("unauthenticated",))],
    "server.set_registration": [(lambda _: {"registration": "open"}, ADMINISTRATOR)],
    "server.set_second_factor": [(lambda _: {"second_factor": "optional"}, ADMINISTRATOR)],
    "server.set_name": [(lambda _: {"name": "Acme"}, ADMINISTRATOR)],
    "server.set_receipts": [(lambda _: {"receipts": True}, ADMINISTRATOR)],
    "audit.list": [(lambda _: {}, ADMINISTRATOR)],
    "room.create": [(named, PEOPLE)],
    "room.list": [(lambda _: {}, PEOPLE)],
    "room.list_all": [(lambda _: {}, ADMINISTRATOR)],
    "room.get": [(lambda rooms: rooms.lobby, PEOPLE), (lambda rooms: rooms.den, ALONE)],
    "room.update": [
        (lambda rooms: rooms.lobby | {"topic": "Here"}, OWNER),
        (lambda rooms: rooms.den | {"topic": "Here"}, ALONE),
    ],
    "room.archive": [(lambda rooms: rooms.lobby, OWNER), (lambda rooms: rooms.den, ALONE)],
    "room.unarchive": [(lambda rooms: rooms.lobby, OWNER), (lambda rooms: rooms.den, ALONE)],
    "room.delete": [(lambda rooms: {"room": "99"}, NOBODY)],
    "room.join": [(lambda _: {"slug": "den"}, NOBODY), (lambda _: {"slug": "lobby"}, PEOPLE)],
    "room.leave": [(lambda rooms: rooms.den, ALONE), (lambda rooms: rooms.lobby, MEMBERS)],
    "member.list": [(lambda rooms: rooms.lobby, MEMBERS), (lambda rooms: rooms.den, ALONE)],
    "member.add": [
        (lambda rooms: rooms.lobby | rooms.bob, MEMBERS),
        (lambda rooms: rooms.den | rooms.ada, ALONE),
        (lambda rooms: rooms.lobby | {"person": "99"}, NOBODY),
    ],
    "member.add_group": [(lambda rooms: rooms.lobby | {"group": "99"}, NOBODY)],
    "member.set_role": [
        (lambda rooms: rooms.lobby | rooms.bob | {"role": "member"}, OWNER),
        (lambda rooms: rooms.den | rooms.bob | {"role": "member"}, NOBODY),
    ],
    "member.unban": [(lambda rooms: rooms.lobby | rooms.eve, OWNER), (lambda rooms: rooms.den | rooms.eve, ALONE)],
    "member.ban": [(lambda rooms: rooms.lobby | rooms.eve, OWNER), (lambda rooms: rooms.den | rooms.eve, ALONE)],
    "ban.list": [(lambda rooms: rooms.lobby, OWNER), (lambda rooms: rooms.den, ALONE)],
    "member.remove": [
        (lambda rooms: rooms.lobby | rooms.eve, NEVER_THERE),
        (lambda rooms: rooms.den | rooms.eve, NOBODY),
    ],
    "direct.open": [(lambda rooms: {"people": [rooms.bob["person"]]}, PEOPLE), (lambda _: {"people": ["99"]}, NOBODY)],
    "message.send": [
        (said, MEMBERS),
        (lambda rooms: said(rooms) | rooms.den, ALONE),
        (lambda rooms: said(rooms) | {"reply_to": ADAS}, MEMBERS),
        (lambda rooms: said(rooms) | {"reply_to": 99}, NOBODY),
        (lambda rooms: said(rooms) | {"thread": ADAS}, MEMBERS),
        (lambda rooms: said(rooms) | {"thread": 99}, NOBODY),
    ],
    "message.list": [
        (lambda rooms: rooms.lobby, MEMBERS),
        (lambda rooms: rooms.den, ALONE),
        (lambda rooms: rooms.lobby | {"thread": ADAS}, MEMBERS),
        (lambda rooms: rooms.lobby | {"thread": 99}, NOBODY),
    ],
    "message.edit": [
        (lambda rooms: rooms.lobby | {"seq": ADAS, "body": "ada's, better"}, OWNER),
        (lambda rooms: rooms.lobby | {"seq": BOBS, "body": "bob's, better"}, MEMBER),
        (lambda rooms: rooms.lobby | {"seq": 99, "body": "nothing"}, NOBODY),
        (lambda rooms: rooms.lobby | {"thread": ADAS, "seq": 1, "body": "bob's, better"}, MEMBER),
        (lambda rooms: rooms.lobby | {"thread": 99, "seq": 1, "body": "nothing"}, NOBODY),
    ],
    "message.history": [
        (lambda rooms: rooms.lobby | {"thread": ADAS, "seq": 1}, MEMBERS),
        (lambda rooms: rooms.lobby | {"thread": 99, "seq": 1}, NOBODY),
        (lambda rooms: rooms.lobby | {"seq": ADAS}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": 99}, NOBODY),
    ],
    "message.react": [
        (lambda rooms: rooms.lobby | {"thread": ADAS, "seq": 1, "emoji": "👍"}, MEMBERS),
        (lambda rooms: rooms.lobby | {"thread": 99, "seq": 1, "emoji": "👍"}, NOBODY),
        (lambda rooms: rooms.lobby | {"seq": ADAS, "emoji": "👍"}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": 99, "emoji": "👍"}, NOBODY),
    ],
    "message.unreact": [
        (lambda rooms: rooms.lobby | {"seq": ADAS, "emoji": "👍"}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": 99, "emoji": "👍"}, NOBODY),
    ],
    "search.messages": [
        (lambda _: {"query": "hello"}, PEOPLE),
        (lambda rooms: rooms.lobby | {"query": "hello"}, MEMBERS),
        (lambda rooms: rooms.den | {"query": "hello"}, ALONE),
        (lambda _: {"query": "-hello"}, ("invalid",) * 3 + ("unauthenticated",)),
    ],
    "reaction.list": [
        (lambda rooms: rooms.lobby | {"thread": ADAS, "seq": 1, "emoji": "👍"}, MEMBERS),
        (lambda rooms: rooms.lobby | {"thread": 99, "seq": 1, "emoji": "👍"}, NOBODY),
        (lambda rooms: rooms.lobby | {"seq": ADAS, "emoji": "👍"}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": 99, "emoji": "👍"}, NOBODY),
    ],
    "message.erase": [
        (lambda rooms: rooms.lobby | {"seq": ADAS}, OWNER),
        (lambda rooms: rooms.lobby | {"seq": BOBS}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": 99}, NOBODY),
    ],
    "message.restore": [
        (lambda rooms: rooms.lobby | {"seq": ADAS}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": 99}, NOBODY),
    ],
    "message.pin": [
        (lambda rooms: rooms.lobby | {"seq": BOBS}, OWNER),
        (lambda rooms: rooms.lobby | {"seq": 99}, NOBODY),
    ],
    "message.unpin": [
        (lambda rooms: rooms.lobby | {"seq": BOBS}, OWNER),
        (lambda rooms: rooms.lobby | {"seq": 99}, NOBODY),
    ],
    "pin.list": [(lambda rooms: rooms.lobby, MEMBERS), (lambda rooms: rooms.den, ALONE)],
    "poll.create": [
        (asked, MEMBERS),
        (lambda rooms: asked(rooms) | rooms.den, ALONE),
        (lambda rooms: asked(rooms) | {"thread": ADAS}, MEMBERS),
        (lambda rooms: asked(rooms) | {"thread": 99}, NOBODY),
    ],
    "poll.vote": [
        (lambda rooms: rooms.lobby | {"seq": POLL, "options": [0]}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": ADAS, "options": [0]}, NOBODY),
        (lambda rooms: rooms.lobby | {"thread": ADAS, "seq": 1, "options": [0]}, NOBODY),
    ],
    "poll.voters": [
        (lambda rooms: rooms.lobby | {"seq": POLL, "option": 0}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": ADAS, "option": 0}, NOBODY),
        (lambda rooms: rooms.lobby | {"seq": ANONYMOUS, "option": 0}, NEVER),
    ],
    "poll.close": [
        (lambda rooms: rooms.lobby | {"seq": POLL}, OWNER),
        (lambda rooms: rooms.lobby | {"seq": 99}, NOBODY),
    ],
    "message.forward": [
        (forwarded, MEMBERS),
        (lambda rooms: forwarded(rooms) | rooms.den, ALONE),
        (lambda rooms: forwarded(rooms) | {"source_seq": 99}, NOBODY),
        (lambda rooms: forwarded(rooms) | {"source_room": rooms.den["room"], "source_seq": 1}, ALONE),
        (lambda rooms: forwarded(rooms) | {"source_thread": ADAS, "source_seq": 1}, MEMBERS),
    ],
    "message.origins": [
        (lambda rooms: rooms.lobby | {"seqs": [ADAS]}, MEMBERS),
        (lambda rooms: rooms.den | {"seqs": [1]}, ALONE),
    ],
    "message.report": [
        (lambda rooms: rooms.lobby | {"seq": ADAS, "reason": "spam"}, MEMBER),
        (lambda rooms: rooms.lobby | {"seq": BOBS, "reason": "spam"}, OWNER),
        (lambda rooms: rooms.lobby | {"seq": 99, "reason": "spam"}, NOBODY),
    ],
    "report.list": [(lambda _: {}, ADMINISTRATOR), (lambda rooms: rooms.lobby, ADMINISTRATOR)],
    "report.close": [(lambda _: {"report": "99"}, NOBODY)],
    "held.list": [(lambda _: {}, ADMINISTRATOR), (lambda rooms: rooms.lobby, ADMINISTRATOR)],
    "held.let_through": [(lambda _: {"held": "99"}, NOBODY)],
    "held.drop": [(lambda _: {"held": "99"}, NOBODY)],
    "held.list_own": [(lambda _: {}, PEOPLE)],
    "held.withdraw": [(lambda _: {"held": "99"}, NOBODY)],
    "message.save": [
        (lambda rooms: rooms.lobby | {"seq": ADAS}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": 99}, NOBODY),
    ],
    "message.unsave": [(lambda rooms: rooms.lobby | {"seq": ADAS}, PEOPLE)],
    "saved.list": [(lambda _: {}, PEOPLE)],
    "draft.put": [
        (lambda rooms: rooms.lobby | {"body": "so far"}, MEMBERS),
        (lambda rooms: rooms.den | {"body": "so far"}, ALONE),
        (lambda rooms: rooms.lobby | {"thread": ADAS, "body": "so far"}, MEMBERS),
        (lambda rooms: rooms.lobby | {"thread": 99, "body": "so far"}, NOBODY),
    ],
    "draft.delete": [(lambda rooms: rooms.lobby, PEOPLE)],
    "draft.list": [(lambda _: {}, PEOPLE)],
    "room.favourite": [
        (lambda rooms: rooms.lobby, MEMBERS),
        (lambda rooms: rooms.den, ALONE),
        (lambda rooms: rooms.lobby | {"before": "99"}, NOBODY),
    ],
    "room.unfavourite": [(lambda rooms: rooms.lobby, PEOPLE)],
    "favourite.list": [(lambda _: {}, PEOPLE)],
    "section.create": [(lambda _: {"client_id": uuid4().hex, "name": uuid4().hex}, PEOPLE)],
    "section.rename": [(lambda _: {"section": "99", "name": "Team"}, NOBODY)],
    "section.move": [(lambda _: {"section": "99"}, NOBODY)],
    "section.delete": [(lambda _: {"section": "99"}, NOBODY)],
    "section.list": [(lambda _: {}, PEOPLE)],
    "section.put_room": [
        (lambda rooms: rooms.lobby | {"section": "99"}, NOBODY),
        (lambda rooms: rooms.den | {"section": "99"}, NOBODY),
    ],
    "section.take_room": [(lambda rooms: rooms.lobby, PEOPLE)],
    "room.mute": [
        (lambda rooms: rooms.lobby | {"level": "nothing"}, MEMBERS),
        (lambda rooms: rooms.den | {"level": "mentions"}, ALONE),
    ],
    "room.unmute": [(lambda rooms: rooms.lobby, PEOPLE)],
    "mute.list": [(lambda _: {}, PEOPLE)],
    "thread.get": [
        (lambda rooms: rooms.lobby | {"seq": ADAS}, MEMBERS),
        (lambda rooms: rooms.den | {"seq": 1}, NOBODY),
    ],
    "thread.follow": [
        (lambda rooms: rooms.lobby | {"seq": ADAS}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": BOBS}, NOBODY),
    ],
    "thread.unfollow": [
        (lambda rooms: rooms.lobby | {"seq": ADAS}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": 99}, NOBODY),
    ],
    "thread.mark": [
        (lambda rooms: rooms.lobby | {"seq": ADAS, "read": 1}, MEMBERS),
        (lambda rooms: rooms.lobby | {"seq": 99, "read": 1}, NOBODY),
    ],
    "thread.list": [(lambda _: {}, PEOPLE)],
    "mention.list": [(lambda _: {}, PEOPLE)],
    "scheduled.create": [
        (lambda rooms: said(rooms) | {"at": soon()}, MEMBERS),
        (lambda rooms: said(rooms) | rooms.den | {"at": soon()}, ALONE),
    ],
    "scheduled.list": [(lambda _: {}, PEOPLE)],
    "scheduled.update": [(lambda _: {"scheduled": "99", "body": "hello"}, NOBODY)],
    "scheduled.send_now": [(lambda _: {"scheduled": "99"}, NOBODY)],
    "scheduled.cancel": [(lambda _: {"scheduled": "99"}, NOBODY)],
    "reminder.create": [
        (lambda _: {"client_id": uuid4().hex, "text": "milk", "at": soon()}, PEOPLE),
        (lambda rooms: rooms.lobby | {"client_id": uuid4().hex, "seq": ADAS, "at": soon()}, MEMBERS),
    ],
    "reminder.list": [(lambda _: {}, PEOPLE)],
    "reminder.update": [(lambda _: {"reminder": "99", "text": "milk"}, NOBODY)],
    "reminder.complete": [(lambda _: {"reminder": "99"}, NOBODY)],
    "read.mark": [(lambda rooms: rooms.lobby | {"generation": 0, "seq": 1}, MEMBERS)],
    "read.unread": [(lambda rooms: rooms.lobby | {"generation": 9, "seq": 1}, MEMBERS)],
    "receipt.list": [(lambda rooms: rooms.lobby, MEMBERS), (lambda rooms: rooms.den, ALONE)],
    "typing.set": [(lambda rooms: rooms.lobby, MEMBERS), (lambda rooms: rooms.den, ALONE)],
    "presence.set": [(lambda _: {"state": "away"}, PEOPLE)],
    "presence.watch": [
        (lambda rooms: rooms.lobby | {"people": ["1"]}, MEMBERS),
        (lambda rooms: rooms.den | {"people": []}, ALONE),
    ],
    "sync.get": [(lambda _: {}, PEOPLE)],
    # Last for each of them: their session is over.
    "session.end": [(lambda _: {}, PEOPLE)],
}


def test_no_verb_is_without_an_expectation() -> None:
    assert EXPECTED.keys() == {verb.name for verb in VERBS}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
async def test_each_is_told_what_they_may(
    verb: Verb, lobby: Room, den: Room, ada: Person, bob: Person, eve: Person, visitor: Visitor
) -> None:
    await bob.say(lobby, "bob's")
    await ada.say(lobby, "ada's")
    await bob.call("message.send", room=lobby.id, thread=ADAS, client_id="reply", body="bob's reply")
    rooms = Rooms(lobby, den, ada, bob, eve)
    for is_anonymous in (False, True):
        await ada.call("poll.create", anonymous=is_anonymous, **asked(rooms))
    for asking, told in EXPECTED[verb.name]:
        for door in sorted(verb.doors, reverse=True):
            answers = tuple([await answer(who, verb, door, asking(rooms)) for who in (ada, bob, eve, visitor)])
            if door == "ws":  # nobody without a session is let in there
                answers = (*answers[:3], told[3])
            assert answers == told, (door, asking(rooms))


async def answer(who: Visitor, verb: Verb, door: str, fields: Fields) -> str:
    try:
        if door == "http":
            await who.call(verb.name, **fields)
        elif isinstance(who, Person):
            socket = await who.connect()
            await socket.ask(verb.name, **fields)
            socket.cut()
    except Refusal as refusal:
        return refusal.code
    return "ok"
