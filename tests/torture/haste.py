"""How long things take in the torture: what takes a minute elsewhere takes six seconds, so that it happens often.

All of presence is ten times as fast as in a server that people run. Limits for what people see follow from that.
"""

from parley.later import followers, jobs
from parley.realtime import attendance, leases_redis, presence

TIMES = 10
# For how long somebody may look present after their last connection has ended: 75 seconds elsewhere.
PRESENT_SECONDS = 75.0 / TIMES
FREEZE_SECONDS = presence.FREEZE_SECONDS / TIMES
LEASE_SECONDS = leases_redis.LEASE_SECONDS / TIMES
# A job's lease is shorter than any process stands still.
JOB_LEASE_MS = 1_500
TRIES = 4
PAUSE_MS = 100


def hasten() -> None:
    """Call it before a server starts in this process."""
    for module, names in (
        (attendance, ("RELOAD_SECONDS", "RETURN_SECONDS")),
        (leases_redis, ("LEASE_SECONDS", "RENEW_SECONDS", "LEAVE_SECONDS")),
        (presence, ("LOOK_SECONDS", "FREEZE_SECONDS", "SEEN_SECONDS")),
    ):
        for name in names:
            setattr(module, name, getattr(module, name) / TIMES)
    jobs.LEASE_MS = JOB_LEASE_MS
    jobs.RETRY_MS = PAUSE_MS
    followers.TRIES = TRIES
    followers.REST_SECONDS = 0.5
    followers.LOOK_SECONDS = 1.0
