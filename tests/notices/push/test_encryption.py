"""RFC 8291, with the example of its fifth section."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from tests.notices.push_service import Subscription, decode
from zhurnal.notices.push.encryption import CURVE, encode, encrypt, public_point

PLAIN = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
READER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def key_of(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode(text), "big"), CURVE)


def test_the_example_of_the_standard_comes_out_to_the_byte():
    point = public_point(key_of(READER))
    found = encrypt(
        PLAIN, point, decode(AUTH), private=key_of(SENDER), salt=decode(SALT), padded=len(PLAIN) + 1
    )
    assert encode(found) == BODY


def test_only_the_reader_can_read_it():
    mine, other = Subscription("https://push.example/1"), Subscription("https://push.example/2")
    body = encrypt(PLAIN, mine.point, mine.secret)
    assert mine.read(body) == PLAIN
    with pytest.raises(InvalidTag):
        other.read(body)


def test_every_message_is_as_long_as_the_others_and_looks_new():
    mine = Subscription("https://push.example/1")
    bodies = [encrypt(text, mine.point, mine.secret) for text in (b"", b"a", PLAIN, PLAIN)]
    assert len({len(body) for body in bodies}) == 1
    assert len(set(bodies)) == 4
