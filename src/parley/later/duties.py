"""Every kind of job, once: what there is to be done later, and how."""

from parley.basics.times import MINUTE
from parley.later import (
    backups,
    deletions,
    erasures,
    exports,
    forwards,
    leaving,
    letters,
    mentions,
    polls,
    reminders,
    retention,
    scheduled,
    second_factor,
    sessions,
    statuses,
)
from parley.later.jobs import Duty
from parley.settings import Settings
from parley.store.deletions import DELETE
from parley.store.erasures import PURGE
from parley.store.errands import LINK, NOTICE
from parley.store.exports import DROP, MAKE
from parley.store.factors import ENFORCE
from parley.store.forwards import TAKE_AWAY
from parley.store.leaving import ERASE_MESSAGES
from parley.store.mentions import SETTLE
from parley.store.polls import CLOSE
from parley.store.profiles import CLEAR_STATUS
from parley.store.reminders import RING
from parley.store.scheduled import SEND

DUTIES: tuple[Duty, ...] = (
    Duty(PURGE, erasures.purge),
    Duty(TAKE_AWAY, forwards.take_away_copies),
    Duty(DELETE, deletions.delete),
    Duty(retention.FIND, retention.find, every_ms=10 * MINUTE),
    Duty(retention.DROP, retention.drop),
    Duty(LINK, letters.send_link),
    Duty(NOTICE, letters.send_notice),
    Duty(ENFORCE, second_factor.enforce),
    Duty(ERASE_MESSAGES, leaving.erase),
    Duty(MAKE, exports.make, is_long=True),
    Duty(DROP, exports.drop),
    Duty(SETTLE, mentions.settle),
    Duty(CLEAR_STATUS, statuses.clear),
    Duty(SEND, scheduled.send),
    Duty(RING, reminders.ring),
    Duty(CLOSE, polls.close),
    Duty(sessions.CLEAN, sessions.clean, every_ms=60 * MINUTE),
    Duty(sessions.FORGET, sessions.forget_refused, every_ms=10 * MINUTE),
)


def duties(settings: Settings) -> tuple[Duty, ...]:
    """Those of a server with these settings."""
    if not settings.backup_hours:
        return DUTIES
    every_ms = settings.backup_hours * 60 * MINUTE
    return (*DUTIES, Duty(backups.TAKE, backups.take, every_ms=every_ms, at_once=True, is_long=True))
