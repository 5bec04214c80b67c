"""Who may forward a message, and who learns where it comes from: as in `parley.policies`."""

from parley.errors import Forbidden, Gone, NotFound, ParleyError
from parley.policies import NO_MESSAGE, NOTICE, save
from parley.standing import Standing


def forward_from(who: Standing) -> ParleyError | None:
    """Everybody who may read a message may forward it, also from an archived room. Whether they may write in the other
    room is asked by the verb's own policy.
    """
    if save(who) is None:
        return None
    if who.is_signed_in and who.sees_message and who.is_erased:
        return Gone("This message was deleted.", field="source_seq")
    if who.is_signed_in and who.sees_message and who.notice is not None:
        return Forbidden(NOTICE, field="source_seq")
    return NotFound(NO_MESSAGE, field="source_seq")


def see_origin(who: Standing) -> ParleyError | None:
    """Those who may read the original, and nobody else: a room that somebody is not in is never named to them."""
    return save(who)
