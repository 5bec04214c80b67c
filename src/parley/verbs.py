"""Every verb, once. HTTP routes, socket dispatch, OpenAPI, AsyncAPI, TypeScript and Python client come from this table.

A verb's summary is its command's docstring. Its action takes a context and the command and returns an awaitable of
the result; nothing else in the program writes or publishes.
"""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal

from msgspec import Struct

from parley import policies
from parley.actions import (
    accounts,
    admission,
    audit,
    direct,
    emails,
    invitations,
    magic_links,
    members,
    messages,
    passwords,
    people,
    pins,
    reactions,
    reads,
    room_changes,
    rooms,
    saves,
    search,
    server,
    sessions,
    signals,
    sync,
    threads,
    users,
)
from parley.actions.context import Context
from parley.policies import Policy
from parley.protocol import accounts as a
from parley.protocol import audit as i
from parley.protocol import direct as t
from parley.protocol import invitations as v
from parley.protocol import magic_links as k
from parley.protocol import members as b
from parley.protocol import messages as m
from parley.protocol import people as p
from parley.protocol import pins as f
from parley.protocol import reactions as c
from parley.protocol import reads as d
from parley.protocol import rooms as r
from parley.protocol import saves as h
from parley.protocol import search as q
from parley.protocol import server as s
from parley.protocol import sessions as n
from parley.protocol import signals as g
from parley.protocol import sync as y
from parley.protocol import threads as w
from parley.protocol import users as u
from parley.protocol.base import Empty

Door = Literal["http", "ws"]
Who = Literal["anyone", "person"]
Rate = Literal["read", "write", "send", "search", "signal", "sign_in", "mail"]
BOTH: frozenset[Door] = frozenset({"http", "ws"})
# Signing in and out are HTTP's alone: a socket can set no cookie, and lives and ends with its session.
HTTP: frozenset[Door] = frozenset({"http"})
# What belongs to one connection has no meaning over HTTP, and no route.
WS: frozenset[Door] = frozenset({"ws"})


@dataclass(frozen=True)
class Verb:
    """One thing that can be asked of Parley, and all that either door has to know about it."""

    name: str
    command: type[Struct]
    action: Callable[[Context, Any], Awaitable[Struct]]
    result: type[Struct]
    route: str
    _: KW_ONLY
    may: Policy = policies.signed_in
    rate: Rate = "read"
    doors: frozenset[Door] = BOTH
    status: int = 200

    @property
    def who(self) -> Who:
        return "anyone" if self.may is policies.anyone else "person"

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def path(self) -> str:
        """With the command's own field names in braces."""
        return self.route.partition(" ")[2]

    @property
    def summary(self) -> str:
        return " ".join((self.command.__doc__ or "").split())


