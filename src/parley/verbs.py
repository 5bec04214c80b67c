"""Every verb, once. HTTP routes, socket dispatch, OpenAPI, AsyncAPI, TypeScript and Python client come from this table.

parley.account_verbs has the verbs about accounts; this file has the verbs about rooms and messages.
"""

from parley import group_policies, policies, poll_policies, report_policies
from parley.account_verbs import ACCOUNT_VERBS
from parley.actions import (
    direct,
    drafts,
    favourites,
    forwards,
    group_members,
    held,
    members,
    mentions,
    messages,
    mutes,
    pins,
    polls,
    reactions,
    reads,
    receipts,
    reminders,
    reports,
    room_changes,
    rooms,
    saves,
    scheduled,
    search,
    sections,
    signals,
    sync,
    threads,
)
from parley.protocol import direct as t
from parley.protocol import drafts as w
from parley.protocol import favourites as v
from parley.protocol import forwards as x
from parley.protocol import groups as p
from parley.protocol import held as a
from parley.protocol import members as b
from parley.protocol import mentions as n
from parley.protocol import messages as m
from parley.protocol import mutes as u
from parley.protocol import pins as f
from parley.protocol import polls as o
from parley.protocol import reactions as c
from parley.protocol import reads as d
from parley.protocol import receipts as e
from parley.protocol import reminders as k
from parley.protocol import reports as i
from parley.protocol import rooms as r
from parley.protocol import saves as h
from parley.protocol import scheduled as j
from parley.protocol import search as q
from parley.protocol import sections as s
from parley.protocol import signals as g
from parley.protocol import sync as y
from parley.protocol import threads as z
from parley.protocol.base import Empty
from parley.verb import WS, Verb

