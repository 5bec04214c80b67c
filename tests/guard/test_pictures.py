"""Pictures from strangers: made anew in every format, and refused before they cost anything."""

import asyncio
import io
import sys
from collections.abc import Callable
from subprocess import run

import pytest
from PIL import Image

from parley.errors import Invalid, TooLarge, Unavailable
from parley.guard.picture_program import MOST_FRAMES
from parley.guard.pictures import MOST_WAITING, PROGRAM, Pictures
from tests.pictures import RED, animated, empty_png, empty_webp, number_of_frames, opened, picture, transparent


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
async def test_every_format_becomes_a_square_in_two_sizes(kind: str) -> None:
    made = await Pictures().made(picture(kind))
    for data, size in ((made.small, 96), (made.large, 192)):
        shown = opened(data)
        assert (shown.format, shown.size) == ("WEBP", (size, size))
        pixel = shown.convert("RGB").getpixel((size // 2, size // 2))
        assert isinstance(pixel, tuple)
        assert all(abs(there - wanted) < 12 for there, wanted in zip(pixel, RED, strict=True))


async def test_nothing_but_the_pixels_comes_through() -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary: taken at home"
    for kind in ("JPEG", "PNG", "WEBP"):
        data = picture(kind, exif=exif) + b"<script>canary()</script>"
        made = await Pictures().made(data)
        assert b"canary" in data
        for written in made:
            assert b"canary" not in written
            assert not opened(written).getexif()


async def test_a_photo_stands_upright() -> None:
    """Cameras turn a picture by what they say of it."""
    wide = Image.new("RGB", (40, 40), RED)
    wide.paste((0, 0, 200), (0, 0, 20, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter to the right
    file = io.BytesIO()
    wide.save(file, "PNG", exif=exif)
    shown = opened((await Pictures().made(file.getvalue())).large).convert("RGB")
    top, bottom = shown.getpixel((96, 20)), shown.getpixel((96, 170))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[2] > 150
    assert bottom[0] > 150


async def test_what_is_no_picture_is_refused_by_its_first_bytes() -> None:
    for data in (b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"BM" + b"\0" * 60, b"RIFF....WAVE"):
        with pytest.raises(Invalid, match="Choose a PNG, JPEG, GIF or WebP"):
            await Pictures().made(data)


@pytest.mark.parametrize("data", [empty_png(50_000, 50_000), empty_png(5_001, 5_000), empty_webp(16_000, 16_000)])
async def test_too_many_pixels_are_refused_by_the_header(data: bytes) -> None:
    with pytest.raises(TooLarge, match="25 million"):
        await Pictures().made(data)


async def test_what_is_cut_off_or_made_up_is_refused() -> None:
    for data in (picture("PNG")[:100], picture("WEBP")[:40], b"\xff\xd8\xff" + b"\0" * 500, b"GIF89a" + b"\xff" * 100):
        with pytest.raises(Invalid, match="cannot be read"):
            await Pictures().made(data)


async def test_an_emoji_is_small_and_keeps_what_is_transparent() -> None:
    made = await Pictures().emoji(transparent((300, 150)))
    shown = opened(made.moving)
    assert (shown.size, shown.convert("RGBA").getpixel((0, 0)), made.still) == ((128, 64), (0, 0, 0, 0), None)
    assert opened((await Pictures().emoji(picture(size=(20, 10)))).moving).size == (20, 10)


@pytest.mark.parametrize(("kind", "frames"), [("GIF", 3), ("GIF", MOST_FRAMES), ("WEBP", 3), ("PNG", 3)])
async def test_an_animated_emoji_keeps_moving(kind: str, frames: int) -> None:
    made = await Pictures().emoji(animated(kind, frames))
    assert number_of_frames(made.moving) == frames
    assert made.still is not None
    assert number_of_frames(made.still) == 1


@pytest.mark.parametrize(
    "data",
    [
        lambda: animated("GIF", MOST_FRAMES + 1),
        lambda: animated("GIF", 60, (1_000, 900)),
        lambda: animated("GIF", 90, (128, 128), noisy=True),
    ],
    ids=["frames", "pixels", "bytes"],
)
async def test_one_that_moves_too_much_stands_still(data: Callable[[], bytes]) -> None:
    made = await Pictures().emoji(data())
    assert (number_of_frames(made.moving), made.still) == (1, None)


async def test_only_so_many_wait() -> None:
    pictures = Pictures()
    answers = await asyncio.gather(*(pictures.made(picture()) for _ in range(MOST_WAITING + 2)), return_exceptions=True)
    assert [type(answer) for answer in answers].count(Unavailable) == 2
    assert (await pictures.made(picture())).small


def test_the_program_has_its_limits() -> None:
    """Memory, processor time and files: what a hole in a decoder could reach for."""
    limited = f"import runpy, resource; runpy.run_path({str(PROGRAM)!r})['limit']();"
    names = ("AS", "CPU", "FSIZE", "CORE")
    asking = "".join(f"print(resource.getrlimit(resource.RLIMIT_{name})[0]);" for name in names)
    done = run([sys.executable, "-I", "-c", limited + asking], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(1 << 30), "10", "0", "0"]
    hungry = run([sys.executable, "-I", "-c", limited + "bytearray(1 << 31)"], capture_output=True, check=False)
    assert b"MemoryError" in hungry.stderr
