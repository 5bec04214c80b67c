"""The second factor: an authenticator app, its recovery codes, and the second step of signing in."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.accounts import AnyPassword, Deliver, Token
from parley.protocol.base import Id, Time

AppCode = Annotated[
    str,
    Meta(min_length=6, max_length=10, pattern=r"^[0-9 ]+$(?!\n)", description="The six digits that the app shows now."),
]
SecondCode = Annotated[
    str, Meta(min_length=6, max_length=40, description="The six digits that the app shows now, or a recovery code.")
]
SecondFactorRule = Annotated[
    Literal["optional", "administrators", "everybody"],
    Meta(description="Who must have a second factor: nobody, the server's owners and administrators, or everybody."),
]


class GetSecondFactor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the caller has set up as a second factor, and whether they must have one."""


class SecondFactor(Struct, frozen=True, kw_only=True):
    """`authenticator_since` is null without an app. A passkey counts as a second factor, too."""

    authenticator_since: Time | None
    recovery_codes: int
    passkeys: int
    is_required: bool


class BeginAuthenticator(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask for a secret to give to an authenticator app. Nothing is asked of anybody until a code of it is shown.

    Who signed in more than ten minutes ago gives the password.
    """

    password: AnyPassword | None = None


class AuthenticatorToAdd(Struct, frozen=True, kw_only=True):
    """To be scanned as a QR code, which says `uri`, or typed."""

    secret: str
    uri: str


class ConfirmAuthenticator(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Show the first code of the app. From then on signing in with a password or by mail asks for a code."""

    code: AppCode


class RenewRecoveryCodes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make new recovery codes. Those before work no more."""

    password: AnyPassword | None = None


class RecoveryCodes(Struct, frozen=True, kw_only=True):
    """Each works once in place of a code from the app. They are shown this once: the server keeps only hashes."""

    codes: list[str]


class RemoveAuthenticator(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask for no codes of the app any more, and drop its recovery codes. Refused where the server requires
    a second factor and there is no passkey.
    """

    password: AnyPassword | None = None


class ConfirmSession(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The second step of signing in. `step` came with the refusal of the first.

    It works once, for five minutes and five tries, in the browser that took the first step.
    """

    step: Token
    code: SecondCode
    deliver: Deliver = "cookie"


class ResetSecondFactor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For somebody who has lost theirs: drop their app, recovery codes and passkeys, and sign them out everywhere."""

    person: Id


class SetSecondFactor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Choose who must have a second factor. People without are signed out, and set one up when they come back."""

    second_factor: SecondFactorRule
