"""An account as the command line makes it, by the API's own rules."""

from typing import get_type_hints

import msgspec

from parley.basics.ids import new_token
from parley.protocol.accounts import RegisterAccount
from parley.store.refusals import CannotStart


def account(handle: str, name: str, password: str) -> RegisterAccount:
    fields = {"handle": handle, "name": name, "password": password, "client_id": new_token()}
    try:
        return msgspec.convert(fields, RegisterAccount)
    except msgspec.ValidationError as problem:
        field = str(problem).rpartition("$.")[2].rstrip("`")
        raise CannotStart(f"This {field} will not do: {_rule(field)}") from None


def _rule(field: str) -> str:
    meta = get_type_hints(RegisterAccount, include_extras=True)[field].__metadata__[0]
    assert isinstance(meta, msgspec.Meta)  # noqa: S101 - every field of this struct has one, for the type checker
    return f"{meta.description} Between {meta.min_length} and {meta.max_length} characters."
