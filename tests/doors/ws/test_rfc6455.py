"""What RFC 6455 forbids a client to send, by its sections: that connection ends, with the code that it asks for."""

from collections.abc import AsyncIterator

import pytest

from parley.process.app import Running
from tests.cast import Person
from tests.wire import Wire, masked

BEAT = b'{"type":"beat"}'
TEXT, CLOSE, PING = 0x1, 0x8, 0x9


@pytest.fixture
async def wire(server: Running, ada: Person) -> AsyncIterator[Wire]:
    """An open socket."""
    async with Wire(server.services.settings) as wire:
        status, _ = await wire.ask(Sec_WebSocket_Protocol="parley.v2", Authorization=f"Bearer {ada.access}")
        assert status == 101
        yield wire


async def closed_with(wire: Wire, data: bytes) -> int:
    wire.writer.write(data)
    code = int.from_bytes((await wire.frame())[:2], "big")
    assert await wire.ends()
    return code


def frame(payload: bytes, opcode: int, *, first: int = 0x80) -> bytes:
    """A masked frame whose first byte has these bits set."""
    return bytes((first | opcode,)) + masked(payload)[1:]


@pytest.mark.parametrize("version", ["8", "0", "14", "thirteen", None])
async def test_4_2_2_another_version_is_told_which_one_is_spoken(server: Running, version: str | None) -> None:
    async with Wire(server.services.settings) as wire:
        status, head = await wire.ask(Sec_WebSocket_Version=version)
        assert status == 426
        assert "sec-websocket-version: 13" in head.lower()


@pytest.mark.parametrize("bit", [0x40, 0x20, 0x10])
@pytest.mark.parametrize("opcode", [TEXT, PING])
async def test_5_2_reserved_bits_end_it(wire: Wire, bit: int, opcode: int) -> None:
    assert await closed_with(wire, frame(BEAT, opcode, first=0x80 | bit)) == 1002


@pytest.mark.parametrize("opcode", [0x3, 0x7, 0xB, 0xF])
async def test_5_2_reserved_opcodes_end_it(wire: Wire, opcode: int) -> None:
    assert await closed_with(wire, frame(b"x", opcode)) == 1002


async def test_5_1_a_frame_without_a_mask_ends_it(wire: Wire) -> None:
    assert await closed_with(wire, bytes((0x81, len(BEAT))) + BEAT) == 1002


async def test_5_5_a_control_frame_in_parts_ends_it(wire: Wire) -> None:
    assert await closed_with(wire, frame(b"", PING, first=0)) == 1002


async def test_5_5_a_control_frame_above_125_bytes_ends_it(wire: Wire) -> None:
    assert await closed_with(wire, bytes((0x80 | PING, 0x80 | 126, 0, 126, 0, 0, 0, 0)) + b"x" * 126) == 1002


async def test_5_5_2_a_ping_is_answered_with_what_it_carried(wire: Wire) -> None:
    wire.writer.write(frame(b"are you there", PING))
    assert await wire.frame() == b"are you there"


@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535])
async def test_7_4_a_code_that_may_not_be_sent_is_an_error(wire: Wire, code: int) -> None:
    assert await closed_with(wire, frame(code.to_bytes(2, "big"), CLOSE)) == 1002


@pytest.mark.parametrize("code", [1000, 1001, 1003, 1007, 1011, 1014, 3000, 4999])
async def test_7_4_any_other_is_answered(wire: Wire, code: int) -> None:
    assert await closed_with(wire, frame(code.to_bytes(2, "big") + "bye ✓".encode(), CLOSE)) == 1000


async def test_7_1_5_a_close_without_a_code_is_answered(wire: Wire) -> None:
    assert await closed_with(wire, frame(b"", CLOSE)) == 1000


@pytest.mark.parametrize("payload", [b"\x03", b"\x03\xe8\xff"])
async def test_5_5_1_half_a_code_or_a_reason_that_is_no_text_ends_it(wire: Wire, payload: bytes) -> None:
    assert await closed_with(wire, frame(payload, CLOSE)) in (1002, 1007)


@pytest.mark.parametrize("wrong", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"])
async def test_8_1_what_is_no_utf_8_ends_it_in_whatever_field(wire: Wire, wrong: bytes) -> None:
    assert await closed_with(wire, masked(b'{"type":"beat","more":"' + wrong + b'"}')) == 1007


async def test_8_1_a_character_may_be_cut_between_two_parts(wire: Wire) -> None:
    message = '{"type":"beat","more":"€"}'.encode()
    cut = message.index(b"\xe2") + 1
    wire.writer.write(frame(message[:cut], TEXT, first=0) + frame(message[cut:], 0))
    wire.writer.write(frame(b"still here", PING))
    assert await wire.frame() == b"still here"
