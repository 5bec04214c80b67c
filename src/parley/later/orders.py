"""What people ordered before, done as if they asked for it now."""

from msgspec.structs import replace

from parley.errors import Forbidden, ParleyError
from parley.policies import Policy
from parley.standing import Standing


def ordered(policy: Policy) -> Policy:
    """The policy for somebody who need not be signed in any more, but whose account must be active."""

    def decide(who: Standing) -> ParleyError | None:
        if who.handle is None:
            return Forbidden("This account is deactivated.")
        return policy(replace(who, expires_at=who.now + 1, confined=0))

    return decide
