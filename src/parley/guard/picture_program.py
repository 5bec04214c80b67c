"""A program of its own that reads a picture from strangers: from standard input, and writes it anew in two sizes. With
the argument `emoji` it writes one small picture, and its first frame if it is animated.

Decoders have had holes. Here they have no memory, time, files or keys of the server's to harm. What comes out is made
of pixels alone: no place where a photo was taken, no second file hidden in the first.
"""

import io
import os
import resource
import sys
from typing import TYPE_CHECKING

SIZES = (96, 192)
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
# A photo of 24 megapixels. The header says how many there are: nothing is decoded to find out.
MOST_PIXELS = 25_000_000
MEMORY = 1 << 30
CPU_SECONDS = 10
EMOJI_SIZE = 128
# An animation with more than these, in all of its frames together, becomes its first frame. Within them it takes a
# third of the processor time at most.
MOST_FRAMES = 100
MOST_MOVING_PIXELS = 50_000_000
MOST_MOVING_BYTES = 256 * 1024
# Browsers take frames that say less for such.
SHOWN_MS, LEAST_MS = 100, 20
TOO_LARGE, UNREADABLE = 3, 4


if TYPE_CHECKING:
    from PIL.Image import Image as Picture


def main() -> int:
    limit()
    data = sys.stdin.buffer.read()
    from PIL import Image

    # A bound of our own is asked before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        if pixels_of_webp(data) > MOST_PIXELS:
            return TOO_LARGE
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return TOO_LARGE
            two = emoji(picture) if "emoji" in sys.argv else squares(picture)
            for written in two:
                sys.stdout.buffer.write(len(written).to_bytes(4, "big") + written)
    except Exception:  # noqa: BLE001 - whatever a decoder says of a file that it cannot read
        return UNREADABLE
    return 0


def squares(picture: "Picture") -> list[bytes]:
    """The middle of it, in two sizes."""
    from PIL import Image, ImageOps

    # A JPEG is decoded at a fraction of its size, if that is enough.
    picture.draft("RGB", (2 * SIZES[-1], 2 * SIZES[-1]))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    return [as_webp(bare(ImageOps.fit(upright, (size, size), Image.Resampling.LANCZOS))) for size in SIZES]


def emoji(picture: "Picture") -> tuple[bytes, bytes]:
    """All of it, no larger than an emoji is; and if it is animated, its first frame as well."""
    number = getattr(picture, "n_frames", 1)
    is_moving = 1 < number <= MOST_FRAMES and number * picture.width * picture.height <= MOST_MOVING_PIXELS
    frames, times = [], []
    for at in range(number if is_moving else 1):
        picture.seek(at)
        frames.append(small(picture))
        times.append(max(picture.info.get("duration", 0) or SHOWN_MS, LEAST_MS))
    still = as_webp(frames[0])
    if not is_moving:
        return still, b""
    moving = as_webp(frames[0], save_all=True, append_images=frames[1:], duration=times, loop=0)
    return (moving, still) if len(moving) <= MOST_MOVING_BYTES else (still, b"")


def small(picture: "Picture") -> "Picture":
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((EMOJI_SIZE, EMOJI_SIZE), Image.Resampling.LANCZOS)
    return bare(upright)


def bare(picture: "Picture") -> "Picture":
    """Of the pixels alone: what else stood in the file stays behind."""
    from PIL import Image

    return Image.frombytes("RGBA", picture.size, picture.tobytes())


def as_webp(picture: "Picture", **more: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=82, method=4, **more)
    return written.getvalue()


def limit() -> None:
    """No more memory and time than a picture needs, no file written, no core dumped."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def pixels_of_webp(data: bytes) -> int:
    """By its header. The decoder makes room for all of them as soon as it is given the file."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return 0
    kind = data[12:16]
    if kind == b"VP8X":
        return (1 + int.from_bytes(data[24:27], "little")) * (1 + int.from_bytes(data[27:30], "little"))
    if kind == b"VP8L":
        sides = int.from_bytes(data[21:25], "little")
        return (1 + (sides & 0x3FFF)) * (1 + (sides >> 14 & 0x3FFF))
    return (int.from_bytes(data[26:28], "little") & 0x3FFF) * (int.from_bytes(data[28:30], "little") & 0x3FFF)


if __name__ == "__main__":
    code = main()
    sys.stdout.buffer.flush()
    # Without tearing down what the decoder has built.
    os._exit(code)
