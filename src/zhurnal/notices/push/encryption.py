"""RFC 8291: a message that only the browser can read which gave us its keys."""

from __future__ import annotations

import base64
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096
SALT, POINT, SECRET = 16, 65, 16  # bytes
# Every message is as long as the others: the length tells nothing.
PADDED = 1024
_LAST = b"\x02"


def encrypt(
    plain: bytes,
    p256dh: bytes,
    auth: bytes,
    *,
    private: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
    padded: int = PADDED,
) -> bytes:
    """The body of a push message; keys and salt are drawn anew unless a test gives them."""
    own = private or ec.generate_private_key(CURVE)
    drawn = salt or os.urandom(SALT)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, p256dh)
    point = public_point(own)
    secret = _hkdf(own.exchange(ec.ECDH(), theirs), auth, b"WebPush: info\0" + p256dh + point, 32)
    key = _hkdf(secret, drawn, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(secret, drawn, b"Content-Encoding: nonce\0", 12)
    body = AESGCM(key).encrypt(nonce, (plain + _LAST).ljust(padded, b"\0"), None)
    return drawn + RECORD.to_bytes(4, "big") + bytes([len(point)]) + point + body


def public_point(private: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key as browsers and push services want it: 65 bytes."""
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encode(data: bytes) -> str:
    """Base64 of addresses, without the padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Raises ValueError for what is no base64."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
