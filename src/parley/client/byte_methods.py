"""The methods of the client that carry bytes, which no verb does."""

from typing import IO
from urllib.parse import quote

from parley.client.session import Session
from parley.protocol.custom_emoji import CustomEmoji


class ByteMethods:
    """Beside the verbs' methods, for `Parley`."""

    _session: Session

    async def save_export(self, file: IO[bytes]) -> None:
        """Write the copy of your data that you asked for with `account_export` into a file, once it is ready."""
        await self._session.save("/api/accounts/export/file", file)

    async def add_emoji(self, name: str, picture: bytes) -> CustomEmoji:
        """Add an emoji to the server, for administrators. Repeating it changes nothing."""
        return await self._session.upload(f"/api/emoji/{quote(name, safe='')}", picture, CustomEmoji)

    async def save_emoji(self, emoji: CustomEmoji, file: IO[bytes]) -> None:
        """Write the picture of an emoji, a WebP, into a file."""
        await self._session.save(f"/api/emoji/{emoji.picture}/moving", file)
