"""Taking along what the server keeps about oneself."""

from msgspec import Struct

from parley.protocol.accounts import AnyPassword
from parley.protocol.base import ClientId, Time


class ExportAccount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask for a copy of what the server keeps about you. It is prepared in the background.

    `account.get_export` says when it is ready; `GET /api/accounts/export/file` is then the file, a ZIP of JSON, for a
    day. As long as there is one, asking for another is a conflict. It takes the password, or a sign-in just now where
    there is none.
    """

    client_id: ClientId
    password: AnyPassword | None = None


class GetExport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The copy of your data that you asked for, if there is one. The file itself is `GET /api/accounts/export/file`."""


class Export(Struct, frozen=True, kw_only=True):
    """A copy of somebody's data. `ready_at` and `size`, in bytes, are null while it is being prepared.

    At `expires_at` it is deleted, and another one can be asked for.
    """

    asked_at: Time
    ready_at: Time | None
    expires_at: Time
    size: int | None


class ExportAnswer(Struct, frozen=True, kw_only=True):
    """The caller's copy; null if there is none."""

    export: Export | None
