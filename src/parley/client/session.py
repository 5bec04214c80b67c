"""The HTTP door and the tokens: a request carries an access token that is still good, or none."""

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any, TypeVar
from urllib.parse import quote

import httpx2
import msgspec
from msgspec import Struct

from parley.client.refusals import backoff, read_refusal
from parley.client.verb import Verb
from parley.client.verbs_gen import SESSION_REFRESH
from parley.errors import Unauthenticated, Unavailable
from parley.protocol.accounts import RefreshSession
from parley.protocol.accounts import Session as Granted

R = TypeVar("R", bound=Struct)
# An access token is renewed this long before it expires.
MARGIN = 60.0
# The server accepts a used refresh token for 30 s, in case an answer was lost. Later it takes it for a stolen one and
# ends the session.
REFRESH_SECONDS, REFRESH_TRIES = 25.0, 5


class Tokens(Struct, frozen=True, kw_only=True):
    access: str
    refresh: str
    # By this process's monotonic clock, because the machine's own may be wrong.
    good_until: float


class Session:
    """One server over HTTP, and the tokens that it granted."""

    def __init__(self, url: str, language: str | None = None) -> None:
        headers = {} if language is None else {"Accept-Language": language}
        self._http = httpx2.AsyncClient(base_url=url.rstrip("/"), timeout=30.0, headers=headers)
        self._tokens: Tokens | None = None
        self._refreshing: asyncio.Task[None] | None = None

    @property
    def is_signed_in(self) -> bool:
        return self._tokens is not None

    async def ask(self, verb: Verb[R], command: Struct) -> R:
        """Call a verb. If the server no longer accepts the token, refresh it once."""
        token = None if verb.open_to_all else await self.access_token()
        try:
            return await self._request(verb, command, token)
        except Unauthenticated:
            if token is None:
                raise
        await self.renew(token)
        return await self._request(verb, command, await self.access_token())

    async def save(self, path: str, file: IO[bytes]) -> None:
        """Write what is at a path into a file, a piece at a time."""
        headers = {"Authorization": f"Bearer {await self.access_token()}"}
        try:
            async with self._http.stream("GET", path, headers=headers) as answer:
                if answer.is_error:
                    raise read_refusal(answer.status_code, await answer.aread())
                async for piece in answer.aiter_bytes():
                    await asyncio.to_thread(file.write, piece)
        except httpx2.TransportError as problem:
            raise Unavailable(f"{self._http.base_url} did not send all of it: {problem}.") from problem

    async def upload(self, path: str, data: bytes, result: type[R]) -> R:
        """Send bytes to a path."""
        headers = {"Authorization": f"Bearer {await self.access_token()}"}
        try:
            answer = await self._http.post(path, content=data, headers=headers)
        except httpx2.TransportError as problem:
            raise Unavailable(f"{self._http.base_url} is not reached: {problem}.") from problem
        if answer.is_error:
            raise read_refusal(answer.status_code, answer.content)
        return msgspec.json.decode(answer.content, type=result)

    async def access_token(self) -> str:
        """A token that is valid for a while yet."""
        tokens = self._tokens
        if tokens is not None and tokens.good_until - time.monotonic() < MARGIN:
            await self.renew(tokens.access)
        if self._tokens is None:
            raise Unauthenticated("Not signed in.")
        return self._tokens.access

    async def renew(self, stale: str) -> None:
        """Replace the stale token. Any number of callers at once share one request."""
        if self._tokens is None or self._tokens.access != stale:
            return
        if self._refreshing is None:
            self._refreshing = asyncio.create_task(self._refresh(self._tokens))
            self._refreshing.add_done_callback(self._refreshed)
        # Shielded: a refresh token works once, so the answer must be kept even if no caller waits for it any more.
        await asyncio.shield(self._refreshing)

    def forget(self) -> None:
        self._tokens = None

    async def close(self) -> None:
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.wait([self._refreshing])
        await self._http.aclose()

    async def _refresh(self, tokens: Tokens) -> None:
        try:
            async with asyncio.timeout(REFRESH_SECONDS):
                await self._refresh_by(RefreshSession(refresh_token=tokens.refresh))
        except TimeoutError:
            raise Unavailable(f"{self._http.base_url} did not renew the session in time.") from None
        except Unauthenticated:
            self._tokens = None
            raise

    async def _refresh_by(self, command: RefreshSession) -> None:
        for attempt in range(REFRESH_TRIES):
            try:
                await self._request(SESSION_REFRESH, command, None)
            except Unavailable:
                if attempt == REFRESH_TRIES - 1:
                    raise
                await asyncio.sleep(backoff(attempt))
            else:
                return

    def _refreshed(self, task: asyncio.Task[None]) -> None:
        self._refreshing = None
        if not task.cancelled():
            task.exception()  # callers who await it get the error; else the next call meets it

    async def _request(self, verb: Verb[R], command: Struct, token: str | None) -> R:
        path, query, body = _parts(verb, command)
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        try:
            answer = await self._http.request(verb.method, path, params=query, json=body, headers=headers)
        except httpx2.TransportError as problem:
            raise Unavailable(f"{self._http.base_url} is not reached: {problem}.") from problem
        if answer.is_error:
            raise read_refusal(answer.status_code, answer.content)
        try:
            result = msgspec.json.decode(answer.content, type=verb.result)
        except msgspec.DecodeError as problem:
            raise Unavailable("Something other than Parley answered.") from problem
        if isinstance(result, Granted):
            self._keep(result, answer.headers)
        return result

    def _keep(self, granted: Granted, headers: httpx2.Headers) -> None:
        if granted.access_token is None or granted.refresh_token is None:
            return
        said = headers.get("Date")
        server_now = parsedate_to_datetime(said) if said else datetime.now(UTC)
        lasts = (datetime.fromisoformat(granted.access_expires_at) - server_now).total_seconds()
        self._tokens = Tokens(
            access=granted.access_token, refresh=granted.refresh_token, good_until=time.monotonic() + lasts
        )


def _parts(verb: Verb[Any], command: Struct) -> tuple[str, dict[str, Any] | None, dict[str, Any] | None]:
    """A command as path, query and body. Fields that the path does not name go into the query of a GET, or the body."""
    fields: dict[str, Any] = msgspec.to_builtins(command)
    path = verb.path
    for name in list(fields):
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", quote(str(fields.pop(name)), safe=""))
    if verb.method == "GET":
        return path, {name: value for name, value in fields.items() if value is not None}, None
    return path, None, fields
