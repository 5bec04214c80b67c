"""Every kind of job, once: what there is to be done later, and how."""

from parley.basics.times import MINUTE
from parley.later import deletions, erasures, retention, sessions
from parley.later.jobs import Duty
from parley.store.deletions import DELETE
from parley.store.erasures import PURGE

DUTIES: tuple[Duty, ...] = (
    Duty(PURGE, erasures.purge),
    Duty(DELETE, deletions.delete),
    Duty(retention.FIND, retention.find, every_ms=10 * MINUTE),
    Duty(retention.DROP, retention.drop),
    Duty(sessions.CLEAN, sessions.clean, every_ms=60 * MINUTE),
)
