"""Signing in by mail."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.accounts import AnyHandle, Deliver, Token

Code = Annotated[str, Meta(min_length=8, max_length=12, description="The code in the letter, however it is typed.")]


class RequestMagicLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Have a link sent to oneself with which to sign in. The answer does not say whether there is such a person."""

    login: AnyHandle


class MagicLinkAsked(Struct, frozen=True, kw_only=True):
    """To be kept where the link was asked for: with it the code in the letter is good there."""

    request: str


class RedeemMagicLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign in with the `token` from a link's address, behind the #; or with a letter's `code` and the `request`."""

    token: Token | None = None
    request: Token | None = None
    code: Code | None = None
    deliver: Deliver = "cookie"