# fmt: off
VERBS: tuple[Verb, ...] = (
    *ACCOUNT_VERBS,
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
    Verb("member.add_group", p.AddGroupMembers, group_members.add, p.GroupAdded, "POST /api/rooms/{room}/groups",
         rate="write", may=group_policies.add_group_members),
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
    Verb("poll.create", o.CreatePoll, polls.create, m.Sent, "POST /api/rooms/{room}/polls",
         rate="send", status=201, may=policies.send),
    Verb("poll.vote", o.VoteInPoll, polls.vote, o.Vote, "POST /api/rooms/{room}/messages/{seq}/vote",
         rate="write", may=poll_policies.vote),
    Verb("poll.close", o.ClosePoll, polls.close, o.ClosedPoll, "POST /api/rooms/{room}/messages/{seq}/close",
         rate="write", may=poll_policies.close_poll),
    Verb("poll.voters", o.ListVoters, polls.list_voters, o.VoterPage, "GET /api/rooms/{room}/messages/{seq}/voters",
         may=poll_policies.see_poll),
    Verb("message.report", i.ReportMessage, reports.report, Empty, "POST /api/rooms/{room}/messages/{seq}/report",
         rate="write", may=report_policies.report),
    Verb("report.list", i.ListReports, reports.list_reports, i.ReportPage, "GET /api/reports",
         may=report_policies.see_reports),
    Verb("report.close", i.CloseReport, reports.close, Empty, "POST /api/reports/{report}/close",
         rate="write", may=report_policies.close_report),
    Verb("message.forward", x.ForwardMessage, forwards.forward, m.Sent, "POST /api/rooms/{room}/forwards",
         rate="send", status=201, may=policies.send),
    Verb("message.origins", x.ListOrigins, forwards.origins, x.Origins, "POST /api/rooms/{room}/origins",
         may=policies.be_in_room),
    Verb("held.list", a.ListHeld, held.list_held, a.HeldPage, "GET /api/held", may=report_policies.see_reports),
    Verb("held.let_through", a.LetThrough, held.let_through, m.Sent, "POST /api/held/{held}/let-through",
         rate="write", may=report_policies.decide_held),
    Verb("held.drop", a.DropHeld, held.drop, Empty, "POST /api/held/{held}/drop",
         rate="write", may=report_policies.decide_held),
    Verb("held.list_own", a.ListOwnHeld, held.list_own, a.OwnHeldList, "GET /api/held/own"),
    Verb("held.withdraw", a.WithdrawHeld, held.withdraw, a.Held, "DELETE /api/held/{held}", rate="write"),
    Verb("message.save", h.SaveMessage, saves.save, h.Save, "POST /api/rooms/{room}/messages/{seq}/save",
         rate="write", may=policies.save),
    Verb("message.unsave", h.UnsaveMessage, saves.unsave, h.Save, "POST /api/rooms/{room}/messages/{seq}/unsave",
         rate="write"),
    Verb("saved.list", h.ListSaved, saves.list_saved, h.SavedPage, "GET /api/saved"),
    Verb("draft.put", w.PutDraft, drafts.put, w.Draft, "POST /api/rooms/{room}/draft",
         rate="write", may=policies.be_in_room),
    Verb("draft.delete", w.DeleteDraft, drafts.delete, w.Draft, "DELETE /api/rooms/{room}/draft", rate="write"),
    Verb("draft.list", w.ListDrafts, drafts.list_drafts, w.DraftPage, "GET /api/drafts"),
    Verb("room.favourite", v.FavouriteRoom, favourites.favourite, v.Favourite, "POST /api/rooms/{room}/favourite",
         rate="write", may=policies.be_in_room),
    Verb("room.unfavourite", v.UnfavouriteRoom, favourites.unfavourite, v.Favourite,
         "POST /api/rooms/{room}/unfavourite", rate="write"),
    Verb("favourite.list", v.ListFavourites, favourites.list_favourites, v.FavouriteList, "GET /api/favourites"),
    Verb("section.create", s.CreateSection, sections.create, s.Section, "POST /api/sections", rate="write", status=201),
    Verb("section.rename", s.RenameSection, sections.rename, s.Section, "PATCH /api/sections/{section}", rate="write"),
    Verb("section.move", s.MoveSection, sections.move, s.Section, "POST /api/sections/{section}/move", rate="write"),
    Verb("section.delete", s.DeleteSection, sections.delete, s.Section, "DELETE /api/sections/{section}",
         rate="write"),
    Verb("section.list", s.ListSections, sections.list_sections, s.SectionList, "GET /api/sections"),
    Verb("section.put_room", s.PutRoomInSection, sections.put_room, s.SectionRoom, "POST /api/rooms/{room}/section",
         rate="write", may=policies.be_in_room),
    Verb("section.take_room", s.TakeRoomFromSection, sections.take_room, Empty,
         "DELETE /api/rooms/{room}/section", rate="write"),
    Verb("room.mute", u.MuteRoom, mutes.mute, u.Mute, "POST /api/rooms/{room}/mute", rate="write",
         may=policies.be_in_room),
    Verb("room.unmute", u.UnmuteRoom, mutes.unmute, u.Mute, "POST /api/rooms/{room}/unmute", rate="write"),
    Verb("mute.list", u.ListMutes, mutes.list_mutes, u.MuteList, "GET /api/mutes"),
    Verb("thread.get", z.GetThread, threads.get, z.ThreadDetails, "GET /api/rooms/{room}/threads/{seq}",
         may=policies.see_thread),
    Verb("thread.follow", z.FollowThread, threads.follow, z.Follow, "POST /api/rooms/{room}/threads/{seq}/follow",
         rate="write", may=policies.see_thread),
    Verb("thread.unfollow", z.UnfollowThread, threads.unfollow, z.Follow,
         "POST /api/rooms/{room}/threads/{seq}/unfollow", rate="write", may=policies.see_thread),
    Verb("thread.mark", z.MarkThread, threads.mark, z.Follow, "POST /api/rooms/{room}/threads/{seq}/read",
         rate="write", may=policies.see_thread),
    Verb("thread.list", z.ListThreads, threads.list_threads, z.ThreadPage, "GET /api/threads"),
    Verb("mention.list", n.ListMentions, mentions.list_mentions, n.MentionPage, "GET /api/mentions"),
    Verb("scheduled.create", j.CreateScheduled, scheduled.create, j.Scheduled, "POST /api/scheduled",
         rate="send", status=201, may=policies.send),
    Verb("scheduled.list", j.ListScheduled, scheduled.list_scheduled, j.ScheduledList, "GET /api/scheduled"),
    Verb("scheduled.update", j.UpdateScheduled, scheduled.update, j.Scheduled, "PATCH /api/scheduled/{scheduled}",
         rate="write"),
    Verb("scheduled.send_now", j.SendScheduledNow, scheduled.send_now, j.Scheduled,
         "POST /api/scheduled/{scheduled}/send", rate="write"),
    Verb("scheduled.cancel", j.CancelScheduled, scheduled.cancel, j.Scheduled, "DELETE /api/scheduled/{scheduled}",
         rate="write"),
    Verb("reminder.create", k.CreateReminder, reminders.create, k.Reminder, "POST /api/reminders",
         rate="write", status=201),
    Verb("reminder.list", k.ListReminders, reminders.list_reminders, k.ReminderList, "GET /api/reminders"),
    Verb("reminder.update", k.UpdateReminder, reminders.update, k.Reminder, "PATCH /api/reminders/{reminder}",
         rate="write"),
    Verb("reminder.complete", k.CompleteReminder, reminders.complete, k.Reminder,
         "POST /api/reminders/{reminder}/complete", rate="write"),
    Verb("read.mark", d.MarkRead, reads.mark, d.ReadPosition, "POST /api/rooms/{room}/read",
         rate="write", may=policies.be_in_room),
    Verb("read.unread", d.MarkUnread, reads.mark_unread, d.ReadPosition, "POST /api/rooms/{room}/unread",
         rate="write", may=policies.be_in_room),
    Verb("receipt.list", e.ListReceipts, receipts.list_receipts, e.ReceiptList, "GET /api/rooms/{room}/receipts",
         may=policies.be_in_room),
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
