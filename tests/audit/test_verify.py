from __future__ import annotations

import datetime as dt
import json
import random
import uuid
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest

from tests.audit.lines import chains, entries
from zhurnal.audit import verify
from zhurnal.audit.hashing import Record
from zhurnal.audit.ledger import Head, build_lines
from zhurnal.audit.verify import Breach, verify_chains

MUTATIONS_OF_EACH_KIND = 200
Ledger = list[Record]


def flipped(value: Any, rng: random.Random) -> Any:
    """The value with one bit (of its text, number or bytes) turned."""
    match value:
        case None:
            return rng.choice([0, 1])
        case bytes():
            at = rng.randrange(len(value))
            return value[:at] + bytes([value[at] ^ 1 << rng.randrange(8)]) + value[at + 1 :]
        case str():
            at = rng.randrange(len(value))
            return value[:at] + chr(ord(value[at]) ^ 1 << rng.randrange(5)) + value[at + 1 :]
        case int():
            return value ^ 1 << rng.randrange(20)
        case uuid.UUID():
            return uuid.UUID(int=value.int ^ 1 << rng.randrange(128))
        case dt.datetime():
            return value + dt.timedelta(microseconds=1 << rng.randrange(40))
        case _:
            raise AssertionError(value)


def flip(ledger: Ledger, at: int, rng: random.Random) -> int:
    field = rng.choice([name for name in Record._fields if name not in ("chain", "seq")])
    ledger[at] = ledger[at]._replace(**{field: flipped(getattr(ledger[at], field), rng)})
    return ledger[at].seq


def delete(ledger: Ledger, at: int, _rng: random.Random) -> int:
    return ledger.pop(at).seq


def delete_and_close_the_gap(ledger: Ledger, at: int, _rng: random.Random) -> int:
    gone = ledger.pop(at)
    renumber(ledger, gone.chain)
    return gone.seq


def reorder(ledger: Ledger, at: int, rng: random.Random) -> int:
    same_chain = [
        index for index, record in enumerate(ledger) if record.chain == ledger[at].chain and index != at
    ]
    other = rng.choice(same_chain)
    ledger[at], ledger[other] = ledger[other], ledger[at]
    return min(ledger[at].seq, ledger[other].seq)


def reorder_and_renumber(ledger: Ledger, at: int, rng: random.Random) -> int:
    first_bad = reorder(ledger, at, rng)
    renumber(ledger, ledger[at].chain)
    return first_bad


def insert_a_copy(ledger: Ledger, at: int, _rng: random.Random) -> int:
    ledger.insert(at, ledger[at])
    return ledger[at].seq + 1


def insert_and_renumber(ledger: Ledger, at: int, rng: random.Random) -> int:
    """A line of the right form slipped in, taken from another copy of the same chain."""
    forged = rng.choice(chains(**{ledger[at].chain: 40})[1:])
    place = ledger[at].seq
    ledger.insert(at, forged)
    renumber(ledger, ledger[at].chain)
    return place


def renumber(ledger: Ledger, chain: str) -> None:
    places = [index for index, record in enumerate(ledger) if record.chain == chain]
    for seq, index in enumerate(places, start=1):
        ledger[index] = ledger[index]._replace(seq=seq)


Mutation = Callable[[Ledger, int, random.Random], int]
MUTATORS: list[Mutation] = [
    flip,
    delete,
    delete_and_close_the_gap,
    reorder,
    reorder_and_renumber,
    insert_a_copy,
    insert_and_renumber,
]


@pytest.mark.parametrize("mutate", MUTATORS, ids=lambda mutate: mutate.__name__)
def test_every_random_mutation_is_found_at_its_first_bad_line(mutate: Mutation):
    whole = chains(one=30, two=40, three=25)
    for seed in range(MUTATIONS_OF_EACH_KIND):
        rng = random.Random(f"{mutate.__name__} {seed}")  # noqa: S311 -- a forger that can be met again
        ledger = whole.copy()
        # The last line of a chain is left out: a chain cannot know that it once was longer.
        at = rng.choice(
            [index for index, record in enumerate(whole[:-1]) if whole[index + 1].chain == record.chain]
        )
        chain = ledger[at].chain
        seq = mutate(ledger, at, rng)
        assert [(breach.chain, breach.seq) for breach in verify_chains(ledger)] == [(chain, seq)], seed