# fmt: off
VERBS: tuple[Verb, ...] = (
    Verb("server.get", s.GetServer, server.get, s.ServerInfo, "GET /api/server", may=policies.anyone),
    Verb("setup.complete", a.CompleteSetup, accounts.complete_setup, a.Session, "POST /api/setup",
         may=policies.anyone, rate="sign_in", doors=HTTP, status=201),
    Verb("account.register", a.RegisterAccount, accounts.register, a.Session, "POST /api/accounts",
         may=policies.anyone, rate="sign_in", doors=HTTP, status=201),
    Verb("session.create", a.CreateSession, sessions.create, a.Session, "POST /api/sessions",
         may=policies.anyone, rate="sign_in", doors=HTTP, status=201),
    Verb("session.refresh", a.RefreshSession, sessions.refresh, a.Session, "POST /api/sessions/refresh",
         may=policies.anyone, rate="write", doors=HTTP),
    Verb("session.end", a.EndSession, sessions.end, Empty, "POST /api/sessions/end", rate="write", doors=HTTP),
    Verb("session.list", n.ListSessions, sessions.list_sessions, n.SessionList, "GET /api/sessions"),
    Verb("session.revoke", n.RevokeSession, sessions.revoke, Empty, "DELETE /api/sessions/{session}", rate="write"),
    Verb("session.revoke_others", n.RevokeOtherSessions, sessions.revoke_others, a.Ended,
         "POST /api/sessions/revoke-others", rate="write"),
    Verb("session.request_magic_link", k.RequestMagicLink, magic_links.request, k.MagicLinkAsked,
         "POST /api/sessions/magic-links", may=policies.anyone, rate="mail", doors=HTTP),
    Verb("session.redeem_magic_link", k.RedeemMagicLink, magic_links.redeem, a.Session,
         "POST /api/sessions/magic-links/redeem", may=policies.anyone, rate="sign_in", doors=HTTP, status=201),
    Verb("account.change_password", a.ChangePassword, passwords.change, a.Ended, "POST /api/accounts/change-password",
         rate="sign_in"),
    Verb("account.request_password_reset", a.RequestPasswordReset, passwords.request_reset, Empty,
         "POST /api/accounts/password-resets", may=policies.anyone, rate="mail", doors=HTTP),
    Verb("account.reset_password", a.ResetPassword, passwords.reset, a.Ended, "POST /api/accounts/reset-password",
         may=policies.anyone, rate="sign_in", doors=HTTP),
    Verb("account.change_email", a.ChangeEmail, emails.change, Empty, "POST /api/accounts/change-email",
         rate="sign_in"),
    Verb("account.verify_email", a.VerifyEmail, emails.verify, a.VerifiedEmail, "POST /api/accounts/verify-email",
         may=policies.anyone, rate="sign_in", doors=HTTP),
    Verb("session.ticket", a.CreateTicket, sessions.ticket, a.Ticket, "POST /api/sessions/ticket", rate="write"),
    Verb("me.get", p.GetMe, people.get_me, p.Me, "GET /api/me"),
    Verb("user.get", u.GetUser, users.get, u.User, "GET /api/users/{person}", may=policies.see_person),
    Verb("user.list", u.ListUsers, users.list_users, u.UserPage, "GET /api/users", may=policies.see_directory),
    Verb("user.set_role", u.SetUserRole, users.set_role, u.User, "PATCH /api/users/{person}",
         rate="write", may=policies.change_account),
    Verb("user.deactivate", u.DeactivateUser, users.deactivate, u.User, "POST /api/users/{person}/deactivate",
         rate="write", may=policies.deactivate),
    Verb("user.reactivate", u.ReactivateUser, users.reactivate, u.User, "POST /api/users/{person}/reactivate",
         rate="write", may=policies.change_account),
    Verb("invite.create", v.CreateInvitation, invitations.create, v.InvitationLink, "POST /api/invitations",
         rate="write", status=201),
    Verb("invite.list", v.ListInvitations, invitations.list_invitations, v.InvitationPage, "GET /api/invitations"),
    Verb("invite.revoke", v.RevokeInvitation, invitations.revoke, Empty, "DELETE /api/invitations/{invitation}",
         rate="write"),
    # Tokens never travel in an address.
    Verb("invite.get", v.GetInvitation, admission.get, v.Offer, "POST /api/invitations/get", may=policies.anyone),
    Verb("invite.accept", v.AcceptInvitation, admission.accept, v.AcceptedInvitation, "POST /api/invitations/accept",
         rate="write"),
    Verb("server.set_registration", s.SetRegistration, server.set_registration, s.ServerInfo, "PATCH /api/server",
         rate="write", may=policies.administer),
    Verb("audit.list", i.ListAudit, audit.list_audit, i.AuditPage, "GET /api/audit", may=policies.administer),
    Verb("room.create", r.CreateRoom, rooms.create, r.RoomAnswer, "POST /api/rooms",
         rate="write", status=201, may=policies.create_room),
    Verb("room.list", r.ListRooms, rooms.list_rooms, r.RoomPage, "GET /api/rooms"),
    Verb("room.get", r.GetRoom, rooms.get, r.RoomDetails, "GET /api/rooms/{room}", may=policies.see_room),
    Verb("room.update", r.UpdateRoom, room_changes.update, r.RoomAnswer, "PATCH /api/rooms/{room}",
         rate="write", may=policies.change_room),
    Verb("room.archive", r.ArchiveRoom, room_changes.archive, r.RoomAnswer, "POST /api/rooms/{room}/archive",
         rate="write", may=policies.archive_room),
    Verb("room.unarchive", r.UnarchiveRoom, room_changes.unarchive, r.RoomAnswer, "POST /api/rooms/{room}/unarchive",
         rate="write", may=policies.archive_room),
    Verb("room.delete", r.DeleteRoom, room_changes.delete, Empty, "DELETE /api/rooms/{room}",
         rate="write", may=policies.delete_room),
    Verb("room.join", r.JoinRoom, rooms.join, r.RoomAnswer, "POST /api/rooms/{slug}/join",
         rate="write", may=policies.join_room),
    Verb("room.leave", r.LeaveRoom, rooms.leave, r.LeftRoom, "POST /api/rooms/{room}/leave",
         rate="write", may=policies.leave_room),
    Verb("direct.open", t.OpenDirect, direct.open_direct, r.RoomAnswer, "POST /api/direct", rate="write"),
    Verb("member.list", b.ListMembers, members.list_members, b.MemberPage, "GET /api/rooms/{room}/members",
         may=policies.be_in_room),
    Verb("member.add", b.AddMember, members.add, b.MemberAnswer, "POST /api/rooms/{room}/members",
         rate="write", may=policies.add_member),
    Verb("member.set_role", b.SetMemberRole, members.set_role, b.MemberAnswer,
         "PATCH /api/rooms/{room}/members/{person}", rate="write", may=policies.give_room_role),
    Verb("member.remove", b.RemoveMember, members.remove, b.RemovedMember,
         "DELETE /api/rooms/{room}/members/{person}", rate="write", may=policies.remove_member),
    Verb("member.ban", b.BanMember, members.ban, b.Ban, "POST /api/rooms/{room}/members/{person}/ban",
         rate="write", may=policies.remove_member),
    Verb("member.unban", b.UnbanMember, members.unban, Empty, "POST /api/rooms/{room}/members/{person}/unban",
         rate="write", may=policies.moderate_room),
    Verb("ban.list", b.ListBans, members.list_bans, b.BanPage, "GET /api/rooms/{room}/bans",
         may=policies.moderate_room),
    Verb("message.send", m.SendMessage, messages.send, m.Sent, "POST /api/rooms/{room}/messages",
         rate="send", status=201, may=policies.send),
    Verb("message.list", m.ListMessages, messages.list_messages, m.MessagePage, "GET /api/rooms/{room}/messages",
         may=policies.be_in_room),
    Verb("message.edit", m.EditMessage, messages.edit, m.Edited, "PATCH /api/rooms/{room}/messages/{seq}",
         rate="write", may=policies.edit),
    Verb("message.history", m.GetHistory, messages.history, m.MessageHistory,
         "GET /api/rooms/{room}/messages/{seq}/history", may=policies.see_message),
    Verb("message.erase", m.EraseMessage, messages.erase, m.Erased, "DELETE /api/rooms/{room}/messages/{seq}",
         rate="write", may=policies.erase),
    Verb("message.restore", m.RestoreMessage, messages.restore, m.Restored,
         "POST /api/rooms/{room}/messages/{seq}/restore", rate="write", may=policies.restore),
    Verb("message.react", c.React, reactions.react, c.Reaction, "POST /api/rooms/{room}/messages/{seq}/react",
         rate="write", may=policies.react),
    Verb("message.unreact", c.Unreact, reactions.unreact, c.Reaction, "POST /api/rooms/{room}/messages/{seq}/unreact",
         rate="write", may=policies.react),
    Verb("reaction.list", c.ListReactions, reactions.list_reactions, c.ReactionPage,
         "GET /api/rooms/{room}/messages/{seq}/reactions", may=policies.see_message),
    Verb("message.pin", f.PinMessage, pins.pin, f.Pinned, "POST /api/rooms/{room}/messages/{seq}/pin",
         rate="write", may=policies.pin),
    Verb("message.unpin", f.UnpinMessage, pins.unpin, f.Pinned, "POST /api/rooms/{room}/messages/{seq}/unpin",
         rate="write", may=policies.pin),
    Verb("pin.list", f.ListPins, pins.list_pins, f.PinList, "GET /api/rooms/{room}/pins", may=policies.be_in_room),
    Verb("message.save", h.SaveMessage, saves.save, h.Save, "POST /api/rooms/{room}/messages/{seq}/save",
         rate="write", may=policies.save),
    Verb("message.unsave", h.UnsaveMessage, saves.unsave, h.Save, "POST /api/rooms/{room}/messages/{seq}/unsave",
         rate="write"),
    Verb("saved.list", h.ListSaved, saves.list_saved, h.SavedPage, "GET /api/saved"),
    Verb("thread.get", w.GetThread, threads.get, w.ThreadDetails, "GET /api/rooms/{room}/threads/{seq}",
         may=policies.see_thread),
    Verb("thread.follow", w.FollowThread, threads.follow, w.Follow, "POST /api/rooms/{room}/threads/{seq}/follow",
         rate="write", may=policies.see_thread),
    Verb("thread.unfollow", w.UnfollowThread, threads.unfollow, w.Follow,
         "POST /api/rooms/{room}/threads/{seq}/unfollow", rate="write", may=policies.see_thread),
    Verb("thread.mark", w.MarkThread, threads.mark, w.Follow, "POST /api/rooms/{room}/threads/{seq}/read",
         rate="write", may=policies.see_thread),
    Verb("thread.list", w.ListThreads, threads.list_threads, w.ThreadPage, "GET /api/threads"),
    Verb("read.mark", d.MarkRead, reads.mark, d.ReadPosition, "POST /api/rooms/{room}/read",
         rate="write", may=policies.be_in_room),
    Verb("read.unread", d.MarkUnread, reads.mark_unread, d.ReadPosition, "POST /api/rooms/{room}/unread",
         rate="write", may=policies.be_in_room),
    Verb("search.messages", q.SearchMessages, search.messages, q.SearchPage, "POST /api/search/messages",
         rate="search"),
    Verb("typing.set", g.SetTyping, signals.set_typing, Empty, "POST /api/rooms/{room}/typing",
         rate="signal", may=policies.be_in_room),
    Verb("presence.set", g.SetPresence, signals.set_presence, Empty, "", rate="signal", doors=WS),
    Verb("presence.watch", g.WatchPresence, signals.watch, g.Watched, "",
         rate="signal", may=policies.be_in_room, doors=WS),
    Verb("sync.get", y.GetSync, sync.get, y.Frames, "POST /api/sync"),
)
# fmt: on

BY_NAME: dict[str, Verb] = {verb.name: verb for verb in VERBS}
