"""Pictures of one colour, in every format that somebody may upload."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

RED = (200, 30, 30)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (300, 200), colour: tuple[int, int, int] = RED, **saving: object
) -> bytes:
    return _saved(Image.new("RGB", size, colour), kind, **saving)


def transparent(size: tuple[int, int]) -> bytes:
    """A disc with nothing around it."""
    image = Image.new("RGBA", size)
    ImageDraw.Draw(image).ellipse((size[0] // 4, 0, size[0] * 3 // 4, size[1]), fill=(*RED, 255))
    return _saved(image, "PNG")


def animated(kind: str, frames: int, size: tuple[int, int] = (200, 100), *, noisy: bool = False) -> bytes:
    """No two frames that follow each other look alike."""
    first, *rest = (
        Image.effect_noise(size, 90) if noisy else Image.new("RGB", size, (at * 70 % 255, 30, 90))
        for at in range(frames)
    )
    return _saved(first, kind, save_all=True, append_images=rest, duration=50, loop=0)


def number_of_frames(data: bytes) -> int:
    return int(getattr(opened(data), "n_frames", 1))


def empty_png(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and has next to nothing in it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0" * 64)) + _chunk(b"IEND")


def empty_webp(width: int, height: int) -> bytes:
    """The same of a WebP."""
    extended = b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + len(extended).to_bytes(4, "little") + extended
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def _saved(image: Image.Image, kind: str, **saving: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **saving)
    return file.getvalue()


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
