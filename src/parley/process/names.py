"""The name by which the processes of one Parley know each other."""

from parley.basics.ids import derived_key
from parley.settings import Settings
from parley.store.secret import load_secret


def shared_name(settings: Settings) -> str:
    """A part of the names of this Parley's keys and channels, which keeps several Parleys on one Redis apart."""
    return derived_key(load_secret(settings), "name").hex()[:12]
