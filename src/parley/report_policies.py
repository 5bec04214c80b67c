"""Who may report a message, who sees what is reported, and who decides about what filters hold: as in
`parley.policies`.
"""

from parley.errors import Forbidden, NotFound, ParleyError
from parley.policies import save, signed_in
from parley.standing import Standing

NO_HELD = "There is no such message that waits. Somebody may have decided about it already."
NO_REPORT = "There is no such report. Somebody may have closed it already."


def report(who: Standing) -> ParleyError | None:
    """Also in an archived room, and by people who may not write: somebody is to look at it."""
    is_own = who.sender == who.person
    return save(who) or (Forbidden("This message is your own. You can delete it.") if is_own else None)


def see_reports(who: Standing) -> ParleyError | None:
    """Those who look after a room; the server's administrators look after all of them. In a direct conversation nobody
    has a say over the others.
    """
    refused = Forbidden("Only those who look after a room, and administrators, see what is reported there.")
    return signed_in(who) or (None if looks_after(who) else refused)


def close_report(who: Standing) -> ParleyError | None:
    """To somebody who may not see it, a report does not exist."""
    return signed_in(who) or (None if looks_after(who) else NotFound(NO_REPORT, field="report"))


def decide_held(who: Standing) -> ParleyError | None:
    return signed_in(who) or (None if looks_after(who) else NotFound(NO_HELD, field="held"))


def looks_after(who: Standing) -> bool:
    return who.is_administrator or (who.is_moderator and who.kind != "direct" and who.deleted_at is None)
