"""A program of its own that reads a picture from strangers: from standard input, and writes it anew in two sizes.

Decoders have had holes. Here they have no memory, time, files or keys of the server's to harm. What comes out is made
of pixels alone: no place where a photo was taken, no second file hidden in the first.
"""

import io
import os
import resource
import sys

SIZES = (96, 192)
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
# A photo of 24 megapixels. The header says how many there are: nothing is decoded to find out.
MOST_PIXELS = 25_000_000
MEMORY = 1 << 30
CPU_SECONDS = 10
TOO_LARGE, UNREADABLE = 3, 4


def main() -> int:
    limit()
    data = sys.stdin.buffer.read()
    from PIL import Image, ImageOps

    # A bound of our own is asked before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        if pixels_of_webp(data) > MOST_PIXELS:
            return TOO_LARGE
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return TOO_LARGE
            # A JPEG is decoded at a fraction of its size, if that is enough.
            picture.draft("RGB", (2 * SIZES[-1], 2 * SIZES[-1]))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
        for size in SIZES:
            square = ImageOps.fit(upright, (size, size), Image.Resampling.LANCZOS)
            # Of the pixels alone: what else stood in the file stays behind.
            bare = Image.frombytes("RGBA", square.size, square.tobytes())
            written = io.BytesIO()
            bare.save(written, "WEBP", quality=82, method=4)
            sys.stdout.buffer.write(len(written.getvalue()).to_bytes(4, "big") + written.getvalue())
    except Exception:  # noqa: BLE001 - whatever a decoder says of a file that it cannot read
        return UNREADABLE
    return 0


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
