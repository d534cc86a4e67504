"""A push service for tests, and the browser that subscribed to it: it reads what was sent, with its own code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import json
import secrets
import threading
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from typing import Self

CURVE = ec.SECP256R1()


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Subscription:
    """What a browser keeps of a subscription, and what it tells the site."""

    def __init__(
        self, endpoint: str, private: ec.EllipticCurvePrivateKey | None = None, auth: bytes = b""
    ) -> None:
        self.endpoint = endpoint
        self.private = private or ec.generate_private_key(CURVE)
        self.secret = auth or secrets.token_bytes(16)

    @property
    def point(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def told(self) -> dict[str, str]:
        return {"endpoint": self.endpoint, "p256dh": encode(self.point), "auth": encode(self.secret)}

    def read(self, body: bytes) -> bytes:
        """RFC 8188 and RFC 8291, from the side of the reader."""
        salt, size, theirs = body[:16], body[20], body[21 : 21 + body[20]]
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
        material = _derive(self.secret, shared, b"WebPush: info\0" + self.point + theirs, 32)
        key = _derive(salt, material, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derive(salt, material, b"Content-Encoding: nonce\0", 12)
        padded = AESGCM(key).decrypt(nonce, body[21 + size :], None)
        text, last, _padding = padded.rstrip(b"\0").rpartition(b"\x02")
        assert last
        return text


def _derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF with one block, by hand."""
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()[:length]


class PushService:
    """Keeps what is pushed: (path, headers, body). Answers 201 unless `status` says otherwise."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.status, self.headers = 201, {"Location": "/message/1"}
        self.hangs_up = False
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.received.append((self.path, dict(self.headers.items()), body))
                if service.hangs_up:
                    return
                self.send_response(service.status)
                for name, value in service.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_what: Any) -> None:
                """Say nothing."""

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def subscribe(self, name: str = "device") -> Subscription:
        return Subscription(f"{self.origin}/push/{name}")

    def messages(self, subscription: Subscription) -> list[dict[str, Any]]:
        """What the browser reads, in order."""
        path = subscription.endpoint.removeprefix(self.origin)
        return [json.loads(subscription.read(body)) for where, _, body in self.received if where == path]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def claims(header: str) -> dict[str, Any]:
    """What an Authorization header says, if its signature is of the key that it names (RFC 8292)."""
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    said, _, signature = parts["t"].rpartition(".")
    halves = decode(signature)
    numbers = [int.from_bytes(halves[at : at + 32], "big") for at in (0, 32)]
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decode(parts["k"]))
    public.verify(utils.encode_dss_signature(*numbers), said.encode(), ec.ECDSA(SHA256()))
    found: dict[str, Any] = json.loads(decode(said.split(".")[1]))
    return found
