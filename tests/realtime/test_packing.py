"""Messages between processes: a process accepts none that was not sealed with the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from parley.changes import End, Enter, Leave, person_log, room_log
from parley.realtime.frames import Packet
from parley.realtime.packing import Forged, Parcel, Pulse, seal, sealed, unseal

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
PACKETS = [
    Packet(
        log=room_log(7),
        from_=3,
        to=5,
        payload=Raw(b'{"type":"changes","from":3,"to":5}'),
        oldest=2,
        effects=(Leave(person=9, room=7, since=1, at=5),),
    ),
    Packet(
        log=person_log(9),
        from_=1,
        to=2,
        payload=Raw(b'{"type":"changes"}'),
        effects=(Enter(person=9, room=7, since=2, first_seq=1), End(session=4)),
    ),
]
PARCEL = Parcel(process="p", shard=7, number=1, packets=PACKETS)
PULSE = Pulse(process="p", numbers={7: 1, 9: 44})


def test_packets_arrive_as_they_were_sent() -> None:
    arrived = unseal(seal(PARCEL, KEY), KEY)
    assert isinstance(arrived, Parcel)
    assert arrived.packets == PACKETS
    assert unseal(seal(PULSE, KEY), KEY) == PULSE


@pytest.mark.parametrize("message", [PARCEL, PULSE])
def test_another_key_is_not_believed(message: Parcel | Pulse) -> None:
    with pytest.raises(Forged):
        unseal(seal(message, OTHER_KEY), KEY)


@given(st.integers(min_value=0), st.integers(1, 255))
def test_a_message_that_was_changed_anywhere_is_not_believed(place: int, change: int) -> None:
    data = bytearray(seal(PARCEL, KEY))
    data[place % len(data)] ^= change
    with pytest.raises(Forged):
        unseal(bytes(data), KEY)


@given(st.binary(max_size=200))
def test_noise_is_nothing(noise: bytes) -> None:
    with pytest.raises(Forged):
        unseal(noise, KEY)


def test_what_another_version_sealed_is_believed_but_not_read() -> None:
    body = b'{"type":"wave"}'
    assert unseal(sealed(body, KEY), KEY) is None