def test_an_untouched_ledger_is_whole():
    assert verify_chains(chains(one=30, two=1, three=25)) == []
    assert verify_chains([]) == []


def test_each_broken_chain_is_named_once_with_its_first_bad_line():
    ledger = chains(one=5, two=5, three=5)
    for at in (2, 4, 13):
        ledger[at] = ledger[at]._replace(payload='{"after":"2"}')
    assert verify_chains(ledger) == [Breach("one", 3, verify.ALTERED), Breach("three", 4, verify.ALTERED)]


def test_a_line_recommitted_by_a_forger_does_not_fit_what_follows():
    ledger = chains(one=5)
    forged = chains(one=5)[2]
    ledger[2] = forged
    assert verify_chains(ledger) == [Breach("one", 3, verify.UNLINKED)]


def test_a_forged_line_linked_to_the_one_before_makes_the_true_next_one_stand_out():
    ledger = chains(one=5)
    forged = next(build_lines("one", entries(1), Head(2, ledger[1].hash)))
    ledger[2:2] = [forged]
    renumber(ledger, "one")
    assert verify_chains(ledger) == [Breach("one", 4, verify.UNLINKED)]


def test_a_chain_cannot_pass_for_another_one():
    renamed = [record._replace(chain="two") for record in chains(one=5)]
    assert verify_chains(renamed) == [Breach("two", 1, verify.UNLINKED)]


def test_a_line_without_its_predecessors_is_a_breach():
    assert verify_chains(chains(one=5)[1:]) == [Breach("one", 1, verify.MISSING)]


@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_forgotten_line_keeps_the_chain_whole(at):
    ledger = chains(one=5)
    ledger[at] = ledger[at]._replace(payload=None, salt=None)
    assert verify_chains(ledger) == []


def test_forgetting_a_line_hides_no_other_change():
    ledger = chains(one=5)
    ledger[2] = ledger[2]._replace(payload=None, salt=None, commitment=bytes(32))
    assert verify_chains(ledger) == [Breach("one", 3, verify.UNLINKED)]


@pytest.mark.parametrize("half", ["payload", "salt"])
def test_a_line_forgotten_by_half_is_a_breach(half):
    ledger = chains(one=5)
    nothing: dict[str, Any] = {half: None}
    ledger[2] = ledger[2]._replace(**nothing)
    assert verify_chains(ledger) == [Breach("one", 3, verify.ALTERED)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", None),
        ("at", "2026-03-02"),
        ("salt", "salt"),
        ("commitment", 5),
        ("actor_id", "x"),
        ("payload", 5),
    ],
)
def test_values_of_a_wrong_kind_are_a_breach_and_no_crash(field, value):
    ledger = chains(one=5)
    ledger[2] = ledger[2]._replace(**{field: value})
    assert [breach.seq for breach in verify_chains(ledger)] == [3]


def test_lines_are_verified_as_they_come():
    def endless() -> Iterator[Record]:
        yield from chains(one=3)
        yield chains(two=2)[1]
        raise AssertionError("read further than needed")

    assert next(verify.breaches(endless())) == Breach("two", 1, verify.MISSING)


def test_the_format_is_what_the_documents_say():
    """Computed here step by step, so that another program could verify our ledgers."""
    first, second = chains(**{"course:12": 2})
    assert first.salt is not None
    said = json.dumps(
        [
            "2026-03-02T09:00:01.000000+00:00",
            17,
            "teacher",
            "mark.set",
            "cell:1:7",
            "00000000-0000-0000-0000-000000000001",
            {"after": "5/4", "before": "", "version": 1},
        ],
        separators=(",", ":"),
    )
    commitment = sha256(b"\x00" + first.salt + said.encode()).digest()
    before = sha256(b"\x02course:12").digest()
    assert first.commitment == commitment
    assert first.hash == sha256(b"\x01" + before + bytes([0, 0, 0, 0, 0, 0, 0, 1]) + commitment).digest()
    assert second.hash == sha256(b"\x01" + first.hash + bytes([0] * 7 + [2]) + second.commitment).digest()
