"""RFC 8292: the pair of keys by which push services know this installation."""

from __future__ import annotations

import json
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.conf import settings

from zhurnal.notices.push.encryption import CURVE, encode, public_point

if TYPE_CHECKING:
    import datetime as dt

FILE = "push_key.pem"
HALF = 32
HOURS_VALID = 12


def authorization(origin: str, now: dt.datetime) -> str:
    """The header that a push service wants: who we are, for that service alone, for half a day."""
    private = own_key()
    claims = {
        "aud": origin, "exp": int(now.timestamp()) + HOURS_VALID * 3600, "sub": f"mailto:{_contact()}"
    }  # fmt: skip
    said = ".".join(encode(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    signature = private.sign(said.encode(), ec.ECDSA(hashes.SHA256()))
    halves = b"".join(number.to_bytes(HALF, "big") for number in utils.decode_dss_signature(signature))
    return f"vapid t={said}.{encode(halves)}, k={public_key()}"


def public_key() -> str:
    """What a browser is told when it subscribes."""
    return encode(public_point(own_key()))


def own_key() -> ec.EllipticCurvePrivateKey:
    """The private key of the installation, made at the first need, readable by its owner only."""
    return _read(Path(settings.DATA_DIR) / FILE)


@cache
def _read(path: Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        _make(path)
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        message = f"{path} holds no key of an elliptic curve"
        raise TypeError(message)
    return private


def _make(path: Path) -> None:
    """Two processes may come here at once: the first to link its file wins, and both read that one."""
    made = ec.generate_private_key(CURVE).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()


def _contact() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
