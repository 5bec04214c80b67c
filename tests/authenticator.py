"""A device with passkeys, and an authenticator app: what people hold who prove that it is them."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

import cbor2
import pyotp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from parley.settings import Settings
from tests.cast import Frame, Person, Visitor
from tests.conftest import Clock

PRESENT, VERIFIED, HAS_CREDENTIAL = 0x01, 0x04, 0x40


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Device:
    """As a phone does: one key, made here, which never leaves it. Everything may be set wrong."""

    origin: str
    rp_id: str = "localhost"
    flags: int = PRESENT | VERIFIED
    sign_count: int = 0
    credential: bytes = field(default_factory=lambda: token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user: str = ""

    def made(self, asked: Frame) -> dict[str, Any]:
        """What `passkey.add` takes."""
        self.user = asked["user_id"]
        public = self.key.public_key().public_numbers()
        # COSE: an elliptic curve key for ES256 on P-256.
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")})
        named = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential
        data = self._data(self.flags | HAS_CREDENTIAL) + named + key
        return {
            "credential": base64url(self.credential),
            "client_data": base64url(self._client_data("webauthn.create", asked["challenge"])),
            "attestation": base64url(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }

    def shown(self, asked: Frame) -> dict[str, Any]:
        """What `session.redeem_passkey` takes."""
        client_data = self._client_data("webauthn.get", asked["challenge"])
        data = self._data(self.flags)
        signature = self.key.sign(data + sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return {
            "credential": base64url(self.credential),
            "client_data": base64url(client_data),
            "authenticator_data": base64url(data),
            "signature": base64url(signature),
            "user_handle": self.user,
        }

    def _data(self, flags: int) -> bytes:
        return sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()


def device_of(settings: Settings, **wrong: Any) -> Device:
    return Device(**{"origin": settings.base_url} | wrong)


async def add_passkey(person: Person, device: Device, name: str = "Laptop") -> Frame:
    return await person.call("passkey.add", name=name, **device.made(await person.call("passkey.begin")))


async def sign_in_with(device: Device, visitor: Visitor) -> Person:
    asked = await visitor.call("session.begin_passkey", deliver="token")
    session = await visitor.call("session.redeem_passkey", **device.shown(asked), deliver="token")
    return Person(visitor.settings, session)


@dataclass
class App:
    """An authenticator app, on a phone with the server's clock."""

    secret: str
    clock: Callable[[], int]
    recovery_codes: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.at(0)

    def at(self, seconds: int) -> str:
        """The code that is shown so many seconds from now."""
        return pyotp.TOTP(self.secret).at(self.clock() // 1000 + seconds)

    def next_code(self) -> str:
        """Once the present one has been used up."""
        assert isinstance(self.clock, Clock)
        self.clock.advance(ms=30_000)
        return self.code


async def add_app(person: Person, clock: Callable[[], int]) -> App:
    app = App((await person.call("second_factor.begin"))["secret"], clock)
    app.recovery_codes = (await person.call("second_factor.confirm", code=app.code))["codes"]
    return app


async def first_step(visitor: Visitor, handle: str, password: str, deliver: str = "token") -> str:
    """The step with which a sign-in goes on."""
    refusal = await visitor.refused("session.create", handle=handle, password=password, deliver=deliver)
    assert (refusal["code"], refusal["field"]) == ("unauthenticated", "second_factor"), refusal
    return str(refusal["step"])


async def sign_in_by(visitor: Visitor, handle: str, password: str, code: str) -> Person:
    step = await first_step(visitor, handle, password)
    return Person(visitor.settings, await visitor.call("session.confirm", step=step, code=code, deliver="token"))
