"""`parley`, with a clumsy follower and a kind of job of its own, and with less time for everything.

python -m tests.torture.program serve
"""

from parley.cli import main
from parley.later import directory, duties
from tests.torture.greeting import GREETER, GREETINGS
from tests.torture.haste import hasten


def extend() -> None:
    """Before the server's own module reads which followers and duties there are."""
    directory.FOLLOWERS = (*directory.FOLLOWERS, GREETER)
    duties.DUTIES = (*duties.DUTIES, GREETINGS)


if __name__ == "__main__":
    hasten()
    extend()
    main()
