"""Passkeys: making one, looking after them, and signing in with one.

What a browser's `navigator.credentials` takes and gives, in base64url without padding where it is bytes.
"""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.accounts import AnyPassword, Deliver
from parley.protocol.base import Id, Time

Bytes = Annotated[str, Meta(min_length=1, max_length=8_192, pattern=r"^[A-Za-z0-9_-]+$(?!\n)", description="base64url")]
PasskeyName = Annotated[str, Meta(min_length=1, max_length=80, description="By which its owner knows it.")]
Transport = Annotated[str, Meta(min_length=1, max_length=20, pattern=r"^[a-z-]+$(?!\n)")]


class BeginPasskey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask for what a browser needs to make a passkey. Who signed in more than ten minutes ago gives the password."""

    password: AnyPassword | None = None


class PasskeyToMake(Struct, frozen=True, kw_only=True):
    """For `navigator.credentials.create`. The challenge works once, within five minutes, in this session."""

    challenge: str
    rp_id: str
    rp_name: str
    user_id: str
    user_name: str
    display_name: str
    # Those that the person has already: a device makes no second one beside its first.
    exclude: list[str]
    # In the order in which they are preferred, as COSE numbers them.
    algorithms: list[int]
    timeout_ms: int


class AddPasskey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep a passkey that the browser has just made. From then on its owner signs in with it."""

    name: PasskeyName
    credential: Bytes
    client_data: Bytes
    attestation: Bytes
    transports: Annotated[list[Transport], Meta(max_length=8)] = []


class Passkey(Struct, frozen=True, kw_only=True):
    """A passkey of the caller's. `used_at` is null until they sign in with it."""

    id: Id
    name: str
    created_at: Time
    used_at: Time | None


class ListPasskeys(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The caller's passkeys, the oldest first."""


class PasskeyList(Struct, frozen=True, kw_only=True):
    """All passkeys of the caller."""

    passkeys: list[Passkey]


class RenamePasskey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Give one of the caller's passkeys another name."""

    passkey: Id
    name: PasskeyName


class RemovePasskey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let nobody sign in with this passkey any more. Somebody's only way in cannot be removed."""

    passkey: Id
    password: AnyPassword | None = None


class BeginPasskeySignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask for a challenge to sign in with a passkey. Who signs in is known only when it comes back."""

    deliver: Deliver = "cookie"


class PasskeyToShow(Struct, frozen=True, kw_only=True):
    """For `navigator.credentials.get`. The challenge works once, within five minutes, in the browser that asked."""

    challenge: str
    rp_id: str
    timeout_ms: int


class RedeemPasskey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign in with a passkey. It counts as both factors: the device has asked for a finger, a face or a PIN."""

    credential: Bytes
    client_data: Bytes
    authenticator_data: Bytes
    signature: Bytes
    user_handle: Bytes | None = None
    deliver: Deliver = "cookie"
