"""Why a copy of somebody's data has nothing of some tables and columns. Those who write a table say so here, or have
`parley.store.belongings` take it along: a test compares both with all tables there are.
"""

OTHERS = (
    "What other people wrote, in direct conversations as well, and who reacted, voted or pinned besides you. It is "
    "theirs."
)
SECRETS = (
    "Passwords, keys, codes and links, and what the server keeps to check them. In a file they could only be stolen."
)
MODERATORS = "Reports that others made of your messages, and why rooms banned you: that is for moderators."
DERIVED = "What the server derives from the rest: counters, indexes, and work that is under way."
ROOMS = "Rooms as such: their topics, descriptions and settings are those of all their members."

LEFT_OUT: dict[str, str] = {
    "heads": DERIVED,
    "tickets": SECRETS,
    "slugs": ROOMS,
    "tallies": DERIVED,
    "trash": "Messages that were deleted.",
    "facts": DERIVED,
    "jobs": DERIVED,
    "former_handles": SECRETS,
    "cursors": DERIVED,
    "set_aside": DERIVED,
    "room_counters": DERIVED,
    "room_days": DERIVED,
    "challenges": SECRETS,
    "searched": DERIVED,
    "visits": SECRETS,
    "newcomers": SECRETS,
    "authenticators.sealed": SECRETS,
    "recovery_codes.hash": SECRETS,
    "answered_challenges": SECRETS,
    "summaries": DERIVED,
    "forwards": OTHERS,
    "exports": DERIVED,
    "export_pieces": DERIVED,
    "people_groups": "Groups as such: they are the server's, also those that you made.",
    "former_group_handles": DERIVED,
    "messages.erased_by": "Messages that were deleted.",
    "reports.sender": MODERATORS,
    "blocks.person": "That others blocked you. They alone know.",
}

# What a copy takes along besides the lists: columns and tables, and the file that they are in.
TAKEN: dict[str, str] = {
    "people": "profile.json",
    "seen.person": "profile.json",
    "avatars.person": "avatar-96.webp",
    "passkeys.person": "sign_in.json",
    "authenticators.person": "sign_in.json",
    "recovery_codes.person": "sign_in.json",
    "identities.person": "sign_in.json",
    "messages.sender": "messages.json",
    "versions": "messages.json",
    "polls": "messages.json",
    "threads": "messages.json",
    "rooms.created_by": "rooms.json",
    "audit.person": "audit.json",
}
