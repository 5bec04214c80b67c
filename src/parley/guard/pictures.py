"""Pictures that people upload, decoded in a process of their own and made anew: see parley.guard.picture_program."""

import asyncio
import sys
from pathlib import Path
from typing import NamedTuple

from parley.errors import Invalid, TooLarge, Unavailable
from parley.guard.picture_program import MOST_PIXELS, TOO_LARGE
from parley.speech.sentences import say

PROGRAM = Path(__file__).with_name("picture_program.py")
SECONDS = 20.0
# Each may take a gigabyte, so one is read at a time; so many wait.
MOST_WAITING = 8
MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
UNREADABLE = "This file cannot be read as a picture. Choose a PNG, JPEG, GIF or WebP."


class Picture(NamedTuple):
    """A square WebP in two sizes."""

    small: bytes
    large: bytes


class EmojiPicture(NamedTuple):
    """A small WebP in its own proportions, and its first frame if it is animated."""

    moving: bytes
    still: bytes | None


class Pictures:
    """One per process."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def made(self, data: bytes) -> Picture:
        """The picture in these bytes, or a refusal that says what is wrong with them."""
        return Picture(*await self._made(data))

    async def emoji(self, data: bytes) -> EmojiPicture:
        """The same, as an emoji."""
        moving, still = await self._made(data, "emoji")
        return EmojiPicture(moving, still or None)

    async def _made(self, data: bytes, *how: str) -> tuple[bytes, bytes]:
        if not is_picture(data):
            raise Invalid(UNREADABLE, field="picture")
        if self._waiting >= MOST_WAITING:
            raise Unavailable("Too many pictures are being read. Try again in a moment.", retry_after_ms=2_000)
        self._waiting += 1
        try:
            async with self._turn:
                return await _made(data, *how)
        finally:
            self._waiting -= 1


def is_picture(data: bytes) -> bool:
    """By its first bytes: what a file is called and said to be is up to its sender."""
    return data.startswith(MAGIC) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


async def _made(data: bytes, *how: str) -> tuple[bytes, bytes]:
    # No variable of the server's goes along, some of which are secrets.
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(PROGRAM),
        *how,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(SECONDS):
            written, _ = await program.communicate(data)
    except TimeoutError as problem:
        raise Invalid(UNREADABLE, field="picture", reason="it took too long") from problem
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    if program.returncode == TOO_LARGE:
        raise TooLarge(
            say("A picture may have {count} million pixels.", count=MOST_PIXELS // 1_000_000), field="picture"
        )
    if program.returncode != 0:
        raise Invalid(UNREADABLE, field="picture", reason=f"the program ended with {program.returncode}")
    end = 4 + int.from_bytes(written[:4], "big")
    return written[4:end], written[end + 4 :]
