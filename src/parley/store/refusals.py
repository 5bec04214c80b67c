"""Why Parley does not start, for the person who runs it."""


class CannotStart(Exception):
    """What stands in the way and what to do about it, in one message."""
