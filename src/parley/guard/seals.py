"""Sealing what the server must be able to read again, so that a stolen database alone says nothing of it."""

import secrets

from parley.basics.ids import derived_key

NONCE = 12


class Seals:
    """AES-256-GCM with a key derived from the server's secret. While there are two, the one before opens, too."""

    def __init__(self, secret: bytes, before: bytes | None = None) -> None:
        self._key = derived_key(secret, "seal")
        self._key_before = None if before is None else derived_key(before, "seal")

    @property
    def is_changing(self) -> bool:
        """Whether some of what is sealed may have been sealed with the secret before."""
        return self._key_before is not None

    def sealed(self, plain: bytes, *, whose: int) -> bytes:
        """What was sealed for one person cannot be opened as if it were another's."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self._key).encrypt(nonce, plain, b"%d" % whose)

    def opened(self, sealed: bytes, *, whose: int) -> bytes | None:
        """None if it was sealed with a secret that this server does not have any more."""
        opened = _opened(self._key, sealed, whose)
        if opened is None and self._key_before is not None:
            return _opened(self._key_before, sealed, whose)
        return opened

    def sealed_anew(self, sealed: bytes, *, whose: int) -> bytes | None:
        """The same under the present secret. None if it is so already, or cannot be opened."""
        if self._key_before is None or _opened(self._key, sealed, whose) is not None:
            return None
        plain = _opened(self._key_before, sealed, whose)
        return None if plain is None else self.sealed(plain, whose=whose)


def _opened(key: bytes, sealed: bytes, whose: int) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], b"%d" % whose)
    except (InvalidTag, ValueError):
        return None
