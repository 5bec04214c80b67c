"""How many people a message calls, and how many a group has: as in `parley.policies`. The server's administrators look
after groups.
"""

from parley.errors import Conflict, ParleyError
from parley.policies import be_in_room, may_add_people, see_directory, write_in_room
from parley.speech.sentences import say
from parley.standing import Standing

# In larger rooms nobody calls everybody: each of them would have to be told.
CALLED_LIMIT = 100
# Everybody's list of groups is short enough to read.
MOST_GROUPS = 200
# Adding a group to a room reads and writes them all.
MOST_MEMBERS = 500


def add_group_members(who: Standing) -> ParleyError | None:
    """Guests do not learn who is in a group, so they add people one by one."""
    return be_in_room(who) or see_directory(who) or write_in_room(who) or may_add_people(who)


def may_call_everybody(members: int) -> bool:
    """Where nobody may, `@room` and `@here` are words like others, and the message is sent all the same."""
    return members <= CALLED_LIMIT


def may_call_together(people: int) -> bool:
    """By the groups that one message mentions. If there are more, the message is sent all the same and calls none of
    them.
    """
    return people <= CALLED_LIMIT


def may_make_group(groups: int) -> ParleyError | None:
    if groups < MOST_GROUPS:
        return None
    return Conflict(say("There can be {count} groups. Delete one that nobody needs.", count=MOST_GROUPS))


def may_have_members(members: int) -> ParleyError | None:
    if members <= MOST_MEMBERS:
        return None
    return Conflict(say("A group can have {count} members. Make another group.", count=MOST_MEMBERS), field="people")
